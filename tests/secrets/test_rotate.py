"""New secrets: what was given stays, what was replaced counts on, and no kill loses anything."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from smartcity_kit import paths
from smartcity_kit.errors import KitError, LockedError
from smartcity_kit.lock import region_lock
from smartcity_kit.operate import keep_secret
from smartcity_kit.plan import Plan
from smartcity_kit.profile import Mail
from smartcity_kit.secrets import (
    Source,
    change_password,
    choose,
    ensure_secrets,
    find_secrets,
    is_current,
    keep,
    note,
    open_vault,
    remember_carried,
    retire,
    rotate,
    undo,
)

MakePlan = Callable[..., Plan]
MADE = ("live/secret_key", "live/oidc_key.pem", "laksa/secret_key", "laksa/oidc_client_secret")


@pytest.fixture
def plan(plan_of: MakePlan) -> Plan:
    """A region with secrets of both kinds, its apps as they would be after an adopt."""
    mail = Mail("surel.contoh.go.id", 587, "kit", "a@contoh.go.id", "starttls")
    made = plan_of(mail=mail)
    ensure_secrets(made)
    keep_secret(made, "mail", "sandi-surel")
    found = find_secrets(made)
    keep(found, ("servers", "web1", "sudo_password"), "sandi-sudo")
    remember_carried(ensure_secrets(made), made)
    return made


def vault(plan: Plan) -> dict[str, Any]:
    return open_vault(find_secrets(plan))


def value(plan: Plan, path: str) -> str:
    app, _slash, name = path.partition("/")
    return str(vault(plan)["apps"][app][name])


def values(plan: Plan) -> dict[str, str]:
    return {path: value(plan, path) for path in MADE}


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


def test_rotated_twice_before_an_adopt_both_count_newest_first(plan: Plan) -> None:
    first = value(plan, "laksa/secret_key")
    rotate(plan)
    second = value(plan, "laksa/secret_key")
    rotate(plan)
    assert vault(plan)["apps"]["laksa"]["secret_key.before"].split() == [second, first]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"apps": ["laksa"]}, {"laksa/secret_key", "laksa/oidc_client_secret"}),
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

    left = [name for app in vault(plan)["apps"].values() for name in app if "before" in name]
    assert left == []
    assert is_current(find_secrets(plan), plan)


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
    assert set(retire(plan).names) == set(MADE)
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


def value_line(plan: Plan, path: str) -> str:
    return max(value(plan, path).splitlines(), key=len)


# --- The vault's own password ------------------------------------------------------------------


def test_a_new_password_opens_the_vault_and_the_old_one_no_longer(
    plan: Plan, tmp_path: Path
) -> None:
    found = find_secrets(plan)
    old = Path(found.source.where).read_bytes()
    rotate(plan)
    before = vault(plan)

    change_password(plan)

    assert vault(plan) == before
    assert Path(found.source.where).read_bytes() != old
    assert is_current(find_secrets(plan), plan)
    (tmp_path / "alt").write_bytes(old)
    with pytest.raises(KitError, match="does not open"):
        vault(Plan(plan.profile, plan.place, plan.apps, choose("x", file=tmp_path / "alt")))
    undo(plan)  # the way back was encrypted anew as well


def test_it_can_move_to_another_place(plan: Plan, tmp_path: Path) -> None:
    before = vault(plan)
    done = change_password(plan, choose("x", file=tmp_path / "stik" / "kota.key"))
    assert done.left
    moved = Plan(plan.profile, plan.place, plan.apps, choose("x", file=tmp_path / "stik/kota.key"))
    assert vault(moved) == before
    with pytest.raises(KitError, match="does not open"):
        vault(plan)


def test_who_gives_the_password_himself_names_the_new_place(plan: Plan, tmp_path: Path) -> None:
    program = tmp_path / "kata-sandi"
    program.write_text(f"#!/bin/sh\ncat {find_secrets(plan).source.where}\n")
    program.chmod(0o700)
    given = Plan(plan.profile, plan.place, plan.apps, choose("x", file=program))
    with pytest.raises(KitError, match="cannot put a new password") as raised:
        change_password(given)
    assert "--new-vault-password-file" in raised.value.hint
    same = tmp_path / "sama"
    same.write_bytes(Path(find_secrets(plan).source.where).read_bytes())
    with pytest.raises(KitError, match="has already"):
        change_password(given, choose("x", file=same))


# --- Killed anywhere -----------------------------------------------------------------------------

# Ends itself with SIGKILL as the n-th file would be renamed into its place, or right after.
KILLED = """
import os, signal, sys
from pathlib import Path
from smartcity_kit import api
verb, folder, place, nth, when = *sys.argv[1:4], int(sys.argv[4]), sys.argv[5]
plan = api.make_plan(api.load_profile(folder))
rename, seen = Path.replace, []

