"""A photo behind a `media_url`: fetched from the open internet, and from nowhere else."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.utils import timezone

from laksa.models import Report
from laksa.open311 import media
from laksa.open311.jobs import finish
from laksa.open311.models import Posted
from laksa.states import Action, Audience

from ..conftest import picture
from .conftest import App

URL = "http://foto.example.org/lubang.jpg?besar=1"


class Site:
    """A web server, at a name that the app takes for a public one."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, dict[str, str], bytes]] = []
        self.asked: list[tuple[str, str]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.headers["Host"], self.path))
                status, headers, body = site.answers.pop(0)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    made = Site()
    monkeypatch.setattr(media, "PORTS", {"http": made.server.server_port})
    monkeypatch.setattr(media, "_public_address", lambda host, port: "127.0.0.1")
    yield made
    made.server.shutdown()
    made.server.server_close()


def done(app: App, url: str = URL) -> Report:
    app.made(media_url=url)
    finish.call(str(Posted.objects.get().pk))
    return Report.objects.get()


def test_the_photo_is_fetched_by_the_worker_and_becomes_the_reports(app: App, site: Site) -> None:
    site.answers = [(200, {}, picture().read())]
    report = done(app)
    assert site.asked == [("foto.example.org", "/lubang.jpg?besar=1")]
    photo = report.photos.get()
    assert photo.event is not None
    assert photo.event.action == Action.RECEIVE
    assert Posted.objects.get().waiting == {}


def test_a_redirect_is_followed_and_looked_at_again(app: App, site: Site) -> None:
    moved = (302, {"Location": "/lain.jpg"}, b"")
    site.answers = [moved, (200, {}, picture().read())]
    assert done(app).photos.count() == 1
    assert site.asked[1] == ("foto.example.org", "/lain.jpg")


def test_redirects_come_to_an_end(app: App, site: Site) -> None:
    site.answers = [(302, {"Location": "/lagi.jpg"}, b"")] * 9
    assert done(app).photos.count() == 0
    assert len(site.asked) == media.REDIRECTS + 1


@pytest.mark.parametrize(
    "answer",
    [
        (404, {}, b""),
        (200, {}, b"<html>bukan foto</html>"),
        (200, {}, b"x" * (media.MAX_BYTES + 70_000)),
        (302, {"Location": "file:///etc/passwd"}, b""),
        (302, {"Location": "http://foto.example.org:6379/"}, b""),
    ],
)
def test_what_is_no_photo_is_noted_for_the_officers_alone(
    app: App, site: Site, answer: tuple[int, dict[str, str], bytes]
) -> None:
    site.answers = [answer]
    report = done(app)
    note = report.events.get(action=Action.NOTE)
    assert note.audience == Audience.OFFICERS
    assert "tidak dapat diambil" in note.text
    assert "example.org" not in note.text
    assert report.photos.count() == 0
    assert Posted.objects.get().waiting == {}


def test_a_server_that_is_away_is_asked_again_later(app: App, site: Site) -> None:
    from django_tasks_db.models import DBTaskResult

    site.answers = [(503, {}, b"")]
    report = done(app)
    assert not report.events.filter(action=Action.NOTE).exists()
    later = DBTaskResult.objects.order_by("enqueued_at").last()
    assert later is not None
    assert later.args_kwargs["args"][1] == 2
    assert later.run_after is not None
    assert later.run_after > timezone.now()
    site.answers = [(200, {}, picture().read())]
    finish.call(*later.args_kwargs["args"])
    assert report.photos.count() == 1


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.1.1", "169.254.169.254", "172.16.0.1", "0.0.0.0", "::1",  # noqa: S104
     "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "224.0.0.1", "100.64.0.1"],
)  # fmt: skip
def test_nothing_inside_is_ever_asked(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    kind = socket.AF_INET6 if ":" in address else socket.AF_INET

    def found(*_: Any, **__: Any) -> list[Any]:
        # A name with one good address among its bad ones is as bad.
        return [(socket.AF_INET, 1, 6, "", ("93.184.216.34", 80)), (kind, 1, 6, "", (address, 80))]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    with pytest.raises(media.NotFetched, match="not a public address"):
        media.fetch("http://jahat.example.org/")


def test_the_address_that_was_looked_at_is_the_one_that_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *_, **__: [(socket.AF_INET, 1, 6, "", ("93.184.216.34", 80))]
    )
    assert media._public_address("foto.example.org", 80) == "93.184.216.34"


@pytest.mark.parametrize(
    "url",
    ["ftp://a.example/x", "file:///etc/passwd", "http://a.example:8080/x", "http://u:p@a.example/"],
)
def test_only_ordinary_web_addresses_are_asked(url: str) -> None:
    with pytest.raises(media.NotFetched, match="not an ordinary"):
        media.fetch(url)
