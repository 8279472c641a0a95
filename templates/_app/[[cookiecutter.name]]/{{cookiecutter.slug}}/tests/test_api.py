"""The API as anybody reads it, and its figures from the events themselves."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from smartcity_base.testing.cast import Person

from [[ cookiecutter.name ]].models import Action, Item, ItemEvent

from .conftest import ROADS, Making


def figures(person: Person) -> dict[str, Any]:
    told = person.client.get("/api/v1/indicators").json()
    return {figure["name"]: figure["value"] for figure in told}


def test_it_gives_what_is_shown_and_nothing_else(stranger: Person, made: Making) -> None:
    item, hidden = made(), made(title="Tersembunyi", shown=False)
    told = stranger.client.get("/api/v1/items").json()
    assert told["count"] == 1
    assert told["items"][0] == {
        "id": item.pk,
        "title": item.title,
        "text": item.text,
[% if cookiecutter.table %]
        "kind": "satu",
[% endif %]
        "agency": ROADS,
        "village": "99.71.01.1001",
    }
    assert stranger.client.get(f"/api/v1/items/{item.pk}").json() == told["items"][0]
    answer = stranger.client.get(f"/api/v1/items/{hidden.pk}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_it_is_narrowed_as_the_page_is(stranger: Person, made: Making) -> None:
    made()
    made(title="Bangku")
    assert stranger.client.get("/api/v1/items?q=bangku").json()["count"] == 1
    assert stranger.client.get("/api/v1/items?limit=1&offset=1").json()["items"] != []
    assert stranger.client.get("/api/v1/items?limit=0").status_code == 422
    made(title="Pohon")
    assert 'rel="next"' in stranger.client.get("/api/v1/items?limit=1")["Link"]


def test_its_figures_are_those_of_the_events(stranger: Person, made: Making) -> None:
    old = made()
    long_ago = timezone.now() - timedelta(days=31)
    other = Item.objects.create(
        title="Lama",
        agency_id=ROADS,
        shown=False,
[% if cookiecutter.table %]
        kind_id="satu",
[% endif %]
    )
    ItemEvent.objects.create(item=other, at=long_ago, action=Action.ADD)
    assert figures(stranger) == {"shown": 1, "changed": 1}
    ItemEvent.objects.create(item=old, at=timezone.now(), action=Action.CHANGE)
    ItemEvent.objects.create(item=other, at=timezone.now(), action=Action.CHANGE)
    assert figures(stranger) == {"shown": 1, "changed": 2}
