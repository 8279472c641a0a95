"""What stays without a line: one worker, one page, and nothing of anybody."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.client import BOUNDARY, MULTIPART_CONTENT, FakePayload, encode_multipart
from django.utils import timezone

from smartcity_base import shell
from smartcity_base.jobs import forget_what_expired
from smartcity_base.models import TakenForm, Tally
from smartcity_base.models.taken import REMEMBERED
from smartcity_base.testing.cast import Person

from contoh import views

pytestmark = pytest.mark.usefixtures("region")
Taken = list[tuple[str, int]]


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Taken:
    """The words of each form that the app took, and the bytes of its photo."""
    monkeypatch.setattr(views, "TAKEN", [])
    return views.TAKEN


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


@pytest.mark.django_db(transaction=True)
def test_the_database_waits_for_no_slow_line(taken: Taken, stranger: Person) -> None:
    """Embedded no nginx takes it first, and one writer at a time has SQLite."""
    held: list[bool] = []

    class SlowLine(FakePayload):
        def read(self, *size: int) -> bytes:
            held.append(connection.in_atomic_block)
            return super().read(*size)

    form = encode_multipart(BOUNDARY, {"words": "Lubang"})
    answer = stranger.client.generic(
        "POST", "/simpan/", form, MULTIPART_CONTENT, headers={"x-kept": str(uuid4())},
        **{"wsgi.input": SlowLine(form)},
    )  # fmt: skip
    assert answer.json() == {"to": "/"}
    assert taken == [("Lubang", 0)]
    assert held
    assert not any(held)


def sends(person: Person, form: str, words: str = "Lubang") -> Any:
    return person.client.post("/simpan/", {"words": words}, headers={"x-kept": form})


def test_a_phone_is_told_whether_its_form_was_taken(stranger: Person) -> None:
    assert sends(stranger, str(uuid4())).json() == {"to": "/"}
    assert sends(stranger, str(uuid4()), words="").json() == {"again": True}
    page = stranger.client.post("/simpan/", {"words": "Lubang"})
    assert page.status_code == 302, "a page goes on as ever"


def test_a_form_is_taken_once_however_often_it_comes(stranger: Person, taken: Taken) -> None:
    form = str(uuid4())
    for _again in range(3):
        assert sends(stranger, form).json() == {"to": "/"}
    assert taken == [("Lubang", 0)]
    sends(stranger, str(uuid4()))
    assert len(taken) == 2, "the same words again are another form"


def test_what_was_not_taken_may_come_again(stranger: Person, taken: Taken) -> None:
    form = str(uuid4())
    assert sends(stranger, form, words="").json() == {"again": True}
    assert sends(stranger, form).json() == {"to": "/"}
    assert taken == [("Lubang", 0)]


def test_what_failed_halfway_was_not_done_and_may_come_again(stranger: Person) -> None:
    form = str(uuid4())
    stranger.client.raise_request_exception = False
    assert sends(stranger, form, words="rusak").status_code == 500
    assert not Tally.objects.exists()
    assert sends(stranger, form).json() == {"to": "/"}
    assert Tally.objects.get().count == 1


def test_the_id_of_anothers_form_tells_nothing(
    stranger: Person, officer: Person, taken: Taken
) -> None:
    form = str(uuid4())
    sends(officer, form, words="Punya petugas")
    sends(stranger, form, words="Punya warga")
    assert taken == [("Punya petugas", 0), ("Punya warga", 0)]


def test_what_no_phone_asks_for_any_more_is_forgotten(stranger: Person) -> None:
    sends(stranger, str(uuid4()))
    TakenForm.objects.update(at=timezone.now() - REMEMBERED - timedelta(days=1))
    sends(stranger, str(uuid4()))
    forget_what_expired.call()
    assert TakenForm.objects.count() == 1


def test_the_message_is_left_for_the_reader(stranger: Person) -> None:
    sends(stranger, str(uuid4()))
    assert "Terkirim." in stranger.client.get("/").content.decode()


def test_who_must_sign_in_first_was_not_taken(stranger: Person) -> None:
    answer = stranger.client.post("/petugas/", {"a": "b"}, headers={"x-kept": str(uuid4())})
    assert answer.status_code in (401, 403)
