"""GET requests and GET a request: what is shown, what is not, and what may be asked for."""

from datetime import timedelta
from typing import Any

import pytest

from smartcity_base.testing.cast import Person

from laksa import intake, work
from laksa.models import Category, Report
from laksa.states import Action, Actor, State
from laksa.work import Deed

from ..conftest import WORDS, Clock, Reporting, sent
from .conftest import App


def numbers(requests: list[dict[str, Any]]) -> set[str]:
    return {one["service_request_id"] for one in requests}


def test_a_report_is_told_field_by_field(app: App, reported: Reporting, clock: Clock) -> None:
    report = reported(
        State.SELESAI, photo=True, lon=123.051, lat=0.561, address="Depan pasar",
        answers={"jalan-rusak.kedalaman": ["dalam"]},
    )  # fmt: skip
    (told,) = app.get(f"v2/requests/{report.number}")
    media = told.pop("media_url")
    assert told == {
        "service_request_id": report.number,
        "status": "closed",
        "status_notes": "Sudah ditambal",
        "service_name": "Jalan rusak",
        "service_code": "jalan-rusak",
        "description": WORDS,
        "agency_responsible": "Dinas Pekerjaan Umum",
        "service_notice": None,
        "requested_datetime": "2026-07-06T09:00:00+08:00",
        "updated_datetime": "2026-07-06T09:00:00+08:00",
        "expected_datetime": None,
        "address": "Depan pasar, Kelurahan Bukit Indah, Kecamatan Utara, Kota Contoh",
        "address_id": "99.71.01.1001",
        "zipcode": "96111",
        "lat": 0.561,
        "long": 123.051,
    }
    path = media.removeprefix("https://laksa.kotacontoh.go.id")
    assert app.http.get(path)["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize("state", list(State))
def test_every_state_is_open_or_closed(app: App, reported: Reporting, state: State) -> None:
    report = reported(state)
    (told,) = app.get(f"v2/requests/{report.number}")
    assert told["status"] == ("open" if report.is_open else "closed")
    assert bool(told["expected_datetime"]) == report.is_open
    query = {"status": told["status"], "service_request_id": ""}
    assert report.number in numbers(_get(app, query))


def test_words_and_photos_that_nobody_has_verified_stay_inside(
    app: App, reported: Reporting
) -> None:
    for state in (State.MENUNGGU, State.DITOLAK):
        report = reported(state, photo=True, address="Rumah Bu Tuti")
        (told,) = app.get(f"v2/requests/{report.number}", extensions="true", strict=False)
        assert (told["description"], told["media_url"]) == (None, None)
        assert told["extended_attributes"]["photos"] == []
        assert "Tuti" not in str(told)


def test_no_answer_holds_what_is_private(app: App, reported: Reporting, operator: Person) -> None:
    from smartcity_base.models import Agency, User

    secrets = {"name": "Budi Rahasiawan", "email": "budi@example.org", "phone": "+6281298765432"}
    report = reported(
        State.PROSES, photo=True, answers={"lampu-jalan.catatan": ["Kunci di bawah pot"]}, **secrets
    )
    assert isinstance(operator.user, User)
    by = (Actor.OPERATOR, operator.user)
    work.perform(report, Action.NOTE, *by, Deed(text="Pelapor ini ketua RT"))
    work.perform(report, Action.REPLY, Actor.REPORTER, None, Deed(text="Hubungi istri saya"))
    other = Agency.objects.get(pk="dinas-lingkungan-hidup")
    work.perform(report, Action.FORWARD, *by, Deed(agency=other, text="Tanah provinsi"))
    for path in ("v2/requests", f"v2/requests/{report.number}"):
        for query in ({}, {"extensions": "true"}):
            told = str(app.get(path, strict=False, **query))
            hidden = [*secrets.values(), "ketua RT", "istri saya", "Tanah provinsi", report.code,
                      str(report.submission), "Kunci di bawah", "operator@example.org"]  # fmt: skip
            assert not [word for word in hidden if word in told]


def test_an_internal_note_does_not_even_move_the_date(
    app: App, reported: Reporting, operator: Person, clock: Clock
) -> None:
    report = reported(State.PROSES)
    before = app.get(f"v2/requests/{report.number}")
    clock.pass_(hours=5)
    work.perform(report, Action.NOTE, Actor.OPERATOR, None, Deed(text="Rahasia"))
    assert app.get(f"v2/requests/{report.number}") == before
    work.perform(report, Action.ANSWER, Actor.OPERATOR, None, Deed(text="Besok ditambal"))
    (after,) = app.get(f"v2/requests/{report.number}")
    assert after["updated_datetime"] == "2026-07-06T14:00:00+08:00"
    assert after["status_notes"] == "Besok ditambal"


def test_why_a_report_was_closed_is_told_until_it_is_open_again(
    app: App, reported: Reporting
) -> None:
    merged = reported(State.DIGABUNG)
    assert merged.duplicate_of is not None
    (told,) = app.get(f"v2/requests/{merged.number}")
    assert told["status_notes"] == f"Digabung dengan laporan {merged.duplicate_of.number}."
    assert app.get(f"v2/requests/{reported(State.DITOLAK).number}")[0]["status_notes"] == (
        "Bukan wewenang pemerintah kota"
    )
    reopened = reported(State.DIBUKA_KEMBALI)
    assert app.get(f"v2/requests/{reopened.number}")[0]["status_notes"] is None


def test_extensions_tell_the_state_the_photos_and_the_way(app: App, reported: Reporting) -> None:
    report = reported(
        State.PROSES, photo=True,
        answers={"jalan-rusak.kedalaman": ["dalam"], "jalan-rusak.bahaya": ["motor", "pejalan"]},
    )  # fmt: skip
    (told,) = app.get(f"v2/requests/{report.number}", strict=False, extensions="true")
    more = told["extended_attributes"]
    assert (more["state"], more["state_name"]) == ("proses", "Diproses")
    assert more["url"] == f"https://laksa.kotacontoh.go.id/laporan/{report.number}/"
    assert [photo["media_url"] for photo in more["photos"]] == [told["media_url"]]
    assert more["answers"] == [
        {"label": "Seberapa dalam lubangnya?", "value": "10 cm atau lebih"},
        {"label": "Siapa yang terancam?", "value": "Sepeda motor, Pejalan kaki"},
    ]
    assert [note["type"] for note in told["notes"]] == ["receive", "verify", "accept"]
    assert "extended_attributes" not in app.get(f"v2/requests/{report.number}")[0]


def test_a_report_that_is_not_there_is_404(app: App) -> None:
    (error,) = app.get("v2/requests/LKS-26-999999", status=404)
    assert "LKS-26-999999" in error["description"]


def test_the_list_is_of_the_last_90_days_newest_first(
    app: App, reported: Reporting, clock: Clock
) -> None:
    reported()
    clock.pass_(days=89)
    second, third = reported(), reported()
    clock.pass_(days=2)
    told = app.get("v2/requests")
    assert [one["service_request_id"] for one in told] == [third.number, second.number]


def test_a_range_is_taken_as_it_is_given(app: App, reported: Reporting, clock: Clock) -> None:
    early = reported()
    clock.pass_(days=10)
    late = reported()
    clock.pass_(days=200)
    both = {early.number, late.number}
    for query, expected in (
        ({"start_date": "2026-07-01T00:00:00Z", "end_date": "2026-07-31T00:00:00Z"}, both),
        ({"start_date": "2026-07-01", "end_date": "2026-07-06"}, {early.number}),
        ({"start_date": "2026-07-06T09:00:01+08:00"}, {late.number}),
        ({"end_date": "2026-07-06T01:00:00Z"}, {early.number}),
        ({"start_date": "2026-07-06T01:00:00Z", "end_date": "2026-07-06T09:00:00 08:00"},
         {early.number}),
        ({}, set()),
    ):  # fmt: skip
        assert numbers(app.get("v2/requests", **query)) == expected, query


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ({"start_date": "kemarin"}, "start_date “kemarin”"),
        ({"end_date": "2026-07-06T09:00:00"}, "end_date “2026-07-06T09:00:00”"),
        ({"start_date": "2026-13-01T00:00:00Z"}, "start_date"),
        ({"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-07-01T00:00:00Z"}, "90 hari"),
        ({"start_date": "2026-07-02T00:00:00Z", "end_date": "2026-07-01T00:00:00Z"}, "90 hari"),
        ({"status": "selesai"}, "status “selesai”"),
        ({"page": "0"}, "page “0”"),
        ({"page_size": "banyak"}, "page_size “banyak”"),
        ({"per_page": "-1"}, "per_page “-1”"),
    ],
)
def test_what_cannot_be_read_is_400_and_says_which(
    app: App, query: dict[str, str], complaint: str
) -> None:
    (error,) = app.get("v2/requests", 400, query=query)
    assert complaint in error["description"]


