"""Letters of every app: the words as plain text, and the same under the region's head."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from email.mime.image import MIMEImage
from smtplib import SMTPException
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone
from django_tasks.base import Task

from smartcity_base.config import config

_PICTURE = "lambang"
# A relay that is away for a night: 2, 4, 8 … minutes, 17 hours in all.
ATTEMPTS = 10
# What sending raises when the relay does not take the letter now.
AWAY = (OSError, SMTPException)


class Letter(EmailMultiAlternatives):
    """A letter whose attachments belong to its words: programs show them there, not below."""

    mixed_subtype = "related"


def letter(subject: str, text: str, to: str, sender: str | None = None) -> EmailMultiAlternatives:
    """A letter to one person, not sent yet; `text` is plain, blank lines part its paragraphs.

    The picture comes with it: no letter asks a server for anything when it is opened.
    """
    message = Letter(subject, text, sender, [to])
    path = config().picture("email.png")
    message.attach_alternative(page(text, f"cid:{_PICTURE}" if path.is_file() else ""), "text/html")
    if path.is_file():
        picture = MIMEImage(path.read_bytes(), "png")
        picture.add_header("Content-ID", f"<{_PICTURE}>")
        picture.add_header("Content-Disposition", "inline", filename=path.name)
        message.attach(picture)
    return message


def page(text: str, picture: str) -> str:
    """The letter as HTML; `picture` is the address of the head's picture, "" for none."""
    known = config()
    return render_to_string(
        "base/mail/letter.html",
        {
            "paragraphs": re.split(r"\n\s*\n", text.strip()),
            "picture": picture,
            "region": known.region,
            "branding": known.branding,
            "app": known.app,
            "full_title": known.full_title,
        },
    )


def send_or_later(
    send: Callable[[], object], job: Task[..., Any], attempt: int, *about: object
) -> None:
    """Send it now, or let the same job try again later while the relay does not answer.

    The job gets `about` and the number of its next attempt; the last one fails loudly. What is in
    the queue is what the job needs to make the letter anew: ids, never an address or words.
    """
    try:
        send()
    except AWAY:
        if attempt >= ATTEMPTS:
            raise
        later = timezone.now() + timedelta(minutes=2**attempt)
        job.using(run_after=later).enqueue(*about, attempt + 1)
