"""Every app of the catalogue, rendered for a real region as the complete, ordinary app it is."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from smartcity_kit import paths
from smartcity_kit.catalogue import load_catalogue
from smartcity_kit.plan import Plan, make_plan
from smartcity_kit.release import compose, write_to
from smartcity_kit.secrets import ensure_secrets, open_vault
from tests.samples import with_every_app

BASE = paths.TEMPLATES / "_base"


class App:
    """A rendered app with its secrets and an empty database, ready for `manage.py`."""

    def __init__(self, name: str, folder: Path, secrets: dict[str, str], release: str) -> None:
        self.name = name
        self.folder = folder
        self.release = release
        for file, value in secrets.items():
            path = folder / "secrets" / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(value)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(BASE),
            "SMARTCITY_RELEASE": self.release,
        }

    @property
    def host(self) -> str:
        """The name and port that it answers to, as a browser would send it."""
        region = json.loads((self.folder / "region.json").read_text())
        return str(urlsplit(region["app"]["url"]).netloc)

    def manage(self, *command: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=self.folder, env=self.environment, capture_output=True, text=True,
        )  # fmt: skip
        if check and done.returncode:
            raise AssertionError(f"{command}\n{done.stdout}{done.stderr}")
        return done

    def data(self, *command: str) -> Any:
        return json.loads(self.manage(*command).stdout.splitlines()[-1])


@pytest.fixture(scope="session")
def gorontalo(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    profile = with_every_app(tmp_path_factory.mktemp("profiles"))
    return make_plan(profile, load_catalogue())


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory, gorontalo: Plan) -> Callable[[str], App]:
    """Every app of one release, prepared once."""
    home = tmp_path_factory.mktemp("apps")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SMARTCITY_HOME", str(home / "state"))
        release = compose(gorontalo)
        folder = write_to(release, home / "release")
        vault = open_vault(ensure_secrets(gorontalo))["apps"]
    apps: dict[str, App] = {}
    for part in release.apps:
        place = folder / "apps" / part.name
        for entry in (place / "code").iterdir():
            entry.rename(place / entry.name)
        apps[part.name] = App(part.name, place, vault[part.name], part.hash)
        apps[part.name].first = apps[part.name].data("prepare")  # type: ignore[attr-defined]
    return apps.__getitem__
