"""The contract of every app, over the catalogue: add an app and it is tested before its author is.

Each app is rendered for a real region and run as the complete, ordinary app it then is.
"""

import ast
import json
from collections.abc import Callable
from datetime import datetime

import pytest

from smartcity_kit import paths
from smartcity_kit.catalogue import load_catalogue
from tests.templates.conftest import BASE, App

APPS = sorted(load_catalogue().apps)
LAYER = "{{cookiecutter.slug}}"

# What a visitor, a probe and the control room ask of every app, and how it has to answer.
CONTRACT = """
import json
from django.conf import settings
from django.test import Client
client = Client(headers={"host": settings.ALLOWED_HOSTS[0]}, raise_request_exception=False)
answers = {}
for path in ("/healthz", "/readyz", "/api/v1/openapi.json", "/api/v1/indicators", "/", "/tema.css"):
    answer = client.get(path, follow=path == "/")
    answers[path] = {
        "status": answer.status_code,
        "type": answer.headers.get("content-type", ""),
        "policy": answer.headers.get("content-security-policy", ""),
        "json": answer.json() if "json" in answer.headers.get("content-type", "") else None,
        "text": answer.content.decode() if not answer.streaming else "",
    }
print(json.dumps({"answers": answers, "cookies": [
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME]}))
"""


@pytest.mark.parametrize("name", APPS)
def test_no_python_of_a_template_holds_jinja(name: str) -> None:
    for file in [*(paths.TEMPLATES / name).rglob("*.py"), *BASE.rglob("*.py")]:
        text = file.read_text("utf-8")
        ast.parse(text)  # Jinja blocks and expressions are no Python


@pytest.mark.parametrize("name", APPS)
def test_nothing_of_the_template_is_left_in_what_it_makes(
    name: str, rendered: Callable[[str], App]
) -> None:
    folder = rendered(name).folder
    for file in folder.rglob("*"):
        assert "cookiecutter" not in file.name
        # An app's own tests may name the template they stand in.
        if file.relative_to(folder).parts[0] != "tests" and file.suffix in {
            ".md",
            ".py",
            ".html",
            ".json",
            ".yml",
            ".toml",
        }:
            assert "cookiecutter." not in file.read_text("utf-8"), file


@pytest.mark.parametrize("name", APPS)
def test_django_finds_nothing_to_say_against_its_deployment(
    name: str, rendered: Callable[[str], App]
) -> None:
    rendered(name).manage("check", "--deploy", "--fail-level", "WARNING")


@pytest.mark.parametrize("name", APPS)
def test_its_migrations_say_what_its_models_say(name: str, rendered: Callable[[str], App]) -> None:
    rendered(name).manage("makemigrations", "--check", "--dry-run")


@pytest.mark.parametrize("name", APPS)
def test_loading_the_region_again_changes_nothing(
    name: str, rendered: Callable[[str], App]
) -> None:
    app = rendered(name)
    assert app.first["changed"]  # type: ignore[attr-defined]
    again = app.data("prepare")
    assert not again["changed"], again


@pytest.mark.parametrize("name", APPS)
def test_it_answers_what_every_app_answers(name: str, rendered: Callable[[str], App]) -> None:
    app = rendered(name)
    told = app.data("shell", "--no-imports", "-c", CONTRACT)
    answers = told["answers"]
    assert answers["/healthz"]["status"] == 200
    assert answers["/readyz"]["json"]["ready"] is True
    assert answers["/readyz"]["json"]["release"] == app.release
    assert answers["/api/v1/openapi.json"]["json"]["openapi"].startswith("3.1")
    assert answers["/api/v1/indicators"]["status"] == 200
    assert answers["/"]["status"] == 200
    assert "unsafe-inline" not in answers["/"]["policy"]
    assert "default-src" in answers["/"]["policy"]
    assert answers["/tema.css"]["type"].startswith("text/css")
    assert told["cookies"] == [f"7571_{name}_session", f"7571_{name}_csrf"]


