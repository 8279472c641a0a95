"""Asking an app whether it is ready, through the same socket that visitors come by."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Callable
from typing import Any, NamedTuple


class Answer(NamedTuple):
    """`status` is 0 when nobody answered; `reason` says why in words."""

    status: int
    release: str
    reason: str

    def is_ready(self, release: str) -> bool:
        return self.status == 200 and self.release == release


class Connection(http.client.HTTPConnection):
    """HTTP over a Unix socket ("unix:/run/x.sock") or over TCP ("127.0.0.1:21000")."""

    def __init__(self, address: str, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self.address = address

    def connect(self) -> None:
        if self.address.startswith("unix:"):
            self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self.sock.settimeout(self.timeout)
            self.sock.connect(self.address[len("unix:") :])
        else:
            host, _, port = self.address.rpartition(":")
            self.sock = socket.create_connection((host, int(port)), self.timeout)


def ask(address: str, host: str, timeout: float = 3) -> Answer:
    """GET /readyz at `address`, as a visitor of `host` would after TLS was taken off."""
    connection = Connection(address, timeout)
    try:
        connection.request("GET", "/readyz", headers={"Host": host, "X-Forwarded-Proto": "https"})
        response = connection.getresponse()
        said = _parsed(response.read(65536))
        return Answer(response.status, str(said.get("release", "")), _failed_checks(said))
    except (OSError, http.client.HTTPException) as fault:
        return Answer(0, "", f"no answer: {fault}")
    finally:
        connection.close()


def wait(
    address: str, host: str, release: str, seconds: float, is_hopeless: Callable[[], bool]
) -> Answer:
    """Ask until `release` is ready there, at most `seconds`, or it is hopeless; the last answer."""
    deadline = time.monotonic() + seconds
    while True:
        answer = ask(address, host)
        if answer.is_ready(release) or time.monotonic() > deadline or is_hopeless():
            return answer
        time.sleep(0.1)


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        return dict(json.loads(body))
    except ValueError:
        return {}


def _failed_checks(said: dict[str, Any]) -> str:
    checks = said.get("checks")
    if not isinstance(checks, dict):
        return ""
    return ", ".join(
        f"{name}: {found}" for name, found in checks.items() if found not in (True, "ok")
    )
