"""Each figure of the card, computed a second time from bare events."""

import random
from datetime import datetime, timedelta
from statistics import median

from laksa import figures, work
from laksa.models import Report
from laksa.states import OPEN, Action, Actor, State, allowed

from .conftest import Clock, Reporting
from .test_states import enough


def from_events(now: datetime) -> dict[str, int | float | None]:
    """The formulas of the card, read word by word: slow, and of nothing but the log."""
    since = now - timedelta(days=30)
    histories = [list(report.events.order_by("id")) for report in Report.objects.all()]
    received = closed = still_open = late = 0
    verifying: list[float] = []
    closing: list[float] = []
    for events in histories:
        state, due = "", None
        first_verified: datetime | None = None
        closed_at: datetime | None = None
        for event in events:
            if "state" in event.changes:
                state = event.changes["state"]
                closed_at = event.at if state == State.SELESAI else None
            if "due" in event.changes:
                due = event.changes["due"]
            if state in {State.DIVERIFIKASI, State.PROSES} and first_verified is None:
                first_verified = event.at
        begun = events[0].at
        received += begun > since
        still_open += state in OPEN
        late += due is not None and datetime.fromisoformat(due) < now
        if first_verified and first_verified > since:
            verifying.append((first_verified - begun).total_seconds() / 3600)
        if closed_at and closed_at > since:
            closed += 1
            closing.append((closed_at - begun).total_seconds() / 3600)
    return {
        "received": received,
        "closed": closed,
        "open": still_open,
        "late": late,
        "hours_to_verify": round(median(verifying), 1) if verifying else None,
        "hours_to_close": round(median(closing), 1) if closing else None,
    }


def test_the_figures_are_what_the_log_says(reported: Reporting, clock: Clock) -> None:
    walk = random.Random(7)  # noqa: S311  (which way the walk goes is no secret)
    for _ in range(40):
        clock.pass_(hours=walk.uniform(1, 70))
        report = reported()
        for _step in range(walk.randint(0, 6)):
            clock.pass_(hours=walk.uniform(0.5, 30))
            row = walk.choice(list(allowed(report.state, Actor.OPERATOR)) or [None])
            if row is None or row.action in {Action.HIDE, Action.SHOW, Action.MERGE}:
                continue
            try:
                work.perform(report, row.action, Actor.OPERATOR, None, enough(row, report))
            except work.Refused:
                continue
            report.refresh_from_db()
    told = {name: figure(clock.now) for name, figure in figures.FIGURES.items()}
    assert told == from_events(clock.now)
    assert all(told[name] for name in ("received", "open", "hours_to_verify"))


def test_a_reopened_report_is_not_counted_as_closed(reported: Reporting, clock: Clock) -> None:
    reported(State.SELESAI)
    assert figures.closed(clock.now) == 1
    reported(State.DIBUKA_KEMBALI)
    assert figures.closed(clock.now) == 1


def test_what_is_older_than_the_period_no_longer_counts(reported: Reporting, clock: Clock) -> None:
    reported(State.SELESAI)
    clock.pass_(days=30)
    assert (figures.received(clock.now), figures.closed(clock.now)) == (0, 0)
    assert figures.hours_to("closed_at", clock.now) is None


def test_before_the_first_report_there_are_zeros_and_no_medians(region: None, clock: Clock) -> None:
    assert {name: figure(clock.now) for name, figure in figures.FIGURES.items()} == {
        "received": 0,
        "closed": 0,
        "open": 0,
        "late": 0,
        "hours_to_verify": None,
        "hours_to_close": None,
    }
