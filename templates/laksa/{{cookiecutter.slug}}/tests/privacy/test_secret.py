"""A secret report is the operator's and the agency's in charge, and nobody else's."""

import pytest
from django.urls import reverse
from django.utils import timezone

from smartcity_base.models import Agency
from smartcity_base.testing.cast import Person

from laksa import figures, notices, queries, work
from laksa.models import Report
from laksa.states import Action, Actor, State
from laksa.work import Deed

from ..conftest import Reporting, as_json, sent
from ..test_send import typed

WORDS = "Kepala pasar meminta uang kepada pedagang"


@pytest.fixture
def secret(reported: Reporting) -> Report:
    return reported(State.PROSES, photo=True, secret=True, text=WORDS, lon=123.051, lat=0.561)


def test_no_public_page_and_no_open_data_knows_of_it(secret: Report, stranger: Person) -> None:
    for address in (
        "/",
        "/laporan/",
        "/laporan/?state=proses",
        f"/laporan/?q={secret.number}",
        "/laporan/?q=pedagang",
        "/laporan/peta/",
        "/api/v1/reports",
        "/api/v1/reports?with_point=true",
        "/open311/v2/requests.json",
        f"/open311/v2/requests.json?service_request_id={secret.number}",
        "/open311/v2/requests.xml?extensions=true",
    ):
        answer = stranger.client.get(address)
        assert answer.status_code == 200, address
        if not address.startswith("/laporan/"):  # whose filter repeats what was asked
            assert secret.number not in answer.content.decode(), address
        assert secret.code not in answer.content.decode(), address
        assert f"/laporan/{secret.number}" not in answer.content.decode(), address
        assert "Kepala pasar" not in answer.content.decode(), address


def test_its_own_addresses_are_as_good_as_none(secret: Report, stranger: Person) -> None:
    photo = secret.photos.get()
    for address in (
        f"/laporan/{secret.number}/",
        f"/api/v1/reports/{secret.number}",
        f"/open311/v2/requests/{secret.number}.json",
        f"/foto/{photo.pk}/besar/",
    ):
        assert stranger.client.get(address).status_code == 404, address
    told = stranger.client.post("/lacak/", {"nomor": secret.number})
    assert told.status_code == 404
    assert "hanya dapat dibuka dengan kodenya" in told.content.decode()


def test_its_reporter_reads_it_by_the_code(secret: Report, stranger: Person) -> None:
    page = stranger.client.get(f"/ikuti/{secret.code}/").content.decode()
    assert WORDS in page
    assert "tidak ada halaman publiknya" in page
    point = as_json(stranger.client.get(f"/ikuti/{secret.code}/titik.json"))
    assert point["geometry"]["coordinates"] == [123.051, 0.561]


def test_the_operator_and_the_agency_in_charge_read_it_and_no_other(
    secret: Report, operator: Person, officer: Person, other_officer: Person, citizen: Person
) -> None:
    at = f"/antrean/{secret.number}/"
    for person in (operator, officer):
        page = person.client.get(at).content.decode()
        assert WORDS in page
        assert "rahasia" in page
        assert as_json(person.client.get(f"{at}titik.json"))["id"] == secret.number
    assert other_officer.client.get(at).status_code == 404
    assert other_officer.client.get(f"{at}titik.json").status_code == 404
    assert citizen.client.get(at).status_code == 403
    assert secret.number not in other_officer.client.get("/antrean/?q=pedagang").content.decode()


def test_the_figures_count_it(secret: Report, stranger: Person) -> None:
    assert figures.received(timezone.now()) == 1
    values = {
        one["name"]: one["value"] for one in as_json(stranger.client.get("/api/v1/indicators"))
    }
    assert values["open"] == 1
    assert not queries.open_to_all().exists()


def test_a_citizen_chooses_it_in_the_form(region: None, stranger: Person) -> None:
    assert "Rahasiakan laporan ini" in stranger.client.get("/lapor/").content.decode()
    stranger.client.post("/lapor/", typed(secret="on"))
    assert Report.objects.get().secret
    stranger.client.post("/lapor/", typed())
    assert Report.objects.filter(secret=False).count() == 1


def correction(report: Report, **more: str) -> dict[str, str]:
    return {
        "correct-category": report.category_id,
        "correct-village": report.village_id or "",
        "correct-text": report.text,
        "correct-address": report.address,
        **more,
    }


def test_an_officer_may_make_a_report_secret_and_nobody_opens_it_again(
    reported: Reporting, officer: Person, stranger: Person
) -> None:
    report = reported(State.DIVERIFIKASI)
    at = reverse("officer-act", args=[report.number, "correct"])
    officer.client.post(at, correction(report, **{"correct-secret": "on"}))
    report.refresh_from_db()
    assert report.secret
    assert stranger.client.get(f"/laporan/{report.number}/").status_code == 404
    officer.client.post(at, correction(report, **{"correct-text": "Lain"}))
    report.refresh_from_db()
    assert (report.secret, report.text) == (True, "Lain")


def test_nothing_is_merged_into_a_secret_report(secret: Report, reported: Reporting) -> None:
    other = reported(State.DIVERIFIKASI)
    with pytest.raises(work.Refused):
        work.perform(other, Action.MERGE, Actor.OPERATOR, None, Deed(original=secret))
    secret.refresh_from_db()
    work.perform(secret, Action.MERGE, Actor.OPERATOR, None, Deed(original=other))


def test_what_becomes_of_a_report_made_secret_is_told_to_its_own_reporter_alone(
    reported: Reporting,
) -> None:
    report = reported(State.DIVERIFIKASI, email="satu@example.org")
    other = reported(State.DIVERIFIKASI, email="dua@example.org")
    work.perform(other, Action.MERGE, Actor.OPERATOR, None, Deed(original=report))
    answer = Deed(text="Kami periksa")
    open_event = work.perform(report, Action.ANSWER, Actor.OPERATOR, None, answer)
    assert {one.email for one in notices.readers(open_event)} == {
        "satu@example.org",
        "dua@example.org",
    }
    work.perform(report, Action.CORRECT, Actor.OPERATOR, None, Deed(changes={"secret": True}))
    event = work.perform(report, Action.ANSWER, Actor.OPERATOR, None, answer)
    assert [one.email for one in notices.readers(event)] == ["satu@example.org"]


def test_the_log_makes_it_again(secret: Report) -> None:

    assert Report.replay(secret.events.all()).secret
    from laksa import intake

    assert not Report.replay(intake.receive(sent()).events.all()).secret


def test_an_agency_that_a_secret_report_left_reads_it_no_more(
    secret: Report, officer: Person
) -> None:
    other = Agency.objects.get(pk="dinas-lingkungan-hidup")
    work.perform(
        secret, Action.FORWARD, Actor.OPERATOR, None, Deed(agency=other, text="Bukan jalan")
    )
    assert officer.client.get(f"/antrean/{secret.number}/").status_code == 404
