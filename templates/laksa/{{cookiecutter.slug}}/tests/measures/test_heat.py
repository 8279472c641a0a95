"""The heat map tells how many, by squares and by villages, and where nobody is."""

import pytest

from smartcity_base.models import Village
from smartcity_base.testing.cast import Person

from laksa.measures import heat
from laksa.models import Measure

from ..conftest import Reporting, as_json
from ..test_browse import page


def test_reports_in_one_square_are_one_number(reported: Reporting, stranger: Person) -> None:
    for lon in (123.0511, 123.0512, 123.0601):
        reported(lon=lon, lat=0.5611)
    reported()
    grid = as_json(stranger.client.get("/angka/peta.json"))
    assert [square["properties"]["count"] for square in grid["features"]] == [2, 1]
    (ring,) = grid["features"][0]["geometry"]["coordinates"]
    assert ring[0] == ring[-1]
    assert ring[0][0] <= 123.0511 <= ring[2][0]
    assert ring[0][1] <= 0.5611 <= ring[2][1]


@pytest.mark.parametrize(("lon", "lat"), [(95.01, 5.89), (140.99, -10.9), (123.05, -0.001)])
def test_the_square_holds_its_point_on_both_sides_of_the_equator(
    reported: Reporting, lon: float, lat: float
) -> None:
    reported(lon=lon, lat=lat)
    (square,) = heat.grid(Measure.objects.all())["features"]
    (west, south), _, (east, north), *_ = square["geometry"]["coordinates"][0]
    assert west <= lon <= east
    assert south <= lat <= north


def test_squares_grow_until_there_are_few_enough(
    reported: Reporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    for step in range(6):
        reported(lon=123.0511 + step / 400, lat=0.5611)
    assert len(heat.grid(Measure.objects.all())["features"]) == 6
    monkeypatch.setattr(heat, "MOST_CELLS", 3)
    grown = heat.grid(Measure.objects.all())["features"]
    assert len(grown) <= 3
    assert sum(square["properties"]["count"] for square in grown) == 6


def test_the_table_tells_villages_also_of_reports_without_a_point(
    reported: Reporting, stranger: Person
) -> None:
    reported(lon=123.05, lat=0.56)
    reported()
    reported(village=Village.objects.get(pk="99.71.02.1001"))
    told = heat.by_village(Measure.objects.all())
    assert told == [("Bukit Indah", "Utara", 2), ("Sawah Lega", "Selatan", 1)]
    shown = page(stranger, "/angka/peta/")
    assert "Bukit Indah" in shown
    assert "1 laporan dengan titik" in shown


def test_it_opens_before_there_is_any_report(region: None, stranger: Person) -> None:
    assert "Tidak ada laporan yang cocok" in page(stranger, "/angka/peta/")
    assert as_json(stranger.client.get("/angka/peta.json"))["features"] == []


def test_what_strangers_may_not_know_is_in_no_square(reported: Reporting, stranger: Person) -> None:
    reported(lon=123.05, lat=0.56)
    Measure.objects.update(public=False)
    assert as_json(stranger.client.get("/angka/peta.json"))["features"] == []
