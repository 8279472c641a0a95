from __future__ import annotations

from datetime import datetime

import pytest

from smartcity_base import api
from smartcity_base.testing.cast import Person

from rendered import Rendered


def test_it_describes_itself(stranger: Person) -> None:
    about = stranger.client.get("/api/v1/openapi.json").json()
    assert about["openapi"].startswith("3.1")
    assert {"/api/v1/indicators", "/api/v1/hitung/{number}"} <= set(about["paths"])


def test_the_apps_own_routes_answer_below_it(stranger: Person) -> None:
    assert stranger.client.get("/api/v1/hitung/3").json() == {"number": 3}


@pytest.mark.parametrize(
    ("path", "status"),
    [("tidak-ada", 404), ("tidak%0Aada", 404), ("hitung/0", 404), ("hitung/tiga", 422)],
)
def test_what_goes_wrong_is_a_problem_document(stranger: Person, path: str, status: int) -> None:
    answer = stranger.client.get(f"/api/v1/{path}")
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.json()["title"]


@pytest.mark.parametrize("path", ["hitung/3?kata=a%00b", "hitung/%00"])
def test_a_nul_is_refused_before_a_database_sees_it(stranger: Person, path: str) -> None:
    answer = stranger.client.get(f"/api/v1/{path}")
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")


def test_another_method_is_a_problem_that_names_those_there_are(stranger: Person) -> None:
    answer = stranger.client.post("/api/v1/hitung/3")
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
    assert answer["Allow"] == "GET"


def test_faults_name_the_parameter_or_point_into_the_body(stranger: Person) -> None:
    (fault,) = stranger.client.get("/api/v1/hitung/tiga").json()["errors"]
    assert fault["parameter"] == "number"
    body = {"things": [{"size": 1}, {"size": "besar"}]}
    answer = stranger.client.post("/api/v1/kirim", body, content_type="application/json")
    (fault,) = answer.json()["errors"]
    assert fault["pointer"] == "#/things/1/size"


@pytest.mark.parametrize(
    ("kind", "body"),
    [("application/json", "{"), ("multipart/form-data", "x")],
)
def test_a_body_that_cannot_be_read_is_400(stranger: Person, kind: str, body: str) -> None:
    where = "/api/v1/berkas" if kind.startswith("multipart") else "/api/v1/kirim"
    answer = stranger.client.generic("POST", where, body, content_type=kind)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_what_breaks_is_a_problem_without_a_word_of_why(stranger: Person) -> None:
    answer = stranger.client.get("/api/v1/rusak")
    assert answer.json() == {
        "type": "about:blank", "title": "Internal Server Error", "status": 500,
    }  # fmt: skip


def test_a_list_names_the_pages_beside_the_one_it_gives(region: None, stranger: Person) -> None:
    answer = stranger.client.get("/api/v1/wilayah?limit=1&offset=1&q=")
    base = "https://contoh.kotacontoh.go.id/api/v1/wilayah?limit=1"
    assert answer["Link"] == ", ".join([
        f'<{base}&offset=0&q=>; rel="first"', f'<{base}&offset=0&q=>; rel="prev"',
        f'<{base}&offset=2&q=>; rel="next"', f'<{base}&offset=2&q=>; rel="last"',
    ])  # fmt: skip
    assert stranger.client.get("/api/v1/wilayah?limit=0").status_code == 422


@pytest.mark.parametrize("since", ["0", "1700000000", "17-08-2026", "2026-08-17T10:00:00"])
def test_a_moment_is_iso_8601_with_its_offset(stranger: Person, since: str) -> None:
    assert stranger.client.get(f"/api/v1/sejak?at={since}").status_code == 422
    assert stranger.client.get("/api/v1/sejak?at=2026-08-17T10:00:00%2B08:00").status_code == 200


def test_indicators_have_a_value_and_a_time_with_its_offset(stranger: Person) -> None:
    (figure,) = stranger.client.get("/api/v1/indicators").json()
    assert (figure["name"], figure["value"]) == ("jumlah", 7)
    assert datetime.fromisoformat(figure["at"]).utcoffset() is not None


def test_two_indicators_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "_indicators", {})
    api.indicator("jumlah")(lambda: 1)
    with pytest.raises(ValueError, match="jumlah"):
        api.indicator("jumlah")(lambda: 2)


def test_a_process_that_answers_pages_does_not_load_the_api(prepared: Rendered) -> None:
    assert (
        prepared.python(
            "import sys; from django.test import Client; from smartcity_base.config import config;"
            "c = Client(headers={'host': config().app.host, 'x-forwarded-proto': 'https'});"
            "print(c.get('/').status_code, 'ninja' in sys.modules,"
            " c.get('/api/v1/openapi.json').status_code, 'ninja' in sys.modules)"
        )
        == "200 False 200 True"
    )
