"""The frame for other sites: the one page that may be framed, and it knows no visitor."""

import html
import re

import pytest
from django.urls import URLPattern, get_resolver

from smartcity_base.testing.cast import Person

from laksa.models import Category
from laksa.states import State

from ..conftest import Reporting
from ..test_browse import page


def may_be_framed(person: Person, address: str) -> bool:
    answer = person.client.get(address)
    policy = dict(
        part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";")
    )
    allowed = policy["frame-ancestors"] == "*"
    assert allowed is ("X-Frame-Options" not in answer)
    return allowed


def test_only_the_frame_may_be_shown_by_other_sites(
    reported: Reporting, stranger: Person, administrator: Person
) -> None:
    reported()
    plain = [
        "/" + str(pattern.pattern)
        for part in get_resolver().url_patterns
        for pattern in ([part] if isinstance(part, URLPattern) else part.url_patterns)
        if isinstance(pattern, URLPattern) and "<" not in str(pattern.pattern)
    ]
    assert "/sematkan/bingkai/" in plain
    for address in plain:
        if address in {"/keluar/", "/logo"}:  # a picture has a policy of its own
            continue
        framed = "frame-ancestors" in stranger.client.get(address).get(
            "Content-Security-Policy", ""
        ) and may_be_framed(stranger, address)
        assert framed is (address == "/sematkan/bingkai/"), address


def test_the_frame_sets_no_cookie_and_has_no_form_or_script(
    reported: Reporting, administrator: Person
) -> None:
    reported(State.DIVERIFIKASI)
    administrator.client.cookies.clear()
    answer = administrator.client.get("/sematkan/bingkai/")
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert "public" in answer["Cache-Control"]
    shown = answer.content.decode()
    assert "<script" not in shown
    assert "<form" not in shown
    links = re.findall(r"<a [^>]*>", shown)
    assert links
    assert all('target="_blank" rel="noopener"' in link for link in links)


def test_it_tells_of_one_category_and_one_district(reported: Reporting, stranger: Person) -> None:
    mine = reported(State.DIVERIFIKASI, category=Category.objects.get(pk="sampah"))
    other = reported(State.DIVERIFIKASI)
    shown = page(stranger, "/sematkan/bingkai/?category=sampah&district=99.71.01")
    assert f"/laporan/{mine.number}/" in shown
    assert f"/laporan/{other.number}/" not in shown
    assert "Kecamatan Utara" in shown


def test_the_code_to_copy_shows_what_was_chosen(reported: Reporting, stranger: Person) -> None:
    shown = html.unescape(page(stranger, "/sematkan/?category=sampah"))
    address = "/sematkan/bingkai/?category=sampah"
    assert f'<iframe src="https://laksa.kotacontoh.go.id{address}"' in shown
    assert f'<iframe class="shown" src="{address}"' in shown
    policy = stranger.client.get("/sematkan/")["Content-Security-Policy"]
    assert "frame-src 'self'" in policy


@pytest.mark.usefixtures("region")
def test_it_opens_before_there_is_any_report(stranger: Person) -> None:
    assert "diterima" in page(stranger, "/sematkan/bingkai/")
