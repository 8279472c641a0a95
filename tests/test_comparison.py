"""What is new, changed, gone and the same between a profile's tables and those that run."""

from pathlib import Path

from smartcity_kit.comparison import Counts, TableState, compare, count
from smartcity_kit.profile import Table
from tests.conftest import MakePlan

COLUMNS = ("id", "name", "agency", "icon", "description")
RUNNING = "id,name\na,A\nb,B\nc,C\n"


def table(name: str, *rows: dict[str, str], examples: tuple[int, ...] = ()) -> Table:
    whole = tuple(dict.fromkeys(COLUMNS, "") | row for row in rows)
    return Table(name, Path(f"{name}.csv"), COLUMNS, whole, examples)


def state(name: str, apps: tuple[str, ...], counts: Counts | None, rows: int = 0) -> TableState:
    return TableState(name, f"{name}.csv", "", rows, 0, name == "staff", apps, counts)


def test_rows_are_told_apart_by_their_key() -> None:
    before = [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}, {"id": "c", "name": "C"}]
    after = [{"id": "A", "name": "A"}, {"id": "b", "name": "B2"}, {"id": "d", "name": "D"}]
    counts = count(after, before, ("id",), ("name",))
    assert counts == Counts(new=1, changed=1, gone=1, same=1)


def test_a_key_may_have_two_columns() -> None:
    before = [{"category": "a", "district": "1", "agency": "x"}]
    after = [{"category": "a", "district": "2", "agency": "x"}, *before]
    counts = count(after, before, ("category", "district"), ("agency",))
    assert counts == Counts(new=1, changed=0, gone=0, same=1)


def test_a_column_that_an_older_release_had_not_is_empty_there() -> None:
    row = {"id": "a", "name": "A"}
    both = ("id",), ("id", "name", "email")
    assert count([row | {"email": ""}], [row], *both).same == 1
    assert count([row | {"email": "x@y.go.id"}], [row], *both).changed == 1


def test_it_compares_with_what_each_app_runs(plan_of: MakePlan) -> None:
    rows = [{"id": "a", "name": "A"}, {"id": "b", "name": "B2"}]
    plan = plan_of(tables={"agencies": table("agencies", *rows)})
    running = {"live": {"agencies": RUNNING}, "laksa": {"agencies": RUNNING}}
    alike = Counts(new=0, changed=1, gone=1, same=1)
    assert compare(plan, running) == [state("agencies", ("live", "laksa"), alike, 2)]
    fresh = Counts(new=2, changed=0, gone=0, same=0)
    assert compare(plan, {"live": {"agencies": RUNNING}}) == [
        state("agencies", ("live",), alike, 2),
        state("agencies", ("laksa",), fresh, 2),
    ]


def test_a_table_that_left_the_profile_is_gone_as_a_whole(plan_of: MakePlan) -> None:
    plan = plan_of(tables={})
    (found,) = compare(plan, {"laksa": {"categories": RUNNING}})
    assert (found.file, found.apps, found.counts) == ("", ("laksa",), Counts(0, 0, 3, 0))


def test_what_no_release_holds_is_not_compared(plan_of: MakePlan) -> None:
    row = {"name": "Ani"}
    plan = plan_of(tables={}, personal={"staff": table("staff", row)})
    assert compare(plan, {"live": {}}) == [state("staff", ("live",), None, 1)]


def test_offline_only_counts(plan_of: MakePlan) -> None:
    plan = plan_of(tables={"agencies": table("agencies", {"id": "a"}, examples=(3, 4))})
    (found,) = compare(plan, None)
    assert (found.rows, found.examples, found.counts) == (1, 2, None)
