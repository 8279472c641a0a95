"""What the phone keeps: one page for everybody, a worker that knows its files, and the tasks."""

import json
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.test import override_settings

from smartcity_base.testing.cast import Person

from sigap.models import Team
from sigap.states import TABLE, Action, Actor, State

from .conftest import TITLE, Tasking, as_json


def test_the_page_that_is_kept_is_the_same_for_everybody(
    tasked: Tasking, officer: Person, stranger: Person
) -> None:
    tasked()
    page = officer.client.get("/lapangan/").content.decode()
    assert page == stranger.client.get("/lapangan/").content.decode()
    assert TITLE not in page
    assert "csrfmiddlewaretoken" not in page


def test_the_worker_answers_for_the_whole_app_and_keeps_all_that_the_page_needs(
    stranger: Person,
) -> None:
    answer = stranger.client.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    text = answer.content.decode()
    kept = json.loads(re.search(r"const KEPT = (\[.*?\]);", text)[1])
    page = stranger.client.get("/lapangan/").content.decode()
    needed = set(
        re.findall(r'(?:src|href|data-leaflet-js|data-leaflet-css|data-areas)="(/[^"#]+)', page)
    )
    pages = {"/", "/tugas/", "/tugas/temuan/", "/masuk/?next=/lapangan/"}  # these need signal
    live = {
        address
        for address in needed
        if (address.startswith("/static/") or "?" in address or "json" in address)
        and "touch-icon" not in address
    }
    assert live - pages <= set(kept), live - set(kept)
    for address in kept:
        file = address.removeprefix("/static/")
        assert (
            finders.find(file)
            if file != address
            else stranger.client.get(address).status_code == 200
        )


def test_a_new_release_makes_a_new_worker(stranger: Person) -> None:
    first = stranger.client.get("/sw.js").content
    with override_settings(RELEASE="another"):
        assert stranger.client.get("/sw.js").content != first


def test_the_policy_lets_the_page_run_its_worker_and_nothing_inline(stranger: Person) -> None:
    policy = stranger.client.get("/lapangan/")["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "manifest-src 'self'" in policy
    assert "unsafe" not in policy


def test_what_a_phone_puts_on_its_home_screen_opens_the_officers_page(
    officer: Person, stranger: Person
) -> None:
    page = stranger.client.get("/lapangan/").content.decode()
    assert '<link rel="manifest" href="/manifest.webmanifest">' in page
    about = as_json(stranger.client.get("/manifest.webmanifest"))
    assert officer.client.get(about["start_url"])["Location"] == "/lapangan/"


def test_the_phone_carries_the_tasks_in_hand_and_the_table_to_go_on_alone(
    tasked: Tasking, officer: Person, colleague: Person, team: Team
) -> None:
    mine, done = tasked(State.DITERIMA), tasked(State.SELESAI)
    tasked(State.DIPERIKSA)
    tasked(State.BARU)
    pocket = as_json(officer.client.get("/luring/tugas.json"))
    assert [task["number"] for task in pocket["tasks"]] == [mine.number, done.number]
    assert pocket["tasks"][0]["due_words"].endswith("WITA")
    assert [one["label"] for one in pocket["tasks"][0]["to"]] == ["Tim Saluran", "Rekan"]
    assert {row["action"] for row in pocket["table"]} == {
        row.action for row in TABLE if Actor.OFFICER in row.by
    }
    assert (
        next(row for row in pocket["table"] if row["action"] == Action.ARRIVE)["to"]
        == State.DIKERJAKAN
    )
    assert as_json(colleague.client.get("/luring/tugas.json"))["tasks"] == []


def test_every_word_that_a_script_asks_of_the_page_stands_there(stranger: Person) -> None:
    page = stranger.client.get("/lapangan/").content.decode()
    folder = Path(finders.find("sigap/field.js")).parent
    scripts = "".join(
        (folder / name).read_text() for name in ("field.js", "field-task.js", "field-map.js")
    )
    for name in set(re.findall(r"words\.(\w+)", scripts)):
        attribute = "data-" + re.sub(r"([A-Z])", lambda found: "-" + found[1].lower(), name)
        assert f"{attribute}=" in page, name
    for name in set(re.findall(r'made\("([\w-]+)"', scripts)):
        assert f'<template id="{name}">' in page, name
    for name in set(re.findall(r'by\("([\w-]+)"\)', scripts)):
        assert f'id="{name}"' in page, name


def test_the_first_page_of_the_field_stays_light() -> None:
    own = [
        "base/photos.js",
        *(f"sigap/{name}.js" for name in ("outbox", "place", "field", "field-task", "field-map")),
        "sigap/sigap.css",
    ]
    total = sum(Path(finders.find(name)).stat().st_size for name in own)
    assert total < 50_000
