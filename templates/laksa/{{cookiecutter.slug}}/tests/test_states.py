"""The table of what may happen, gone through case by case."""

from dataclasses import replace
from typing import Any

import pytest

from smartcity_base.models import Agency

from laksa import intake, work
from laksa.models import Report
from laksa.states import (
    OPEN,
    TABLE,
    Action,
    Actor,
    Need,
    Priority,
    State,
    Transition,
    allowed,
    find,
)
from laksa.work import Deed, Refused

from .conftest import Reporting, sent, taken

# What officers do with any report that is open.
WORKING = "forward invite release prioritise correct reject merge note hide show"
# What each actor may do in each state, written out by hand: the table must say the same.
EXPECTED = {
    (State.MENUNGGU, Actor.OFFICER): f"verify answer {WORKING}",
    (State.MENUNGGU, Actor.HELPER): "release note",
    (State.MENUNGGU, Actor.SUPPORTER): "support",
    (State.MENUNGGU, Actor.REPORTER): "reply",
    (State.MENUNGGU, Actor.RULE): "verify warn escalate",
    (State.DIVERIFIKASI, Actor.OFFICER): f"accept answer {WORKING}",
    (State.DIVERIFIKASI, Actor.HELPER): "answer release note",
    (State.DIVERIFIKASI, Actor.SUPPORTER): "support",
    (State.DIVERIFIKASI, Actor.REPORTER): "reply",
    (State.DIVERIFIKASI, Actor.RULE): "warn escalate",
    (State.PROSES, Actor.OFFICER): f"close answer {WORKING}",
    (State.PROSES, Actor.HELPER): "answer release note",
    (State.PROSES, Actor.SUPPORTER): "support",
    (State.PROSES, Actor.REPORTER): "reply",
    (State.PROSES, Actor.RULE): "warn escalate",
    (State.SELESAI, Actor.OFFICER): "answer note hide show",
    (State.SELESAI, Actor.OPERATOR): "answer note hide show reopen grant deny",
    (State.SELESAI, Actor.HELPER): "note",
    (State.SELESAI, Actor.SUPPORTER): "",
    (State.SELESAI, Actor.REPORTER): "reopen rate appeal",
    (State.SELESAI, Actor.RULE): "",
    (State.DITOLAK, Actor.OFFICER): "note hide show",
    (State.DITOLAK, Actor.OPERATOR): "note hide show reopen grant deny",
    (State.DITOLAK, Actor.HELPER): "note",
    (State.DITOLAK, Actor.SUPPORTER): "",
    (State.DITOLAK, Actor.REPORTER): "reopen appeal",
    (State.DITOLAK, Actor.RULE): "",
    (State.DIGABUNG, Actor.OFFICER): "split note hide show",
    (State.DIGABUNG, Actor.HELPER): "note",
    (State.DIGABUNG, Actor.SUPPORTER): "",
    (State.DIGABUNG, Actor.REPORTER): "",
    (State.DIGABUNG, Actor.RULE): "",
    (State.DIBUKA_KEMBALI, Actor.OFFICER): f"accept answer {WORKING}",
    (State.DIBUKA_KEMBALI, Actor.HELPER): "answer release note",
    (State.DIBUKA_KEMBALI, Actor.SUPPORTER): "support",
    (State.DIBUKA_KEMBALI, Actor.REPORTER): "reply",
    (State.DIBUKA_KEMBALI, Actor.RULE): "warn escalate",
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("actor", Actor)
def test_the_table_allows_what_is_written_here_and_nothing_else(state: State, actor: Actor) -> None:
    expected = EXPECTED.get((state, actor)) or EXPECTED.get((state, Actor.OFFICER), "")
    if (state, actor) in EXPECTED:
        expected = EXPECTED[state, actor]
    assert {row.action.value for row in allowed(state, actor)} == set(expected.split())


def test_no_two_rows_answer_the_same_question() -> None:
    asked = [
        (row.action, state, actor) for row in TABLE for state in row.sources for actor in row.by
    ]
    assert len(asked) == len(set(asked))


def test_every_state_is_reached_and_every_open_state_is_left() -> None:
    reached = {row.target for row in TABLE} | {State.MENUNGGU}
    assert reached >= set(State)
    for state in OPEN:
        assert any(row.target not in (None, state) for row in TABLE if state in row.sources), state


@pytest.mark.parametrize(
    ("state", "colour"),
    [
        (State.MENUNGGU, "red"),
        (State.DIVERIFIKASI, "yellow"),
        (State.PROSES, "yellow"),
        (State.SELESAI, "green"),
        (State.DITOLAK, "grey"),
        (State.DIGABUNG, "grey"),
        (State.DIBUKA_KEMBALI, "red"),
    ],
)
def test_each_state_has_its_public_colour(state: State, colour: str) -> None:
    assert state.colour == colour


def _rows() -> list[tuple[Transition, State, Actor]]:
    return [
        (row, state, actor)
        for row in TABLE
        for state in sorted(row.sources)
        for actor in sorted(row.by)
    ]


def _name(case: object) -> str:
    return case.action.value if isinstance(case, Transition) else str(case)


def enough(row: Transition, report: Report) -> Deed:
    """All that any action could ask for."""
    asks = row.needs
    about_agency = not asks.isdisjoint({Need.AGENCY, Need.NEW_HELPER, Need.HELPER})
    return Deed(
        text="Keterangan" if Need.TEXT in asks else "",
        agency=Agency.objects.get(pk="dinas-lingkungan-hidup") if about_agency else None,
        priority=Priority.DARURAT if Need.PRIORITY in asks else None,
        rating=4 if Need.RATING in asks else None,
        original=intake.receive(sent(text="Yang pertama")) if Need.ORIGINAL in asks else None,
        changes={"address": "Sebelah balai desa"} if Need.CHANGE in asks else {},
        photos=taken() if Need.PHOTO in asks else (),
        photo=report.photos.first() if Need.ONE_PHOTO in asks else None,
    )


def ready(row: Transition, report: Report) -> Report:
    """The report, with what the row takes for granted: an agency that helps, an appeal."""
    if Need.HELPER in row.needs:
        helping = Deed(text="Pompa", agency=Agency.objects.get(pk="dinas-lingkungan-hidup"))
        work.perform(report, Action.INVITE, Actor.OFFICER, None, helping)
    if Need.APPEAL in row.needs:
        work.perform(report, Action.APPEAL, Actor.REPORTER, None, Deed(text="Belum beres"))
    report.refresh_from_db()
    return report


@pytest.mark.parametrize(("row", "state", "actor"), _rows(), ids=_name)
def test_each_row_does_what_it_says(
    reported: Reporting, row: Transition, state: State, actor: Actor
) -> None:
    report = ready(row, reported(state, photo=True))
    event = work.perform(report, row.action, actor, None, enough(row, report))
    report.refresh_from_db()
    assert report.state == (row.target or state)
    assert (event.action, event.by, event.audience) == (row.action, actor, row.audience)
    assert (report.due is not None) == (report.state in OPEN)


@pytest.mark.parametrize(("row", "state", "actor"), _rows(), ids=_name)
def test_each_row_refuses_when_something_it_needs_is_missing(
    reported: Reporting, row: Transition, state: State, actor: Actor
) -> None:
    emptied: dict[Need, dict[str, Any]] = {
        Need.TEXT: {"text": "  "},
        Need.PHOTO: {"photos": ()},
        Need.AGENCY: {"agency": None},
        Need.ORIGINAL: {"original": None},
        Need.CHANGE: {"changes": {}},
        Need.ONE_PHOTO: {"photo": None},
        Need.PRIORITY: {"priority": Priority.BIASA},
        Need.NEW_HELPER: {"agency": Agency.objects.get(pk="dinas-pekerjaan-umum")},
        Need.HELPER: {"agency": Agency.objects.get(pk="dinas-pekerjaan-umum")},
        Need.RATING: {"rating": 6},
    }
    for need in row.needs - {Need.IN_TIME, Need.APPEAL, Need.NO_APPEAL}:
        report = ready(row, reported(state, photo=True))
        deed = replace(enough(row, report), **emptied[need])
        with pytest.raises(Refused):
            work.perform(report, row.action, actor, None, deed)
        assert Report.objects.get(pk=report.pk).state == state


@pytest.mark.parametrize(
    ("action", "state", "actor"),
    [
        (action, state, actor)
        for action in Action
        for state in State
        for actor in (Actor.OFFICER, Actor.REPORTER)
        if find(action, state, actor) is None
    ],
)
def test_what_has_no_row_is_refused_and_changes_nothing(
    reported: Reporting, state: State, action: Action, actor: Actor
) -> None:
    report = reported(state)
    before = report.events.count()
    with pytest.raises(Refused):
        work.perform(report, action, actor, None, Deed(text="Keterangan", photos=taken()))
    report.refresh_from_db()
    assert (report.state, report.events.count()) == (state, before)


def test_of_two_officers_who_press_at_the_same_moment_the_second_is_refused(
    reported: Reporting,
) -> None:
    report = reported(State.DIVERIFIKASI)
    seen_by_both = Report.objects.get(pk=report.pk)
    work.perform(report, Action.ACCEPT, Actor.OFFICER)
    with pytest.raises(Refused, match="diproses"):
        work.perform(seen_by_both, Action.ACCEPT, Actor.OFFICER)
    assert report.events.filter(action=Action.ACCEPT).count() == 1


def test_a_report_cannot_be_a_duplicate_of_itself_or_of_one_that_has_gone(
    reported: Reporting,
) -> None:
    report = reported(State.DIVERIFIKASI)
    for original in (report, reported(State.DIGABUNG), reported(State.DITOLAK)):
        with pytest.raises(Refused):
            work.perform(report, Action.MERGE, Actor.OFFICER, None, Deed(original=original))


def test_splitting_a_merged_report_forgets_its_original(reported: Reporting) -> None:
    report = reported(State.DIGABUNG)
    assert report.duplicate_of is not None
    work.perform(report, Action.SPLIT, Actor.OFFICER)
    report.refresh_from_db()
    assert report.duplicate_of is None


def test_correcting_the_kind_reroutes_only_what_nobody_has_taken_up(reported: Reporting) -> None:
    waiting, taken_up = reported(), reported(State.PROSES)
    for report in (waiting, taken_up):
        changes = Deed(changes={"category_id": "sampah"})
        work.perform(report, Action.CORRECT, Actor.OPERATOR, None, changes)
        report.refresh_from_db()
    assert waiting.agency_id == "dinas-lingkungan-hidup"
    assert taken_up.agency_id == "dinas-pekerjaan-umum"
    assert taken_up.category_id == "sampah"


def test_a_rejected_report_that_was_never_verified_is_verified_when_it_is_taken_up_again(
    reported: Reporting,
) -> None:
    report = reported(State.DITOLAK)
    work.perform(report, Action.REOPEN, Actor.OPERATOR, None, Deed(text="Salah tolak"))
    report.refresh_from_db()
    assert not report.is_published
    work.perform(report, Action.ACCEPT, Actor.OFFICER)
    report.refresh_from_db()
    assert report.is_published
    assert Report.replay(report.events.all()).verified_at == report.verified_at
