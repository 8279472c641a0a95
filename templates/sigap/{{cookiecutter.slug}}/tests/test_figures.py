"""Each figure of the card, computed a second time from bare events."""

import random
from datetime import datetime, timedelta
from statistics import median

import pytest
import yaml

from smartcity_base.config import app_folder
from smartcity_base.testing.cast import Person, user_of

from sigap import figures, work
from sigap.models import Task
from sigap.states import OPEN, Action, Actor, State, allowed

from .conftest import Clock, Tasking, as_json
from .test_states import enough

# Steps that lead away from the end: a walk with all of them hardly ever gets there.
ASIDE = {Action.CANCEL, Action.NOTE, Action.CHANGE, Action.REFUSE, Action.HAND_OVER}


def from_events(now: datetime) -> dict[str, int | float | None]:
    """The formulas of the card, read word by word: slow, and of nothing but the log."""
    since = now - timedelta(days=30)
    received = verified = still_open = late = back = looked_at = 0
    arriving: list[float] = []
    finishing: list[float] = []
    for task in Task.objects.all():
        events = list(task.events.order_by("id"))
        state, due = "", None
        first: dict[str, datetime] = {}
        finished: datetime | None = None
        for event in events:
            state = event.changes.get("state", state)
            due = event.changes.get("due", due)
            first.setdefault(
                "assign" if event.action == Action.HAND_OVER else event.action, event.at
            )
            finished = event.at if event.action == Action.FINISH else finished
            finished = None if event.action == Action.RETURN else finished
            if event.action in {Action.VERIFY, Action.RETURN} and event.at > since:
                looked_at += 1
                back += event.action == Action.RETURN
        received += first[Action.CREATE] > since
        verified += state == State.DIPERIKSA and first[Action.VERIFY] > since
        still_open += state in OPEN
        waits = state in OPEN and state != State.SELESAI
        late += waits and due is not None and datetime.fromisoformat(due) < now
        if first.get(Action.ARRIVE, since) > since:
            arriving.append((first[Action.ARRIVE] - first[Action.ASSIGN]).total_seconds() / 3600)
        if finished and finished > since:
            finishing.append((finished - first[Action.CREATE]).total_seconds() / 3600)
    return {
        "received": received,
        "verified": verified,
        "open": still_open,
        "late": late,
        "hours_to_arrive": round(median(arriving), 1) if arriving else None,
        "hours_to_finish": round(median(finishing), 1) if finishing else None,
        "returned": round(100 * back / looked_at, 1) if looked_at else None,
    }


def test_the_figures_are_what_the_log_says(
    tasked: Tasking, officer: Person, supervisor: Person, colleague: Person, clock: Clock
) -> None:
    walk = random.Random(11)  # noqa: S311  (which way the walk goes is no secret)
    for _ in range(16):
        clock.pass_(hours=walk.uniform(1, 70))
        task = tasked(State.BARU)
        for _step in range(walk.randint(1, 16)):
            clock.pass_(hours=walk.uniform(0.5, 30))
            actor = walk.choice([Actor.OFFICER, Actor.SUPERVISOR])
            rows = [row for row in allowed(task.state, actor) if row.action not in ASIDE]
            if not rows:
                continue
            row = walk.choice(rows)
            user = user_of(officer if actor == Actor.OFFICER else supervisor)
            try:
                work.perform(
                    task,
                    row.action,
                    actor,
                    user,
                    enough(row, officer, officer if row.action == Action.ASSIGN else colleague),
                )
            except work.Refused:
                continue
            task.refresh_from_db()
    told = {name: figure(clock.now) for name, figure in figures.FIGURES.items()}
    assert told == from_events(clock.now)
    assert all(told[name] for name in ("received", "open", "hours_to_arrive"))


def test_what_is_older_than_the_period_no_longer_counts(tasked: Tasking, clock: Clock) -> None:
    tasked(State.DIPERIKSA)
    assert (figures.received(clock.now), figures.verified(clock.now)) == (1, 1)
    clock.pass_(days=30)
    assert (figures.received(clock.now), figures.verified(clock.now)) == (0, 0)
    assert figures.hours("created_at", "finished_at", clock.now) is None
    assert figures.returned(clock.now) is None


@pytest.mark.usefixtures("region")
def test_every_figure_of_the_card_is_given_with_its_formula(
    stranger: Person, supervisor: Person
) -> None:
    card = yaml.safe_load((app_folder().parent / "app.yml").read_text())
    told = {one["name"]: one for one in as_json(stranger.client.get("/api/v1/indicators"))}
    assert told.keys() == card["indicators"].keys()
    page = supervisor.client.get("/pengawasan/angka/").content.decode()
    for name, figure in told.items():
        assert figure["formula"] == card["indicators"][name]["formula"]
        assert card["indicators"][name]["title"] in page
