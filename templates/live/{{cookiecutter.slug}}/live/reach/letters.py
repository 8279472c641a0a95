"""A notice as a letter under the region's head."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.urls import reverse

from smartcity_base import portal
from smartcity_base.config import config
from smartcity_base.mail import AWAY, letter

from live.reach.models import Dispatch
from live.reach.send import Away, GivenUp


def send(dispatch: Dispatch) -> str:
    """Hand it to the relay. The same Message-ID at every attempt: mailboxes drop the second one."""
    notice, mail = dispatch.notice, config().mail
    if mail is None or not notice.user.email:
        raise GivenUp("no address")
    app = next((app for app in config().apps if app.name == notice.app), config().app)
    words = render_to_string(
        "live/mail/notice.txt",
        {
            "notice": notice,
            "person": notice.user,
            "region": config().region,
            "app": app,
            "inbox": portal.address(reverse("inbox")),
        },
    )
    made = letter(notice.subject, words, notice.user.email, mail.sender)
    made.extra_headers["Message-ID"] = notice.thread or f"<{dispatch.key}@{config().app.host}>"
    made.extra_headers["Auto-Submitted"] = "auto-generated"
    if notice.reply_to:
        made.reply_to = [notice.reply_to]
    try:
        made.send()
    except AWAY as error:
        raise Away(type(error).__name__) from error
    return ""
