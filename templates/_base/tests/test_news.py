"""Urgent announcements: pulled from LIVE, shown on every page, kept while LIVE is away."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from smartcity_base import news
from smartcity_base.config import config
from smartcity_base.models import Headline
from smartcity_base.testing.cast import Person


class Live(ThreadingHTTPServer):
    """LIVE as far as its announcements go: says `told`, or `status`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.told: Any = {"announcements": []}
        self.status = 200
        self.asked: list[str] = []

    def announce(self, title: str, until: str | None = None, url: str = "/pengumuman/x/") -> None:
        at = url if url.startswith("http") else self.url + url
        self.told = {"announcements": [{"id": "x", "title": title, "url": at, "until": until}]}


class _Handler(BaseHTTPRequestHandler):
    server: Live

    def do_GET(self) -> None:
        body = json.dumps(self.server.told).encode()
        etag = f'"{hash(body)}"'
        known = self.headers.get("If-None-Match")
        self.server.asked.append(f"{self.path} {known == etag}")
        self.send_response(304 if known == etag else self.server.status)
        self.send_header("ETag", etag)
        self.end_headers()
        if known != etag:
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def live(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    cache.clear()
    server = Live()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    known = config()
    apps = tuple(replace(app, url=server.url) if app.name == "live" else app for app in known.apps)
    monkeypatch.setattr(news, "config", lambda: replace(known, apps=apps))
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def page(person: Person) -> str:
    return str(person.client.get("/").content.decode())


def test_it_stands_on_every_page_with_the_way_to_the_whole(live: Live, stranger: Person) -> None:
    live.announce("Banjir di <Utara>")
    news.fetch.call()
    shown = page(stranger)
    assert "Banjir di &lt;Utara&gt;" in shown
    assert f'href="{live.url}/pengumuman/x/"' in shown


def test_it_stays_while_live_is_away_and_goes_when_live_takes_it_back(
    live: Live, stranger: Person
) -> None:
    live.announce("Banjir")
    news.fetch.call()
    live.status = 503
    live.told = {"announcements": []}
    news.fetch.call()
    assert "Banjir" in page(stranger)
    live.status = 200
    news.fetch.call()
    assert "Banjir" not in page(stranger)


def test_it_ends_on_its_last_day_though_live_is_away(live: Live, stranger: Person) -> None:
    today = timezone.localdate()
    live.announce("Hari ini", until=today.isoformat())
    news.fetch.call()
    assert "Hari ini" in page(stranger)
    Headline.objects.update(until=today - timedelta(days=1))
    assert "Hari ini" not in page(stranger)


def test_what_has_not_changed_is_not_sent_again(live: Live) -> None:
    live.announce("Banjir")
    for _ in range(2):
        news.fetch.call()
    assert live.asked == ["/pengumuman/penting.json False", "/pengumuman/penting.json True"]


@pytest.mark.parametrize(
    "nonsense",
    [
        [],
        {"announcements": [{"id": "x"}]},
        {"announcements": "x"},
        {
            "announcements": [
                {"id": "x", "title": "T", "url": "https://penipu.test/", "until": None}
            ]
        },
        {"announcements": [{"id": "x", "title": "T", "url": "javascript:x", "until": None}]},
    ],
    ids=str,
)
def test_what_is_no_announcement_of_live_changes_nothing(
    live: Live, stranger: Person, nonsense: Any
) -> None:
    live.announce("Banjir")
    news.fetch.call()
    live.told = nonsense
    news.fetch.call()
    assert "Banjir" in page(stranger)


def test_no_more_than_three_stand_there(db: None) -> None:
    rows = [{"id": f"n{n}", "title": f"Kabar {n}", "url": "/", "until": None} for n in range(5)]
    news.keep(rows)
    assert [line.title for line in news.headlines()] == ["Kabar 0", "Kabar 1", "Kabar 2"]


def test_a_live_that_does_not_answer_is_no_fault_of_the_app(
    live: Live, stranger: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = news.config()
    apps = tuple(replace(app, url="http://127.0.0.1:9") for app in known.apps)
    monkeypatch.setattr(news, "config", lambda: replace(known, apps=apps))
    news.fetch.call()
    assert stranger.client.get("/").status_code == 200
