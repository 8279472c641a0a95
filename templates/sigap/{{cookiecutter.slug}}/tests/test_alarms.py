"""Deadlines that come near or go by: who is told, how often, and what is written."""

from datetime import datetime

import pytest

from smartcity_base.deadlines import Alarm
from smartcity_base.testing import told
from smartcity_base.testing.cast import Person

from sigap import alarms, work
from sigap.models import Task, Team
from sigap.states import Action, Actor, State
from sigap.work import Deed

from .conftest import Clock, Tasking, user_of

NONE = {Alarm.WARN: 0, Alarm.ESCALATE: 0}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text + ":00+08:00")


def alarm(task: Task) -> str:
    task.refresh_from_db()
    return task.alarm


@pytest.fixture
def due(tasked: Tasking, clock: Clock) -> Task:
    """A task of an officer, due on Thursday at nine."""
    task = tasked(State.DITERIMA)
    told.forget()
    return task


def heard() -> list[tuple[str, str]]:
    found = sorted((notice.person.name, notice.subject) for notice in told.notices())
    told.forget()
    return found


def test_who_holds_it_is_warned_a_day_before_and_once(due: Task, clock: Clock) -> None:
    clock.now = at("2026-07-08T08:59")
    assert alarms.sweep() == NONE
    clock.now = at("2026-07-08T09:00")
    assert alarms.sweep() == {**NONE, Alarm.WARN: 1}
    assert alarms.sweep() == NONE
    assert heard() == [("Petugas", "1 tugas segera jatuh tempo")]
    assert alarm(due) == "warned"


def test_after_it_the_supervisors_of_the_agency_hear_once(
    due: Task, outsider: Person, clock: Clock
) -> None:
    clock.now = at("2026-07-09T09:01")
    assert alarms.sweep() == {**NONE, Alarm.ESCALATE: 1}
    clock.pass_(days=30)
    assert alarms.sweep() == NONE
    assert heard() == [("Pengawas", "1 tugas lewat tenggat")]
    assert alarm(due) == "escalated"


def test_a_whole_team_is_warned_and_without_anybody_the_supervisor(
    tasked: Tasking, team: Team, supervisor: Person, clock: Clock
) -> None:
    task = tasked(State.BARU)
    work.perform(task, Action.ASSIGN, Actor.SUPERVISOR, user_of(supervisor), Deed(team=team))
    tasked(State.BARU)
    told.forget()
    clock.now = at("2026-07-08T10:00")
    alarms.sweep()
    assert [name for name, _subject in heard()] == ["Pengawas", "Petugas", "Rekan"]


def test_all_of_a_person_s_tasks_stand_in_one_notice(tasked: Tasking, clock: Clock) -> None:
    numbers = [tasked(State.DITERIMA).number for _ in range(3)]
    told.forget()
    clock.now = at("2026-07-08T10:00")
    alarms.sweep()
    (notice,) = told.notices()
    assert notice.subject == "3 tugas segera jatuh tempo"
    for number in numbers:
        assert f"/tugas/{number}/" in notice.text
    assert "9 Juli 2026 pukul 09.00" in notice.text


def test_a_new_deadline_is_warned_of_again(due: Task, clock: Clock) -> None:
    clock.now = at("2026-07-08T10:00")
    alarms.sweep()
    later = Deed(changes={"due": at("2026-07-16T09:00")})
    work.perform(due, Action.CHANGE, Actor.RULE, None, later)
    assert alarm(due) == ""
    clock.now = at("2026-07-15T10:00")
    assert alarms.sweep() == {**NONE, Alarm.WARN: 1}


@pytest.mark.parametrize("state", [State.SELESAI, State.DIPERIKSA, State.DIBATALKAN])
def test_what_nobody_has_to_do_any_more_is_neither_warned_of_nor_escalated(
    tasked: Tasking, clock: Clock, state: State
) -> None:
    tasked(state)
    clock.pass_(days=60)
    assert alarms.sweep() == NONE


def test_a_sweep_that_is_killed_half_way_leaves_neither_event_nor_notice_and_is_done_again(
    due: Task, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.now = at("2026-07-08T10:00")

    def killed(*_: object, **_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as short:
        short.setattr(alarms, "notify", killed)
        with pytest.raises(KeyboardInterrupt):
            alarms.sweep()
    assert alarm(due) == ""
    assert not due.events.filter(action=Action.WARN).exists()
    alarms.sweep()
    assert len(heard()) == 1
