"""What an app tells of a person becomes a notice or a submission, and sets out to reach them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from smartcity_base.config import config
from smartcity_base.models import User

from live.inbox.models import Notice, Submission
from live.reach.plan import send_on


class Unacceptable(Exception):
    """It is told again in vain: the message says why, to the app that told it."""


def take(what: str, sender: str, told: Mapping[str, Any]) -> None:
    """`what` is "kabar" or "pengajuan", `told` as smartcity_base.notices and .submissions have it.

    Raises Unacceptable; the same twice is the caller's to prevent (`links.once`).
    """
    with transaction.atomic():
        _TAKEN[what](sender, told)


def _notice(sender: str, told: Mapping[str, Any]) -> None:
    wanted = ("kind", "subject", "text", "about", "thread", "reply_to")
    made = Notice.objects.create(
        user=_person(told),
        app=sender,
        url=_of(sender, told["url"]),
        at=datetime.fromisoformat(told["at"]),
        **{name: told[name] for name in wanted},
    )
    send_on(made)


def _submission(sender: str, told: Mapping[str, Any]) -> None:
    user, reference = _person(told), told["reference"]
    there = Submission.objects.filter(app=sender, reference=reference)
    if told.get("withdrawn"):
        there.filter(user=user).delete()
        Notice.objects.filter(user=user, app=sender, about=reference).delete()
        return
    at = datetime.fromisoformat(told["at"])
    wanted = ("title", "state", "colour", "ended")
    as_told = {"user": user, "url": _of(sender, told["url"]), "at": at}
    as_told |= {name: told[name] for name in wanted}
    Submission.objects.update_or_create(
        app=sender,
        reference=reference,
        defaults=as_told,
        create_defaults={**as_told, "first_at": at},
    )


def _person(told: Mapping[str, Any]) -> User:
    user = User.objects.filter(pk=told["person"], is_active=True).first()
    if user is None:
        raise Unacceptable("Akun itu tidak ada, atau sudah dinonaktifkan.")
    return user


def _of(sender: str, url: str) -> str:
    """An app leads people to its own pages, and nowhere else under LIVE's name."""
    app = next((app for app in config().apps if app.name == sender), None)
    if app is None or not url.startswith(app.url.rstrip("/") + "/"):
        raise Unacceptable("Alamat itu bukan halaman aplikasi yang mengabarkannya.")
    return url


_TAKEN: Mapping[str, Callable[[str, Mapping[str, Any]], None]] = {
    "kabar": _notice,
    "pengajuan": _submission,
}
