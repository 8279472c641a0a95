"""Indonesian for everybody, English for who chose it, and what is kept or sent in Indonesian."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import Client
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from smartcity_base.language import indonesian
from smartcity_base.papers.head import letterhead
from smartcity_base.shared import shared
from smartcity_base.testing.cast import Person, browser

pytestmark = pytest.mark.django_db
PAGE = "/pameran/"


@pytest.fixture
def english() -> Client:
    """Somebody who pressed "English" at the foot of a page."""
    client = browser()
    client.get("/bahasa/", {"ke": "en"})
    return client


def test_a_page_is_in_english_for_who_chose_it_and_says_so(english: Client) -> None:
    page = english.get(PAGE).text
    assert '<html lang="en">' in page
    assert "Skip to content" in page
    assert "Langsung ke isi" not in page


def test_nobody_else_reads_english_from_it(english: Client) -> None:
    english.get(PAGE)
    page = browser().get(PAGE).text
    assert '<html lang="id">' in page
    assert "Langsung ke isi" in page


def test_what_a_phone_is_set_to_is_not_followed(db: None) -> None:
    page = browser().get(PAGE, headers={"accept-language": "en-GB,en;q=0.9"}).text
    assert '<html lang="id">' in page


def test_indonesian_again_leaves_no_cookie(english: Client) -> None:
    answer = english.get("/bahasa/", {"ke": "id"})
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME]["max-age"] == 0
    assert '<html lang="id">' in english.get(PAGE).text


def test_the_choice_goes_back_to_the_page_and_holds_for_all_apps_of_the_region(db: None) -> None:
    client = browser()
    before = client.get("/pameran/?a=1&b=2").wsgi_request.build_absolute_uri()
    answer = client.get("/bahasa/", {"ke": "en"}, headers={"referer": before})
    assert (answer.status_code, answer["Location"]) == (302, before)
    cookie = answer.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie.value, cookie["domain"]) == ("en", "kotacontoh.go.id")
    assert (cookie["samesite"], cookie["secure"], cookie["httponly"]) == ("Lax", True, True)


@pytest.mark.parametrize("back", ["https://jahat.example/", "//jahat.example", "javascript:1", ""])
def test_it_never_leads_away(db: None, back: str) -> None:
    answer = browser().get("/bahasa/", {"ke": "en"}, headers={"referer": back})
    assert answer["Location"] == "/"


def test_what_was_asked_for_on_a_page_stands_in_no_other_address(db: None) -> None:
    assert "7571011203900001" not in browser().get("/?q=7571011203900001").text


@pytest.mark.parametrize("code", ["fr", "", "../en", "EN"])
def test_another_language_is_none(db: None, code: str) -> None:
    client = browser()
    assert not client.get("/bahasa/", {"ke": code}).cookies
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = code
    assert '<html lang="id">' in client.get(PAGE).text


def test_a_page_that_is_not_there_is_told_in_english_too(english: Client) -> None:
    assert "Page not found" in english.get("/tidak-ada/").text


def test_a_failure_is_told_in_english_too(english: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("contoh.views.render", broken)
    english.raise_request_exception = False
    page = english.get(PAGE)
    assert page.status_code == 500
    assert '<html lang="en">' in page.text
    assert "There is a problem with our system" in page.text


def test_a_shared_page_is_shared_among_those_who_read_indonesian_alone(
    english: Client, stranger: Person
) -> None:
    from django.http import HttpRequest, HttpResponse

    page = shared(lambda _request: HttpResponse("x"))
    request = HttpRequest()
    assert "X-Accel-Expires" in page(request)
    request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "X-Accel-Expires" not in page(request)


def test_the_emergency_numbers_are_kept_apart_by_language(english: Client) -> None:
    assert "Emergency numbers" in english.get("/darurat/").text
    assert "Fire brigade" in english.get("/darurat/").text
    assert "Cookie" in browser().get("/darurat/")["Vary"]


def test_days_are_english_and_money_stays_as_it_is_written_here() -> None:
    from datetime import UTC, datetime

    words = Template("{{ at|waktu }}; {{ at|tanggal }}; {{ 1234567|money }}")
    about = Context({"at": datetime(2026, 11, 22, 6, 30, tzinfo=UTC)})
    with translation.override("en"):
        said = words.render(about)
        assert number_format("1234.5", 1) == "1234,5"
    assert "22 November 2026 at 1" in said
    assert ":30 W" in said
    assert said.endswith("; 22 November 2026; Rp1.234.567")


def test_what_is_kept_or_sent_stays_indonesian() -> None:
    with translation.override("en"), indonesian():
        assert _("Langsung ke isi") == "Langsung ke isi"
        assert any("Surel" in str(line) for line in letterhead().values())
