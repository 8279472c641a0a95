"""Another party over real HTTP: a provider of messages, or a push service."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.utils import timezone

from smartcity_base.models import User
from smartcity_base.notices import Kind, notify
from smartcity_base.testing.cast import Person, Setting

from live.reach.models import Dispatch, Wishes
from live.reach.send import send_due


@dataclass
class Asked:
    path: str
    headers: dict[str, str]
    body: bytes


class Other(ThreadingHTTPServer):
    """Keeps what it was asked; `answers`: (status, headers, body) for the next ones, else 201."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.asked: list[Asked] = []
        self.answers: list[tuple[int, dict[str, str], bytes]] = []
        self.slow_s = 0.0

    def handle_error(self, *_: object) -> None:
        """Who asked has gone away meanwhile."""


class _Handler(BaseHTTPRequestHandler):
    server: Other

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append(Asked(self.path, headers, body))
        time.sleep(self.server.slow_s)
        status, more, said = (self.server.answers or [(201, {}, b'{"id": "wa-77"}')]).pop(0)
        self.send_response(status)
        for name, value in more.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def other() -> Iterator[Other]:
    server = Other()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def provider(other: Other, setting: Setting) -> Other:
    """The other party as the region's provider of messages."""
    setting(message_url=f"{other.url}/kirim", message_sender="PEMKOT")
    return other


Told = Callable[..., Dispatch | None]


def told(person: Person, *ways: str) -> Dispatch | None:
    """A notice for this person, who wants it by these ways."""
    assert isinstance(person.user, User)
    Wishes.objects.update_or_create(user=person.user, defaults={"ways": {"pengajuan": list(ways)}})
    notify(
        person.user,
        "LKS-26-000001: Jawaban instansi",
        "Pak Budi, besok ditambal.",
        "/x/",
        kind=Kind.SUBMISSION,
    )
    return Dispatch.objects.order_by("-pk").first()


def send_in(minutes: float, monkeypatch: Any) -> None:
    """What the worker sends then."""
    now = timezone.now() + timedelta(minutes=minutes)
    with monkeypatch.context() as later:
        later.setattr(timezone, "now", lambda: now)
        send_due()


def wait_s(dispatch: Dispatch) -> float:
    """Until the next attempt."""
    dispatch.refresh_from_db()
    return (dispatch.next_at - timezone.now()).total_seconds()
