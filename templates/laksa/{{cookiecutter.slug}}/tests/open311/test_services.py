"""GET services, GET a service definition, and the discovery document."""

from pathlib import Path

import pytest

from smartcity_base.config import config
from smartcity_base.region_data import load_region

from .conftest import App


def test_every_category_is_a_service(app: App) -> None:
    services = app.get("v2/services")
    assert [one["service_code"] for one in services][:3] == [
        "jalan-rusak",
        "lampu-jalan",
        "drainase",
    ]
    assert services[0] == {
        "service_code": "jalan-rusak",
        "service_name": "Jalan rusak",
        "description": "Lubang, aspal mengelupas, bahu jalan longsor",
        "metadata": True,
        "type": "realtime",
        "keywords": None,
        "group": "Dinas Pekerjaan Umum",
    }


def test_metadata_says_whether_a_service_asks_more(app: App) -> None:
    asks = {one["service_code"]: one["metadata"] for one in app.get("v2/services")}
    assert asks == {code: code in {"jalan-rusak", "lampu-jalan"} for code in asks}


def test_a_definition_lists_the_attributes_in_their_order(app: App) -> None:
    definition = app.get("v2/services/jalan-rusak")
    assert definition["service_code"] == "jalan-rusak"
    depth, danger, since = definition["attributes"]
    assert depth == {
        "variable": True,
        "code": "kedalaman",
        "datatype": "singlevaluelist",
        "required": False,
        "datatype_description": None,
        "order": 1,
        "description": "Seberapa dalam lubangnya?",
        "values": [
            {"key": "dangkal", "name": "Kurang dari 10 cm"},
            {"key": "dalam", "name": "10 cm atau lebih"},
        ],
    }
    assert (danger["datatype"], danger["required"], danger["order"]) == ("multivaluelist", False, 2)
    assert (since["datatype"], since["values"]) == ("datetime", [])


def test_what_only_informs_is_no_variable(app: App) -> None:
    notice, pole, *_others = app.get("v2/services/lampu-jalan")["attributes"]
    assert (notice["variable"], notice["required"]) == (False, False)
    assert notice["description"] == "Kabel yang menjuntai: hubungi 112"
    assert (pole["variable"], pole["required"]) == (True, True)
    assert pole["datatype_description"] == "Tertulis di tiang"


def test_a_service_that_asks_nothing_has_an_empty_definition(app: App) -> None:
    assert app.get("v2/services/sampah") == {"service_code": "sampah", "attributes": []}


def test_a_service_that_is_not_there_is_404(app: App) -> None:
    (error,) = app.get("v2/services/terbang", status=404)
    assert error == {"code": 404, "description": "service_code “terbang” tidak ditemukan."}


@pytest.mark.parametrize("given", ["", "kotacontoh.go.id", "www.kotacontoh.go.id", "99.71", "9971"])
def test_the_jurisdiction_is_the_domain_or_the_code_and_may_be_missing(
    app: App, given: str
) -> None:
    assert app.get("v2/services", jurisdiction_id=given) == app.get("v2/services")


@pytest.mark.parametrize(
    "path",
    ["v2/services", "v2/services/sampah", "v2/requests", "v2/requests/LKS-26-1", "v2/tokens/1"],
)
def test_another_jurisdiction_is_404_everywhere(app: App, path: str) -> None:
    (error,) = app.get(path, status=404, jurisdiction_id="city.gov")
    assert "jurisdiction_id “city.gov”" in error["description"]


def test_discovery_leads_to_the_endpoint_in_both_formats(app: App) -> None:
    for path in ("discovery", "v2/discovery"):
        told = app.get(path)
        (endpoint,) = told["endpoints"]
        assert endpoint["url"] == "https://laksa.kotacontoh.go.id/open311/v2"
        assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
        assert endpoint["formats"] == ["text/xml", "application/json"]
        assert endpoint["type"] == "production"
        assert "halo@kotacontoh.go.id" in told["contact"]
        assert "https://laksa.kotacontoh.go.id/api/open311/" in told["key_service"]


def test_the_changeset_moves_when_the_services_do_and_only_then(app: App, tmp_path: Path) -> None:
    before = app.get("discovery")["endpoints"][0]["changeset"]
    load_region(config().data)
    assert app.get("discovery")["endpoints"][0]["changeset"] == before
    from smartcity_base.models import AuditEntry

    count = AuditEntry.objects.filter(action="jenis-laporan-berubah").count()
    for table in config().data.glob("*.csv"):
        (tmp_path / table.name).write_bytes(table.read_bytes())
    (tmp_path / "questions.csv").unlink()
    load_region(tmp_path)
    assert AuditEntry.objects.filter(action="jenis-laporan-berubah").count() == count + 1
    assert not any(one["metadata"] for one in app.get("v2/services"))


def test_an_address_without_a_known_format_is_400_in_xml(app: App) -> None:
    for path in ("services", "services.yaml", "requests/LKS-26-000001"):
        answer = app.http.get(f"/open311/v2/{path}")
        assert answer.status_code == 400, path
        assert answer["Content-Type"] == "text/xml; charset=utf-8"
        assert b"<code>400</code>" in answer.content


def test_an_address_that_is_not_there_is_404_in_the_format_asked_for(app: App) -> None:
    assert app.get("v3/services", status=404)[0]["code"] == 404


def test_another_method_is_refused_with_those_there_are(app: App) -> None:
    answer = app.http.put("/open311/v2/services.json")
    assert (answer.status_code, answer["Allow"]) == (405, "HEAD, GET")
    assert app.http.post("/open311/v2/services.json").status_code == 405
    assert app.http.head("/open311/v2/services.json").status_code == 200


def test_a_page_from_anywhere_may_read_and_none_may_send(app: App) -> None:
    asked = app.http.options("/open311/v2/requests.json")
    assert (asked.status_code, asked["Access-Control-Allow-Origin"]) == (204, "*")
    assert "POST" not in asked["Access-Control-Allow-Methods"]
    assert "Access-Control-Allow-Origin" not in app.post()


def test_reading_sets_no_cookie(app: App) -> None:
    assert not app.http.get("/open311/v2/requests.json").cookies
