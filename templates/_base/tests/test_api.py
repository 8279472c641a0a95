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
    ("path", "status"), [("tidak-ada", 404), ("hitung/0", 404), ("hitung/tiga", 422)]
)
def test_what_goes_wrong_is_a_problem_document(stranger: Person, path: str, status: int) -> None:
    answer = stranger.client.get(f"/api/v1/{path}")
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.json()["title"]


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
