"""Tokens: kept as a hash, good for what they were made for, until their day, so often an hour."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils import timezone

from smartcity_base.api import Refused
from smartcity_base.models import ApiToken, AuditEntry
from smartcity_base.testing.cast import Casting, Person
from smartcity_base.tokens import keys
from smartcity_base.tokens.auth import needs

PAGE = "/pengaturan/token/"
SCOPES = {"things:read": {"title": "Membaca"}, "things:send": {"title": "Mengirim"}}


@pytest.fixture(autouse=True)
def _card(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "card", lambda: {"scopes": SCOPES})


def made(**changes: Any) -> tuple[ApiToken, str]:
    about = {"name": "Peta", "contact": "a@example.org", "scopes": ["things:read"], "per_hour": 10}
    token = ApiToken(**{**about, **changes})
    return token, keys.give_key(token)


def refused(key: str, scope: str = "things:read") -> Refused:
    with pytest.raises(Refused) as refusal:
        keys.use(key, scope)
    return refusal.value


def test_only_a_hash_is_kept(db: None) -> None:
    token, key = made()
    (row,) = ApiToken.objects.values()
    assert key.startswith(token.key_hint)
    assert key.removeprefix(token.key_hint) not in str(row)
    assert keys.use(key, "things:read") == token


@pytest.mark.parametrize("key", ["", "contoh_salah"])
def test_a_key_that_nobody_has_is_401_and_says_how_to_sign_in(db: None, key: str) -> None:
    refusal = refused(key)
    assert refusal.status == 401
    assert refusal.headers["WWW-Authenticate"].startswith("Bearer")


def test_without_the_scope_it_is_403_and_names_it(db: None) -> None:
    refusal = refused(made()[1], "things:send")
    assert refusal.status == 403
    assert 'scope="things:send"' in refusal.headers["WWW-Authenticate"]


def test_it_ends_with_its_last_day_and_not_before(db: None) -> None:
    token, key = made(expires_on=timezone.localdate())
    keys.use(key, "things:read")
    token.expires_on = timezone.localdate() - timedelta(days=1)
    token.save()
    assert refused(key).status == 401


def test_each_has_a_limit_of_its_own(db: None) -> None:
    _, key = made(per_hour=2)
    _, other = made(name="Lain", per_hour=2)
    keys.use(key, "things:read")
    keys.use(key, "things:read")
    assert (refused(key).status, refused(key).headers["Retry-After"]) == (429, "3600")
    keys.use(other, "things:read")


def test_its_last_use_is_known(db: None) -> None:
    token, key = made()
    assert token.last_used_at is None
    keys.use(key, "things:read")
    token.refresh_from_db()
    assert token.last_used_at is not None


def test_a_route_reads_it_from_the_header(db: None) -> None:
    token, key = made()
    ask = RequestFactory().get("/", headers={"Authorization": f"bearer {key}"})
    assert needs("things:read")(ask) == token
    with pytest.raises(Refused):
        needs("things:read")(RequestFactory().get(f"/?token={key}"))


def form(**changes: Any) -> dict[str, Any]:
    until = timezone.localdate() + timedelta(days=30)
    usual = {"name": "Kabar", "contact": "d@example.org", "per_hour": "60", "expires_on": until}
    return {**usual, "scopes": ["things:send"], **changes}


def shown(page: str) -> str:
    found = re.search(r"contoh_[\w-]{40,}", page)
    assert found
    return found[0]


def test_the_administrator_makes_one_and_sees_it_once(administrator: Person) -> None:
    key = shown(administrator.client.post(PAGE, form()).content.decode())
    page = administrator.client.get(PAGE).content.decode()
    assert key not in page
    assert "Mengirim" in page
    token = keys.use(key, "things:send")
    assert (token.made_by, token.per_hour) == (administrator.user, 60)
    entry = AuditEntry.objects.get(action="token-dibuat")
    assert (entry.actor, entry.target) == (administrator.user, f"base.apitoken:{token.pk}")


@pytest.mark.parametrize(
    "wrong", [{"scopes": ["things:own"]}, {"scopes": []}, {"expires_on": "2020-01-01"},
              {"contact": "x"}, {"per_hour": "0"}, {"name": "Peta"}],
)  # fmt: skip
def test_a_faulty_form_makes_none(administrator: Person, wrong: dict[str, Any]) -> None:
    made()
    assert administrator.client.post(PAGE, form(**wrong)).status_code == 422
    assert ApiToken.objects.count() == 1


def test_one_that_was_revoked_counts_again_only_when_it_is_restored(administrator: Person) -> None:
    token, key = made()
    assert administrator.client.post(f"{PAGE}{token.pk}/cabut/").status_code == 302
    assert refused(key).status == 401
    administrator.client.post(f"{PAGE}{token.pk}/pulihkan/")
    keys.use(key, "things:read")
    assert {"token-cabut", "token-pulihkan"} <= set(
        AuditEntry.objects.values_list("action", flat=True)
    )


def test_a_new_key_ends_the_old_one(administrator: Person) -> None:
    token, key = made()
    page = administrator.client.post(f"{PAGE}{token.pk}/kunci/").content.decode()
    assert refused(key).status == 401
    assert keys.use(shown(page), "things:read") == token


def test_only_the_administrator_has_the_page(
    officer: Person, person: Casting, stranger: Person
) -> None:
    token, _ = made()
    others = (officer, person("Warga"))
    for address in (PAGE, f"{PAGE}{token.pk}/cabut/"):
        for other in others:
            assert other.client.post(address).status_code == 403
        assert stranger.client.post(address).status_code == 302
    assert ApiToken.objects.get().active


def test_what_is_not_there_is_404(administrator: Person) -> None:
    token, _ = made()
    for address in (f"{PAGE}{token.pk}/hapus/", f"{PAGE}999/cabut/"):
        assert administrator.client.post(address).status_code == 404
