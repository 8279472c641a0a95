"""The officers' side: who sees what, in which order, and what they do with it."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from smartcity_base.models import User
from smartcity_base.testing.cast import Casting, Person

from laksa import work
from laksa.models import Category, Report
from laksa.states import Action, Actor, State

from .conftest import WORDS, Clock, Reporting, picture


@pytest.mark.parametrize("address", ["/antrean/", "/antrean/LKS-26-000001/", "/pengaturan/"])
def test_who_is_not_signed_in_is_asked_to_sign_in(
    reported: Reporting, stranger: Person, address: str
) -> None:
    reported()
    answer = stranger.client.get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/masuk/")


@pytest.mark.parametrize("address", ["/antrean/", "/antrean/LKS-26-000001/", "/pengaturan/"])
def test_a_citizen_is_refused(reported: Reporting, citizen: Person, address: str) -> None:
    reported()
    assert citizen.client.get(address).status_code == 403


@pytest.mark.parametrize("role", ["operator", "officer", "head"])
def test_who_works_the_queue_lands_on_it(region: None, person: Casting, role: str) -> None:
    worker = person("Petugas", roles=[role], agency="dinas-pekerjaan-umum")
    answer = worker.client.get("/", follow=True)
    assert answer.redirect_chain == [("/antrean/", 302)]
    assert answer.status_code == 200


def test_everybody_else_lands_on_the_first_page(
    region: None, stranger: Person, citizen: Person, administrator: Person
) -> None:
    for someone in (stranger, citizen, administrator):
        assert someone.client.get("/").status_code == 200


@pytest.mark.parametrize("action", ["verify", "reject", "hide", "note"])
def test_a_citizen_can_do_nothing_to_a_report(
    reported: Reporting, citizen: Person, stranger: Person, action: str
) -> None:
    report = reported()
    address = f"/antrean/{report.number}/{action}/"
    assert citizen.client.post(address, {f"{action}-text": "x"}).status_code == 403
    assert stranger.client.post(address, {f"{action}-text": "x"}).status_code == 302
    assert report.events.count() == 1


def test_an_officer_sees_the_queue_of_their_agency_and_of_those_below_it_alone(
    reported: Reporting, officer: Person, other_officer: Person, operator: Person
) -> None:
    roads = reported()
    waste = reported(category=Category.objects.get(pk="sampah"))
    below = reported()
    Report.objects.filter(pk=below.pk).update(agency="uptd-jalan")
    for person, seen in (
        (officer, {roads, below}),
        (other_officer, {waste}),
        (operator, {roads, waste, below}),
    ):
        page = person.client.get("/antrean/").content.decode()
        assert {r for r in (roads, waste, below) if r.number in page} == seen


def test_a_report_of_another_agency_is_as_good_as_none(
    reported: Reporting, other_officer: Person
) -> None:
    report = reported(photo=True)
    photo = report.photos.get()
    for address in (
        f"/antrean/{report.number}/",
        f"/antrean/{report.number}/foto/{photo.pk}/besar/",
    ):
        assert other_officer.client.get(address).status_code == 404
    answer = other_officer.client.post(f"/antrean/{report.number}/verify/")
    assert answer.status_code == 404
    report.refresh_from_db()
    assert report.state == State.MENUNGGU


def test_an_officer_without_an_agency_sees_nothing_and_is_told_why(
    reported: Reporting, person: Casting
) -> None:
    report = reported()
    nobody = person("Baru", roles=["officer"])
    page = nobody.client.get("/antrean/").content.decode()
    assert report.number not in page
    assert "belum terhubung dengan instansi" in page
    assert nobody.client.get(f"/antrean/{report.number}/").status_code == 404


def test_an_officer_may_not_reopen_what_the_operator_may(
    reported: Reporting, officer: Person, operator: Person
) -> None:
    report = reported(State.SELESAI)
    again = {"reopen-text": "Warga menelepon"}
    assert officer.client.post(f"/antrean/{report.number}/reopen/", again).status_code == 422
    assert operator.client.post(f"/antrean/{report.number}/reopen/", again).status_code == 302


def test_the_administrator_reads_the_rules_and_others_do_not(
    administrator: Person, officer: Person, operator: Person
) -> None:
    page = administrator.client.get("/pengaturan/").content.decode()
    assert "Hari kerja untuk memverifikasi laporan" in page
    assert "Jalan rusak" in page
    assert officer.client.get("/pengaturan/").status_code == 403
    assert operator.client.get("/pengaturan/").status_code == 403


def test_what_is_late_comes_first_then_what_falls_due_soonest(
    reported: Reporting, officer: Person, clock: Clock
) -> None:
    clock.now = datetime.fromisoformat("2026-07-01T09:00:00+08:00")
    late = reported()
    clock.now = datetime.fromisoformat("2026-07-13T09:00:00+08:00")
    later, soon = reported(State.DIVERIFIKASI), reported()
    page = officer.client.get("/antrean/").content.decode()
    order = sorted((late, soon, later), key=lambda report: page.index(report.number))
    assert order == [late, soon, later]
    assert "Lewat 5 hari kerja" in page
    assert late.number in officer.client.get("/antrean/?tab=late").content.decode()
    assert soon.number not in officer.client.get("/antrean/?tab=late").content.decode()


def test_a_queue_of_two_hundred_comes_in_pages_and_is_narrowed(
    reported: Reporting, officer: Person
) -> None:
    for number in range(60):
        reported(text=f"Lubang ke-{number} di jalan besar")
    reported(State.PROSES, text="Trotoar retak")
    officer.client.get("/antrean/?tab=open")  # the filter is remembered the first time
    with CaptureQueriesContext(connection) as full:
        page = officer.client.get("/antrean/?tab=open").content.decode()
    assert page.count("Lubang ke-") == 25
    assert "Halaman 1 dari 3" in page
    officer.client.get("/antrean/?q=trotoar")
    with CaptureQueriesContext(connection) as short:
        page = officer.client.get("/antrean/?q=trotoar").content.decode()
    assert "Trotoar retak" in page
    assert "Lubang ke-" not in page
    assert len(full) == len(short)
    assert "Trotoar retak" in officer.client.get("/antrean/?state=proses").content.decode()


def test_the_next_step_is_one_tap_in_the_queue_and_the_filter_stays(
    reported: Reporting, officer: Person
) -> None:
    report = reported()
    back = "/antrean/?category=jalan-rusak"
    assert f'action="/antrean/{report.number}/verify/"' in officer.client.get(back).content.decode()
    answer = officer.client.post(f"/antrean/{report.number}/verify/", {"back": back})
    assert answer["Location"] == back
    report.refresh_from_db()
    assert report.state == State.DIVERIFIKASI
    elsewhere = {"back": "https://example.org/"}
    answer = officer.client.post(f"/antrean/{report.number}/accept/", elsewhere)
    assert answer["Location"] == f"/antrean/{report.number}/"


def test_an_officer_takes_a_report_from_the_queue_to_its_proof(
    reported: Reporting, officer: Person, stranger: Person
) -> None:
    report = reported(photo=True)
    at = f"/antrean/{report.number}/"
    officer.client.post(f"{at}verify/")
    officer.client.post(f"{at}accept/")
    officer.client.post(f"{at}answer/", {"answer-text": "Ditambal besok"})
    without = officer.client.post(f"{at}close/", {"close-text": "Sudah"})
    assert without.status_code == 422
    assert "Sudah" in without.content.decode()
    officer.client.post(
        f"{at}close/", {"close-text": "Sudah ditambal", "close-photos": [picture()]}
    )
    report.refresh_from_db()
    assert report.state == State.SELESAI
    page = stranger.client.get(f"/laporan/{report.number}/").content.decode()
    for told in ("Ditambal besok", "Sudah ditambal", "Dinas Pekerjaan Umum", WORDS):
        assert told in page
    assert page.count("<img") >= 2
    assert [event.by for event in report.events.all()] == ["reporter", *["officer"] * 4]


def test_a_photo_that_cannot_be_read_closes_nothing(reported: Reporting, officer: Person) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    report = reported(State.PROSES)
    file = SimpleUploadedFile("bukti.jpg", b"not a picture", content_type="image/jpeg")
    answer = officer.client.post(
        f"/antrean/{report.number}/close/", {"close-text": "Sudah", "close-photos": [file]}
    )
    assert answer.status_code == 422
    assert "bukti.jpg" in answer.content.decode()
    report.refresh_from_db()
    assert report.state == State.PROSES


def test_a_forwarded_report_leaves_one_queue_for_the_other(
    reported: Reporting, officer: Person, other_officer: Person
) -> None:
    report = reported(State.PROSES)
    answer = officer.client.post(
        f"/antrean/{report.number}/forward/",
        {"forward-agency": "dinas-lingkungan-hidup", "forward-text": "Ini taman, bukan jalan"},
    )
    assert answer["Location"] == "/antrean/"
    assert officer.client.get(f"/antrean/{report.number}/").status_code == 404
    page = other_officer.client.get(f"/antrean/{report.number}/").content.decode()
    assert "Ini taman, bukan jalan" in page
    report.refresh_from_db()
    assert report.state == State.DIVERIFIKASI


def test_an_officer_who_lost_the_report_while_writing_cannot_act_on_it_any_more(
    reported: Reporting, officer: Person
) -> None:
    report = reported(State.PROSES)
    still_open = Report.objects.get(pk=report.pk)
    Report.objects.filter(pk=report.pk).update(agency="dinas-lingkungan-hidup")
    assert isinstance(officer.user, User)
    with pytest.raises(work.Refused, match="instansi lain"):
        work.perform(still_open, Action.NOTE, Actor.OFFICER, officer.user, work.Deed(text="x"))


def test_an_officer_corrects_the_place_and_so_confirms_it(
    reported: Reporting, officer: Person
) -> None:
    report = reported(State.DIVERIFIKASI, village_confirmed=False)
    officer.client.post(
        f"/antrean/{report.number}/correct/",
        {
            "correct-category": "jalan-rusak",
            "correct-village": "99.71.02.1001",
            "correct-address": "Depan balai",
            "correct-lon": "123.061",
            "correct-lat": "0.521",
            "correct-text": WORDS,
        },
    )
    report.refresh_from_db()
    assert (report.village_id, report.place_confirmed) == ("99.71.02.1001", True)
    assert (report.address, report.lon, report.lat) == ("Depan balai", 123.061, 0.521)


def test_an_officer_merges_a_duplicate_by_its_number(reported: Reporting, officer: Person) -> None:
    first, second = reported(State.PROSES), reported(State.DIVERIFIKASI)
    at = f"/antrean/{second.number}/merge/"
    wrong = officer.client.post(at, {"merge-original": "LKS-26-999999"})
    assert "Tidak ada laporan bernomor itu" in wrong.content.decode()
    officer.client.post(at, {"merge-original": first.number.lower()})
    second.refresh_from_db()
    assert (second.state, second.duplicate_of) == (State.DIGABUNG, first)
    assert second.number in officer.client.get(f"/antrean/{first.number}/").content.decode()


def test_a_step_that_has_been_taken_meanwhile_is_said(reported: Reporting, officer: Person) -> None:
    report = reported(State.PROSES)
    answer = officer.client.post(f"/antrean/{report.number}/accept/")
    assert answer.status_code == 422
    assert "tidak dapat dilakukan" in answer.content.decode()


@pytest.mark.parametrize("state", State)
def test_the_page_of_a_report_opens_for_its_officer_in_every_state(
    reported: Reporting, officer: Person, state: State
) -> None:
    report = reported(state, photo=True)
    page = officer.client.get(f"/antrean/{report.number}/").content.decode()
    assert WORDS in page
    assert 'action="/antrean/' in page


def test_a_hundred_at_once_for_who_has_hundreds(reported: Reporting, officer: Person) -> None:
    numbers = [reported().number for _ in range(27)]

    def shown(address: str) -> int:
        page = officer.client.get(address, follow=True).content.decode()
        return sum(f'value="{number}"' in page for number in numbers)

    assert shown("/antrean/") == 25
    assert "banyak=1" in officer.client.get("/antrean/").content.decode()
    assert shown("/antrean/?banyak=1") == 27
    assert shown("/antrean/") == 27  # remembered, as what it is narrowed by
    assert shown("/antrean/?tab=open") == 25
