"""The public data: GeoJSON, the same reports as on the pages, and the figures."""

from datetime import datetime
from typing import Any

import pytest
import yaml

from smartcity_base.config import app_folder
from smartcity_base.testing.cast import Person

from laksa.models import Category
from laksa.states import State

from .conftest import WORDS, Clock, Reporting, as_json


def get(person: Person, address: str) -> Any:
    answer = person.client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.content
    return as_json(answer)


def test_a_report_is_a_geojson_feature_with_its_place_state_and_times(
    reported: Reporting, stranger: Person, clock: Clock
) -> None:
    report = reported(State.DIVERIFIKASI, lon=123.051, lat=0.561)
    feature = get(stranger, f"reports/{report.number}")
    assert feature["type"] == "Feature"
    assert feature["geometry"] == {"type": "Point", "coordinates": [123.051, 0.561]}
    about = feature["properties"]
    assert about["text"] == WORDS
    assert (about["state"], about["colour"]) == ("diverifikasi", "yellow")
    assert about["received_at"] == "2026-07-06T09:00:00+08:00"
    assert about["url"] == f"https://laksa.kotacontoh.go.id/laporan/{report.number}/"


def test_words_that_nobody_has_verified_are_null(reported: Reporting, stranger: Person) -> None:
    about = get(stranger, f"reports/{reported().number}")["properties"]
    assert about["text"] is None
    assert about["title"] == "Jalan rusak"


def test_the_list_is_narrowed_and_paged(reported: Reporting, stranger: Person) -> None:
    for _ in range(3):
        reported()
    waste = reported(category=Category.objects.get(pk="sampah"), lon=123.051, lat=0.561)
    everything = get(stranger, "reports")
    assert (everything["type"], everything["numberMatched"]) == ("FeatureCollection", 4)
    page = get(stranger, "reports?limit=3&offset=2")
    assert (page["numberMatched"], page["numberReturned"]) == (4, 2)
    for query in ("category=sampah", "with_point=true"):
        found = get(stranger, f"reports?{query}")
        assert [feature["id"] for feature in found["features"]] == [waste.number], query


def test_a_report_that_is_not_there_is_a_problem_with_its_status(
    region: None, stranger: Person
) -> None:
    answer = stranger.client.get("/api/v1/reports/LKS-26-999999")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert stranger.client.get("/api/v1/reports?limit=viel").status_code == 422


def test_the_api_describes_itself(stranger: Person) -> None:
    about = get(stranger, "openapi.json")
    assert about["openapi"].startswith("3.1")
    assert {"/api/v1/reports", "/api/v1/reports/{number}", "/api/v1/indicators"} <= set(
        about["paths"]
    )


@pytest.mark.usefixtures("region")
def test_every_figure_of_the_card_is_given_with_its_formula(stranger: Person) -> None:
    card = yaml.safe_load((app_folder().parent / "app.yml").read_text())
    figures = {figure["name"]: figure for figure in get(stranger, "indicators")}
    assert figures.keys() == card["indicators"].keys()
    for name, figure in figures.items():
        assert figure["formula"] == card["indicators"][name]["formula"]
        assert figure["unit"]
        assert datetime.fromisoformat(figure["at"]).utcoffset() is not None
