"""A code from the phone: for who wants it, and before anything else for administrators."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from smartcity_base.models import User
from smartcity_base.testing.cast import Person, browser

from live import roles
from live.models import BrowserSession
from tests import authenticator
from tests.conftest import PASSWORD, SECRET, Enrolling, audited

AUTHORIZE = "/identity/o/authorize?client_id=laksa&redirect_uri=https://laksa.kotacontoh.go.id/"


@pytest.fixture
def new_administrator(enrol: Enrolling) -> Person:
    """Somebody who was given a role and has no second factor yet."""
    person = enrol("Ani")
    assert isinstance(person.user, User)
    roles.give(person.user, [("laksa", "administrator")], by=None)
    return person


@pytest.fixture(autouse=True)
def _laksa_has_an_administrator(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {**roles.known(), ("laksa", "administrator"): {"title": "Administrator", "help": ""}}
    monkeypatch.setattr(roles, "known", lambda: known)


@pytest.mark.parametrize("page", ["/", "/akun/", "/akun/perangkat/", "/akun/sandi/", AUTHORIZE])
def test_an_administrator_of_any_app_enrols_first(new_administrator: Person, page: str) -> None:
    answer = new_administrator.client.get(page)
    assert answer["Location"].startswith("/akun/dua-langkah/wajib/")


def test_an_administrator_without_one_can_still_leave(new_administrator: Person) -> None:
    new_administrator.client.post("/keluar/")
    assert new_administrator.client.get("/").status_code == 200


def test_a_passkey_will_do_as_well(new_administrator: Person) -> None:
    page = new_administrator.client.get("/akun/kunci-sandi/baru/")
    asked = page.context["js_data"]["publicKey"]
    assert page.status_code == 200
    assert asked["rp"]["id"] == "live.kotacontoh.go.id"
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    Authenticator.objects.create(
        user=new_administrator.user, type=Authenticator.Type.WEBAUTHN, data={"name": "Ponsel"}
    )
    assert new_administrator.client.get("/pengumuman/").status_code == 200


@pytest.mark.parametrize("credential", ["", "{}", '{"response": {"userHandle": "AA"}}', "bukan"])
def test_what_is_no_passkey_signs_nobody_in_and_keeps_the_way(
    stranger: Person, credential: str
) -> None:
    stranger.client.get("/masuk/kunci-sandi/")
    form = {"credential": credential, "next": "/pengumuman/"}
    answer = stranger.client.post("/masuk/kunci-sandi/", form)
    assert answer["Location"] == "/masuk/?next=%2Fpengumuman%2F"
    assert stranger.client.get("/akun/").status_code == 302


def test_enrolling_leads_to_where_the_person_was_going(
    new_administrator: Person, django_capture_on_commit_callbacks: Any
) -> None:
    client = new_administrator.client
    client.get(client.get("/pengumuman/")["Location"])
    secret = client.get("/akun/dua-langkah/pasang/").context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/akun/dua-langkah/pasang/", {"code": authenticator.code(secret)})
    assert answer["Location"] == "/akun/dua-langkah/pemulihan/"
    assert client.get("/akun/dua-langkah/lanjut/")["Location"] == "/pengumuman/"
    assert client.get("/pengumuman/").status_code == 200
    assert audited("second-factor.added")


def test_who_came_in_long_ago_proves_it_again_first(citizen: Person) -> None:
    BrowserSession.objects.update(started_at=timezone.now() - timedelta(hours=1))
    answer = citizen.client.get("/akun/dua-langkah/pasang/")
    assert answer["Location"].startswith("/akun/pastikan/")


def test_a_wrong_code_enrols_nobody(citizen: Person) -> None:
    citizen.client.get("/akun/dua-langkah/pasang/")
    citizen.client.post("/akun/dua-langkah/pasang/", {"code": "000000"})
    assert not Authenticator.objects.exists()


def test_the_password_alone_does_not_sign_in(enrol: Enrolling) -> None:
    person = enrol("Ani", "live:administrator", sign_in=False)
    form = {"login": "ani@example.org", "password": PASSWORD}
    assert person.client.post("/masuk/", form)["Location"].startswith("/masuk/kode/")
    assert person.client.get("/akun/").status_code == 302
    person.client.post("/masuk/kode/", {"code": "000000"})
    assert person.client.get("/akun/").status_code == 302
    assert [entry.details["reason"] for entry in audited("signin.failed")] == ["second factor"]
    person.client.post("/masuk/kode/", {"code": authenticator.code(SECRET)})
    assert person.client.get("/akun/").status_code == 200


def test_guessing_codes_is_stopped(enrol: Enrolling) -> None:
    person = enrol("Ani", "live:administrator", sign_in=False)
    person.client.post("/masuk/", {"login": "ani@example.org", "password": PASSWORD})
    for _ in range(5):
        person.client.post("/masuk/kode/", {"code": "000000"})
    answer = person.client.post("/masuk/kode/", {"code": authenticator.code(SECRET)})
    assert "Terlalu banyak percobaan" in answer.content.decode()


def test_the_secret_is_not_readable_in_the_database(enrol: Enrolling) -> None:
    enrol("Ani", "live:administrator")
    kept = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert SECRET not in str(kept.data)


def test_a_citizen_is_not_asked(citizen: Person) -> None:
    assert citizen.client.get("/").status_code == 200


def test_it_does_not_lead_to_a_strangers_site(new_administrator: Person) -> None:
    new_administrator.client.get("/akun/dua-langkah/wajib/?next=https://jahat.test/")
    assert "after_second_factor" not in new_administrator.client.session
    assert browser().get("/akun/dua-langkah/lanjut/").status_code == 302
