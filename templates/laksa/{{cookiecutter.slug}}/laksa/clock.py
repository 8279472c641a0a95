"""Deadlines: what a step of the table does to a report's clock, as changes for its log."""

from datetime import datetime
from typing import Any

from smartcity_base.config import config
from smartcity_base.workdays import add_working_days

from laksa import classes
from laksa.models import Category, Report
from laksa.states import Clock, State

Deadlines = dict[str, Any]


def deadlines(
    clock: Clock, now: datetime, category: Category, report: Report | None = None
) -> Deadlines:
    """The deadlines that change at `now`; fields that are not named keep what they had.

    The moment is written into the log when it is set, so a holiday that is declared later moves
    the deadlines given out from then on, never those that somebody was already promised. With a
    new deadline, nobody has been warned of it yet. `category` is that which the report has
    afterwards; `report` as it is before.
    """
    match clock:
        case Clock.KEEP:
            return {}
        case Clock.VERIFY:
            return _due(_to_verify(now, category)) | {"answer_until": None}
        case Clock.FOLLOW_UP:
            return _due(_to_follow_up(now, category)) | {"answer_until": None}
        case Clock.ANSWERED:
            if classes.days_of(category) is not None:
                return {}
            return _due(_to_follow_up(now, category)) | {"answer_until": None}
        case Clock.CLASS:
            return _reclassed(report, category) if report is not None else {}
        case Clock.REPORTER:
            return _due(None) | {"answer_until": _after(now, "answer_days")}
        case Clock.STOP:
            return _due(None) | {"answer_until": None}
        case Clock.OPERATOR:
            return {"appeal_due": _after(now, "verify_days")}
        case Clock.FINAL:
            return {"appeal_due": None, "answer_until": None}


def _due(due: datetime | None) -> Deadlines:
    return {"due": due, "alarm": ""}


def _to_verify(start: datetime, category: Category) -> datetime:
    """What is to be done with in two days is not looked at on the third."""
    days = int(config().setting("verify_days"))
    return add_working_days(start, min(days, classes.days_of(category) or days))


def _to_follow_up(start: datetime, category: Category) -> datetime:
    return add_working_days(start, classes.days_of(category) or config().setting("followup_days"))


def _reclassed(report: Report, category: Category) -> Deadlines:
    """The deadline of the right category, counted from when the running one began."""
    if classes.days_of(category) == classes.days_of(report.category):
        return {}
    began = report.events.filter(changes__has_key="due").order_by("id").last()
    if began is None:
        return {}
    count = _to_verify if report.state == State.MENUNGGU else _to_follow_up
    return _due(count(began.at, category))


def _after(now: datetime, setting: str) -> datetime:
    return add_working_days(now, config().setting(setting))
