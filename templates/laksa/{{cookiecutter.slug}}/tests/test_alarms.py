"""Deadlines that come near or go by: who is told, how often, and what is written."""

from collections.abc import Callable
from datetime import datetime

import pytest

from smartcity_base.models import User
from smartcity_base.testing import told
from smartcity_base.testing.cast import Casting, Person

from laksa import alarms, work
from laksa.models import Report
from laksa.states import Action, Actor, Alarm, State

from .conftest import WORDS, Clock, Reporting

Settled = Callable[..., None]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text + ":00+08:00")


def alarm(report: Report) -> str:
    report.refresh_from_db()
    return report.alarm


def notices() -> list[tuple[str, str]]:
    """Subject and reader of what was told since the last time."""
    found = sorted((notice.subject, notice.person.email) for notice in told.notices())
    told.forget()
    return found


def test_a_day_before_the_deadline_and_not_earlier_the_report_is_warned_of_once(
    reported: Reporting, clock: Clock
) -> None:
    report = reported()  # due on Thursday at nine
    clock.now = at("2026-07-08T08:59")
    alarms.sweep()
    assert alarm(report) == ""
    clock.now = at("2026-07-08T09:00")
    assert alarms.sweep() == {Action.WARN: 1, Action.ESCALATE: 0}
    assert alarm(report) == Alarm.WARNED
    assert alarms.sweep() == {Action.WARN: 0, Action.ESCALATE: 0}
    assert report.events.filter(action=Action.WARN).count() == 1


def test_after_the_deadline_it_is_escalated_once_though_nobody_was_warned(
    reported: Reporting, clock: Clock
) -> None:
    report = reported()
    clock.now = at("2026-07-09T09:01")
    assert alarms.sweep() == {Action.WARN: 0, Action.ESCALATE: 1}
    assert alarm(report) == Alarm.ESCALATED
    clock.pass_(days=30)
    alarms.sweep()
    assert report.events.filter(action=Action.ESCALATE).count() == 1


def test_a_region_may_wait_some_working_days_before_it_escalates(
    reported: Reporting, clock: Clock, settled: Settled
) -> None:
    settled(escalate_days=2, warn_days=0)
    report = reported()
    clock.now = at("2026-07-10T18:00")  # one working day later
    assert alarms.sweep() == {Action.WARN: 0, Action.ESCALATE: 0}
    clock.now = at("2026-07-13T18:00")  # a weekend between
    assert alarms.sweep() == {Action.WARN: 0, Action.ESCALATE: 1}
    assert alarm(report) == Alarm.ESCALATED


def test_a_new_deadline_is_warned_of_again(reported: Reporting, clock: Clock) -> None:
    report = reported()
    clock.now = at("2026-07-10T09:00")
    alarms.sweep()
    work.perform(report, Action.VERIFY, Actor.OPERATOR)
    assert alarm(report) == ""
    clock.now = at("2026-07-16T10:00")
    assert alarms.sweep()[Action.WARN] == 1


@pytest.mark.parametrize("state", [State.SELESAI, State.DITOLAK, State.DIGABUNG])
def test_what_has_ended_is_neither_warned_of_nor_escalated(
    reported: Reporting, clock: Clock, state: State
) -> None:
    report = reported(state)
    clock.pass_(days=60)
    alarms.sweep()
    assert alarm(report) == ""


def test_officers_are_warned_then_operators_and_the_head_of_the_agency_hear(
    reported: Reporting,
    clock: Clock,
    officer: Person,
    other_officer: Person,
    operator: Person,
    person: Casting,
) -> None:
    person("Kepala Dinas", roles=["head"], agency="dinas-pekerjaan-umum")
    person("Kepala Lain", roles=["head"], agency="dinas-lingkungan-hidup")
    for _ in range(3):
        reported()
    clock.now = at("2026-07-08T10:00")
    alarms.sweep()
    assert notices() == [("3 laporan segera jatuh tempo", "petugas@example.org")]
    clock.now = at("2026-07-09T10:00")
    alarms.sweep()
    assert notices() == [
        ("3 laporan lewat tenggat", "kepala.dinas@example.org"),
        ("3 laporan lewat tenggat", "operator@example.org"),
    ]


def test_an_agency_without_officers_does_not_go_unheard(
    reported: Reporting, clock: Clock, operator: Person
) -> None:
    reported()
    clock.now = at("2026-07-08T10:00")
    alarms.sweep()
    assert notices() == [("1 laporan segera jatuh tempo", "operator@example.org")]


def test_the_officers_of_a_dinas_are_warned_of_what_its_uptd_has(
    reported: Reporting, clock: Clock, officer: Person
) -> None:
    Report.objects.filter(pk=reported().pk).update(agency="uptd-jalan")
    clock.now = at("2026-07-08T10:00")
    alarms.sweep()
    assert [to for _subject, to in notices()] == ["petugas@example.org"]


def test_the_notice_says_which_and_where_and_nothing_that_the_citizen_wrote(
    reported: Reporting, clock: Clock, officer: Person
) -> None:
    report = reported(name="Budi")
    clock.now = at("2026-07-08T10:00")
    alarms.sweep()
    (notice,) = told.notices()
    body = notice.text
    for part in (report.number, "Jalan rusak", "9 Juli 2026 pukul 09.00",
                 f"/antrean/{report.number}/"):  # fmt: skip
        assert part in body
    for part in (WORDS, "Budi", report.code):
        assert part not in body


def test_a_sweep_that_is_killed_half_way_leaves_neither_event_nor_notice_and_is_done_again(
    reported: Reporting, clock: Clock, officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = reported()
    clock.now = at("2026-07-08T10:00")

    def killed(*_: object) -> list[User]:
        raise KeyboardInterrupt

    with monkeypatch.context() as short:
        short.setattr(alarms, "readers", killed)
        with pytest.raises(KeyboardInterrupt):
            alarms.sweep()
    assert alarm(report) == ""
    alarms.sweep()
    assert len(notices()) == 1


def test_strangers_and_reporters_do_not_read_of_it(
    reported: Reporting, stranger: Person, officer: Person, clock: Clock
) -> None:
    report = reported(State.PROSES)
    clock.pass_(days=20)
    alarms.sweep()
    for address in (f"/laporan/{report.number}/", f"/ikuti/{report.code}/"):
        assert "diteruskan ke pimpinan" not in stranger.client.get(address).content.decode()
    page = officer.client.get(f"/antrean/{report.number}/").content.decode()
    assert "diteruskan ke pimpinan" in page