@pytest.mark.parametrize("name", APPS)
def test_its_first_page_speaks_indonesian_and_names_its_region(
    name: str, rendered: Callable[[str], App]
) -> None:
    told = rendered(name).data("shell", "--no-imports", "-c", CONTRACT)
    page = told["answers"]["/"]["text"]
    assert '<html lang="id"' in page
    assert "Kota Gorontalo" in page


@pytest.mark.parametrize("name", APPS)
def test_its_indicators_are_those_of_its_card(name: str, rendered: Callable[[str], App]) -> None:
    told = rendered(name).data("shell", "--no-imports", "-c", CONTRACT)
    found = told["answers"]["/api/v1/indicators"]["json"]
    assert {figure["name"] for figure in found} == set(load_catalogue().apps[name].indicators)
    assert all({"value", "unit", "formula", "at"} <= set(figure) for figure in found)


@pytest.mark.parametrize("name", APPS)
def test_each_figure_is_a_number_with_its_unit_formula_and_time(
    name: str, rendered: Callable[[str], App]
) -> None:
    """No number at all only where there is nothing yet to compute it from."""
    told = rendered(name).data("shell", "--no-imports", "-c", CONTRACT)
    for figure in told["answers"]["/api/v1/indicators"]["json"]:
        value = figure["value"]
        assert value is None or (isinstance(value, int | float) and not isinstance(value, bool))
        assert all(figure[name] for name in ("title", "unit", "formula")), figure
        assert datetime.fromisoformat(figure["at"]).utcoffset() is not None


@pytest.mark.parametrize("name", APPS)
def test_its_document_names_every_answer_and_who_may_ask(
    name: str, rendered: Callable[[str], App]
) -> None:
    told = rendered(name).data("shell", "--no-imports", "-c", CONTRACT)
    about = told["answers"]["/api/v1/openapi.json"]["json"]
    parts = about["components"]
    for path, methods in about["paths"].items():
        for method, route in methods.items():
            place, answers = f"{method} {path}", route["responses"]
            assert route["summary"], place
            assert any(status.startswith("2") and "content" in answer
                       for status, answer in answers.items()), place  # fmt: skip
            for status in [status for status in answers if status.startswith("4")]:
                assert answers[status]["$ref"] == f"#/components/responses/{status}", place
                content = parts["responses"][status]["content"]
                assert content["application/problem+json"]["example"]["status"] == int(status)
            if "{" in path:
                assert {"404", "422"} <= set(answers), place
            for guard in route.get("security", []):
                (scheme,) = guard
                assert parts["securitySchemes"][scheme]["scheme"] == "bearer"
                assert {"401", "403"} <= set(answers), place
                known = set(load_catalogue().apps[name].scopes)
                assert set(guard[scheme]) <= known, "the card names every scope"


@pytest.mark.parametrize("name", APPS)
def test_every_list_of_its_api_leads_to_the_next_page(
    name: str, rendered: Callable[[str], App]
) -> None:
    """RFC 8288: where a part of a list may be asked for, the answer names the parts beside it."""
    told = rendered(name).data("shell", "--no-imports", "-c", CONTRACT)
    about = told["answers"]["/api/v1/openapi.json"]["json"]
    for path, methods in about["paths"].items():
        for route in methods.values():
            asked = {one["name"] for one in route["parameters"]}
            if asked & {"limit", "offset", "page", "page_size"}:
                assert {"limit", "offset"} <= asked, path
                assert "Link" in route["responses"]["200"]["headers"], path


OPEN_DATA = """
import json
from django.conf import settings
from django.test import Client
from smartcity_base.config import config
from smartcity_base.opendata.dataset import datasets
client = Client(headers={"host": settings.ALLOWED_HOSTS[0], "x-forwarded-proto": "https"})
def get(path):
    answer = client.get(path)
    text = b"".join(answer) if answer.streaming else answer.content
    return {"status": answer.status_code, "text": text.decode()}
sets = [[one.name, get("/data/" + one.csv), get("/data/" + one.metadata)] for one in datasets()]
told = {"page": get("/data/"), "catalogue": get("/data/katalog.jsonld"), "sets": sets}
print(json.dumps(told | {"url": config().app.url}))
"""