def replace(self, target):
    seen.append(target)
    if len(seen) == nth and when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    done = rename(self, target)
    if len(seen) == nth:
        os.kill(os.getpid(), signal.SIGKILL)
    return done

Path.replace = replace
getattr(api, verb)(plan)
"""


@pytest.fixture
def real(tmp_path: Path) -> Plan:
    """The plan of a profile on disk, as another process reads it."""
    import shutil

    from smartcity_kit import api

    folder = tmp_path / "kota-gorontalo"
    shutil.copytree(paths.SAMPLES / "kota-gorontalo", folder)
    made = api.make_plan(api.load_profile(folder))
    ensure_secrets(made)
    rotate(made)
    return made


@pytest.mark.parametrize("verb", ["rotate_secrets", "undo_rotation", "change_vault_password"])
def test_killed_at_any_file_it_opens_and_goes_on(real: Plan, verb: str) -> None:
    from smartcity_kit import api

    folder = str(real.profile.folder)
    for nth in range(1, 9):
        for when in ("before", "after"):
            old = vault(real)["apps"]
            done = subprocess.run(
                [sys.executable, "-c", KILLED, verb, folder, "-", str(nth), when],
                env=os.environ | {"SMARTCITY_HOME": str(paths.state())},
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert done.returncode in (0, -signal.SIGKILL), done.stderr

            now = vault(real)["apps"]  # opens, whatever happened
            assert {"live", "laksa"} <= set(now)
            kept = now["live"].get("secret_key.before", "").split()
            assert old["live"]["secret_key"] in [now["live"]["secret_key"], *kept]
            back = open_back(real)
            assert back["live"]["secret_key"] in [now["live"]["secret_key"], *kept]
            getattr(api, verb)(real)
            if done.returncode == 0:
                return
    pytest.fail("it never came to its end")


def open_back(plan: Plan) -> dict[str, dict[str, str]]:
    """What undo would go back to: it opens too."""
    from smartcity_kit.secrets.vault import unlock

    found = find_secrets(plan)
    apps: dict[str, dict[str, str]] = unlock(found, found.before)[0]["apps"]
    return apps


def test_what_a_killed_writer_left_is_taken_away(plan: Plan) -> None:
    found = find_secrets(plan)
    gone = subprocess.Popen(["true"])
    gone.wait()
    left = found.file.with_name(f".{found.file.name}.{gone.pid}")
    left.write_text("x")
    rotate(plan)
    assert not left.exists()


# --- The command ----------------------------------------------------------------------------------


def smartcity(plan: Plan, *words: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "smartcity_kit", *words],
        env=os.environ | {"SMARTCITY_HOME": str(paths.state())},
        capture_output=True, text=True, check=False, input=stdin,
    )  # fmt: skip


def test_the_command_says_what_was_done_what_comes_and_the_way_back(real: Plan) -> None:
    folder = str(real.profile.folder)
    done = smartcity(real, "secrets", "rotate", folder)
    assert done.returncode == 0, done.stderr
    for part in ("5 secrets have new values", "live/oidc_key.pem", "smartcity adopt",
                 "nobody is signed out", "16 days", "--undo"):  # fmt: skip
        assert part in done.stdout
    assert not any(value_line(real, path) in done.stdout for path in MADE)
    said = json.loads(
        smartcity(real, "secrets", "rotate", folder, "--app", "laksa", "--json").stdout
    )
    assert said["secrets"] == ["laksa/secret_key", "laksa/oidc_client_secret"]
    assert (said["apps"], said["days"]) == (["laksa"], 16)


def test_what_does_not_go_together_is_refused(real: Plan) -> None:
    done = smartcity(real, "secrets", "rotate", str(real.profile.folder), "--key", "--undo")
    assert done.returncode == 1
    assert "do not go together" in done.stderr


@pytest.mark.parametrize("verb", [("secret",), ("secrets", "set")])
def test_a_given_secret_is_kept_by_the_new_verb_and_by_the_old(
    real: Plan, verb: tuple[str, ...]
) -> None:
    file = real.profile.folder / "profile.yml"
    file.write_text(file.read_text() + "\nservers: {web1: {address: 10.0.0.1}}\n")
    done = smartcity(real, *verb, str(real.profile.folder), "sudo", stdin="kopi-pagi\n")
    assert done.returncode == 0, done.stderr
    assert vault(real)["servers"]["web1"]["sudo_password"] == "kopi-pagi"


def test_a_descriptor_of_the_shell_is_a_password(real: Plan) -> None:
    key = find_secrets(real).source.where
    words = [sys.executable, "-m", "smartcity_kit", "secrets", "rotate", str(real.profile.folder)]
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" --json --vault-password-fd 3 3< {key}', "sh", *words],
        env=os.environ | {"SMARTCITY_HOME": str(paths.state())},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["secrets"]) == 5


def test_a_source_names_a_place_and_no_password() -> None:
    assert str(Source("file", "/a/vault.key")) == "the file /a/vault.key"
