"""The tables of a profile and those that run -> what is new, changed, gone and the same. Pure."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from smartcity_kit.plan import Plan
from smartcity_kit.profile import Row, Table
from smartcity_kit.profile.sheets import KINDS

Running = Mapping[str, Mapping[str, str]]
"""By app and table, the CSV that its release holds; an app that does not run is not in it."""

People = Mapping[str, Mapping[str, Mapping[str, int]]]
"""By app and personal table, what the app itself counted: rows new, changed and retired."""


@dataclass(frozen=True)
class Counts:
    """How many rows. What is gone from the profile is retired by the apps, never deleted."""

    new: int
    changed: int
    gone: int
    same: int


@dataclass(frozen=True)
class TableState:
    """One table and the apps in which it stands alike.

    `file` is "" where the profile no longer has the table. `counts` is None where nothing was
    compared: offline, where no app reads it, or of a personal table where no app could count it.
    """

    name: str
    file: str
    encoding: str
    rows: int
    examples: int
    personal: bool
    apps: tuple[str, ...]
    counts: Counts | None


def compare(plan: Plan, running: Running | None, people: People | None = None) -> list[TableState]:
    """Every table of the profile against what runs; with None against nothing.

    A table that stands differently in several apps (one of which could not be renewed) comes once
    for each.
    """
    return [state for name in KINDS for state in _states(plan, name, running, people or {})]


def _states(plan: Plan, name: str, running: Running | None, people: People) -> Iterator[TableState]:
    profile = plan.profile
    table = profile.tables.get(name) or profile.personal.get(name)
    personal = KINDS[name].personal
    apps = [a.name for a in plan.apps if name in (a.card.personal if personal else a.card.data)]
    alike: dict[Counts | None, list[str]] = {}
    for app in apps:
        there = (running or {}).get(app, {}).get(name, "")
        if table is None and not there:
            continue
        if personal:
            counts = _counted(table, people.get(app, {}).get(name))
        else:
            counts = None if running is None else _counts(name, table, there)
        alike.setdefault(counts, []).append(app)
    if table and not apps:
        alike[None] = []
    for counts, names in alike.items():
        yield TableState(
            name,
            table.path.name if table else "",
            table.encoding if table else "",
            len(table.rows) if table else 0,
            len(table.examples) if table else 0,
            personal,
            tuple(names),
            counts,
        )


def _counted(table: Table | None, said: Mapping[str, int] | None) -> Counts | None:
    """What the app counted of a table, and the rows that it has nothing to do with."""
    if table is None or said is None:
        return None
    new, changed = said["new"], said["changed"]
    return Counts(new, changed, said["retired"], same=len(table.rows) - new - changed)


def _counts(name: str, table: Table | None, there: str) -> Counts:
    return count(
        table.rows if table else (),
        list(csv.DictReader(io.StringIO(there, newline=""))),
        KINDS[name].key,
        KINDS[name].names,
    )


def count(
    wished: Sequence[Row], running: Sequence[Row], key: tuple[str, ...], columns: Sequence[str]
) -> Counts:
    """Compare rows by their key; a column that one of the two does not know is empty there."""

    def by_key(rows: Sequence[Row]) -> dict[tuple[str, ...], tuple[str, ...]]:
        return {
            tuple((row.get(name) or "").lower() for name in key): tuple(
                row.get(name) or "" for name in columns
            )
            for row in rows
        }

    before, after = by_key(running), by_key(wished)
    both = before.keys() & after.keys()
    same = sum(before[one] == after[one] for one in both)
    return Counts(
        new=len(after.keys() - before.keys()),
        changed=len(both) - same,
        gone=len(before.keys() - after.keys()),
        same=same,
    )
