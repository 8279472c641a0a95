"""Finding where a report is by the name of a landmark or of a village."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext

from smartcity_base.models import Place, Village
from smartcity_base.testing.cast import Person

from .conftest import as_json

pytestmark = pytest.mark.usefixtures("region")


def found(person: Person, asked: str) -> list[dict[str, Any]]:
    answer = person.client.get("/tempat.json", {"q": asked})
    assert answer.status_code == 200
    rows: list[dict[str, Any]] = as_json(answer)["found"]
    return rows


def test_a_landmark_comes_with_its_point_and_a_village_without_one(stranger: Person) -> None:
    village, market = found(stranger, "bukit")
    assert (village["name"], village["village"]) == ("Bukit Indah", "99.71.01.1001")
    assert village["about"] == "Kelurahan di Kecamatan Utara"
    assert "lon" not in village  # its centroid is not where the pothole is
    assert market == {
        "name": "Pasar Bukit", "about": "Pasar, Bukit Indah", "landmark": True,
        "village": "99.71.01.1001", "lon": 123.061, "lat": 0.561,
    }  # fmt: skip


def test_every_word_must_be_in_the_name_in_any_order_and_case(stranger: Person) -> None:
    assert [one["name"] for one in found(stranger, "bukit PASAR")] == ["Pasar Bukit"]
    assert found(stranger, "pasar utara") == []


def test_what_says_nothing_of_where_it_is_is_not_offered(stranger: Person) -> None:
    assert found(stranger, "puskesmas") == []  # in a district, without a point
    Place.objects.filter(pk="puskesmas-utara").update(village="99.71.01.1002")
    assert [one["village"] for one in found(stranger, "puskesmas")] == ["99.71.01.1002"]


def test_retired_places_and_villages_are_not_found(stranger: Person) -> None:
    Place.objects.update(active=False)
    Village.objects.update(active=False)
    assert found(stranger, "bukit") == []


@pytest.mark.parametrize("asked", ["", "  ", "pa", "%%%", "'; drop table", "x" * 5000])
def test_whatever_is_typed_is_answered(stranger: Person, asked: str) -> None:
    assert found(stranger, asked) == []


def test_a_word_that_many_places_have_brings_a_few_in_two_questions(stranger: Person) -> None:
    Place.objects.bulk_create(
        Place(id=f"sd-{n}", name=f"SD Negeri {n}", kind="school", lon=123.05, lat=0.56)
        for n in range(100)
    )
    with CaptureQueriesContext(connection) as asked:
        assert len(found(stranger, "negeri")) == 8
    assert len(asked) == 2


def test_the_form_with_everything_it_loads_is_under_100_kb(stranger: Person) -> None:
    """Each answer compressed as the servers do it; with as many villages as the largest region."""
    Village.objects.bulk_create(
        Village(code=f"99.71.02.{2000 + n}", name=f"Desa Nama Panjang {n}", district_id="99.71.02")
        for n in range(850)
    )
    page = stranger.client.get("/lapor/").content
    loaded = {a.decode() for a in re.findall(rb'<(?:img|link|script)[^>]*="(/[^"#]+)', page)}
    loaded |= {"/static/base/icons.svg", "/static/laksa/icons.svg"}
    assert "/static/laksa/report-form.js" in loaded
    total = len(gzip.compress(page))
    for address in loaded:
        total += len(gzip.compress(content(stranger, address)))
    assert total < 100_000


def content(stranger: Person, address: str) -> bytes:
    if address.startswith("/static/"):
        return Path(str(finders.find(address.removeprefix("/static/")))).read_bytes()
    answer = stranger.client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer) if answer.streaming else answer.content
