"""What the main job does before any playbook; the rest is tested on real places, in tests/adopt."""

import json
from pathlib import Path

import pytest

from smartcity_kit import paths
from smartcity_kit.adopt import _forget_where_it_was
from smartcity_kit.errors import KitError
from smartcity_kit.plan import Plan
from tests.conftest import MakePlan


@pytest.fixture
def plan(plan_of: MakePlan) -> Plan:
    return plan_of("embedded")


@pytest.fixture
def root(plan: Plan) -> Path:
    """An embedded region that was adopted in another folder, with data."""
    root = paths.embedded(plan.region.slug)
    for name in ("record", "var", "etc"):
        (root / name).mkdir(parents=True)
    place = {"paths": {"opt": "/tempat/lama/opt"}}
    (root / "record" / "place.json").write_text(json.dumps(place))
    (root / "var" / "live.sqlite3").touch()
    return root


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_after_a_move_it_forgets_the_place_before_and_keeps_the_data(
    plan: Plan, root: Path
) -> None:
    (root / "etc" / "supervisord.d").mkdir()
    _forget_where_it_was(plan)
    assert names(root) == {"var", "etc"}
    assert names(root / "etc") == set()
    assert names(root / "var") == {"live.sqlite3"}


def test_what_was_never_there_hinders_nothing(plan: Plan, root: Path) -> None:
    _forget_where_it_was(plan)
    assert names(root) == {"var", "etc"}


def test_what_cannot_be_removed_is_told_and_seen_again_next_time(plan: Plan, root: Path) -> None:
    (root / "etc" / "supervisord.d").touch()
    for _time in range(2):
        with pytest.raises(KitError, match=r"supervisord\.d .* cannot be removed: Not a directory"):
            _forget_where_it_was(plan)
    assert (root / "record" / "place.json").is_file()
