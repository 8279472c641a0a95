"""The sample app as the kit renders it: an ordinary project, run as its own processes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

BASE = Path(__file__).parent.parent
TESTING = BASE / "smartcity_base/testing"


class Rendered:
    """An app in `folder`; `region` is what its region.json says."""

    def __init__(self, folder: Path, **changes: Any) -> None:
        self.folder = Path(shutil.copytree(BASE / "{{cookiecutter.slug}}", folder))
        shutil.copytree(BASE / "tests/contoh", folder / "contoh")
        for name in ("data", "branding"):
            shutil.copytree(TESTING / name, folder / name)
        region = json.loads((TESTING / "region.json").read_text()) | changes
        (folder / "region.json").write_text(json.dumps(region))
        (folder / "secrets").mkdir()
        self.secret("secret_key", "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
        self.secret("data_key", "kunci-data-untuk-pengujian")
        self.secret("oidc_client_secret", "rahasia")
        self._live_in(self.folder)

    def _live_in(self, folder: Path) -> None:
        self.folder = folder
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment = {
            **kept,
            "PYTHONPATH": str(BASE),
            "SMARTCITY_STATE": str(folder / "var"),
            "SMARTCITY_RELEASE": "rilis-1",
        }

    def copy_to(self, folder: Path) -> Rendered:
        """The same app, with all it has by now, in a folder of its own."""
        made: Rendered = object.__new__(Rendered)
        made._live_in(Path(shutil.copytree(self.folder, folder)))
        return made

    def settings(self, *names: str) -> dict[str, Any]:
        """These Django settings, read in a process of their own without loading the apps."""
        code = (
            "import json, sys; from django.conf import settings; names = sys.argv[1:];"
            "print(json.dumps({name: getattr(settings, name) for name in names}, default=str))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, *names],
            cwd=self.folder,
            env=self.environment | {"DJANGO_SETTINGS_MODULE": "config.settings"},
            capture_output=True,
            text=True,
            check=True,
        )
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def secret(self, name: str, value: str) -> None:
        (self.folder / "secrets" / name).write_text(f"{value}\n")

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

    def start(self, *command: str, **environment: str) -> subprocess.Popen[str]:
        """A process of the app that goes on; the caller ends it."""
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=self.folder,
            env=self.environment | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def prepare(self, *options: str) -> dict[str, Any]:
        done = self.run("prepare", *options)
        assert done.returncode == 0, done.stderr
        report: dict[str, Any] = json.loads(done.stdout)
        return report

    def python(self, code: str) -> str:
        """What this code prints inside the app."""
        done = self.run("shell", "--no-imports", "-c", code)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


def until(true: Callable[[], bool]) -> None:
    """Wait for something that another process does; fails after a minute."""
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)
