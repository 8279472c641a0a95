"""LAKSA as the kit renders it, with its database, answered by gunicorn: what others' apps meet."""

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

HERE = Path(__file__).parents[1]
BASE = HERE.parents[1] / "_base"
TESTING = BASE / "smartcity_base/testing"


class Laksa:
    """The rendered folder and its processes; `stop` ends them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{probe.getsockname()[1]}"
        shutil.copytree(HERE, folder, ignore=shutil.ignore_patterns("tests", "__pycache__", ".*"))
        for path in (BASE / "{{cookiecutter.slug}}").rglob("*"):
            there = folder / path.relative_to(BASE / "{{cookiecutter.slug}}")
            if path.is_dir():
                there.mkdir(exist_ok=True)
            elif not there.exists():
                shutil.copy(path, there)
        shutil.copy(HERE.parent / "app.yml", folder)
        shutil.copytree(TESTING / "branding", folder / "branding")
        shutil.copytree(TESTING / "data", folder / "data")
        shutil.copytree(HERE / "tests/data", folder / "data", dirs_exist_ok=True)
        (folder / "region.json").write_text(json.dumps(self._region()))
        (folder / "secrets").mkdir()
        for name in ("secret_key", "data_key", "oidc_client_secret"):
            (folder / "secrets" / name).write_text(secrets.token_urlsafe(50))
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment = {
            **kept,
            "PYTHONPATH": str(BASE),
            "SMARTCITY_BIND": self.url.removeprefix("http://"),
            "SMARTCITY_WORKERS": "2",
            "SMARTCITY_THREADS": "2",
        }
        self.processes: list[subprocess.Popen[bytes]] = []

    def _region(self) -> dict[str, Any]:
        region: dict[str, Any] = json.loads((TESTING / "region.json").read_text())
        card = yaml.safe_load((HERE.parent / "app.yml").read_text())
        own = next(app for app in region["apps"] if app["name"] == "laksa") | {"url": self.url}
        settings = {name: setting["default"] for name, setting in card["settings"].items()}
        app = {**own, "roles": card["roles"], "settings": settings}
        return {**region, "app": app, "place": "embedded"}

    def manage(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def python(self, code: str) -> str:
        """What this code prints inside the app."""
        return self.manage("shell", "--no-imports", "-c", code)

    def start(self, *command: str) -> None:
        with (self.folder / "processes.log").open("ab") as log:
            self.processes.append(
                subprocess.Popen(
                    [sys.executable, *command],
                    cwd=self.folder,
                    env=self.environment,
                    stdout=log,
                    stderr=log,
                )
            )

    def serve(self) -> None:
        self.start("-m", "gunicorn", "-c", "gunicorn.conf.py")
        until(self._answers)

    def stop(self) -> None:
        for process in self.processes:
            process.terminate()
            process.wait()

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.url}/readyz", timeout=5).status_code == 200
        except requests.ConnectionError:
            return False


def until(true: Callable[[], bool]) -> None:
    """Wait for something that another process does; fails after three minutes."""
    deadline = time.monotonic() + 180
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)
