"""The open data: complete, exact, nothing private, and never all in memory."""

import csv
import io
import json
from typing import Any

import pytest
from django.http import StreamingHttpResponse

from smartcity_base.tables.write import PIECE
from smartcity_base.testing.cast import Person

from laksa import work
from laksa.measures import summary
from laksa.models import Measure
from laksa.opendata.columns import _FROM, _OWN, COLUMNS
from laksa.opendata.files import as_geojson
from laksa.states import Action, Actor, State
from laksa.work import Deed

from ..conftest import WORDS, Clock, Reporting, as_json
from ..measures.test_keep import walk
from ..test_privacy import SECRETS

FIELDS = (*_OWN, *_FROM)


def fetch(person: Person, name: str) -> str:
    answer = person.client.get(f"/data/{name}")
    assert answer.status_code == 200, name
    assert isinstance(answer, StreamingHttpResponse)
    return answer.getvalue().decode()


def csv_rows(person: Person, query: str = "") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(fetch(person, "laporan.csv" + query))))


def features(person: Person, query: str = "") -> list[dict[str, Any]]:
    told = json.loads(fetch(person, "laporan.geojson" + query))
    assert told["type"] == "FeatureCollection"
    return list(told["features"])


def test_csv_and_geojson_say_the_same(reported: Reporting, stranger: Person, clock: Clock) -> None:
    walk(reported, clock)
    reported()  # without a point
    for row, feature in zip(csv_rows(stranger), features(stranger), strict=True):
        assert feature["type"] == "Feature"
        assert feature["id"] == row["number"]
        point = feature["geometry"]
        assert [row["lon"], row["lat"]] == (
            [str(degrees) for degrees in point["coordinates"]] if point else ["", ""]
        )
        for name, value in feature["properties"].items():
            assert row[name] == (value if isinstance(value, str) else
                                 "" if value is None else json.dumps(value)), name  # fmt: skip


def test_every_column_is_in_the_dictionary_of_the_page(
    reported: Reporting, stranger: Person
) -> None:
    reported(State.SELESAI, lon=123.0512345678, lat=0.56)
    page = stranger.client.get("/data/").content.decode()
    row = csv_rows(stranger)[0]
    assert list(row) == [column.name for column in COLUMNS]
    for name in row:
        assert f"<code>{name}</code>" in page
    assert row["lon"] == "123.05123"
    assert row["received_at"].endswith("+08:00")
    assert row["url"].startswith("https://laksa.kotacontoh.go.id/laporan/LKS-")


def test_the_figures_of_the_page_can_be_computed_from_the_file(
    reported: Reporting, stranger: Person, clock: Clock
) -> None:
    walk(reported, clock, 20)
    rows = csv_rows(stranger)
    whole = summary.whole(Measure.objects.all(), clock.now)
    assert whole.received == len(rows)
    assert whole.late == sum(row["late"] == "true" for row in rows)
    hours = sorted(float(row["close_hours"]) for row in rows if row["close_hours"])
    assert whole.closed.n == len(hours)
    assert whole.closed.median == round(hours[(len(hours) - 1) // 2] * 10)


def test_nothing_private_and_no_word_of_a_citizen_is_in_it(
    reported: Reporting, stranger: Person
) -> None:
    report = reported(State.PROSES, address="Jalan Mawar 3", photo=True, **SECRETS)
    work.perform(report, Action.NOTE, Actor.OPERATOR, None, Deed(text="Ketua RT"))
    everything = fetch(stranger, "laporan.csv") + fetch(stranger, "laporan.geojson")
    for private in (*SECRETS.values(), WORDS, "Mawar", "Ketua RT", report.code):
        assert private not in everything, private


def test_a_report_that_strangers_may_not_know_is_in_no_file(
    reported: Reporting, stranger: Person
) -> None:
    shown, hidden = reported(), reported(secret=True, lon=123.05, lat=0.56)
    assert not hidden.measure.public
    assert [row["number"] for row in csv_rows(stranger)] == [shown.number]
    assert [feature["id"] for feature in features(stranger)] == [shown.number]
    assert as_json(stranger.client.get("/angka/peta.json"))["features"] == []
    assert hidden.number not in stranger.client.get("/sematkan/bingkai/").content.decode()


def test_it_is_narrowed_as_the_figures_are(reported: Reporting, stranger: Person) -> None:
    from laksa.models import Category

    reported(category=Category.objects.get(pk="sampah"))
    reported()
    for query, expected in {"?category=sampah": 1, "?period=30": 2, "?period=semua": 2}.items():
        assert len(csv_rows(stranger, query)) == expected, query


def test_an_empty_region_gives_a_heading_and_an_empty_collection(
    region: None, stranger: Person
) -> None:
    assert csv_rows(stranger) == []
    assert features(stranger) == []


def test_what_has_not_changed_is_not_sent_again(
    reported: Reporting, stranger: Person, clock: Clock
) -> None:
    report = reported()
    for name in ("laporan.csv", "laporan.geojson", "katalog.jsonld"):
        first = stranger.client.get(f"/data/{name}")
        assert "public" in first["Cache-Control"]
        again = {"If-None-Match": first["ETag"]}
        assert stranger.client.get(f"/data/{name}", headers=again).status_code == 304
        work.perform(report, Action.NOTE, Actor.OPERATOR, None, Deed(text="Baru"))
        assert stranger.client.get(f"/data/{name}", headers=again).status_code == 200


def test_features_are_sent_as_they_are_read() -> None:
    """Of a million rows only the first piece has been read when the first piece is sent."""
    read = 0
    empty = dict.fromkeys([*FIELDS, "missed"])

    def many() -> Any:
        nonlocal read
        for n in range(1_000_000):
            read += 1
            yield empty | {"number": n}

    made = as_geojson(many())
    next(made)
    assert next(made)
    assert read == PIECE


@pytest.mark.parametrize("name", ["laporan.csv", "laporan.geojson"])
def test_a_file_takes_as_many_queries_for_many_reports_as_for_one(
    reported: Reporting, stranger: Person, name: str
) -> None:
    reported()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        fetch(stranger, name)
    for _ in range(5):
        reported()
    with CaptureQueriesContext(connection) as many:
        fetch(stranger, name)
    assert len(many) == len(one)
