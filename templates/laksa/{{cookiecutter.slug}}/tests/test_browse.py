"""What everybody sees: the list, the map and a report."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from smartcity_base.models import Village
from smartcity_base.testing.cast import Person

from laksa import work
from laksa.models import Category
from laksa.states import Action, Actor, State
from laksa.work import Deed

from .conftest import WORDS, Clock, Reporting


def page(person: Person, address: str) -> str:
    answer = person.client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


@pytest.mark.parametrize("address", ["/", "/lapor/", "/laporan/", "/laporan/peta/", "/lacak/"])
def test_the_public_pages_open_before_there_is_any_report(
    region: None, stranger: Person, address: str
) -> None:
    page(stranger, address)


@pytest.mark.parametrize("state", State)
def test_a_report_has_a_public_page_in_every_state(
    reported: Reporting, stranger: Person, state: State
) -> None:
    report = reported(state)
    shown = page(stranger, f"/laporan/{report.number}/")
    assert f'class="status {state.colour}"' in shown
    assert str(state.label) in shown


@pytest.mark.parametrize("state", State)
def test_words_are_public_only_when_somebody_has_verified_them(
    reported: Reporting, stranger: Person, state: State
) -> None:
    report = reported(state)
    published = state not in {State.MENUNGGU, State.DITOLAK}
    for address in (
        f"/laporan/{report.number}/",
        f"/laporan/?state={state}",
        "/",
        "/laporan/?q=lubang",
    ):
        shown = page(stranger, address)
        assert published or WORDS not in shown, address
    assert (WORDS in page(stranger, f"/laporan/{report.number}/")) is published


def test_words_and_photos_that_were_public_are_gone_when_the_report_is_rejected(
    reported: Reporting, stranger: Person
) -> None:
    report = reported(State.PROSES, photo=True)
    photo = report.photos.get()
    assert WORDS in page(stranger, f"/laporan/{report.number}/")
    work.perform(report, Action.REJECT, Actor.OFFICER, None, Deed(text="Fitnah"))
    for address in (f"/laporan/{report.number}/", "/laporan/?state=ditolak", "/laporan/?q=lubang"):
        assert WORDS not in page(stranger, address)
    assert stranger.client.get(f"/foto/{photo.pk}/besar/").status_code == 404


def test_looking_for_words_does_not_tell_what_is_in_an_unverified_report(
    reported: Reporting, stranger: Person
) -> None:
    report = reported(text="Tetangga bernama Anton membakar sampah")
    assert report.number not in page(stranger, "/laporan/?q=Anton")
    assert report.number in page(stranger, f"/laporan/?q={report.number}")


def test_the_list_leaves_out_what_was_refused_or_merged_unless_asked(
    reported: Reporting, stranger: Person
) -> None:
    rejected, merged = reported(State.DITOLAK), reported(State.DIGABUNG)
    shown = page(stranger, "/laporan/")
    assert rejected.number not in shown
    assert merged.number not in shown
    assert rejected.number in page(stranger, "/laporan/?state=ditolak")


def test_the_list_is_narrowed_by_category_district_state_and_time(
    reported: Reporting, stranger: Person, clock: Clock
) -> None:
    old = reported(category=Category.objects.get(pk="sampah"))
    clock.pass_(days=10)
    new = reported(State.DIVERIFIKASI, village=Village.objects.get(pk="99.71.02.1001"))
    for query, expected in {
        "": {old, new},
        "category=sampah": {old},
        "district=99.71.02": {new},
        "state=diverifikasi": {new},
        "days=7": {new},
        "days=30&category=jalan-rusak": {new},
        "category=tidak-ada": {old, new},
        "days=xx&state=zz": {old, new},
    }.items():
        shown = page(stranger, f"/laporan/?{query}")
        assert {report for report in (old, new) if report.number in shown} == expected, query
        assert page(stranger, f"/laporan/peta/?{query}")


def test_the_list_comes_in_pages_with_a_fixed_number_of_queries(
    reported: Reporting, stranger: Person
) -> None:
    numbers = [reported(State.DIVERIFIKASI).number for _ in range(23)]
    first = page(stranger, "/laporan/")
    second = page(stranger, "/laporan/?halaman=2")
    assert sum(number in first for number in numbers) == 20
    assert sum(number in second for number in numbers) == 3
    assert "Halaman 2 dari 2" in second
    with CaptureQueriesContext(
        connection,
    ) as many:
        page(stranger, "/laporan/")
    with CaptureQueriesContext(connection) as few:
        page(stranger, "/laporan/?halaman=2")
    assert len(many) == len(few)


def test_a_merged_report_leads_to_the_one_it_was_merged_with(
    reported: Reporting, stranger: Person
) -> None:
    report = reported(State.DIGABUNG)
    assert report.duplicate_of is not None
    assert f'href="/laporan/{report.duplicate_of.number}/"' in page(
        stranger, f"/laporan/{report.number}/"
    )


def test_what_a_citizen_wrote_is_text_and_never_code(reported: Reporting, stranger: Person) -> None:
    report = reported(
        State.PROSES, text='<script>alert(1)</script> {{ 7|add:"1" }}', address='"><b>'
    )
    shown = page(stranger, f"/laporan/{report.number}/")
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)" in shown
    assert '"><b>' not in shown


def test_only_the_tiles_that_the_region_set_are_allowed(
    reported: Reporting, stranger: Person, settled: object
) -> None:
    without = stranger.client.get("/laporan/peta/")["Content-Security-Policy"]
    assert "https:" not in without.split("img-src")[1].split(";")[0]
    settled(tile_url="https://ubin.kotacontoh.go.id/{z}/{x}/{y}.png")
    answer = stranger.client.get("/laporan/peta/")
    assert "https://ubin.kotacontoh.go.id" in answer["Content-Security-Policy"]
    assert 'data-tiles="https://ubin.kotacontoh.go.id/' in answer.content.decode()


def test_an_address_that_is_no_report_is_not_found(region: None, stranger: Person) -> None:
    for address in ("/laporan/LKS-26-999999/", "/laporan/x/", "/antrean/x/y/z/"):
        assert stranger.client.get(address).status_code == 404
