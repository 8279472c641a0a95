"""The reporter comes back, with the code."""

from collections.abc import Callable

import pytest

from smartcity_base.testing.cast import Person

from laksa.models import Report
from laksa.numbers import spaced_code
from laksa.states import State

from .conftest import Reporting, picture


def test_a_number_leads_to_the_public_page_and_a_code_to_ones_own(
    reported: Reporting, stranger: Person
) -> None:
    report = reported()
    for typed, there in (
        (report.number.lower(), f"/laporan/{report.number}/"),
        (spaced_code(report.code).lower(), f"/ikuti/{report.code}/"),
    ):
        answer = stranger.client.post("/lacak/", {"nomor": f" {typed} "})
        assert answer["Location"] == there


def test_a_number_that_does_not_exist_is_said_with_what_was_typed(
    region: None, stranger: Person
) -> None:
    answer = stranger.client.post("/lacak/", {"nomor": "LKS-26-9<b>"})
    assert answer.status_code == 404
    assert "LKS-26-9&lt;b&gt;" in answer.content.decode()


def test_a_wrong_code_opens_nothing(reported: Reporting, stranger: Person) -> None:
    report = reported()
    wrong = ("0" if report.code[0] != "0" else "1") + report.code[1:]
    assert stranger.client.get(f"/ikuti/{wrong}/").status_code == 404
    assert stranger.client.post(f"/ikuti/{wrong}/reply/", {"reply-text": "x"}).status_code == 404


def test_the_page_of_a_code_is_kept_by_no_cache_and_no_search_engine(
    reported: Reporting, stranger: Person
) -> None:
    answer = stranger.client.get(f"/ikuti/{reported().code}/")
    assert "no-store" in answer["Cache-Control"]
    assert 'content="noindex' in answer.content.decode()


def test_the_reporter_adds_words_and_a_photo(reported: Reporting, stranger: Person) -> None:
    report = reported(State.PROSES)
    stranger.client.post(
        f"/ikuti/{report.code}/reply/",
        {"reply-text": "Sekarang dua lubang", "reply-photos": [picture()]},
    )
    page = stranger.client.get(f"/ikuti/{report.code}/").content.decode()
    assert "Sekarang dua lubang" in page
    assert report.photos.count() == 1


def test_the_reporter_reopens_a_closed_report(reported: Reporting, stranger: Person) -> None:
    report = reported(State.SELESAI)
    assert "Buka kembali" in stranger.client.get(f"/ikuti/{report.code}/").content.decode()
    stranger.client.post(f"/ikuti/{report.code}/reopen/", {"reopen-text": "Masih berlubang"})
    report.refresh_from_db()
    assert report.state == State.DIBUKA_KEMBALI


def test_reopening_without_a_reason_is_answered_with_what_is_missing(
    reported: Reporting, stranger: Person
) -> None:
    report = reported(State.SELESAI)
    answer = stranger.client.post(f"/ikuti/{report.code}/reopen/", {"reopen-text": ""})
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()
    report.refresh_from_db()
    assert report.state == State.SELESAI


@pytest.mark.parametrize("action", ["verify", "accept", "close", "reject", "forward", "hide"])
def test_a_reporter_cannot_do_what_officers_do(
    reported: Reporting, stranger: Person, action: str
) -> None:
    report = reported()
    answer = stranger.client.post(f"/ikuti/{report.code}/{action}/", {f"{action}-text": "Selesai"})
    assert answer.status_code in (404, 422)
    assert Report.objects.get().state == State.MENUNGGU


def test_an_action_that_does_not_exist_is_not_found(reported: Reporting, stranger: Person) -> None:
    assert stranger.client.post(f"/ikuti/{reported().code}/erase/").status_code == 404


def test_the_reporter_reads_why_a_report_was_rejected(
    reported: Reporting, stranger: Person
) -> None:
    page = stranger.client.get(f"/ikuti/{reported(State.DITOLAK).code}/").content.decode()
    assert "Bukan wewenang pemerintah kota" in page


def test_a_reporter_cannot_flood_the_officers(
    reported: Reporting, stranger: Person, settled: Callable[..., None]
) -> None:
    report = reported(State.PROSES)
    settled(reports_per_hour=1)
    for _ in range(3):
        stranger.client.post(f"/ikuti/{report.code}/reply/", {"reply-text": "Cepat!"})
    assert report.events.filter(action="reply").count() == 1
