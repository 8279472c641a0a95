"""The event log: only ever added to, and enough to make every report again."""

import random

import pytest
from django.db import transaction

from smartcity_base.models.record import AppendOnlyError

from laksa import work
from laksa.models import Report, ReportEvent
from laksa.states import Action, Actor, State, allowed

from .conftest import Clock, Reporting
from .test_states import enough


def folded(report: Report) -> dict[str, object]:
    return {name: getattr(report, name) for name in Report.FOLDED}


@pytest.mark.parametrize("state", State)
def test_replaying_the_log_gives_the_report_in_every_state(
    reported: Reporting, state: State
) -> None:
    report = reported(state, photo=True, lon=123.051, lat=0.561)
    assert folded(Report.replay(report.events.all())) == folded(report)


@pytest.mark.parametrize("seed", range(8))
def test_replaying_the_log_gives_the_report_after_any_walk_through_the_table(
    reported: Reporting, clock: Clock, seed: int
) -> None:
    walk = random.Random(seed)  # noqa: S311  (which way the walk goes is no secret)
    report = reported(photo=True)
    for _step in range(15):
        clock.pass_(hours=walk.uniform(1, 60))
        actor = walk.choice(list(Actor))
        rows = list(allowed(report.state, actor))
        if not rows:
            continue
        row = walk.choice(rows)
        try:
            work.perform(report, row.action, actor, None, enough(row, report))
        except work.Refused:
            continue  # the same agency again, too late, no appeal …
        report.refresh_from_db()
        assert folded(Report.replay(report.events.all())) == folded(report)


def test_a_report_that_was_changed_behind_the_logs_back_is_found_out(reported: Reporting) -> None:
    report = reported()
    Report.objects.filter(pk=report.pk).update(state=State.SELESAI)
    report.refresh_from_db()
    assert folded(Report.replay(report.events.all())) != folded(report)


def test_an_event_can_neither_be_changed_nor_deleted(reported: Reporting) -> None:
    event = reported().events.get()
    event.text = "Tidak pernah terjadi"
    for change in (
        event.save,
        event.delete,
        lambda: ReportEvent.objects.update(text=""),
        lambda: ReportEvent.objects.all().delete(),
        lambda: ReportEvent.objects.bulk_update([event], ["text"]),
    ):
        with pytest.raises(AppendOnlyError), transaction.atomic():
            change()
    assert ReportEvent.objects.get().text == ""


def test_an_event_says_only_what_really_changed(reported: Reporting) -> None:
    report = reported(State.DIVERIFIKASI)
    work.perform(report, Action.ACCEPT, Actor.OPERATOR)
    event = report.events.last()
    assert event is not None
    assert event.changes == {"state": "proses"}


def test_a_field_that_is_not_the_logs_cannot_be_changed_through_it(reported: Reporting) -> None:
    report = reported()
    with pytest.raises(KeyError):
        report.follow({"code": "0"})


def test_hidden_photos_are_in_the_log_too(reported: Reporting) -> None:
    report = reported(State.PROSES, photo=True)
    photo = report.photos.get()
    work.perform(report, Action.HIDE, Actor.OFFICER, None, work.Deed(photo=photo))
    assert Report.replay(report.events.all()).hidden_photos == [str(photo.pk)]
    work.perform(report, Action.SHOW, Actor.OFFICER, None, work.Deed(photo=photo))
    assert Report.replay(report.events.all()).hidden_photos == []
