"""Who may send: keys, their limits, and the administrator who gives them out."""

import re

import pytest

from smartcity_base.models import AuditEntry
from smartcity_base.testing.cast import Casting, Person

from laksa.models import Report
from laksa.open311.models import ApiClient

from .conftest import Accounts, App

PAGE = "/pengaturan/open311/"


@pytest.mark.parametrize("key", [None, "", "lks_salah", "xyz"])
def test_without_a_key_that_is_known_nothing_is_sent(app: App, key: str | None) -> None:
    (said,) = app.refused(403, api_key=key)
    assert said.startswith("api_key")
    assert not Report.objects.exists()


def test_a_key_in_the_address_is_not_read(app: App) -> None:
    arguments = {"service_code": "sampah", "address_string": "Jalan Mawar"}
    answer = app.http.post(f"/open311/v2/requests.json?api_key={app.key}", arguments)
    assert answer.status_code == 403


def test_the_key_is_kept_as_a_hash_alone(app: App) -> None:
    (row,) = ApiClient.objects.values()
    assert app.key not in str(row)
    assert app.key[12:] not in str(row)
    assert app.key.startswith(row["key_hint"])


def test_each_key_has_a_limit_of_its_own(app_of: Accounts) -> None:
    app, other = app_of(per_hour=2), app_of("Aplikasi Lain")
    app.made()
    app.made()
    answer = app.post()
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    assert "2 laporan per jam" in answer.json()[0]["description"]
    other.made()
    assert Report.objects.count() == 3


def test_the_administrator_registers_an_app_and_sees_its_key_once(
    app: App, administrator: Person
) -> None:
    form = {"name": "Kabar Warga", "contact": "dev@example.org", "per_hour": "60"}
    shown = administrator.client.post(PAGE, form).content.decode()
    found = re.search(r"lks_[\w-]{40,}", shown)
    assert found
    assert found[0] not in administrator.client.get(PAGE).content.decode()
    App(app.http, found[0], app.account).made()
    account = ApiClient.objects.get(name="Kabar Warga")
    assert (account.made_by, account.per_hour) == (administrator.user, 60)
    assert account.posted.count() == 1
    entry = AuditEntry.objects.filter(action="open311-akun-dibuat").get()
    assert (entry.actor, entry.target) == (administrator.user, f"laksa.apiclient:{account.pk}")


def test_a_faulty_form_makes_no_account_and_says_why(app: App, administrator: Person) -> None:
    form = {"name": app.account.name, "contact": "x", "per_hour": "0"}
    answer = administrator.client.post(PAGE, form)
    assert answer.status_code == 422
    assert "Sudah ada aplikasi dengan nama ini" in answer.content.decode()
    assert ApiClient.objects.count() == 1


def test_a_key_that_was_revoked_is_refused_until_it_is_restored(
    app: App, administrator: Person
) -> None:
    where = f"{PAGE}{app.account.pk}/"
    assert administrator.client.post(f"{where}cabut/").status_code == 302
    app.refused(403)
    administrator.client.post(f"{where}pulihkan/")
    app.made()
    actions = AuditEntry.objects.values_list("action", flat=True)
    assert {"open311-cabut", "open311-pulihkan"} <= set(actions)


def test_a_new_key_ends_the_old_one(app: App, administrator: Person) -> None:
    page = administrator.client.post(f"{PAGE}{app.account.pk}/kunci/").content.decode()
    app.refused(403)
    found = re.search(r"lks_[\w-]{40,}", page)
    assert found
    App(app.http, found[0], app.account).made()


def test_only_the_administrator_sees_or_changes_accounts(
    app: App, officer: Person, operator: Person, person: Casting, stranger: Person
) -> None:
    people = (officer, operator, person("Warga"))
    for address in (PAGE, f"{PAGE}{app.account.pk}/cabut/"):
        for other in people:
            assert other.client.post(address).status_code == 403
        assert stranger.client.post(address).status_code == 302
    assert ApiClient.objects.get().active


def test_an_unknown_act_or_account_is_404(app: App, administrator: Person) -> None:
    for address in (f"{PAGE}{app.account.pk}/hapus/", f"{PAGE}999/cabut/"):
        assert administrator.client.post(address).status_code == 404


def test_programmers_find_the_endpoint_and_how_to_get_a_key(app: App) -> None:
    page = app.http.get("/api/open311/").content.decode()
    for words in (
        "https://laksa.kotacontoh.go.id/open311/v2", "halo@kotacontoh.go.id", "discovery.json",
        "99.71", "Idempotency-Key",
    ):  # fmt: skip
        assert words in page
    about = app.http.get("/api/v1/openapi.json").content.decode()
    assert "/api/open311/" in about
