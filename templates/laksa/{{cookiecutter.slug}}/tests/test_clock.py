"""Deadlines in working days: what starts them, what stops them, and the days that do not count."""

from collections.abc import Callable
from datetime import datetime

import pytest

from smartcity_base.models import Holiday

from laksa import figures, intake, work
from laksa.models import Report
from laksa.states import Action, Actor, State
from laksa.work import Deed, Refused

from .conftest import Clock, Reporting, sent, taken


def at(text: str) -> datetime:
    return datetime.fromisoformat(text + ":00+08:00")


def do(report: Report, action: Action, actor: Actor = Actor.OFFICER, **deed: object) -> Report:
    work.perform(report, action, actor, None, Deed(**deed))
    report.refresh_from_db()
    return report


@pytest.mark.parametrize(
    ("received", "due", "why"),
    [
        ("2026-07-06T09:00", "2026-07-09T09:00", "three ordinary days"),
        ("2026-07-10T09:00", "2026-07-15T09:00", "a weekend between"),
        ("2026-07-11T09:00", "2026-07-15T23:59:59", "sent on a Saturday: the whole of Wednesday"),
        ("2026-08-14T09:00", "2026-08-20T09:00", "Independence Day on a Monday"),
        ("2026-03-13T09:00", "2026-03-26T09:00", "its own day, Nyepi, Idulfitri, cuti bersama"),
    ],
)  # fmt: skip
def test_a_report_must_be_verified_within_three_working_days(
    region: None, clock: Clock, received: str, due: str, why: str
) -> None:
    clock.now = at(received)
    assert intake.receive(sent()).due == at(due), why


def test_a_day_off_that_is_declared_later_moves_no_promise_already_given(
    region: None, clock: Clock
) -> None:
    first = intake.receive(sent())
    Holiday.objects.create(date="2026-07-08", name="Pemilihan kepala daerah")
    first.refresh_from_db()
    assert first.due == at("2026-07-09T09:00")
    assert intake.receive(sent()).due == at("2026-07-10T09:00")


def test_the_region_sets_its_own_days(
    region: None, clock: Clock, settled: Callable[..., None]
) -> None:
    settled(verify_days=1)
    assert intake.receive(sent()).due == at("2026-07-07T09:00")


def test_verifying_gives_the_agency_five_working_days(reported: Reporting, clock: Clock) -> None:
    assert reported(State.DIVERIFIKASI).due == at("2026-07-13T09:00")


def test_accepting_correcting_and_forwarding_give_no_more_time(
    reported: Reporting, clock: Clock
) -> None:
    report = reported(State.DIVERIFIKASI)
    due = report.due
    clock.pass_(days=1)
    assert do(report, Action.ACCEPT).due == due
    assert do(report, Action.CORRECT, changes={"address": "Dekat pasar"}).due == due
    from smartcity_base.models import Agency

    other = Agency.objects.get(pk="dinas-lingkungan-hidup")
    assert do(report, Action.FORWARD, agency=other, text="Jalan taman").due == due


def test_each_public_answer_begins_the_agencys_clock_again(
    reported: Reporting, clock: Clock
) -> None:
    report = reported(State.PROSES)
    clock.now = at("2026-07-08T10:00")
    assert do(report, Action.ANSWER, text="Alat berat datang Senin").due == at("2026-07-15T10:00")
    assert do(report, Action.NOTE, text="Alat rusak").due == at("2026-07-15T10:00")


def test_answering_does_not_replace_verifying(reported: Reporting, clock: Clock) -> None:
    report = reported()
    clock.pass_(days=1)
    assert do(report, Action.ANSWER, text="Di sebelah mana?").due == at("2026-07-09T09:00")


@pytest.mark.parametrize("state", [State.SELESAI, State.DITOLAK])
def test_the_reporter_may_reopen_for_ten_working_days_and_no_longer(
    reported: Reporting, clock: Clock, state: State
) -> None:
    report = reported(state)
    assert report.due is None
    assert report.answer_until == at("2026-07-20T09:00")
    clock.now = at("2026-07-20T09:01")
    assert Action.REOPEN not in work.possible(report, Actor.REPORTER)
    with pytest.raises(Refused, match="sudah lewat"):
        do(report, Action.REOPEN, Actor.REPORTER, text="Belum beres")
    clock.now = at("2026-07-20T09:00")
    do(report, Action.REOPEN, Actor.REPORTER, text="Belum beres")
    assert report.state == State.DIBUKA_KEMBALI
    assert report.answer_until is None
    assert report.due == at("2026-07-27T09:00")


def test_an_operator_may_reopen_at_any_time(reported: Reporting, clock: Clock) -> None:
    report = reported(State.SELESAI)
    clock.pass_(days=90)
    assert do(report, Action.REOPEN, Actor.OPERATOR, text="Warga menelepon").is_open


def test_a_report_is_late_when_its_deadline_has_gone_by_and_not_before(
    reported: Reporting, clock: Clock
) -> None:
    report = reported()
    clock.now = at("2026-07-09T09:00")
    assert figures.late(clock.now) == 0
    clock.now = at("2026-07-09T09:01")
    assert figures.late(clock.now) == 1
    do(report, Action.VERIFY)
    assert figures.late(clock.now) == 0


def test_a_closed_report_has_no_deadline_and_is_never_late(
    reported: Reporting, clock: Clock
) -> None:
    report = reported(State.PROSES)
    do(report, Action.CLOSE, text="Sudah ditambal", photos=taken())
    clock.pass_(days=60)
    assert report.due is None
    assert figures.late(clock.now) == 0
