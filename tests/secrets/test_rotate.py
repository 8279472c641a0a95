"""New secrets: what was given stays, and what was replaced counts on for as long as it has to."""

import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from smartcity_kit import paths
from smartcity_kit.errors import KitError, LockedError
from smartcity_kit.lock import region_lock
from smartcity_kit.operate import keep_secret
from smartcity_kit.plan import Plan
from smartcity_kit.secrets import (
    ensure_secrets,
    find_secrets,
    is_current,
    note,
    remember_carried,
    retire,
    rotate,
    undo,
)
from tests.conftest import MakePlan
from tests.secrets.conftest import MADE, value, value_line, values, vault


def after(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """Let so many days pass."""

    class Later(date):
        @classmethod
        def today(cls) -> "Later":
            moved = date.today() + timedelta(days=days)
            return cls(moved.year, moved.month, moved.day)

    for module in (note, sys.modules["smartcity_kit.secrets.rotate"]):
        monkeypatch.setattr(module, "date", Later)


def carried(plan: Plan) -> None:
    """An adopt brings the apps what there is."""
    remember_carried(ensure_secrets(plan), plan)


def test_everything_that_was_made_is_new_and_what_was_given_is_not(plan: Plan) -> None:
    before, old = vault(plan), values(plan)
    done = rotate(plan)
    now = vault(plan)

    assert done.names == (*MADE, "certificate")
    assert [path for path in MADE if values(plan)[path] == old[path]] == []
    assert now["servers"] == before["servers"]
    assert now["apps"]["live"]["mail_password"] == "sandi-surel"
    assert now["tls"]["authority"] == before["tls"]["authority"]
    assert now["tls"]["certificate"] != before["tls"]["certificate"]
    assert now["apps"]["live"]["clients/laksa"] == now["apps"]["laksa"]["oidc_client_secret"]


def test_the_values_before_lie_beside_the_new_ones_where_they_are_checked(plan: Plan) -> None:
    old = values(plan)
    rotate(plan)
    apps = vault(plan)["apps"]
    assert apps["live"]["secret_key.before"].split() == [old["live/secret_key"]]
    assert apps["live"]["clients/laksa.before"].split() == [old["laksa/oidc_client_secret"]]
    assert apps["live"]["oidc_key.pem.before"] == old["live/oidc_key.pem"]
    assert "oidc_client_secret.before" not in apps["laksa"]


def test_both_who_share_a_link_know_for_a_while_what_it_was(plan: Plan) -> None:
    old = value(plan, "laksa/links/live")
    rotate(plan, apps=["laksa"])
    apps = vault(plan)["apps"]
    for app, other in (("laksa", "live"), ("live", "laksa")):
        assert apps[app][f"links/{other}"] != old
        assert apps[app][f"links/{other}.before"].split() == [old]
    assert apps["laksa"]["links/live"] == apps["live"]["links/laksa"]


def test_rotated_twice_before_an_adopt_both_count_newest_first(plan: Plan) -> None:
    first = value(plan, "laksa/secret_key")
    rotate(plan)
    second = value(plan, "laksa/secret_key")
    rotate(plan)
    assert vault(plan)["apps"]["laksa"]["secret_key.before"].split() == [second, first]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (
            {"apps": ["laksa"]},
            {"live/links/laksa", *(path for path in MADE if path.startswith("laksa/"))},
        ),
        ({"only": ["secret_key"]}, {"live/secret_key", "laksa/secret_key"}),
        ({"apps": ["live"], "only": ["oidc_key.pem"]}, {"live/oidc_key.pem"}),
        ({"only": ["certificate"]}, set[str]()),
    ],
)
def test_one_app_or_one_secret_can_be_chosen(
    plan: Plan, asked: dict[str, list[str]], expected: set[str]
) -> None:
    old = values(plan)
    rotate(plan, **asked)
    assert {path for path in MADE if values(plan)[path] != old[path]} == expected


def test_the_authority_is_renewed_only_where_it_is_named(plan: Plan) -> None:
    before = vault(plan)["tls"]
    done = rotate(plan, only=["authority"])
    now = vault(plan)["tls"]
    assert done.days == 0
    assert now["authority"] != before["authority"]
    assert now["certificate"].endswith(now["authority"])
    kept = paths.region_state(plan.region.slug) / "authority.crt"
    assert kept.read_text() == now["authority"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"apps": ["sikda"]}, "no sikda"),
        ({"only": ["mail_password"]}, "no mail_password"),
        ({"apps": ["live"], "only": ["oidc_client_secret"]}, "None of these apps"),
    ],
)
def test_what_is_not_there_is_refused_and_nothing_changes(
    plan: Plan, asked: dict[str, list[str]], said: str
) -> None:
    before = find_secrets(plan).file.read_bytes()
    with pytest.raises(KitError, match=said) as raised:
        rotate(plan, **asked)
    assert "Nothing was changed" in raised.value.hint
    assert find_secrets(plan).file.read_bytes() == before


