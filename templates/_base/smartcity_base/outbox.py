"""Messages to linked apps: written with the deed they tell of, delivered by the worker.

They are kept in the database, so neither a killed process nor an app that is away loses one. A
message that failed is tried again after one minute, then two, four … at most an hour apart; the
later ones of its subject wait behind it.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from smartcity_base.jobs import periodic, task
from smartcity_base.links import KEY_HEADER, linked, token
from smartcity_base.models import Outgoing

if TYPE_CHECKING:
    from requests import Response

log = logging.getLogger(__name__)

TIMEOUT_S = 20
LONGEST_WAIT = timedelta(hours=1)
# The other app has understood and says no: asking again gets the same answer.
REFUSALS = frozenset({400, 403, 409, 410, 413, 415, 422})

Hear = Callable[[Outgoing, Any], None]
_hear: dict[str, Hear] = {}


def send(
    to: str,
    method: str,
    path: str,
    body: Mapping[str, Any],
    *,
    subject: str,
    files: Sequence[str] | None = None,
) -> Outgoing:
    """Keep a message for `to`, in the transaction of what it tells; it leaves after the commit.

    `body` is JSON; with `files` (names in this app's storage) it is the fields of a form and the
    files are its `photos`.
    """
    message = Outgoing.objects.create(
        to=to,
        subject=subject,
        method=method,
        path=path,
        body=dict(body),
        files=list(files) if files is not None else None,
        next_at=timezone.now(),
    )
    transaction.on_commit(deliver.enqueue)
    return message


def answered(subject: str) -> Callable[[Hear], Hear]:
    """Above a function that is given each settled message of the subjects "<subject>:…", and what
    the other app answered (JSON); None when it refused for good. Both are written together."""

    def register(hear: Hear) -> Hear:
        _hear[subject] = hear
        return hear

    return register


@periodic("kirim-pesan-tautan", every=timedelta(minutes=1))
@task()
def deliver() -> None:
    """Deliver what is due: one app at a time away is asked once, one subject stuck holds no other.

    There is one worker per app, so no two of these run at once.
    """
    away: set[str] = set()
    stuck: set[tuple[str, str]] = set()
    waiting = list(
        Outgoing.objects.filter(delivered_at=None, refused_at=None).values_list("pk", flat=True)
    )
    if not waiting:
        return
    import requests  # here: the worker of an app with nothing to say keeps its memory

    for pk in waiting:
        message = Outgoing.objects.get(pk=pk)
        place = (message.to, message.subject)
        if message.to in away or place in stuck:
            continue
        if message.next_at > timezone.now():
            stuck.add(place)
            continue
        try:
            settled = _deliver(message)
        except requests.RequestException as error:
            away.add(message.to)
            _later(message, type(error).__name__)
            continue
        if not settled:
            stuck.add(place)


def _deliver(message: Outgoing) -> bool:
    """Whether it is settled: taken, or refused for good. Raises what `requests` raises."""
    app = linked(message.to)
    if app is None:  # it left the region; should it come back, this is where things stand
        _later(message, "not linked")
        return False
    answer = _ask(message, app.url)
    told = None
    if answer.ok:
        told = _json(answer)
        message.delivered_at = timezone.now()
        message.said = ""
    elif answer.status_code in REFUSALS:
        message.refused_at = timezone.now()
        message.said = _words(answer)
        log.warning("%s refused a message: %d", message.to, answer.status_code)
    else:
        _later(message, str(answer.status_code))
        return False
    hear = _hear.get(message.subject.partition(":")[0])
    with transaction.atomic():
        message.save(update_fields=["delivered_at", "refused_at", "said"])
        if hear:
            hear(message, told)
    return True


def _ask(message: Outgoing, url: str) -> Response:
    import requests

    headers = {"Authorization": f"Bearer {token(message.to)}", KEY_HEADER: str(message.key)}
    with contextlib.ExitStack() as opened:
        parts: dict[str, Any] = {"json": message.body}
        if message.files is not None:
            photos = [
                (
                    "photos",
                    (f"{n}.jpg", opened.enter_context(default_storage.open(name)), "image/jpeg"),
                )
                for n, name in enumerate(message.files, 1)
                if default_storage.exists(name)
            ]
            parts = {"data": message.body, "files": photos}
        return requests.request(
            message.method,
            url.rstrip("/") + message.path,
            headers=headers,
            timeout=TIMEOUT_S,
            allow_redirects=False,
            **parts,
        )


def _json(answer: Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        return {}


def _words(answer: Response) -> str:
    try:
        return str(answer.json().get("detail", ""))[:300]
    except ValueError:
        return str(answer.status_code)


def _later(message: Outgoing, why: str) -> None:
    message.attempts += 1
    wait = min(timedelta(minutes=2 ** min(message.attempts - 1, 10)), LONGEST_WAIT)
    message.next_at = timezone.now() + wait
    message.said = why
    message.save(update_fields=["attempts", "next_at", "said"])
