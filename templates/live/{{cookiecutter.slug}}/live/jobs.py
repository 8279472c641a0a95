"""What LIVE does when nobody waits: telling the apps of a sign-out, sending mail, forgetting."""

from __future__ import annotations

import logging
from datetime import timedelta
from smtplib import SMTPException
from typing import Any

import requests
from allauth.core.internal import jwkkit
from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.models import Client, Token
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_tasks.base import Task

from smartcity_base import audit
from smartcity_base.backchannel import make_logout_token
from smartcity_base.config import config
from smartcity_base.jobs import periodic, task
from smartcity_base.mail import letter
from smartcity_base.models import User

from live import announcing, second_factors, setup_codes
from live.oidc.clients import backchannel_uri
from live.reach import jobs as reach_jobs  # noqa: F401  (registers its periodic jobs)
from live.rights import jobs as rights  # noqa: F401  (its jobs and what it hears)
from live.rights.models import Erasure

log = logging.getLogger(__name__)

# Seconds to wait before each further attempt: an app that restarts, one that is mended overnight.
RETRY_AFTER = (2, 10, 60, 300, 1800, 3600, 6 * 3600, 12 * 3600)
_URGENT = 50  # before mail and periodic work
_TIMEOUT_S = 10


def _again(job: Task[..., Any], attempt: int, *args: Any) -> bool:
    """Put a job back in the queue for later; False when it was tried often enough."""
    if attempt >= len(RETRY_AFTER):
        return False
    later = timezone.now() + timedelta(seconds=RETRY_AFTER[attempt])
    job.using(run_after=later).enqueue(*args, attempt + 1)
    return True


@task(priority=_URGENT)
def send_logout(client_id: str, sub: str, sid: str, attempt: int = 0) -> None:
    """Tell one app that a session has ended (OpenID Connect Back-Channel Logout 1.0, 2.5)."""
    client = Client.objects.filter(pk=client_id).first()
    uri = backchannel_uri(client) if client else None
    if uri is None:
        return
    jwk, key = jwkkit.load_jwk_from_pem(get_adapter().get_signing_key().pem)
    token = make_logout_token(
        issuer=config().issuer, audience=client_id, key=key, kid=jwk["kid"], sub=sub, sid=sid
    )
    try:
        response = requests.post(
            uri, data={"logout_token": token}, timeout=_TIMEOUT_S, allow_redirects=False
        )
        if response.status_code in (200, 204):
            return
        reason = f"HTTP {response.status_code}"
    except requests.RequestException as error:
        reason = type(error).__name__
    log.warning("%s did not take a sign-out: %s", client_id, reason)
    if not _again(send_logout, attempt, client_id, sub, sid):
        audit.record(None, "backchannel.given-up", f"client:{client_id}", session=sid)


@task()
def send_mail(subject: str, text: str, html: str, to: str, attempt: int = 0) -> None:
    """A mail that allauth wrote. A relay that is away is asked again later.

    `html` is what a region's own template may say; else the words come under the region's head.
    """
    message = letter(subject, text, to)
    if html:
        message = EmailMultiAlternatives(subject, text, to=[to])
        message.attach_alternative(html, "text/html")
    if not _sent(message):
        _again(send_mail, attempt, subject, text, html, to)


@task()
def send_setup_link(user_id: str, attempt: int = 0) -> None:
    """The link by which somebody begins. Made here, so that its code waits in no queue."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or user.email is None:
        return
    about = {"person": user, "link": setup_codes.link(setup_codes.issue(user))}
    text = render_to_string("live/mail/begin.txt", {**about, "region": config().region})
    subject, _, body = text.partition("\n")
    if not _sent(letter(subject, body.strip() + "\n", user.email)):
        _again(send_setup_link, attempt, user_id)


@task()
def send_erasure_asked(pk: str, attempt: int = 0) -> None:
    """That an erasure was asked for, to who may not have been the one who asked."""
    asked = Erasure.objects.filter(pk=pk, withdrawn_at=None, begun_at=None).first()
    user = User.objects.filter(pk=asked.person).first() if asked else None
    if asked is None or user is None or user.email is None:
        return
    about = {"person": user, "due": asked.due_at, "link": config().app.url + reverse("rights")}
    text = render_to_string("live/mail/erasure_asked.txt", {**about, "region": config().region})
    subject, _, body = text.partition("\n")
    if not _sent(letter(subject, body.strip() + "\n", user.email)):
        _again(send_erasure_asked, attempt, pk)


def _sent(message: EmailMultiAlternatives) -> bool:
    try:
        message.send()
    except (OSError, SMTPException) as error:
        log.warning("a mail was not sent: %s", type(error).__name__)
        return False
    return True


@periodic("live-encrypts-anew", every=timedelta(hours=1))
@task()
def encrypt_anew() -> None:
    """Here and not before a new secret key serves: until then the old code reads them."""
    second_factors.encrypt_anew()


@periodic("live-announces", every=timedelta(minutes=2))
@task()
def announce() -> None:
    """What is urgent from today on, or no longer: nobody has written anything then."""
    announcing.keep()


@periodic("live-forgets", every=timedelta(hours=24))
@task()
def forget() -> None:
    """What opens nothing any more; the rest goes by its days (live.retention)."""
    Token.objects.expired().delete()
