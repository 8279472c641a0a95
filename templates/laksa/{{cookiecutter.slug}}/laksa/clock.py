"""Deadlines: what a step of the table does to a report's clock, as changes for its log."""

from datetime import datetime

from smartcity_base.config import config
from smartcity_base.workdays import add_working_days

from laksa.states import Clock

Deadlines = dict[str, datetime | None]


def deadlines(clock: Clock, now: datetime) -> Deadlines:
    """The deadlines that change at `now`; fields that are not named keep what they had.

    The moment is written into the log when it is set, so a holiday that is declared later moves
    the deadlines given out from then on, never those that somebody was already promised.
    """
    match clock:
        case Clock.KEEP:
            return {}
        case Clock.VERIFY:
            return {"due": _after(now, "verify_days"), "answer_until": None}
        case Clock.FOLLOW_UP:
            return {"due": _after(now, "followup_days"), "answer_until": None}
        case Clock.REPORTER:
            return {"due": None, "answer_until": _after(now, "answer_days")}
        case Clock.STOP:
            return {"due": None, "answer_until": None}


def _after(now: datetime, setting: str) -> datetime:
    return add_working_days(now, config().setting(setting))
