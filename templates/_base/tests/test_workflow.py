"""The table of what may happen, and rows that are a reading of their events."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import models
from django.test.utils import isolate_apps

from smartcity_base.models import Folded
from smartcity_base.models.folded import told
from smartcity_base.workflow import Transition, Workflow

DOOR = Workflow((
    Transition("open", frozenset({"shut"}), "ajar", frozenset({"guest", "host"}), frozenset()),
    Transition("lock", frozenset({"shut"}), "locked", frozenset({"host"}), frozenset({"key"})),
    Transition("open", frozenset({"locked"}), "ajar", frozenset({"host"}), frozenset({"key"})),
))  # fmt: skip


@dataclass
class Event:
    changes: dict[str, Any]


def test_it_offers_what_the_table_allows_in_its_order() -> None:
    assert [row.action for row in DOOR.allowed("shut", "host")] == ["open", "lock"]
    assert [row.action for row in DOOR.allowed("shut", "guest")] == ["open"]
    assert not list(DOOR.allowed("ajar", "host"))


def test_it_finds_the_row_for_who_asks_where_they_are() -> None:
    row = DOOR.find("open", "locked", "host")
    assert row is not None
    assert (row.target, row.needs) == ("ajar", {"key"})
    assert DOOR.find("open", "locked", "guest") is None


@isolate_apps("smartcity_base")
def test_a_row_is_what_its_events_say_in_their_order() -> None:
    class Case(Folded):
        FOLDED = ("state", "due", "owner")
        state = models.CharField(max_length=9)
        due = models.DateTimeField(null=True)
        owner = models.UUIDField(null=True)
        secret = models.CharField(max_length=9, default="")

        class Meta:
            app_label = "base"

    due, owner = datetime(2026, 11, 22, 8, tzinfo=UTC), UUID(int=7)
    events = [Event(told({"state": "new", "due": due, "owner": owner})), Event({"state": "done"})]
    again = Case.replay(events)
    assert (again.state, again.due, again.owner) == ("done", due, owner)
    again.pk = 1
    assert again.news({"state": "done", "due": None}) == {"due": None}
    with pytest.raises(KeyError):
        again.follow({"secret": "told"})
