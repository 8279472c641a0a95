"""New secrets and a new password, killed anywhere: the vault opens, and nothing is lost."""

import os
import signal
import subprocess
import sys

import pytest

from smartcity_kit import api, paths
from smartcity_kit.plan import Plan
from smartcity_kit.secrets import find_secrets, rotate
from smartcity_kit.secrets.vault import unlock
from tests.secrets.conftest import vault

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


@pytest.mark.parametrize("verb", ["rotate_secrets", "undo_rotation", "change_vault_password"])
def test_killed_at_any_file_it_opens_and_goes_on(real: Plan, verb: str) -> None:
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
