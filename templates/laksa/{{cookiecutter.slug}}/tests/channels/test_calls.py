"""A call that an operator types: one queue with all the others, and the caller kept private."""

import uuid

import pytest

from smartcity_base.models import AuditEntry
from smartcity_base.testing.cast import Person

from laksa.models import Arrival, Report
from laksa.numbers import spaced_code
from laksa.views.call import NOTED

pytestmark = pytest.mark.usefixtures("region")
AT = "/saluran/telepon/"
CALLER = {"name": "Ibu Fatma", "phone": "0812 9876 5432"}


def typed(**changes: str) -> dict[str, str]:
    usual = {
        "submission": str(uuid.uuid4()),
        "category": "jalan-rusak",
        "text": "Pohon tumbang menutup jalan",
        "village": "99.71.01.1001",
        **CALLER,
    }
    return {**usual, **changes}


def test_the_operator_reads_number_and_code_to_the_caller(operator: Person) -> None:
    page = operator.client.post(AT, typed()).content.decode()
    report = Report.objects.get()
    assert report.number in page
    assert spaced_code(report.code) in page
    assert report.channel == "phone"
    assert report.events.get().changes["channel"] == "phone"
    assert AuditEntry.objects.get(action=NOTED).actor == operator.user
    assert report.reporter is None
    assert report.number in operator.client.get("/antrean/").content.decode()


def test_the_caller_is_the_operators_alone(operator: Person, officer: Person) -> None:
    operator.client.post(AT, typed())
    at = f"/antrean/{Report.objects.get().number}/"
    assert "Ibu Fatma" in operator.client.post(f"{at}kontak/").content.decode()
    page = officer.client.get(at).content.decode()
    assert "Ibu Fatma" not in page
    assert "+6281298765432" not in page
    assert "hanya dapat dihubungi lewat operator" in page


def test_a_caller_who_agrees_is_called_by_the_agency(operator: Person, officer: Person) -> None:
    operator.client.post(AT, typed(may_call="on"))
    page = officer.client.post(f"/antrean/{Report.objects.get().number}/kontak/").content.decode()
    assert "Ibu Fatma" in page


def test_the_public_learns_neither_caller_nor_incident(operator: Person, stranger: Person) -> None:
    operator.client.post(AT, typed(incident="112-2026-0815"))
    number = Report.objects.get().number
    for address in (f"/laporan/{number}/", f"/api/v1/reports/{number}"):
        page = stranger.client.get(address).content.decode()
        assert "Fatma" not in page
        assert "0815" not in page
    assert "112-2026-0815" in operator.client.get(f"/antrean/{number}/").content.decode()


def test_an_incident_of_112_is_noted_once(operator: Person) -> None:
    operator.client.post(AT, typed(incident="112-2026-0815"))
    answer = operator.client.post(AT, typed(incident="112-2026-0815"))
    assert answer.status_code == 422
    assert Report.objects.get().number in answer.content.decode()
    assert Arrival.objects.count() == 1


def test_a_button_pressed_twice_is_one_report(operator: Person) -> None:
    form = typed(incident="112-1")
    operator.client.post(AT, form)
    again = operator.client.post(AT, form)
    assert Report.objects.get().number in again.content.decode()


def test_what_is_wrong_is_said_and_what_was_typed_stays(operator: Person) -> None:
    answer = operator.client.post(AT, typed(category="", phone="12"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Pilih salah satu jenis laporan" in page
    assert "Ibu Fatma" in page
    assert not Report.objects.exists()


def test_only_operators_type_calls(officer: Person, citizen: Person, stranger: Person) -> None:
    assert officer.client.get(AT).status_code == 403
    assert citizen.client.get(AT).status_code == 403
    assert stranger.client.get(AT).status_code == 302


def test_a_call_that_cannot_wait_is_first_in_the_queue_at_once(operator: Person) -> None:
    operator.client.post(AT, typed())
    operator.client.post(AT, typed(text="Kabel listrik putus di jalan", priority="2"))
    urgent = Report.objects.get(text__startswith="Kabel")
    assert urgent.priority == 2
    assert [event.action for event in urgent.events.all()] == ["receive", "prioritise"]
    queue = operator.client.get("/antrean/").content.decode()
    assert queue.index("Kabel listrik") < queue.index("Pohon tumbang menutup")


def test_the_operator_finds_the_place_by_name_as_a_citizen_does(operator: Person) -> None:
    page = operator.client.get(AT).content.decode()
    for part in ('id="find"', 'id="place-map"', 'laksa/place.js"', "autofocus"):
        assert part in page, part
    assert 'id="locate"' not in page  # the operator is not where the caller is
    sent = typed(village="", lon="123.051", lat="0.561")
    operator.client.post(AT, sent)
    report = Report.objects.get()
    assert (report.lon, report.village is None) == (123.051, False)


def test_the_operator_sees_what_was_reported_already_while_the_caller_is_there(
    operator: Person,
) -> None:
    point = {"lon": "123.051", "lat": "0.561"}
    first = typed(**point)
    operator.client.post(AT, first)
    known = Report.objects.get()
    page = operator.client.post(AT, typed(**point)).content.decode()
    report = Report.objects.latest("pk")
    assert f"Gabung ke {known.number}" in page
    operator.client.post(f"/antrean/{report.number}/merge/", {"merge-original": known.number})
    report.refresh_from_db()
    assert report.duplicate_of == known