def test_all_that_is_wrong_is_told_at_once(app: App) -> None:
    errors = app.get("v2/requests", status=400, page="x", start_date="y")
    assert len(errors) == 2


def test_the_list_is_narrowed_by_service_and_status_and_several_of_each(
    app: App, reported: Reporting
) -> None:
    road, done = reported(), reported(State.SELESAI)
    waste = reported(category=Category.objects.get(pk="sampah"))
    tree = reported(category=Category.objects.get(pk="pohon"))
    for query, expected in (
        ({"service_code": "sampah"}, {waste}),
        ({"service_code": "sampah,pohon"}, {waste, tree}),
        ({"service_code": ["sampah", "pohon"]}, {waste, tree}),
        ({"service_code": "terbang"}, set()),
        ({"status": "closed"}, {done}),
        ({"status": "open", "service_code": "jalan-rusak"}, {road}),
        ({"status": "open,closed"}, {road, done, waste, tree}),
    ):
        found = numbers(_get(app, query))
        assert found == {report.number for report in expected}, query


def _get(app: App, query: dict[str, Any]) -> list[dict[str, Any]]:
    import json

    answer = app.http.get("/open311/v2/requests.json", query)
    assert answer.status_code == 200, answer.content
    return list(json.loads(answer.content))


def test_a_list_of_numbers_overrides_all_else(app: App, reported: Reporting, clock: Clock) -> None:
    old, done, _other = reported(), reported(State.SELESAI), reported()
    clock.pass_(days=400)
    asked = f"{old.number},{done.number.lower()},LKS-26-999999"
    query = {"service_request_id": asked, "status": "open", "start_date": "x", "page": "9"}
    assert numbers(_get(app, query)) == {old.number, done.number}


