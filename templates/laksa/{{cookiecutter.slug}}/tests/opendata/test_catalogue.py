"""The catalogue has what DCAT-AP 3.0 makes mandatory, and every address in it answers."""

from typing import Any

from smartcity_base.testing.cast import Person

from ..conftest import Reporting, as_json


def catalogue(person: Person) -> Any:
    answer = person.client.get("/data/katalog.jsonld")
    assert answer["Content-Type"] == "application/ld+json"
    return as_json(answer)


def test_catalogue_dataset_and_distributions_have_what_is_mandatory(
    reported: Reporting, stranger: Person
) -> None:
    reported()
    told = catalogue(stranger)
    assert told["@type"] == "dcat:Catalog"
    assert {"dct:title", "dct:description", "dct:publisher", "dcat:dataset"} <= told.keys()
    assert told["dct:publisher"]["@type"] == "foaf:Agent"
    assert told["dct:publisher"]["foaf:name"]["@value"] == "Pemerintah Kota Contoh"
    (dataset,) = told["dcat:dataset"]
    assert dataset["@type"] == "dcat:Dataset"
    assert {"dct:title", "dct:description", "dct:issued", "dct:modified"} <= dataset.keys()
    for file in dataset["dcat:distribution"]:
        assert file["@type"] == "dcat:Distribution"
        assert {"dcat:accessURL", "dct:license", "dct:format", "dcat:mediaType"} <= file.keys()


def test_every_prefix_is_declared(region: None, stranger: Person) -> None:
    told = catalogue(stranger)

    def names(part: Any) -> set[str]:
        if isinstance(part, dict):
            return set(part) | {name for value in part.values() for name in names(value)}
        return {name for item in part for name in names(item)} if isinstance(part, list) else set()

    used = {name.split(":")[0] for name in names({k: v for k, v in told.items() if k != "@context"})
            if not name.startswith(("@", "http"))}  # fmt: skip
    assert used <= told["@context"].keys()


def test_every_address_of_this_app_in_it_answers(reported: Reporting, stranger: Person) -> None:
    reported()
    told = catalogue(stranger)
    own = "https://laksa.kotacontoh.go.id"
    files = told["dcat:dataset"][0]["dcat:distribution"]
    for file in files:
        for name in ("dcat:accessURL", "dcat:downloadURL"):
            address = file[name]["@id"]
            assert address.startswith(own)
            answer = stranger.client.get(address.removeprefix(own))
            assert answer.status_code == 200
        assert answer["Content-Type"].split(";")[0] in file["dcat:mediaType"]["@id"]
