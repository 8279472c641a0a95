"""The verbs about secrets, as a person types them."""

import json
import os
import subprocess
import sys

import pytest

from smartcity_kit import paths
from smartcity_kit.plan import Plan
from smartcity_kit.secrets import find_secrets
from tests.secrets.conftest import MADE, value_line, vault


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
    for part in ("10 secrets have new values", "live/oidc_key.pem", "smartcity adopt",
                 "nobody is signed out", "16 days", "--undo"):  # fmt: skip
        assert part in done.stdout
    assert not any(value_line(real, path) in done.stdout for path in MADE)
    said = json.loads(
        smartcity(real, "secrets", "rotate", folder, "--app", "laksa", "--json").stdout
    )
    shared = "live/links/laksa"  # LIVE holds the other copy of what it shares with LAKSA
    assert set(said["secrets"]) == {shared, *(path for path in MADE if path.startswith("laksa/"))}
    assert (said["apps"], said["days"]) == (["live", "laksa"], 16)


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
    assert len(json.loads(done.stdout)["secrets"]) == 10
