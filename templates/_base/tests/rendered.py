"""The sample app as the kit renders it: an ordinary project, run as its own processes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from smartcity_base.testing.running import BASE, SLUG, TESTING, Project, add_region

SECRETS = {
    "secret_key": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ\n",
    "data_key": "kunci-data-untuk-pengujian\n",
    "oidc_client_secret": "rahasia\n",
}


class Rendered(Project):
    """An app in `folder`; `region` is what its region.json says."""

    def __init__(self, folder: Path, **changes: Any) -> None:
        shutil.copytree(BASE / SLUG, folder)
        shutil.copytree(BASE / "tests/contoh", folder / "contoh")
        region = json.loads((TESTING / "region.json").read_text()) | changes
        add_region(folder, region, SECRETS)
        self._keep_its_state(folder)

    def _keep_its_state(self, folder: Path) -> None:
        self.live_in(folder, SMARTCITY_STATE=str(folder / "var"), SMARTCITY_RELEASE="rilis-1")

    def copy_to(self, folder: Path) -> Rendered:
        """The same app, with all it has by now, in a folder of its own."""
        made: Rendered = object.__new__(Rendered)
        made._keep_its_state(Path(shutil.copytree(self.folder, folder)))
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
        report: dict[str, Any] = json.loads(self.manage("prepare", *options))
        return report
