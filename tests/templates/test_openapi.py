"""schemathesis against every app's API as it is served: what the document promises is what comes.

`make test` runs it bounded (same seed, few examples); `make fuzz` at length, with a new seed.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from smartcity_kit.catalogue import load_catalogue
from tests.browser.place import free_ports
from tests.templates.conftest import App

APPS = sorted(load_catalogue().apps)
EXAMPLES = int(os.environ.get("SMARTCITY_TESTS_EXAMPLES", "25"))
SEED = os.environ.get("SMARTCITY_TESTS_SEED", "1")
HOOKS = "tests.templates.hooks"

TOKEN = """
from smartcity_base.models import ApiToken
from smartcity_base.tokens.keys import give_key, scopes
about = {"contact": "uji@example.org", "per_hour": 100000}
print('"' + give_key(ApiToken(name="uji", scopes=list(scopes()), **about)) + '"')
"""
# What an app has to show: path parameters that lead somewhere. Its tests/seed.py makes them.
SEEDED = "import json; from tests.seed import seed; print(json.dumps(seed()))"


@contextmanager
def served(app: App) -> Iterator[str]:
    """The app behind gunicorn, as on a server; answers its address on this machine."""
    port = free_ports(1)
    environment = app.environment | {
        "SMARTCITY_BIND": f"127.0.0.1:{port}",
        "SMARTCITY_THREADS": "2",
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py"]
    with (app.folder / "gunicorn.log").open("w") as log:
        server = subprocess.Popen(command, cwd=app.folder, env=environment, stderr=log, stdout=log)
        try:
            address = f"http://127.0.0.1:{port}"
            until = time.monotonic() + 60
            while not _answers(f"{address}/healthz", app.host):
                assert server.poll() is None, (app.folder / "gunicorn.log").read_text()
                assert time.monotonic() < until, "it does not answer"
                time.sleep(0.1)
            yield address
        finally:
            server.terminate()
            server.wait(30)


def _answers(address: str, host: str) -> bool:
    try:
        return requests.get(address, headers={"Host": host}, timeout=5).ok
    except requests.ConnectionError:
        return False


def run(app: App, address: str, folder: Path, **shown: Any) -> "subprocess.CompletedProcess[str]":
    settings = [f"{name} = {json.dumps(value)}" for name, value in shown.pop("known").items()]
    # PostgreSQL keeps no NUL in a text and every app refuses it (the base's test_api.py).
    told = ["[generation]", "allow-x00 = false", "[parameters]", *settings]
    (folder / "schemathesis.toml").write_text("\n".join(told))
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", "schemathesis.toml", "run"),
        *(f"{address}/api/v1/openapi.json", "--origin", address, "--seed", SEED),
        *("--header", f"Host: {app.host}", "--header", "X-Forwarded-Proto: https"),
        *("--max-examples", str(EXAMPLES), "--suppress-health-check", "all", "--no-color"),
    ]
    environment = os.environ | {
        "SCHEMATHESIS_HOOKS": HOOKS,
        "SMARTCITY_TESTS_SHOWN": json.dumps({"app": app.name, **shown}),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize("name", APPS)
def test_it_answers_what_its_document_promises(
    name: str, rendered: Callable[[str], App], tmp_path: Path
) -> None:
    app = rendered(name)
    # What is asked of an app by another, LIVE rarely asks.
    links = sorted((app.folder / "secrets/links").glob("*"), key=lambda file: file.name == "live")
    seeds = (app.folder / "tests/seed.py").is_file()
    with served(app) as address:
        done = run(
            app,
            address,
            tmp_path,
            token=app.data("shell", "--no-imports", "-c", TOKEN),
            known=app.data("shell", "--no-imports", "-c", SEEDED) if seeds else {},
            caller=links[0].name if links else "",
            link=links[0].read_text() if links else "",
        )
    assert done.returncode == 0, done.stdout + done.stderr
