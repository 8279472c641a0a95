"""The queue of what is on its way: each once, again later while the other end is away.

What is handed over is noted at once after it. A worker that is killed in between tries again with
the same key, by which the other end knows it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from importlib import import_module

from django.utils import timezone

from live.reach.models import Dispatch, Way

log = logging.getLogger(__name__)

LONGEST_WAIT = timedelta(hours=1)
# News that is older reaches nobody in time; it stands in the inbox.
GIVEN_UP_AFTER = timedelta(days=2)


class Away(Exception):
    """The other end does not take anything now: the whole way waits, `after_s` when it said so."""

    def __init__(self, why: str, after_s: float | None = None) -> None:
        super().__init__(why)
        self.after_s = after_s


class Later(Exception):
    """This one was not taken, and may be another time."""


class GivenUp(Exception):
    """This one will never be taken: there is no address any more, or the other end refuses it."""


# Loaded when there is something to send: only the worker pays for what they need.
_WAYS: Mapping[str, str] = {
    Way.MAIL: "live.reach.letters",
    Way.PUSH: "live.reach.push",
    Way.MESSAGE: "live.reach.messages",
}


def send_due() -> None:
    """Hand over all that is due. There is one worker, so no two of these run at once."""
    away: dict[str, Away] = {}
    due = Dispatch.objects.filter(sent_at=None, given_up_at=None, next_at__lte=timezone.now())
    for pk in list(due.values_list("pk", flat=True)):
        dispatch = Dispatch.objects.select_related("notice__user").get(pk=pk)
        if dispatch.way in away:
            continue
        try:
            said = _sender(dispatch.way)(dispatch)
        except Away as error:
            away[dispatch.way] = error
            _later(dispatch, str(error), error.after_s)
        except Later as error:
            _later(dispatch, str(error))
        except GivenUp as error:
            _end(dispatch, str(error), given_up_at=timezone.now())
        else:
            _end(dispatch, said, sent_at=timezone.now())


def _sender(way: str) -> Callable[[Dispatch], str]:
    sender: Callable[[Dispatch], str] = import_module(_WAYS[way]).send
    return sender


def _later(dispatch: Dispatch, why: str, after_s: float | None = None) -> None:
    now = timezone.now()
    if now - dispatch.made_at > GIVEN_UP_AFTER:
        _end(dispatch, why, given_up_at=now)
        return
    dispatch.attempts += 1
    wait = min(timedelta(minutes=2 ** min(dispatch.attempts - 1, 10)), LONGEST_WAIT)
    if after_s is not None:
        wait = min(max(timedelta(seconds=after_s), timedelta(seconds=1)), LONGEST_WAIT)
    dispatch.next_at = now + wait
    dispatch.said = why[:200]
    dispatch.save(update_fields=["attempts", "next_at", "said"])


def _end(dispatch: Dispatch, said: str, **how: object) -> None:
    for name, value in how.items():
        setattr(dispatch, name, value)
    dispatch.said = said[:200]
    dispatch.save(update_fields=[*how, "said"])
    if dispatch.given_up_at:
        log.warning("a notice was given up on its way by %s: %s", dispatch.way, said)
