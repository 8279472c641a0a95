from __future__ import annotations

import pytest

from smartcity_base.areas import distance_m, nearest_village
from smartcity_base.models import Village
from smartcity_base.testing.cast import Person


def test_the_nearest_centroid_is_proposed_with_its_district_and_distance(region: None) -> None:
    proposal = nearest_village(123.051, 0.561)
    assert proposal is not None
    assert (proposal.village.name, proposal.district.name) == ("Bukit Indah", "Utara")
    assert 100 < proposal.distance_m < 200


def test_villages_that_are_retired_or_have_no_centroid_are_not_proposed(region: None) -> None:
    Village.objects.filter(name="Bukit Indah").update(active=False)
    Village.objects.filter(name="Pantai Jaya").update(lon=None)
    proposal = nearest_village(123.051, 0.561)
    assert proposal is not None
    assert proposal.village.name == "Sawah Lega"


def test_without_any_centroid_nothing_is_proposed(db: None) -> None:
    assert nearest_village(123.0, 0.5) is None


def test_a_degree_along_the_equator_is_111_km() -> None:
    assert distance_m(123, 0, 124, 0) == pytest.approx(111_195, abs=10)
    assert distance_m(123, 0.5, 123, 0.5) == 0


def test_the_list_of_areas_holds_what_is_active_and_is_not_sent_twice(
    region: None, stranger: Person
) -> None:
    answer = stranger.client.get("/wilayah.json")
    assert answer.json()["districts"][0] == {"code": "99.71.01", "name": "Utara"}
    assert len(answer.json()["villages"]) == 3
    again = stranger.client.get("/wilayah.json", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    Village.objects.filter(name="Pantai Jaya").update(name="Pantai Baru")
    changed = stranger.client.get("/wilayah.json", headers={"if-none-match": answer["ETag"]})
    assert changed.status_code == 200


def test_every_page_and_the_list_itself_say_whose_the_areas_are(
    region: None, stranger: Person
) -> None:
    said = stranger.client.get("/wilayah.json").json()["source"]
    assert "idn-area-data © contributors, ODbL 1.0" in said
    page = stranger.client.get("/tidak-ada/").content.decode()
    assert "idn-area-data © contributors" in page
    assert "geografis (drizki)" in page