def test_pages_follow_one_another_by_their_links(app: App, region: None) -> None:
    for _ in range(5):
        intake.receive(sent())
    seen: list[str] = []
    address = "/open311/v2/requests.json?page_size=2&service_code=jalan-rusak"
    while address:
        answer = app.http.get(address)
        seen += [one["service_request_id"] for one in answer.json()]
        links = dict(reversed(link.split("; rel=")) for link in answer.get("Link", "").split(", ")
                     if link)  # fmt: skip
        address = links.get('"next"', "").strip("<>").removeprefix("https://laksa.kotacontoh.go.id")
    assert seen == [*Report.objects.values_list("number", flat=True)]
    assert len(app.get("v2/requests", per_page="2", page="3")) == 1
    assert app.get("v2/requests", page="9") == []


def test_a_thousand_and_no_more_are_answered_however_many_are_asked_for(app: App, rf: Any) -> None:
    from laksa.open311 import wanted

    for query in ({}, {"page_size": "5000"}, {"per_page": "99999"}):
        assert wanted.read(rf.get("/", query)).size == 1000


def test_a_full_page_costs_no_more_questions_than_a_short_one(
    app: App, reported: Reporting, django_assert_max_num_queries: Any
) -> None:
    for state in (State.SELESAI, State.DIGABUNG, State.PROSES):
        reported(state, photo=True)
    with django_assert_max_num_queries(6):
        app.http.get("/open311/v2/requests.json?extensions=true")


def test_words_that_xml_cannot_write_do_not_break_it(app: App, reported: Reporting) -> None:
    report = reported(State.DIVERIFIKASI, text="Bau\x0b & <b>asap</b> 🔥 “sekali”")
    answer = app.http.get(f"/open311/v2/requests/{report.number}.xml")
    from xml.etree import ElementTree as ET

    root = ET.fromstring(answer.content)  # noqa: S314  (our own)
    assert root.findtext("request/description") == "Bau & <b>asap</b> 🔥 “sekali”"


def test_the_window_of_90_days_is_inclusive(app: App, reported: Reporting, clock: Clock) -> None:
    report = reported()
    end = (clock.now + timedelta(days=89)).date()
    told = app.get("v2/requests", start_date="2026-07-06", end_date=f"{end}")
    assert numbers(told) == {report.number}
