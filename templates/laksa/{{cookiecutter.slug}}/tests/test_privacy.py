"""What is private is on no public page, in no public data, and in no other agency's hands."""

import pytest

from smartcity_base.testing.cast import Person

from laksa import work
from laksa.models import Report
from laksa.states import Action, Actor, State
from laksa.work import Deed

from .conftest import Reporting, sent

SECRETS = {
    "name": "Budi Rahasiawan",
    "email": "budi.rahasiawan@example.org",
    "phone": "+6281298765432",
}
NOTE = "Pelapor ini ketua RT 09"
WHY = "Kata kepala seksi, ini tanah provinsi"


@pytest.fixture
def eventful(reported: Reporting, operator: Person) -> Report:
    """A report with all that there is to keep quiet about."""
    from smartcity_base.models import Agency, User

    assert isinstance(operator.user, User)
    report = reported(State.PROSES, photo=True, lon=123.051, lat=0.561, **SECRETS)
    other = Agency.objects.get(pk="dinas-lingkungan-hidup")
    work.perform(report, Action.NOTE, Actor.OPERATOR, operator.user, Deed(text=NOTE))
    work.perform(report, Action.REPLY, Actor.REPORTER, None, Deed(text="Hubungi istri saya"))
    work.perform(
        report, Action.FORWARD, Actor.OPERATOR, operator.user, Deed(agency=other, text=WHY)
    )
    work.perform(report, Action.ANSWER, Actor.OPERATOR, operator.user, Deed(text="Kami periksa"))
    report.refresh_from_db()
    return report


def public_addresses(report: Report) -> list[str]:
    return [
        "/",
        "/laporan/",
        "/laporan/peta/",
        f"/laporan/{report.number}/",
        "/api/v1/reports",
        f"/api/v1/reports/{report.number}",
        "/api/v1/indicators",
        "/lapor/",
        "/lacak/",
    ]


def test_no_public_page_or_data_holds_what_is_private(eventful: Report, stranger: Person) -> None:
    assert eventful.contact.name == SECRETS["name"]
    private = [*SECRETS.values(), NOTE, WHY, "istri saya", eventful.code, str(eventful.submission),
               "Operator@", "operator@example.org"]  # fmt: skip
    for address in public_addresses(eventful):
        answer = stranger.client.get(address)
        assert answer.status_code == 200
        for secret in private:
            assert secret not in answer.content.decode(), (address, secret)
    assert "Kami periksa" in stranger.client.get(f"/laporan/{eventful.number}/").content.decode()


def test_the_public_hears_of_an_office_and_colleagues_of_a_person(
    eventful: Report, stranger: Person, operator: Person, person: object
) -> None:
    from smartcity_base.models import Agency, User

    assert isinstance(operator.user, User)
    operator.user.name, operator.user.roles = "Siti Petugasari", ["officer"]
    operator.user.agency = Agency.objects.get(pk="dinas-lingkungan-hidup")
    operator.user.save()
    work.perform(eventful, Action.ACCEPT, Actor.OFFICER, operator.user)
    outside = stranger.client.get(f"/laporan/{eventful.number}/").content.decode()
    inside = operator.client.get(f"/antrean/{eventful.number}/").content.decode()
    assert "Siti Petugasari" not in outside
    assert "Dinas Lingkungan Hidup" in outside
    assert "Siti Petugasari" in inside


def test_the_reporter_reads_neither_notes_nor_why_a_report_was_forwarded(
    eventful: Report, stranger: Person
) -> None:
    page = stranger.client.get(f"/ikuti/{eventful.code}/").content.decode()
    assert NOTE not in page
    assert WHY not in page
    assert "Diteruskan ke Dinas Lingkungan Hidup" in page


def test_officers_read_all_of_it_once_they_ask(eventful: Report, operator: Person) -> None:
    at = f"/antrean/{eventful.number}/"
    masked = operator.client.get(at).content.decode()
    assert not any(secret in masked for secret in SECRETS.values())
    page = operator.client.post(f"{at}kontak/").content.decode()
    for inside in (*SECRETS.values(), NOTE, WHY, "istri saya"):
        assert inside in page


def test_who_asks_to_stay_unknown_is_unknown_to_officers_too(
    reported: Reporting, operator: Person
) -> None:
    report = reported(State.PROSES, anonymous=True, **SECRETS)
    for address in (f"/antrean/{report.number}/", "/antrean/"):
        page = operator.client.get(address).content.decode()
        for secret in SECRETS.values():
            assert secret not in page, (address, secret)
    page = operator.client.get(f"/antrean/{report.number}/").content.decode()
    assert "identitasnya disembunyikan" in page


def test_no_officer_is_shown_the_reporters_code(eventful: Report, operator: Person) -> None:
    assert eventful.code not in operator.client.get(f"/antrean/{eventful.number}/").content.decode()


def test_words_that_an_officer_took_out_are_gone_from_the_public_and_kept_in_the_log(
    reported: Reporting, stranger: Person
) -> None:
    report = reported(State.DIVERIFIKASI, text="Telepon Pak Anton 0811 111 di rumahnya")
    new = Deed(changes={"text": "Lubang di depan rumah warga"})
    work.perform(report, Action.CORRECT, Actor.OPERATOR, None, new)
    for address in public_addresses(report):
        assert "Anton" not in stranger.client.get(address).content.decode(), address
    first = report.events.all()[0]
    assert "Anton" in first.changes["text"]


def test_a_report_may_be_sent_with_no_word_about_who_sends_it(region: None) -> None:
    from laksa import intake

    report = intake.receive(sent())
    assert report.reporter is None
    assert not hasattr(report, "contact")
    assert report.events.get().user is None
