"""The measures are what the event log says, however they came to be."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from smartcity_base.models import Holiday

from laksa import work
from laksa.measures import keep
from laksa.models import Measure, Report, ReportEvent
from laksa.states import Action, Actor, State, allowed
from laksa.work import Deed

from ..conftest import Clock, Reporting
from ..test_states import enough


def kept() -> list[dict[str, Any]]:
    return list(Measure.objects.order_by("pk").values())


def walk(reported: Reporting, clock: Clock, reports: int = 12) -> None:
    """A region's weeks: reports come, and what the table allows happens to them."""
    way = random.Random(11)  # noqa: S311  (which way the walk goes is no secret)
    for _ in range(reports):
        clock.pass_(hours=way.uniform(1, 70))
        begun = way.choice([State.MENUNGGU, State.PROSES, State.SELESAI])
        report = reported(begun, lon=way.uniform(123, 123.1), lat=way.uniform(0.5, 0.6))
        for _step in range(way.randint(0, 7)):
            clock.pass_(hours=way.uniform(0.5, 90))
            row = way.choice(list(allowed(report.state, Actor.OPERATOR)) or [None])
            if row is None or row.action in {Action.HIDE, Action.SHOW, Action.MERGE}:
                continue
            try:
                work.perform(report, row.action, Actor.OPERATOR, None, enough(row, report))
            except work.Refused:
                continue
            report.refresh_from_db()


def test_followed_event_by_event_they_equal_those_made_from_the_whole_log(
    reported: Reporting, clock: Clock
) -> None:
    walk(reported, clock)
    followed = kept()
    assert len(followed) == 12
    assert any(row["missed"] for row in followed)
    assert any(row["closed_after"] is not None for row in followed)
    Measure.objects.all().delete()
    assert keep.rebuild() == 12
    assert kept() == followed


def test_the_first_public_answer_counts_and_notes_do_not(reported: Reporting, clock: Clock) -> None:
    report = reported()
    clock.pass_(hours=1)
    work.perform(report, Action.VERIFY, Actor.OPERATOR)
    work.perform(report, Action.NOTE, Actor.OPERATOR, None, Deed(text="Cek dulu"))
    assert Measure.objects.get().answered_after is None
    clock.pass_(hours=1)
    work.perform(report, Action.ANSWER, Actor.OPERATOR, None, Deed(text="Besok kami datang"))
    clock.pass_(hours=1)
    work.perform(report, Action.ANSWER, Actor.OPERATOR, None, Deed(text="Hari ini"))
    assert Measure.objects.get().answered_after == 20


def test_a_reopened_report_is_closed_no_longer(reported: Reporting, clock: Clock) -> None:
    closed = reported(State.SELESAI)
    assert closed.measure.closed_day == clock.now.date()
    work.perform(closed, Action.REOPEN, Actor.OPERATOR, None, Deed(text="Rusak lagi"))
    again = Measure.objects.get()
    assert (again.state, again.closed_day, again.closed_after) == ("dibuka-kembali", None, None)


def test_a_deadline_kept_too_late_stays_missed(reported: Reporting, clock: Clock) -> None:
    report = reported()
    clock.pass_(days=7)
    work.perform(report, Action.NOTE, Actor.OPERATOR, None, Deed(text="Lupa"))
    assert not Measure.objects.get().missed
    work.perform(report, Action.VERIFY, Actor.OPERATOR)
    assert Measure.objects.get().missed


def test_a_new_holiday_or_other_office_hours_are_counted_when_the_worker_comes_by(
    reported: Reporting, clock: Clock, settled: Callable[..., None]
) -> None:
    report = reported()
    clock.pass_(days=2)
    work.perform(report, Action.ANSWER, Actor.OPERATOR, None, Deed(text="Kami periksa"))
    keep.rebuild()
    assert keep.mend() == 0
    before = Measure.objects.get().answered_after
    Holiday.objects.create(date=(clock.now - timedelta(days=1)).date(), name="Hari jadi")
    assert keep.mend() == 1
    assert (before, Measure.objects.get().answered_after) == (160, 80)
    settled(office_closes=14)
    assert keep.mend() == 1
    assert Measure.objects.get().answered_after == 60


def test_events_that_older_code_wrote_are_read_when_the_worker_comes_by(
    reported: Reporting, clock: Clock
) -> None:
    keep.rebuild()
    report, other = reported(), reported()
    Measure.objects.filter(report=other).delete()
    state = {"state": State.DIVERIFIKASI}
    ReportEvent.objects.create(
        report=report, at=clock.now, action="verify", by="rule", audience="public", changes=state
    )
    assert keep.mend() == 2
    assert Measure.objects.get(report=report).state == State.DIVERIFIKASI
    assert keep.mend() == 0


def test_a_report_that_strangers_may_not_know_is_in_no_public_figure(
    reported: Reporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, hidden = reported(), reported()
    monkeypatch.setattr("laksa.queries.open_to_all", lambda: Report.objects.exclude(pk=hidden.pk))
    keep.rebuild()
    assert Measure.objects.get(report=shown).public
    assert not Measure.objects.get(report=hidden).public
