"""What every app owes to a thin line: it can be installed, answers without one, and is light."""

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smartcity_kit.catalogue import load_catalogue
from tests.templates.conftest import App

APPS = sorted(load_catalogue().apps)
FIRST, NEXT = 100_000, 15_000  # bytes as they travel: some 8 s and 1.2 s on a 2G line

# What a phone asks for, with what comes back; whatever is below /static/ is looked for on disk.
ASKS = """
import json, re, sys
from django.conf import settings
from django.test import Client
client = Client(headers={"host": settings.ALLOWED_HOSTS[0], "accept-encoding": "gzip"},
                raise_request_exception=False)
def asked(path):
    answer = client.get(path, follow=True, secure=settings.SECURE_SSL_REDIRECT)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    size = len(body)
    if answer.headers.get("content-encoding") == "gzip":
        import gzip
        body = gzip.decompress(body)
    return {"status": answer.status_code, "type": answer.headers.get("content-type", ""),
            "size": size, "text": body.decode("utf-8", "replace")}
wanted = ("/", "/sw.js", "/tanpa-sambungan/", "/manifest.webmanifest")
pages = {path: asked(path) for path in wanted}
named = set(json.loads(re.search(r"const KEPT = (\\[.*?\\]);", pages["/sw.js"]["text"])[1]))
named |= {one["src"] for one in json.loads(pages["/manifest.webmanifest"]["text"])["icons"]}
named |= set(re.findall(r'(?:src|href)="(/[^"#]+)"', pages["/"]["text"]))
others = {path: asked(path) for path in sorted(named) if not path.startswith("/static/")
          and "keluar" not in path and "masuk" not in path}
for one in others.values(): one.pop("text")
print(json.dumps({"pages": pages, "others": others, "static": str(settings.STATIC_ROOT)}))
"""


@pytest.fixture(scope="module", params=APPS)
def told(request: pytest.FixtureRequest, rendered: Callable[[str], App]) -> dict[str, Any]:
    told: dict[str, Any] = rendered(request.param).data("shell", "--no-imports", "-c", ASKS)
    return told


def kept(told: dict[str, Any]) -> list[str]:
    found = re.search(r"const KEPT = (\[.*?\]);", told["pages"]["/sw.js"]["text"])
    assert found
    addresses: list[str] = json.loads(found[1])
    return addresses


def on_disk(told: dict[str, Any], address: str) -> Path:
    return Path(told["static"]) / address.removeprefix("/static/")


def test_it_can_be_put_on_a_phone(told: dict[str, Any]) -> None:
    about = json.loads(told["pages"]["/manifest.webmanifest"]["text"])
    assert about["name"]
    assert about["short_name"]
    assert about["start_url"] == "/"
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in about["icons"]}
    assert all(told["others"][icon["src"]]["status"] == 200 for icon in about["icons"])
    page = told["pages"]["/"]["text"]
    assert '<link rel="manifest" href="/manifest.webmanifest">' in page
    assert 'data-worker="/sw.js"' in page


def test_its_worker_keeps_what_is_there_and_nothing_of_its_people(told: dict[str, Any]) -> None:
    worker = told["pages"]["/sw.js"]
    assert worker["type"].startswith("text/javascript")
    assert kept(told)[0] == "/tanpa-sambungan/"
    for address in kept(told):
        if address.startswith("/static/"):
            assert re.search(r"\.[0-9a-f]{12}\.", address), "by its hash: an upgrade replaces it"
            assert on_disk(told, address).is_file(), address
        else:
            assert told["others"][address]["status"] == 200, address
    assert "/" not in kept(told)


def test_without_a_line_it_answers_in_the_regions_dress(told: dict[str, Any]) -> None:
    page = told["pages"]["/tanpa-sambungan/"]["text"]
    for said in ("Tidak ada sambungan", "No connection", "Kota Gorontalo", 'href="tel:112"'):
        assert said in page
    assert "csrfmiddlewaretoken" not in page
    styles = re.findall(r'rel="stylesheet" href="([^"]+)"', page)
    assert styles
    assert set(styles) <= set(kept(told))


def test_its_first_page_is_light_and_lighter_the_next_time(told: dict[str, Any]) -> None:
    page = told["pages"]["/"]
    needs = set(re.findall(r'<script[^>]* src="([^"]+)"', page["text"]))
    needs |= set(re.findall(r'<link rel="(?:stylesheet|icon)" href="([^"]+)"', page["text"]))
    needs |= {
        one.partition("#")[0]
        for one in re.findall(r'<(?:img|use)[^>]* (?:src|href)="([^"]+)"', page["text"])
    }
    weights = {"/": page["size"]}
    for address in needs:
        if address.startswith("/static/"):
            weights[address] = len(gzip.compress(on_disk(told, address).read_bytes(), 6))
        elif address in told["others"]:
            weights[address] = told["others"][address]["size"]
    assert len(weights) > 3, "the page, its styles and the logo at least"
    assert sum(weights.values()) <= FIRST, weights
    # What is below /static/ or themed is the phone's own by then: the page comes, and a 304.
    assert page["size"] <= NEXT
