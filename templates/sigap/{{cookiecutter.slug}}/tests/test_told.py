"""What officers and supervisors read in their inbox, and what they found in their list."""

from smartcity_base.testing import told
from smartcity_base.testing.cast import Person, user_of

from sigap import work
from sigap.models import Source, Team
from sigap.states import Action, Actor, State
from sigap.work import Deed

from .conftest import Tasking, order


def heard() -> list[tuple[str, str]]:
    """Who heard of what since the last time."""
    found = [(notice.person.name, notice.subject.partition(": ")[2]) for notice in told.notices()]
    told.forget()
    return found


def test_who_gets_a_task_hears_of_it_and_who_watches_over_it_that_it_is_done(
    tasked: Tasking, officer: Person, supervisor: Person
) -> None:
    task = tasked(State.SELESAI)
    assert heard() == [("Petugas", "Ditugaskan"), ("Pengawas", "Pekerjaan selesai")]
    work.perform(task, Action.RETURN, Actor.SUPERVISOR, user_of(supervisor), Deed(text="Miring"))
    (notice,) = told.notices()
    assert notice.person == officer.user
    assert "Miring" in notice.text
    assert notice.url.endswith(f"/tugas/{task.number}/")
    assert notice.kind == "tugas"


def test_every_member_of_a_team_hears(tasked: Tasking, team: Team, supervisor: Person) -> None:
    task = tasked(State.BARU)
    work.perform(task, Action.ASSIGN, Actor.SUPERVISOR, user_of(supervisor), Deed(team=team))
    assert sorted(heard()) == [("Petugas", "Ditugaskan"), ("Rekan", "Ditugaskan")]


def test_a_supervisor_of_another_agency_does_not_hear(tasked: Tasking, outsider: Person) -> None:
    tasked(State.SELESAI)
    assert "Orang Luar" not in [name for name, _what in heard()]


def test_what_an_officer_found_is_in_their_list_and_follows_the_task(
    region: None, officer: Person, supervisor: Person
) -> None:
    task = work.create(order(source=Source.FINDING), Actor.OFFICER, user_of(officer))
    work.perform(task, Action.CANCEL, Actor.SUPERVISOR, user_of(supervisor), Deed(text="Dobel"))
    seen = [(one.person, one.reference, one.state, one.ended) for one in told.submissions()]
    mine = (str(user_of(officer).pk), task.number)
    assert seen == [(*mine, "Belum ditugaskan", False), (*mine, "Dibatalkan", True)]


def test_what_a_supervisor_orders_is_nobodys_submission(tasked: Tasking) -> None:
    tasked(State.SELESAI)
    assert told.submissions() == []