def test_before_the_first_adopt_there_is_nothing_to_rotate(plan_of: MakePlan) -> None:
    with pytest.raises(KitError, match="no secrets yet"):
        rotate(plan_of())


def test_while_somebody_is_at_work_it_waits_for_nobody(plan: Plan) -> None:
    with region_lock(plan.region.slug), pytest.raises(LockedError):
        rotate(plan)


def test_the_next_adopt_is_told_that_something_is_to_be_brought(plan: Plan) -> None:
    before = find_secrets(plan).digest
    rotate(plan)
    assert is_current(find_secrets(plan), plan)
    assert find_secrets(plan).digest != before


def test_replaced_values_end_when_what_was_made_with_them_has(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = rotate(plan)
    after(monkeypatch, done.days * 3)
    carried(plan)
    assert "secret_key.before" in vault(plan)["apps"]["live"], "counted before the apps had the new"

    after(monkeypatch, done.days * 4)
    assert is_current(find_secrets(plan), plan), "the last day counts"
    after(monkeypatch, done.days * 4 + 1)
    assert not is_current(find_secrets(plan), plan)
    ensure_secrets(plan)

    left = {name for app in vault(plan)["apps"].values() for name in app if "before" in name}
    assert left == {"data_key.before"}
    assert is_current(find_secrets(plan), plan)


def test_what_people_told_is_read_by_every_key_it_was_ever_kept_under(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = []
    for day in (0, 40, 80):
        after(monkeypatch, day)
        keys.append(value(plan, "laksa/data_key"))
        rotate(plan)
        carried(plan)
    after(monkeypatch, 81)
    retire(plan)
    after(monkeypatch, 400)
    ensure_secrets(plan)
    assert vault(plan)["apps"]["laksa"]["data_key.before"].split() == keys[::-1]
    assert is_current(find_secrets(plan), plan), "and the vault is not opened each time for them"


def test_rotated_long_after_the_last_adopt_nobody_is_signed_out(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried(plan)
    old = value(plan, "laksa/secret_key")
    after(monkeypatch, 300)
    rotate(plan)
    assert vault(plan)["apps"]["laksa"]["secret_key.before"].split() == [old]


def test_rotating_every_week_lets_old_values_end_all_the_same(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    for week in range(8):
        after(monkeypatch, week * 7)
        rotate(plan)
        carried(plan)
    kept = vault(plan)["apps"]["live"]["secret_key.before"].split()
    assert len(kept) == 3  # of sixteen days and the one that was replaced last


def test_a_leak_is_ended_the_day_after_the_apps_have_the_new_values(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    rotate(plan)
    with pytest.raises(KitError, match="for a day yet"):
        retire(plan)
    carried(plan)
    with pytest.raises(KitError, match="for a day yet"):
        retire(plan)
    after(monkeypatch, 1)
    assert set(retire(plan).names) == {path for path in MADE if not path.endswith("data_key")}
    assert "secret_key.before" not in vault(plan)["apps"]["live"]
    with pytest.raises(KitError, match="No replaced value"):
        retire(plan)


def test_undo_brings_the_values_back_and_keeps_what_was_given_since(plan: Plan) -> None:
    old = values(plan)
    rotate(plan)
    new = values(plan)
    keep_secret(plan, "mail", "sandi-baru")

    undo(plan)

    assert values(plan) == old
    assert vault(plan)["apps"]["live"]["mail_password"] == "sandi-baru"
    # Whoever signed in meanwhile stays signed in as well.
    assert vault(plan)["apps"]["live"]["secret_key.before"].split() == [new["live/secret_key"]]
    undo(plan)
    assert values(plan) == new


def test_without_a_rotation_there_is_no_way_back(plan: Plan) -> None:
    with pytest.raises(KitError, match="Nothing was rotated"):
        undo(plan)


def test_every_file_is_encrypted_and_its_owners_alone(plan: Plan) -> None:
    old = [value for path in MADE for value in [value_line(plan, path)]]
    rotate(plan)
    found = find_secrets(plan)
    files = [found.file, found.before, Path(found.source.where)]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    everything = [*old, *(value_line(plan, path) for path in MADE)]
    state = [file for file in paths.state().rglob("*") if file.is_file()]
    for file in (*files, *state):
        assert not any(one.encode() in file.read_bytes() for one in everything), file
