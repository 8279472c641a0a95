"""A release takes over behind its health gate, under a real supervisor; or it does not."""

import json
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.servers.machine import wait_until

from .conftest import PLAYBOOKS, Result, RunModule

# A stand-in for an app: it says which release it is, as the real ones do at /readyz.
APP = """
import http.server, json, pathlib, signal, sys
release = pathlib.Path("name").read_text()
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({"release": release, "checks": {"database": release != "sick"}})
        self.send_response(503 if release == "sick" else 200)
        self.end_headers()
        self.wfile.write(body.encode())
    def log_message(self, *words): pass
if release == "broken":
    print("Traceback (most recent call last):", "  ...", "ImproperlyConfigured: no such thing",
          *(f"Worker {n} exits" for n in range(9)), sep="\\n", flush=True)
    sys.exit(3)
if release == "deaf":
    signal.pause()
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
"""

SUPERVISOR = """
[supervisord]
logfile = {run}/supervisord.log
pidfile = {run}/supervisord.pid
childlogdir = {run}
[unix_http_server]
file = {run}/s.sock
[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
[supervisorctl]
serverurl = unix://{run}/s.sock
[program:app-web]
command = {python} {run}/app.py {port}
directory = {app}/current
redirect_stderr = true
startretries = 1
"""


class App:
    """One app with releases, ready to be switched."""

    def __init__(self, run_module: RunModule, app: Path, run: Path, port: int) -> None:
        self.run_module, self.folder, self.run, self.port = run_module, app, run, port

    def add(self, name: str) -> None:
        folder = self.folder / "releases" / name
        folder.mkdir(parents=True)
        (folder / "name").write_text(name)
        (folder / "app.env").write_text("")

    @property
    def manager(self) -> dict[str, str]:
        return {
            "kind": "supervisor",
            "configuration": f"{self.run}/supervisord.conf",
            "address": f"{self.run}/s.sock",
            "python": sys.executable,
        }

    @property
    def door(self) -> dict[str, str]:
        return {"address": f"127.0.0.1:{self.port}", "host": "laksa.example"}

    def switch(self, release: str = "", check: bool = False, **more: Any) -> Result:
        arguments = {
            "app": str(self.folder), "release": release, "services": ["app-web"],
            "manager": self.manager, **self.door, "seconds": 5,
            "record": "app", "record_folder": f"{self.run}/record",
        }  # fmt: skip
        return self.run_module("switch", arguments | more, check=check)

    def probed(self) -> dict[str, Any]:
        """What the probe says of the app."""
        noted = {"manager": self.manager, **self.door, "web": "app-web", "jobs": "app-web"}
        paths = {"opt": str(self.folder.parent)}
        place = {"apps": {self.folder.name: noted}, "paths": paths, "lock": ""}
        (self.run / "record/place.json").write_text(json.dumps(place))
        command = [sys.executable, str(PLAYBOOKS / "files/probe.py"), "--root", str(self.run)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return dict(json.loads(done.stdout)["apps"][self.folder.name])

    @property
    def serving(self) -> str:
        return (self.folder / "current").readlink().name

    def pid(self) -> int:
        return int(self.control("pid", "app-web").stdout)

    def control(self, *words: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "supervisor.supervisorctl", "-c"]
        return subprocess.run(
            [*command, f"{self.run}/supervisord.conf", *words], capture_output=True, text=True
        )

    def end(self) -> None:
        self.control("shutdown")


@pytest.fixture
def app(run_module: RunModule, tmp_path: Path) -> Iterator[App]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # A socket's path may have 107 bytes; that of pytest's folder is longer.
    with tempfile.TemporaryDirectory() as short:
        run = Path(short)
        (run / "app.py").write_text(APP)
        settings = {"run": run, "app": tmp_path, "port": port, "python": sys.executable}
        (run / "supervisord.conf").write_text(SUPERVISOR.format(**settings))
        app = App(run_module, tmp_path, run, port)
        yield app
        app.end()


def test_it_switches_remembers_the_release_before_and_goes_back_when_asked(app: App) -> None:
    for name in ("one", "two"):
        app.add(name)
        result = app.switch(name)
        assert not result.get("failed"), result
        assert result["changed"]
    assert (app.serving, (app.folder / "previous").readlink().name) == ("two", "one")
    assert app.switch()["release"] == "one"
    assert app.serving == "one"


def test_nothing_happens_when_the_release_serves_already(app: App) -> None:
    app.add("one")
    app.switch("one")
    before = app.pid()
    assert not app.switch("one")["changed"]
    assert app.pid() == before


@pytest.mark.parametrize(("name", "reason"), [
    ("broken", "ImproperlyConfigured"),
    ("sick", "database: False"),
])  # fmt: skip
def test_the_release_before_serves_again_when_the_new_one_does_not_get_ready(
    app: App, name: str, reason: str
) -> None:
    app.add("one")
    app.add(name)
    app.switch("one")
    result = app.switch(name)
    assert result["failed"]
    assert result["went_back"]
    assert f"release {name} does not get ready, release one serves again" in result["msg"]
    assert reason in result["msg"]
    assert app.serving == "one"
    assert not app.switch("one")["changed"]


def test_a_first_release_that_fails_is_named(app: App) -> None:
    app.add("broken")
    result = app.switch("broken")
    assert result["failed"]
    assert "broken does not get ready" in result["msg"]


def test_a_stopped_app_is_started(app: App) -> None:
    app.add("one")
    app.switch("one")
    app.control("stop", "app-web")
    assert app.switch("one")["changed"]
    assert not app.switch("one")["changed"]


def test_it_restarts_when_what_the_app_read_is_newer_than_the_app(app: App) -> None:
    """So a run that was killed between writing a secret and restarting is made good."""
    app.add("one")
    app.switch("one")
    before = app.pid()
    secrets = app.run / "secrets"
    secrets.mkdir()
    (secrets / "key").write_text("new")
    assert app.switch("one", inputs=[str(secrets)])["changed"]
    assert app.pid() != before
    assert not app.switch("one", inputs=[str(secrets)])["changed"]


def test_old_releases_go_and_the_last_three_stay(app: App) -> None:
    for name in ("one", "two", "three", "four", "five"):
        app.add(name)
        app.switch(name)
    assert {f.name for f in (app.folder / "releases").iterdir()} == {"three", "four", "five"}


def test_going_back_without_a_release_before_changes_nothing(app: App) -> None:
    app.add("one")
    app.switch("one")
    result = app.switch()
    assert result["failed"]
    assert "before the current one" in result["msg"]
    assert app.serving == "one"


def test_a_check_of_a_release_that_is_not_there_yet_fails_not(app: App) -> None:
    result = app.switch("one", check=True)
    assert not result.get("failed")
    assert result["msg"].startswith("cannot be predicted: ")
    assert list(app.folder.iterdir()) == []


def test_the_probe_will_know_the_services(app: App) -> None:
    app.add("one")
    app.switch("one")
    noted = json.loads((app.run / "record/app.json").read_text())
    assert noted == {"units": {"supervisor": ["app-web"]}}


def test_what_outlived_the_service_is_not_taken_for_it(app: App) -> None:
    app.add("one")
    app.switch("one")
    assert (app.probed()["web"], app.probed()["ready"]) == (True, 200)
    app.control("stop", "app-web")
    command = [sys.executable, str(app.run / "app.py"), str(app.port)]
    left = subprocess.Popen(command, cwd=app.folder / "current")
    try:
        wait_until("it answers", lambda: answers(app.port))
        (app.folder / "current/name").write_text("deaf")
        app.control("start", "app-web")
        assert (app.probed()["web"], app.probed()["ready"]) == (True, 0)
    finally:
        left.kill()
        left.wait()


def answers(port: int) -> bool:
    with socket.socket() as knock:
        return knock.connect_ex(("127.0.0.1", port)) == 0
