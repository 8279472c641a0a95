"""POST requests and GET tokens: what makes a report, and what is refused."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from smartcity_base.testing.cast import Person

from laksa import intake
from laksa.models import Contact, Photo, Report
from laksa.open311 import posts
from laksa.open311.jobs import finish
from laksa.open311.models import Posted
from laksa.states import State

from ..conftest import picture
from .conftest import Accounts, App

# As the specification's own example sends it.
WHOLE = {
    "jurisdiction_id": "kotacontoh.go.id",
    "service_code": "lampu-jalan",
    "lat": "0.5601",
    "long": "123.0502",
    "address_string": "Jalan Mawar 12",
    "email": "smit333@sfgov.edu",
    "device_id": "tt222111",
    "account_id": "123456",
    "first_name": "Joko",
    "last_name": "Susilo",
    "phone": "0812 3456 7890",
    "description": "Lampu padam\nsejak kemarin",
    "attribute[nomor-tiang]": "T-17",
    "attribute[jumlah]": "2",
}


def test_a_whole_request_makes_a_report_with_all_that_was_sent(app: App) -> None:
    told = app.made(**WHOLE)
    report = Report.objects.get()
    assert told == {
        "service_request_id": report.number,
        "service_notice": "Laporan diperiksa dalam 3 hari kerja.",
        "account_id": "123456",
    }
    assert (report.category_id, report.text) == ("lampu-jalan", "Lampu padam\nsejak kemarin")
    assert (report.lat, report.lon, report.address) == (0.5601, 123.0502, "Jalan Mawar 12")
    assert (report.village_id, report.place_confirmed) == ("99.71.01.1001", False)
    assert report.answers == {"lampu-jalan.nomor-tiang": ["T-17"], "lampu-jalan.jumlah": ["2"]}
    contact = report.contact
    assert (contact.name, contact.email) == ("Joko Susilo", "smit333@sfgov.edu")
    assert contact.phone == "+6281234567890"
    assert (report.state, report.agency_id) == (State.MENUNGGU, "dinas-pekerjaan-umum")
    assert report.posted.token == app.account
    assert report.posted.waiting == {}
    assert "tt222111" not in str([*Report.objects.values(), *Contact.objects.values(),
                                  *Posted.objects.values()])  # fmt: skip


@pytest.mark.parametrize("form", ["xml", "json"])
def test_the_answer_is_in_the_format_of_the_address(app: App, form: str) -> None:
    answer = app.post(form)
    number = Report.objects.get().number
    assert answer.status_code == 200
    if form == "json":
        assert json.loads(answer.content)[0]["service_request_id"] == number
    else:
        from xml.etree import ElementTree as ET

        from .conftest import SCHEMA

        root = ET.fromstring(answer.content)  # noqa: S314  (our own)
        SCHEMA.validate(root)
        assert root.findtext("request/service_request_id") == number


def test_the_new_request_is_read_back_at_once_without_its_words(app: App) -> None:
    number = app.made()["service_request_id"]
    (told,) = app.get(f"v2/requests/{number}")
    assert (told["status"], told["description"]) == ("open", None)


@pytest.mark.parametrize(
    ("place", "village", "confirmed"),
    [
        ({"lat": "0.5701", "long": "123.0702"}, "99.71.01.1002", False),
        ({"address_id": "99.71.02.1001"}, "99.71.02.1001", True),
        ({"address_string": "Jalan Melati 5, Kel. Pantai Jaya"}, "99.71.01.1002", False),
        ({"address_string": "Di samping masjid raya"}, None, False),
        ({"address_string": "Antara Pantai Jaya dan Bukit Indah"}, None, False),
    ],
)
def test_each_way_to_say_where_is_a_full_location(
    app: App, place: dict[str, str], village: str | None, confirmed: bool
) -> None:
    app.made(**({"address_string": None} | place))
    report = Report.objects.get()
    assert (report.village_id, report.place_confirmed) == (village, confirmed)


def test_without_a_description_the_service_is_the_text(app: App) -> None:
    app.made(description=None)
    assert Report.objects.get().text == "Sampah"


def test_null_arguments_are_as_good_as_none(app: App) -> None:
    empty = dict.fromkeys(["lat", "long", "address_id", "email", "phone", "media_url", "account_id",
                           "jurisdiction_id"], "")  # fmt: skip
    assert app.made(**empty)["account_id"] is None
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("changes", "status", "complaint"),
    [
        ({"service_code": None}, 400, "service_code wajib diisi"),
        ({"service_code": "terbang"}, 404, "service_code “terbang”"),
        ({"jurisdiction_id": "city.gov"}, 404, "jurisdiction_id “city.gov”"),
        ({"address_string": None}, 400, "lat, long: kirim lat dan long, address_string"),
        ({"lat": "0.56"}, 400, "lat dan long harus dikirim berdua"),
        ({"long": "123.05"}, 400, "lat dan long harus dikirim berdua"),
        ({"lat": "utara", "long": "123.05"}, 400, "lat: "),
        ({"lat": "52.5", "long": "13.4"}, 400, "di luar Kota Contoh"),
        ({"lat": "95", "long": "13.4"}, 400, "lat: "),
        ({"address_id": "12.34.56.7890"}, 400, "address_id: "),
        ({"email": "bukan surel"}, 400, "email: "),
        ({"phone": "12"}, 400, "phone: "),
        ({"description": "x" * 4001}, 400, "description: "),
        ({"address_string": "x" * 201}, 400, "address_string: "),
        ({"media_url": "bukan alamat"}, 400, "media_url: "),
        ({"service_code": "lampu-jalan"}, 400, "attribute[nomor-tiang]: “Nomor tiang” wajib"),
        ({"attribute[warna]": "merah"}, 400, "attribute[warna] tidak dikenal"),
        ({"service_code": "lampu-jalan", "attribute[nomor-tiang]": "T", "attribute[jumlah]": "dua"},
         400, "attribute[jumlah]: "),
        ({"service_code": "jalan-rusak", "attribute[kedalaman]": "sekali"}, 400,
         "attribute[kedalaman]: "),
        ({"service_code": "jalan-rusak", "attribute[sejak]": "kemarin"}, 400,
         "attribute[sejak]: "),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_leaves_nothing_behind(
    app: App, changes: dict[str, Any], status: int, complaint: str
) -> None:
    (said,) = app.refused(status, **changes)
    assert complaint in said
    assert not Report.objects.exists()
    assert not Posted.objects.exists()


def test_all_that_is_wrong_is_said_at_once(app: App) -> None:
    said = app.refused(400, email="x", phone="12", lat="1", address_string=None)
    assert len(said) == 3, said


def test_only_forms_are_read(app: App) -> None:
    body = json.dumps({"api_key": app.key, "service_code": "sampah", "address_string": "x"})
    answer = app.http.post("/open311/v2/requests.json", body, content_type="application/json")
    assert answer.status_code == 403  # the key is in no form either
    assert not Report.objects.exists()


def test_answers_of_every_kind_are_kept_as_they_are_read(app: App) -> None:
    app.made(**{
        "service_code": "jalan-rusak",
        "attribute[kedalaman]": "dalam",
        "attribute[bahaya][]": ["motor", "pejalan"],
        "attribute[sejak]": "2026-07-01T06:30:00+07:00",
    })  # fmt: skip
    assert Report.objects.get().answers == {
        "jalan-rusak.kedalaman": ["dalam"],
        "jalan-rusak.bahaya": ["motor", "pejalan"],
        "jalan-rusak.sejak": ["2026-07-01T07:30:00+08:00"],
    }


def test_an_answer_to_what_is_asked_no_more_is_dropped(app: App) -> None:
    from laksa.models import Question

    Question.objects.filter(pk="lampu-jalan.jumlah").update(active=False)
    app.made(**WHOLE)
    assert Report.objects.get().answers == {"lampu-jalan.nomor-tiang": ["T-17"]}


def test_photos_may_come_with_the_request(app: App) -> None:
    app.made(media=picture(), **{"media[]": picture()})
    report = Report.objects.get()
    assert report.photos.count() == 2
    assert {photo.event for photo in report.photos.all()} == {report.events.get()}


def test_a_file_that_is_no_photo_refuses_the_request_and_keeps_nothing(app: App) -> None:
    file = SimpleUploadedFile("foto.jpg", b"MZ not a picture", content_type="image/jpeg")
    answer = app.post(media=file, other=picture())
    assert answer.status_code == 400
    assert "bukan foto" in answer.json()[0]["description"]
    assert not Photo.objects.exists()
    assert not Report.objects.exists()


def test_more_photos_than_the_region_takes_are_refused(app: App) -> None:
    answer = app.post(**{f"media{n}": picture() for n in range(5)})
    assert answer.status_code == 400
    assert "media: Paling banyak 4 foto" in answer.json()[0]["description"]


def test_a_request_that_is_sent_again_under_its_name_is_one_report(app_of: Accounts) -> None:
    app, other = app_of(), app_of("Aplikasi Lain")
    said = [
        one.http.post(
            "/open311/v2/requests.json",
            {"api_key": one.key, "service_code": "sampah", "address_string": "Jalan Mawar"},
            headers={"idempotency-key": "kiriman-1"},
        ).json()[0]["service_request_id"]
        for one in (app, app, other)
    ]
    assert said[0] == said[1] != said[2]
    assert Report.objects.count() == 2


def test_a_request_without_a_name_is_another_report_each_time(app: App) -> None:
    assert app.made()["service_request_id"] != app.made()["service_request_id"]


@pytest.fixture
def batch(settled: Any) -> None:
    settled(open311_batch=True)


def test_in_batch_a_token_is_given_and_the_worker_makes_the_report(batch: None, app: App) -> None:
    assert {one["type"] for one in app.get("v2/services")} == {"batch"}
    told = app.made(**WHOLE)
    assert "service_request_id" not in told
    assert not Report.objects.exists()
    waiting = {"service_request_id": None, "token": told["token"]}
    assert app.get(f"v2/tokens/{told['token']}") == [waiting]
    finish.call(told["token"])
    report = Report.objects.get()
    assert report.contact.name == "Joko Susilo"
    assert report.answers["lampu-jalan.nomor-tiang"] == ["T-17"]
    assert app.get(f"v2/tokens/{told['token']}") == [
        {"service_request_id": report.number, "token": told["token"]}
    ]


def test_the_worker_makes_one_report_however_often_it_is_told_to(batch: None, app: App) -> None:
    token = app.made(media=picture())["token"]
    for _ in range(2):
        finish.call(token)
    assert Report.objects.get().photos.count() == 1
    assert Posted.objects.get().waiting == {}


def test_no_job_knows_who_sent_the_request(batch: None, app: App) -> None:
    from django_tasks_db.models import DBTaskResult

    app.made(**WHOLE)
    (job,) = DBTaskResult.objects.all()
    assert job.args_kwargs["args"] == [str(Posted.objects.get().pk)]


def test_a_worker_that_dies_halfway_leaves_the_request_waiting(
    batch: None, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = app.made()["token"]

    def dies(*_: Any) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as broken:
        broken.setattr(intake, "receive", dies)
        with pytest.raises(RuntimeError):
            posts.make_report(Posted.objects.get())
    assert Posted.objects.get().waiting["sent"]["text"]
    finish.call(token)
    assert Report.objects.count() == 1


@pytest.mark.parametrize("token", ["1", "0f0e0d0c-0000-4000-8000-000000000000"])
def test_a_token_that_is_not_there_is_404(app: App, token: str) -> None:
    (error,) = app.get(f"v2/tokens/{token}", status=404)
    assert f"token “{token}”" in error["description"]


def test_a_realtime_request_has_a_token_too_for_who_lost_the_answer(app: App) -> None:
    number = app.made()["service_request_id"]
    (told,) = app.get(f"v2/tokens/{Posted.objects.get().pk}")
    assert told["service_request_id"] == number


def test_an_officer_meets_such_a_report_like_any_other(app: App, operator: Person) -> None:
    app.made(**WHOLE)
    page = operator.client.post(f"/antrean/{Report.objects.get().number}/kontak/").content.decode()
    for words in ("Joko Susilo", "T-17", "Nomor tiang", "Lampu padam"):
        assert words in page


def test_it_counts_in_the_figures_at_once(app: App) -> None:
    from laksa import figures

    app.made()
    assert figures.received(timezone.now() + timedelta(seconds=1)) == 1
