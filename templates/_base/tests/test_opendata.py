"""Open data: a page with a dictionary, files, CSVW and DCAT that say the same."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from smartcity_base import dcat
from smartcity_base.opendata import dataset
from smartcity_base.testing.cast import Person


@pytest.fixture(autouse=True)
def _licence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dcat, "licence", lambda: "https://example.org/licence")
    monkeypatch.setattr("smartcity_base.opendata.csvw.licence", dcat.licence)


def rows(person: Person) -> list[dict[str, str]]:
    answer = person.client.get("/data/kelurahan.csv")
    assert answer["Content-Type"].startswith("text/csv")
    told = answer.getvalue().decode()
    return list(csv.DictReader(io.StringIO(told)))


def test_page_file_and_metadata_name_the_same_columns(region: None, stranger: Person) -> None:
    names = list(rows(stranger)[0])
    page = stranger.client.get("/data/").content.decode()
    told = stranger.client.get("/data/kelurahan.csv-metadata.json").json()
    columns = told["tableSchema"]["columns"]
    assert names == [column["name"] for column in columns] == ["code", "lon"]
    assert all(f"<code>{name}</code>" in page for name in names)
    assert told["url"] == "kelurahan.csv"
    assert told["tableSchema"]["primaryKey"] == "code"
    assert columns[0]["dc:source"] == "profil"
    assert (columns[1]["datatype"], columns[1]["schema:unitText"]) == ("decimal", "derajat")


def test_the_catalogue_leads_to_the_file_and_what_describes_it(
    region: None, stranger: Person
) -> None:
    told: Any = stranger.client.get("/data/katalog.jsonld").json()
    (file,) = told["dcat:dataset"][0]["dcat:distribution"]
    own = "https://contoh.kotacontoh.go.id"
    described = file["dct:conformsTo"][1]["@id"]
    for address in (file["dcat:downloadURL"]["@id"], described):
        assert stranger.client.get(address.removeprefix(own)).status_code == 200


def test_everybodys_pages_may_read_it_and_need_not_ask_twice(
    region: None, stranger: Person
) -> None:
    first = stranger.client.get("/data/kelurahan.csv")
    assert first["Access-Control-Allow-Origin"] == "*"
    again = {"If-None-Match": first["ETag"]}
    assert stranger.client.get("/data/kelurahan.csv", headers=again).status_code == 304


@pytest.mark.parametrize("name", ["lain.csv", "kelurahan.csv-metadata.xml", "kelurahan"])
def test_what_is_not_there_is_not_found(region: None, stranger: Person, name: str) -> None:
    assert stranger.client.get(f"/data/{name}").status_code == 404


def test_an_app_without_open_data_has_no_page(
    region: None, stranger: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dataset, "find_spec", lambda name: None)
    dataset.datasets.cache_clear()
    try:
        for address in ("/data/", "/data/katalog.jsonld", "/data/kelurahan.csv"):
            assert stranger.client.get(address).status_code == 404
    finally:
        monkeypatch.undo()
        dataset.datasets.cache_clear()