@pytest.mark.parametrize("name", APPS)
def test_its_open_data_has_a_dictionary_that_says_what_its_files_hold(
    name: str, rendered: Callable[[str], App]
) -> None:
    """Page, CSV, CSVW and DCAT; an app without open data has none of them."""
    told = rendered(name).data("shell", "--no-imports", "-c", OPEN_DATA)
    has_some = "open_data_licence" in load_catalogue().apps[name].settings
    assert bool(told["sets"]) == has_some
    assert told["page"]["status"] == told["catalogue"]["status"] == (200 if has_some else 404)
    for dataset, file, metadata in told["sets"]:
        columns = json.loads(metadata["text"])["tableSchema"]["columns"]
        assert file["text"].splitlines()[0].split(",") == [column["name"] for column in columns]
        assert all(column["datatype"] and column["dc:description"] for column in columns)
        assert f'<section id="{dataset}"' in told["page"]["text"]
        assert f"{told['url']}/data/{dataset}.csv" in told["catalogue"]["text"]


@pytest.mark.parametrize("name", APPS)
def test_it_brings_tests_of_its_own(name: str) -> None:
    assert list((paths.TEMPLATES / name / LAYER / "tests").glob("test_*.py"))


# Somebody with a row in every table that points to people, whose data are asked for and erased.
PERSONAL = """
import json
from django.core.management import call_command
from smartcity_base.models import User
from smartcity_base.personal.holdings import Subject, copy, erase
from smartcity_base.testing.rows import rows_of
mark = "BERTANDA-7571"
person = User.objects.create_user(f"{mark.lower()}@contoh.id", name=mark, phone=mark)
rows = rows_of(person, mark)
subject = Subject(person, person.email)
told = copy(subject)
print(json.dumps({"rows": len(rows), "told": told, "done": erase(subject)}))
"""


@pytest.mark.parametrize("name", APPS)
def test_a_persons_rows_are_told_and_erased_and_the_database_never_shows_them(
    name: str, rendered: Callable[[str], App]
) -> None:
    """UU 27/2022, articles 7 and 8, in each app, with a row wherever one can point to a person."""
    app = rendered(name)
    database = app.folder / "var/db.sqlite3"
    keep = database.read_bytes()
    try:
        said = app.data("shell", "--no-imports", "-c", PERSONAL)
        told = {part["name"]: part["rows"] for part in said["told"]}
        assert "BERTANDA-7571" in json.dumps(told["akun"])
        assert said["rows"] == 0 or sum(map(len, told.values())) > 1
        # Nobody is erased twice, and everything that stays says why.
        done = {part["name"]: part for part in said["done"]}
        assert done["akun"]["erased"]
        assert all(part["why"] for part in done.values() if part["kept"])
        dump = app.folder / "dump.sqlite3"
        app.manage("shell", "--no-imports", "-c", f"from django.db import connection as c\n"
                   f"c.cursor().execute('VACUUM INTO %s', ['{dump}'])")  # fmt: skip
        assert b"bertanda-7571" not in dump.read_bytes().lower()
        dump.unlink()
    finally:
        for suffix in ("-wal", "-shm"):
            database.with_name(database.name + suffix).unlink(missing_ok=True)
        database.write_bytes(keep)


@pytest.mark.parametrize("name", APPS)
def test_encrypted_columns_hold_nothing_plain(name: str, rendered: Callable[[str], App]) -> None:
    app = rendered(name)
    database = app.folder / "var/db.sqlite3"
    keep = database.read_bytes()
    try:
        app.manage("shell", "--no-imports", "-c", FILLED)
        files = [database, database.with_name(database.name + "-wal")]
        raw = b"".join(file.read_bytes() for file in files if file.exists())
        assert b"enc1." in raw
        assert b"BERTANDA" not in raw
    finally:
        for suffix in ("-wal", "-shm"):
            database.with_name(database.name + suffix).unlink(missing_ok=True)
        database.write_bytes(keep)


FILLED = """
from smartcity_base.personal.renew import holders
from smartcity_base.testing.rows import row
for model, fields in holders():
    row(model, "BERTANDA-7571")
"""
