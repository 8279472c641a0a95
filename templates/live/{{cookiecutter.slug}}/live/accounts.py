"""allauth, told what differs here: mail by jobs, lock-outs noted, a fresh sign-in counts as one."""

from __future__ import annotations

import base64
import hashlib
import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from smartcity_base import audit
from smartcity_base.config import config
from smartcity_base.models import User

from live.jobs import send_mail


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(config().setting("registration"))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """By a job: a relay that is slow or away must not hold up the page."""
        about = {"request": self.request, "email": email, "region": config().region, **context}
        made = self.render_mail(template_prefix, email, about)
        html = ""
        if isinstance(made, EmailMultiAlternatives) and made.alternatives:
            html = str(made.alternatives[0][0])
        send_mail.enqueue(made.subject, str(made.body), html, email)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt; a lock-out is noted once per refused attempt, without the address."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            email = credentials.get("email") or ""
            user = User.objects.filter(email__iexact=email).first()
            audit.record(None, "signin.locked", user or "unknown")
            raise

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not again right after signing in, as allauth would have it."""
        records = get_authentication_records(self.request, self.request.user)
        fresh = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        return not any(record["at"] > fresh for record in records)


class SecondFactorAdapter(DefaultMFAAdapter):
    """TOTP secrets are encrypted in the database: a stolen dump alone opens no account."""

    def get_totp_issuer(self) -> str:
        known = config()
        return known.branding.display_name or f"{known.app.title} {known.region.name}"

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    key = hashlib.sha256(b"live.second-factor" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
