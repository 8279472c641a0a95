"""openid-client, the certified OpenID client from npm, as an app would use it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, NoReturn

import pytest

HERE = Path(__file__).parent
FILES = ("package.json", "package-lock.json", "client.js")


class Refused(Exception):
    """What openid-client says it does not take, or what LIVE answered: `code` or `error`."""

    def __init__(self, about: dict[str, str]) -> None:
        self.code, self.error = about.get("code"), about.get("error")
        super().__init__(about["message"])


class OpenIDClient:
    """One process that stays, with the keys it has fetched."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            ["node", "client.js"],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, verb: str, **parameters: Any) -> dict[str, Any]:
        assert self.process.stdin
        assert self.process.stdout
        print(json.dumps({"verb": verb, **parameters}), file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        assert line, "openid-client has ended"
        answer: dict[str, Any] = json.loads(line)
        if refused := answer.get("refused"):
            raise Refused(refused)
        return answer

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


def installed(folder: Path) -> Path:
    """A folder with the locked packages; skips with the reason where npm cannot give them."""
    if not shutil.which("node") or not shutil.which("npm"):
        _skip("the test with openid-client needs npm: apt install npm")
    for name in FILES:
        shutil.copy(HERE / name, folder)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        _skip(f"npm did not install openid-client: {done.stderr[-500:]}")
    return folder


def _skip(reason: str) -> NoReturn:
    if os.environ.get("SMARTCITY_TESTS_STRICT") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
