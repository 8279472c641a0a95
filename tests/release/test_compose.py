import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from smartcity_kit.branding import dress
from smartcity_kit.plan import Plan
from smartcity_kit.profile import Branding, Contact, Table
from smartcity_kit.profile.colour import palette
from smartcity_kit.release import compose
from smartcity_kit.release.compose import manifest, region_json

MakePlan = Callable[..., Plan]


def hashes(plan: Plan) -> dict[str, str]:
    return {app.name: app.hash for app in compose(plan).apps}


def test_the_same_plan_makes_the_same_release(plan_of: MakePlan) -> None:
    assert compose(plan_of()).id == compose(plan_of()).id


def test_a_colour_reaches_every_app_and_a_setting_only_its_own(plan_of: MakePlan) -> None:
    plan = plan_of()
    before = hashes(plan)
    recoloured = plan_of(branding=Branding(palette("#7a1f3d"), None, None))
    assert all(hashes(recoloured)[name] != before[name] for name in before)
    laksa = next(app for app in plan.apps if app.name == "laksa")
    slower = replace(laksa, settings={**laksa.settings, "verify_days": 4})
    after = hashes(replace(plan, apps=(plan.apps[0], slower)))
    assert after["live"] == before["live"]
    assert after["laksa"] != before["laksa"]


def test_a_table_reaches_only_the_apps_that_read_it(plan_of: MakePlan, tmp_path: Any) -> None:
    categories = Table("categories", tmp_path, ("id", "name"), ({"id": "pju", "name": "PJU"},))
    agencies = plan_of().profile.tables
    before, after = (
        hashes(plan_of()),
        hashes(plan_of(tables={**agencies, "categories": categories})),
    )
    assert after["live"] == before["live"]
    assert after["laksa"] != before["laksa"]


def test_an_app_reads_the_regions_facts(plan_of: MakePlan) -> None:
    plan = plan_of()
    told = region_json(plan, plan.apps[1], dress(plan.profile))
    assert told["region"] == {
        "code": "75.71",
        "slug": "kota-gorontalo",
        "name": "Kota Gorontalo",
        "level": "kota",
        "government": "Pemerintah Kota Gorontalo",
        "province": "Gorontalo",
        "head_title": "Wali Kota",
        "timezone": "Asia/Makassar",
        "zone": "WITA",
        "domain": "gorontalokota.go.id",
    }
    assert [app["name"] for app in told["apps"]] == ["live", "laksa"]
    assert told["identity"]["issuer"] == "http://localhost:21000"


def test_every_app_is_told_the_regions_emergency_numbers(plan_of: MakePlan, tmp_path: Any) -> None:
    def told(plan: Plan) -> Any:
        return [region_json(plan, app, dress(plan.profile))["emergency"] for app in plan.apps]

    assert told(plan_of()) == [None, None]  # the national ones, which the apps know
    row = {"name": "Ambulans", "number": "+62435821112", "about": ""}
    own = Table("emergency", tmp_path, ("name", "number", "about"), (row,))
    plan = plan_of(tables={**plan_of().profile.tables, "emergency": own})
    assert told(plan) == [[row], [row]]


def test_an_app_is_dressed_and_the_release_holds_the_papers_of_the_offices(
    plan_of: MakePlan,
) -> None:
    release = compose(plan_of())
    app = release.apps[0]
    told = json.loads(app.files["region.json"])["branding"]
    assert told["link"] == "#0b5c8a"
    assert told["logo"] in app.files
    assert {"branding/favicon.ico", "branding/icon-192.png"} <= app.files.keys()
    assert "branding/kop-surat.html" not in app.files
    assert "kop-surat.html" in release.branding
    moved = compose(plan_of(contact=Contact(address="Jalan Lain 2")))
    assert moved.branding["kop-surat.html"] != release.branding["kop-surat.html"]
    assert moved.id != release.id


def test_districts_and_villages_come_from_the_national_list(plan_of: MakePlan) -> None:
    files = compose(plan_of()).apps[1].files
    assert len(files["data/districts.csv"].decode().splitlines()) == 1 + 9
    assert len(files["data/villages.csv"].decode().splitlines()) == 1 + 50
    assert b"75.71.01" in files["data/districts.csv"]


def test_people_are_never_part_of_a_release(plan_of: MakePlan, tmp_path: Any) -> None:
    staff = Table("staff", tmp_path, ("name", "nip"), ({"name": "Rahasia", "nip": "1986"},))
    release = compose(plan_of(personal={"staff": staff}))
    everything = b"".join(content for app in release.apps for content in app.files.values())
    assert b"Rahasia" not in everything
    assert release.id == compose(plan_of()).id


def test_the_manifest_names_what_a_release_is_made_of(plan_of: MakePlan) -> None:
    release = compose(plan_of())
    told = manifest(release)
    assert json.loads(json.dumps(told)) == told
    assert told["release"] == release.id
    names = {package["name"] for package in told["environment"]["packages"]}
    assert {"django", "gunicorn", "pillow"} <= names
    assert "region.json" in told["apps"]["laksa"]["files"]
