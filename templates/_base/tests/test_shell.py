"""What stays without a line: one worker, one page, and nothing of anybody."""

from __future__ import annotations

import json
import re
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.contrib.staticfiles import finders

from smartcity_base import shell
from smartcity_base.testing.cast import Person

pytestmark = pytest.mark.usefixtures("region")
PHONE = {"x-kept": "1"}


def worker(person: Person) -> str:
    return str(person.client.get("/sw.js").content.decode())


def test_the_worker_keeps_what_its_pages_need_and_all_of_it_is_there(stranger: Person) -> None:
    answer = stranger.client.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    (kept,) = re.findall(r"const KEPT = (\[.*\]);", answer.content.decode())
    addresses = json.loads(kept)
    assert addresses[:2] == ["/tanpa-sambungan/", "/darurat/"]
    for page in addresses[:2]:
        html = stranger.client.get(page).content.decode()
        needed = re.findall(r'(?:rel="stylesheet" href|script src|img src)="([^"]+)"', html)
        assert set(needed) <= set(addresses)
    for address in addresses:
        file = address.removeprefix("/static/")
        there = finders.find(file) if file != address else stranger.client.get(address)
        assert there, address
        assert getattr(there, "status_code", 200) == 200, address


def test_the_page_without_a_line_is_the_same_for_everybody_in_two_languages(
    stranger: Person, officer: Person
) -> None:
    page = stranger.client.get("/tanpa-sambungan/")
    assert page.content == officer.client.get("/tanpa-sambungan/").content
    assert "Set-Cookie" not in page.headers
    html = page.content.decode()
    assert "Tidak ada sambungan" in html
    assert "No connection" in html
    assert 'href="tel:112"' in html
    assert "csrfmiddlewaretoken" not in html


def test_another_release_or_language_of_the_asker(stranger: Person, settings: LazySettings) -> None:
    first = worker(stranger)
    stranger.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert worker(stranger) == first, "one worker for all"
    settings.RELEASE = "another"
    assert worker(stranger) != first


def test_a_browser_that_has_it_is_not_sent_it_again(stranger: Person) -> None:
    tag = stranger.client.get("/sw.js")["ETag"]
    answer = stranger.client.get("/sw.js", headers={"if-none-match": tag})
    assert (answer.status_code, answer.content) == (304, b"")


def test_nothing_that_is_kept_is_for_who_is_signed_in(stranger: Person, officer: Person) -> None:
    for address in shell.addresses():
        if not address.startswith("/static/"):
            mine, theirs = (who.client.get(address).content for who in (officer, stranger))
            assert mine == theirs, address


def test_a_phone_is_told_whether_its_form_was_taken(stranger: Person) -> None:
    form = {"submission": str(uuid4()), "words": "Lubang"}
    for _again in range(2):
        assert stranger.client.post("/simpan/", form, headers=PHONE).json() == {"to": "/"}
    again = stranger.client.post("/simpan/", {**form, "words": ""}, headers=PHONE)
    assert again.json() == {"again": True}
    assert stranger.client.post("/simpan/", form).status_code == 302, "a page goes on as ever"


def test_the_message_is_left_for_the_reader(stranger: Person) -> None:
    form = {"submission": str(uuid4()), "words": "Lubang"}
    stranger.client.post("/simpan/", form, headers=PHONE)
    assert "Terkirim." in stranger.client.get("/").content.decode()


def test_who_must_sign_in_first_was_not_taken(stranger: Person) -> None:
    answer = stranger.client.post("/petugas/", {"a": "b"}, headers=PHONE)
    assert answer.status_code in (401, 403)
