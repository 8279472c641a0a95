"""The cast of every app's tests: citizen, officer, administrator, stranger.

An app's tests/conftest.py says: pytest_plugins = ["smartcity_base.testing.cast"]
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from smartcity_base.config import config
from smartcity_base.models import Agency, SignIn, User
from smartcity_base.region_data import load_region


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a browser; `client` speaks to the app as that person."""

    user: User | AnonymousUser
    client: Client


def user_of(person: Person) -> User:
    """The account of somebody who has one."""
    assert isinstance(person.user, User)
    return person.user


Casting = Callable[..., Person]
Setting = Callable[..., None]


@pytest.fixture
def region(db: None) -> None:
    """The sample region's agencies, districts, villages and holidays, and the app's own tables."""
    load_region(config().data)


@pytest.fixture
def person(db: None) -> Casting:
    """person("Siti", roles=["officer"], agency="dinas-pekerjaan-umum") -> Person, signed in.

    `proven`: so long ago they showed LIVE who they are; without it, just now.
    """

    def cast(
        name: str,
        roles: tuple[str, ...] | list[str] = (),
        agency: str | None = None,
        level: str = "",
        proven: timedelta = timedelta(),
    ) -> Person:
        user = User.objects.create_user(
            email=f"{name.lower().replace(' ', '.')}@example.org",
            name=name,
            roles=list(roles),
            agency=Agency.objects.get(pk=agency) if agency else None,
            level=level,
        )
        client = browser()
        client.force_login(user)
        _sign_in(user, client, proven)
        return Person(user, client)

    return cast


def _sign_in(user: User, client: Client, proven: timedelta) -> None:
    """What LIVE would have given; no test that turns the clock on is signed out by it."""
    now = timezone.now()
    some_day = now + timedelta(days=36_500)
    SignIn.objects.create(
        session_id=str(client.session.session_key),
        user=user,
        checked_at=now,
        began_at=some_day,
        seen_at=some_day,
        proven_at=now - proven,
    )


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch) -> Setting:
    """setting(per_page=5): this region has set something else than the card."""
    known = config().app.settings

    def change(**values: object) -> None:
        for name, value in values.items():
            assert isinstance(known, dict)
            assert name in known, f"the card has no setting {name!r}"
            monkeypatch.setitem(known, name, value)

    return change


@pytest.fixture
def citizen(person: Casting) -> Person:
    return person("Warga")


@pytest.fixture
def officer(region: None, person: Casting) -> Person:
    return person("Petugas", roles=["officer"], agency="dinas-pekerjaan-umum")


@pytest.fixture
def administrator(region: None, person: Casting) -> Person:
    return person("Pengelola", roles=["administrator"])


@pytest.fixture
def stranger(db: None) -> Person:
    return Person(AnonymousUser(), browser())


def browser() -> Client:
    """A client that comes to the app's own address, as it does behind nginx."""
    app = config().app
    scheme = "https" if app.secure else "http"
    return Client(headers={"host": urlsplit(app.url).netloc, "x-forwarded-proto": scheme})
