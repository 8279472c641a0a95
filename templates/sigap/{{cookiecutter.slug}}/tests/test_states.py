"""The table of what may happen, gone through case by case."""

import pytest

from smartcity_base import workflow
from smartcity_base.testing.cast import Person, user_of

from sigap import work
from sigap.models import PhotoKind, Task
from sigap.states import OPEN, TABLE, Action, Actor, Need, State, Transition, allowed, find
from sigap.work import Deed, Refused

from .conftest import HERE, Tasking, taken

# What each actor may do in each state, written out by hand: the table must say the same.
EXPECTED = {
    (State.BARU, Actor.OFFICER): "note",
    (State.DITUGASKAN, Actor.OFFICER): "accept refuse note",
    (State.DITERIMA, Actor.OFFICER): "arrive refuse hand-over note",
    (State.DIKERJAKAN, Actor.OFFICER): "arrive record finish hand-over note",
    (State.SELESAI, Actor.OFFICER): "note",
    (State.DIKEMBALIKAN, Actor.OFFICER): "arrive hand-over note",
    (State.DIPERIKSA, Actor.OFFICER): "note",
    (State.DIBATALKAN, Actor.OFFICER): "note",
    (State.BARU, Actor.SUPERVISOR): "assign change cancel note",
    (State.DITUGASKAN, Actor.SUPERVISOR): "assign change cancel note",
    (State.DITERIMA, Actor.SUPERVISOR): "assign change cancel note",
    (State.DIKERJAKAN, Actor.SUPERVISOR): "assign change cancel note",
    (State.SELESAI, Actor.SUPERVISOR): "verify return change cancel note",
    (State.DIKEMBALIKAN, Actor.SUPERVISOR): "assign change cancel note",
    (State.DIPERIKSA, Actor.SUPERVISOR): "note",
    (State.DIBATALKAN, Actor.SUPERVISOR): "note",
}
ROWS = [
    (row, state, actor)
    for row in TABLE
    for state in sorted(row.sources)
    for actor in sorted(row.by - {Actor.RULE})
    # Nobody holds a task in these states, so there is no officer of it.
    if actor != Actor.OFFICER or state not in {State.BARU, State.DIBATALKAN}
]


def _name(case: object) -> str:
    return case.action.value if isinstance(case, workflow.Transition) else str(case)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("actor", Actor)
def test_the_table_allows_what_is_written_here_and_nothing_else(state: State, actor: Actor) -> None:
    by_rule = "change cancel" if state in OPEN else ""
    by_rule += " warn escalate" if state in OPEN - {State.SELESAI} else ""
    expected = EXPECTED.get((state, actor), by_rule)
    assert {row.action.value for row in allowed(state, actor)} == set(expected.split())


def test_no_two_rows_answer_the_same_question() -> None:
    asked = [
        (row.action, state, actor) for row in TABLE for state in row.sources for actor in row.by
    ]
    assert len(asked) == len(set(asked))


def test_every_state_is_reached_and_every_open_state_is_left() -> None:
    assert {row.target for row in TABLE} >= set(State)
    for state in OPEN:
        assert any(row.target not in (None, state) for row in TABLE if state in row.sources), state


def enough(row: Transition, officer: Person, colleague: Person) -> Deed:
    """All that any action could ask for."""
    asks, one = row.needs, user_of(officer)
    photos = [
        photo
        for need, kind in ((Need.BEFORE, PhotoKind.BEFORE), (Need.AFTER, PhotoKind.AFTER))
        if need in asks
        for photo in taken(one, kind)
    ]
    return Deed(
        text="Keterangan" if asks & {Need.TEXT, Need.SOMETHING} else "",
        place=HERE if Need.PLACE in asks else None,
        officer=user_of(colleague) if Need.ASSIGNEE in asks else None,
        photos=photos,
        changes={"address": "Sebelah balai desa"} if Need.CHANGE in asks else {},
    )


@pytest.mark.parametrize(("row", "state", "actor"), ROWS, ids=_name)
def test_each_row_does_what_it_says_and_the_log_says_it_again(
    tasked: Tasking, officer: Person, supervisor: Person, colleague: Person,
    row: Transition, state: State, actor: Actor,
) -> None:  # fmt: skip
    task = tasked(state)
    user = user_of(officer if actor == Actor.OFFICER else supervisor)
    event = work.perform(task, row.action, actor, user, enough(row, officer, colleague))
    task.refresh_from_db()
    assert task.state == (row.target or state)
    assert (event.action, event.by, event.user) == (row.action, actor, user)
    again = Task.replay(task.events.order_by("id"))
    assert {name: getattr(again, name) for name in Task.FOLDED} == {
        name: getattr(task, name) for name in Task.FOLDED
    }


@pytest.mark.parametrize(("row", "state", "actor"), [c for c in ROWS if c[0].needs], ids=_name)
def test_without_what_it_needs_it_is_refused_and_nothing_changes(
    tasked: Tasking, officer: Person, supervisor: Person, row: Transition, state: State,
    actor: Actor,
) -> None:  # fmt: skip
    task = tasked(state)
    events = task.events.count()
    with pytest.raises(Refused):
        work.perform(
            task, row.action, actor, user_of(officer if actor == Actor.OFFICER else supervisor)
        )
    task.refresh_from_db()
    assert (task.state, task.events.count()) == (state, events)


def test_every_step_that_no_row_allows_is_refused(tasked: Tasking, officer: Person) -> None:
    task = tasked(State.SELESAI)
    for action in {row.action for row in TABLE if Actor.OFFICER in row.by}:
        if find(action, task.state, Actor.OFFICER) is None:
            with pytest.raises(Refused, match="tidak dapat dilakukan"):
                work.perform(task, action, Actor.OFFICER, user_of(officer))


def test_a_result_that_was_returned_is_no_proof_any_more(tasked: Tasking, officer: Person) -> None:
    task, one = tasked(State.DIKEMBALIKAN), user_of(officer)
    work.perform(task, Action.ARRIVE, Actor.OFFICER, one, Deed(place=HERE))
    with pytest.raises(Refused, match="foto sesudah"):
        work.perform(task, Action.FINISH, Actor.OFFICER, one, Deed(text="Rata"))
    fresh = Deed(text="Rata", photos=taken(one, PhotoKind.AFTER))
    work.perform(task, Action.FINISH, Actor.OFFICER, one, fresh)
    task.refresh_from_db()
    assert task.state == State.SELESAI
