"""Who may send: an api_key is a token of the base; here, that the endpoint asks for it."""

from importlib import import_module

import pytest
from django.apps import apps

from smartcity_base.models import ApiToken
from smartcity_base.tokens.keys import hashed

from laksa.models import Report
from laksa.open311.models import ApiClient

from .conftest import Accounts, App


@pytest.mark.parametrize("key", [None, "", "laksa_salah", "xyz"])
def test_without_a_key_that_is_known_nothing_is_sent(app: App, key: str | None) -> None:
    (said,) = app.refused(403, api_key=key)
    assert said.startswith("api_key")
    assert not Report.objects.exists()


def test_a_key_in_the_address_is_not_read(app: App) -> None:
    arguments = {"service_code": "sampah", "address_string": "Jalan Mawar"}
    answer = app.http.post(f"/open311/v2/requests.json?api_key={app.key}", arguments)
    assert answer.status_code == 403


def test_the_key_is_kept_as_a_hash_alone(app: App) -> None:
    (row,) = ApiToken.objects.values()
    assert app.key not in str(row)
    assert app.key[14:] not in str(row)
    assert app.key.startswith(row["key_hint"])


def test_each_key_has_a_limit_of_its_own(app_of: Accounts) -> None:
    app, other = app_of(per_hour=2), app_of("Aplikasi Lain")
    app.made()
    app.made()
    answer = app.post()
    assert answer.status_code == 429
    assert 3500 < int(answer["Retry-After"]) <= 3600
    assert "2 permintaan per jam" in answer.json()[0]["description"]
    other.made()
    assert Report.objects.count() == 3


def test_a_key_that_is_good_for_something_else_sends_nothing(app: App) -> None:
    ApiToken.objects.update(scopes=["tasks:read"])
    (said,) = app.refused(403)
    assert "reports:send" in said
    assert not Report.objects.exists()


def test_a_key_that_was_given_out_before_there_were_tokens_goes_on(app: App) -> None:
    """The migration itself, on an account as the release before had made it."""
    old = ApiClient.objects.create(
        name="Lama", contact="lama@example.org", key_hash=hashed("lks_lama"), key_hint="lks_lama",
        per_hour=5,
    )  # fmt: skip
    moved = import_module("laksa.migrations.0017_data_tokens").keep_keys
    moved(apps, None)
    moved(apps, None)
    App(app.http, "lks_lama", app.account).made()
    token = ApiToken.objects.get(key_hash=old.key_hash)
    assert (token.name, token.per_hour, token.scopes) == ("Lama", 5, ["reports:send"])


def test_programmers_find_the_endpoint_and_how_to_get_a_key(app: App) -> None:
    page = app.http.get("/api/open311/").content.decode()
    for words in (
        "https://laksa.kotacontoh.go.id/open311/v2", "halo@kotacontoh.go.id", "discovery.json",
        "99.71", "Idempotency-Key",
    ):  # fmt: skip
        assert words in page
    about = app.http.get("/api/v1/openapi.json").content.decode()
    assert "/api/open311/" in about
