from collections.abc import Callable

import pytest

from smartcity_kit.changes import find_changes
from smartcity_kit.plan import Plan
from smartcity_kit.release import Release, compose
from smartcity_kit.survey import AppState, Drift, Observation


@pytest.fixture
def release(plan_of: Callable[..., Plan]) -> Release:
    return compose(plan_of())


def settled(wished: Release, **given: object) -> Observation:
    apps = {app.name: AppState(app.hash, healthy=True, running=True) for app in wished.apps}
    found: dict[str, object] = {"release": wished.id, "apps": apps, "secrets_digest": "s"}
    return Observation(**(found | given))  # type: ignore[arg-type]


def test_nothing_is_pending_where_all_is_as_wished(release: Release) -> None:
    changes = find_changes(release, settled(release), "s", "")
    assert not changes.pending
    assert changes.to_settle == []


def test_a_bare_place_gets_everything(release: Release) -> None:
    changes = find_changes(release, Observation(), "", "")
    assert [app.kind for app in changes.apps] == ["new", "new"]
    assert changes.to_settle == ["live", "laksa"]


def test_only_what_changed_is_settled(release: Release) -> None:
    seen = settled(release)
    apps = dict(seen.apps) | {"laksa": AppState("older", healthy=True, running=True)}
    changes = find_changes(release, settled(release, apps=apps), "s", "")
    assert changes.to_settle == ["laksa"]


def test_a_stopped_app_is_started(release: Release) -> None:
    seen = settled(release)
    laksa = seen.apps["laksa"]
    apps = dict(seen.apps) | {"laksa": AppState(laksa.release, healthy=False, running=False)}
    changes = find_changes(release, settled(release, apps=apps), "s", "")
    assert [app.kind for app in changes.apps] == ["same", "stopped"]
    assert changes.pending


@pytest.mark.parametrize(
    ("given", "secrets", "personal"),
    [
        ({"drift": (Drift("/etc/nginx/x", "a", "b"),)}, "s", ""),
        ({}, "new", ""),
        ({}, "", ""),
        ({"release": "older"}, "s", ""),
        ({}, "s", "staff"),
    ],
    ids=["drift", "new secrets", "no secrets yet", "other playbooks", "staff changed"],
)
def test_other_reasons_to_run(
    release: Release, given: dict[str, object], secrets: str, personal: str
) -> None:
    assert find_changes(release, settled(release, **given), secrets, personal).pending


def test_an_app_that_left_the_profile_is_named_and_left_alone(release: Release) -> None:
    seen = settled(release)
    apps = dict(seen.apps) | {"sigap": AppState("x", healthy=True, running=True)}
    changes = find_changes(release, settled(release, apps=apps), "s", "")
    assert changes.gone == ("sigap",)
    assert not changes.pending
