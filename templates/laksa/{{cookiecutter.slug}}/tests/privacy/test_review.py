"""Personal data in public words: masked at once, judged by an officer, and that is logged."""

import pytest

from smartcity_base.models import Agency, AuditEntry, User
from smartcity_base.testing.cast import Person

from laksa import notices, work
from laksa.models import Finding, Report
from laksa.privacy import review
from laksa.privacy.models import Decision
from laksa.states import Action, Actor, State
from laksa.work import Deed

from ..conftest import Reporting, taken

PHONE, NIK = "0812-3456-7890", "7571014107900001"
WORDS = f"Lubang di depan rumah Pak Anton, hubungi {PHONE} (NIK {NIK})"


@pytest.fixture
def report(reported: Reporting) -> Report:
    return reported(State.PROSES, text=WORDS, address=f"Rumah {PHONE}", lon=123.051, lat=0.561)


def pages(report: Report) -> list[str]:
    return [
        "/",
        "/laporan/",
        f"/laporan/{report.number}/",
        "/api/v1/reports",
        f"/api/v1/reports/{report.number}",
        "/open311/v2/requests.json?extensions=true",
        f"/open311/v2/requests/{report.number}.xml",
    ]


def test_strangers_read_the_words_without_it_at_once(report: Report, stranger: Person) -> None:
    for address in pages(report):
        page = stranger.client.get(address).content.decode()
        assert "Lubang di depan rumah" in page, address
        assert PHONE not in page, address
        assert NIK not in page, address
    page = stranger.client.get(f"/laporan/{report.number}/").content.decode()
    assert "hubungi [nomor telepon] (NIK [NIK])" in page


def test_no_search_tells_it_digit_by_digit(report: Report, stranger: Person) -> None:
    for words in (PHONE, "0812", NIK[:6], "Lubang"):
        page = stranger.client.get(f"/laporan/?q={words}").content.decode()
        assert f"/laporan/{report.number}/" not in page, words
    assert report.number in stranger.client.get(f"/laporan/?q={report.number}").content.decode()


def test_its_reporter_and_its_officers_read_all_of_it(
    report: Report, stranger: Person, officer: Person
) -> None:
    assert PHONE in stranger.client.get(f"/ikuti/{report.code}/").content.decode()
    assert PHONE in officer.client.get(f"/antrean/{report.number}/").content.decode()


def test_an_answer_of_the_agency_is_looked_at_as_well(report: Report, stranger: Person) -> None:
    words = "Silakan hubungi ibu Rina, rina.rt09@contoh.com"
    work.perform(report, Action.ANSWER, Actor.OPERATOR, None, Deed(text=words))
    for address in pages(report):
        assert "rina.rt09" not in stranger.client.get(address).content.decode(), address
    assert "ibu Rina, [surel]" in stranger.client.get(pages(report)[2]).content.decode()


def test_the_numbers_of_the_government_itself_stay(report: Report, stranger: Person) -> None:
    Agency.objects.filter(pk="dinas-pekerjaan-umum").update(phone="(0435) 821234")
    words = "Hubungi +62 435 821234 atau halo@kotacontoh.go.id"
    work.perform(report, Action.ANSWER, Actor.OPERATOR, None, Deed(text=words))
    assert words in stranger.client.get(pages(report)[2]).content.decode()


def test_an_officer_finds_it_in_the_queue_and_decides(
    report: Report, officer: Person, stranger: Person
) -> None:
    assert "Tinjau 2 data pribadi" in officer.client.get("/antrean/").content.decode()
    page = officer.client.get("/tinjauan/").content.decode()
    assert f"<mark>{PHONE}</mark>" in page
    phone, nik = report.findings.all()
    officer.client.post(f"/tinjauan/{phone.pk}/buka/")
    officer.client.post(f"/tinjauan/{nik.pk}/tutup/")
    public = stranger.client.get(f"/laporan/{report.number}/").content.decode()
    assert PHONE in public
    assert NIK not in public
    assert "Tidak ada yang perlu ditinjau" in officer.client.get("/tinjauan/").content.decode()
    opened, closed = AuditEntry.objects.filter(action__startswith="data-pribadi").order_by("pk")
    assert (opened.actor, opened.action) == (officer.user, "data-pribadi-dibuka")
    assert closed.details == {"finding": nik.pk, "kind": "nik"}
    assert NIK not in str([opened.details, closed.details])


def test_a_decision_may_be_taken_back(report: Report, officer: Person, stranger: Person) -> None:
    finding = report.findings.get(kind="phone")
    for decision in ("buka", "tutup"):
        officer.client.post(f"/tinjauan/{finding.pk}/{decision}/")
    assert PHONE not in stranger.client.get(f"/laporan/{report.number}/").content.decode()
    page = officer.client.get(f"/antrean/{report.number}/").content.decode()
    assert "Tetap ditutup" in page


def test_others_neither_see_nor_decide(
    report: Report, other_officer: Person, citizen: Person, stranger: Person
) -> None:
    finding = report.findings.get(kind="phone")
    at = f"/tinjauan/{finding.pk}/buka/"
    assert PHONE not in other_officer.client.get("/tinjauan/").content.decode()
    assert other_officer.client.post(at).status_code == 404
    assert citizen.client.post(at).status_code == 403
    assert stranger.client.post(at).status_code == 302
    finding.refresh_from_db()
    assert finding.decision == Decision.WAITING


def test_an_unknown_decision_is_none(report: Report, officer: Person) -> None:
    finding = report.findings.get(kind="phone")
    assert officer.client.post(f"/tinjauan/{finding.pk}/menunggu/").status_code == 404


def test_what_was_taken_out_of_the_words_is_looked_for_no_more(
    report: Report, stranger: Person
) -> None:
    changes = {"text": "Lubang di depan rumah", "address": ""}
    work.perform(report, Action.CORRECT, Actor.OPERATOR, None, Deed(changes=changes))
    report.refresh_from_db()
    assert report.masks == []
    assert report.number in stranger.client.get("/laporan/?q=Lubang").content.decode()


def test_what_was_opened_stays_open_when_the_words_are_corrected(
    report: Report, officer: Person
) -> None:
    assert isinstance(officer.user, User)
    review.decide(report.findings.get(kind="phone"), Decision.OPEN, officer.user)
    changes = {"text": f"Hubungi {PHONE}"}
    work.perform(report, Action.CORRECT, Actor.OPERATOR, None, Deed(changes=changes))
    report.refresh_from_db()
    assert report.masks == []
    assert Finding.objects.filter(report=report, value=PHONE).count() == 1


def test_words_without_any_are_left_alone(reported: Reporting) -> None:
    assert reported(State.PROSES).masks == []
    assert not Finding.objects.exists()


def test_reporters_of_merged_reports_are_mailed_what_the_public_reads(
    report: Report, reported: Reporting
) -> None:
    other = reported(State.DIVERIFIKASI, email="dua@example.org")
    work.perform(other, Action.MERGE, Actor.OPERATOR, None, Deed(original=report))
    words = f"Kata tetangga: {PHONE}"
    event = work.perform(report, Action.ANSWER, Actor.OPERATOR, None, Deed(text=words))
    (contact,) = notices.readers(event)
    assert notices.words(event, contact.report) == "Kata tetangga: [nomor telepon]"
    done = Deed(text="Selesai", photos=taken())
    work.perform(report, Action.CLOSE, Actor.OPERATOR, None, done)
    event = work.perform(report, Action.REOPEN, Actor.OPERATOR, None, Deed(text="Kata ibu Rina"))
    (contact,) = notices.readers(event)
    assert notices.words(event, contact.report) == ""
