"""An app as the kit renders it, in a folder of its own, run as its own processes."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests
import yaml

TESTING = Path(__file__).parent
BASE = TESTING.parents[1]
SLUG = "{{cookiecutter.slug}}"


class Project:
    """A rendered app in `folder`, with the environment that its processes have."""

    folder: Path
    environment: dict[str, str]

    def live_in(self, folder: Path, **environment: str) -> None:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.folder = folder
        self.environment = {**kept, "PYTHONPATH": str(BASE), **environment}

    def run(self, *command: str, said: str = "") -> subprocess.CompletedProcess[str]:
        """manage.py with these arguments, and `said` on its standard input, to its end."""
        return subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=self.folder,
            env=self.environment,
            input=said,
            capture_output=True,
            text=True,
            check=False,
        )

    def manage(self, *command: str) -> str:
        """What the command prints; it must succeed."""
        done = self.run(*command)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def python(self, code: str) -> str:
        """What this code prints inside the app."""
        return self.manage("shell", "--no-imports", "-c", code)


class Served(Project):
    """An app of the catalogue behind gunicorn, with its database; `stop` ends its processes.

    `app` is the folder with its card; `settings` are those that are not as the card has them.
    """

    HOST = "127.0.0.1"

    def __init__(self, app: Path, folder: Path, **settings: Any) -> None:
        self.card = yaml.safe_load((app / "app.yml").read_text())
        self.settings = settings
        self.url = f"http://{self.HOST}:{free_port()}"
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        unwanted = shutil.ignore_patterns("tests", "__pycache__", ".*")
        shutil.copytree(app / SLUG, folder, ignore=unwanted)
        _fill_in(BASE / SLUG, folder)
        shutil.copy(app / "app.yml", folder)
        add_region(folder, self.region(), self.secrets())
        self.live_in(
            folder,
            SMARTCITY_BIND=self.url.removeprefix("http://"),
            SMARTCITY_WORKERS="2",
            SMARTCITY_THREADS="2",
        )

    def region(self) -> dict[str, Any]:
        """What its region.json says."""
        region: dict[str, Any] = json.loads((TESTING / "region.json").read_text())
        own = next(app for app in region["apps"] if app["name"] == self.card["name"])
        own |= {"url": self.url, "roles": self.card["roles"]}
        given = {name: setting["default"] for name, setting in self.card["settings"].items()}
        app = {**own, "settings": given | self.settings}
        return {**region, "app": app, "place": "embedded"}

    def secrets(self) -> dict[str, str]:
        """Its secrets, each by its path."""
        names = ("secret_key", "data_key", "oidc_client_secret")
        return {name: secrets.token_urlsafe(50) for name in names}

    def start(self, name: str, *command: str) -> None:
        """A process that goes on, and writes into `<name>.log`."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, *command],
                cwd=self.folder,
                env=self.environment,
                stdout=log,
                stderr=log,
            )

    def serve(self) -> None:
        self.start("web", "-m", "gunicorn", "-c", "gunicorn.conf.py")
        until(self._answers)

    def work(self) -> None:
        self.start("jobs", "manage.py", "work", "--interval", "0.1")

    def stop(self, *names: str) -> None:
        for name in names or tuple(self.processes):
            process = self.processes.pop(name)
            process.terminate()
            process.wait()

    def _answers(self) -> bool:
        try:
            return bool(requests.get(f"{self.url}/readyz", timeout=5).status_code == 200)
        except (requests.ConnectionError, requests.Timeout):  # a busy machine starts slowly
            return False


def add_region(folder: Path, region: dict[str, Any], known: dict[str, str]) -> None:
    """What a region gives to its app: branding, data, region.json and secrets."""
    for name in ("branding", "data"):
        shutil.copytree(TESTING / name, folder / name)
    (folder / "region.json").write_text(json.dumps(region))
    for name, value in known.items():
        path = folder / "secrets" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(value)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def until(true: Callable[[], bool]) -> None:
    """Wait for something that another process does; fails after three minutes."""
    deadline = time.monotonic() + 180
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)


def _fill_in(source: Path, target: Path) -> None:
    """The kit's second pass: the base fills in what the app left unsaid."""
    for path in source.rglob("*"):
        there = target / path.relative_to(source)
        if path.is_dir():
            there.mkdir(exist_ok=True)
        elif not there.exists():
            shutil.copy(path, there)
