"""People's own accounts: register, sign in, lock-out, recover, change the password."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from smartcity_base.models import AuditEntry, User
from smartcity_base.testing.cast import Person, browser

from live import sessions
from tests.conftest import PASSWORD, Enrolling, audited, queued

NEW = "perahu di danau 12"
FORM = {
    "name": "Warga Baru",
    "email": "Baru@example.org",
    "password1": PASSWORD,
    "password2": PASSWORD,
}


def sign_in(client: Client, email: str, password: str, **more: str) -> Any:
    return client.post("/masuk/", {"login": email, "password": password, **more})


def test_a_citizen_registers_without_mail_and_is_shown_as_unverified(stranger: Person) -> None:
    answer = stranger.client.post("/daftar/", FORM, follow=True)
    assert answer.context["user"].email == "baru@example.org"
    assert "Belum terverifikasi" in stranger.client.get("/akun/").content.decode()


def test_with_mail_an_address_is_checked_before_the_account_works(
    stranger: Person, region_with_mail: None
) -> None:
    answer = stranger.client.post("/daftar/?next=/pengumuman/", FORM)
    assert answer["Location"].startswith("/daftar/surel/")
    assert stranger.client.get("/akun/").status_code == 302
    ((subject, text, _html, to),) = queued("send_mail")
    assert to == "baru@example.org"
    assert "Kota Contoh LIVE" in subject
    code = next(line for line in text.splitlines() if line.strip().replace("-", "").isalnum())
    answer = stranger.client.post("/daftar/surel/", {"code": code.strip()})
    assert answer["Location"] == "/pengumuman/"
    assert "Terverifikasi" in stranger.client.get("/akun/").content.decode()


def test_the_mail_repeats_nothing_a_stranger_typed(
    stranger: Person, region_with_mail: None
) -> None:
    stranger.client.post("/daftar/", {**FORM, "name": "Anda menang, buka contoh.test"})
    assert "contoh.test" not in str(queued("send_mail"))


def test_registering_can_be_closed(stranger: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    from live.accounts import AccountAdapter

    monkeypatch.setattr(AccountAdapter, "is_open_for_signup", lambda self, request: False)
    stranger.client.post("/daftar/", FORM)
    assert not User.objects.exists()


@pytest.mark.parametrize("weak", ["pendek 1", "hanyahurufsaja", "123456789012", "password1234"])
def test_a_weak_password_is_refused(stranger: Person, weak: str) -> None:
    answer = stranger.client.post("/daftar/", {**FORM, "password1": weak, "password2": weak})
    assert answer.context["form"].errors["password1"]
    assert not User.objects.exists()


def test_every_sign_in_and_sign_out_is_noted(enrol: Enrolling) -> None:
    warga = enrol("Warga", sign_in=False)
    sign_in(warga.client, "warga@example.org", "bukan ini 123")
    sign_in(warga.client, "warga@example.org", PASSWORD)
    warga.client.post("/keluar/")
    acts = AuditEntry.objects.filter(action__startswith="sign").order_by("pk")
    assert list(acts.values_list("action", flat=True)) == ["signin.failed", "signin", "signout"]
    assert {entry.target for entry in acts} == {f"base.user:{warga.user.pk}"}
    assert "bukan ini" not in str([entry.details for entry in acts])


def test_five_failures_lock_the_account_also_for_the_right_password(enrol: Enrolling) -> None:
    warga = enrol("Warga", sign_in=False)
    for _ in range(5):
        sign_in(browser(), "warga@example.org", "bukan ini 123")
    answer = sign_in(warga.client, "warga@example.org", PASSWORD)
    assert "Terlalu banyak percobaan" in answer.content.decode()
    assert warga.client.get("/akun/").status_code == 302
    assert [entry.target for entry in audited("signin.locked")] == [f"base.user:{warga.user.pk}"]


def test_another_account_is_not_locked_with_it(enrol: Enrolling) -> None:
    enrol("Warga", sign_in=False)
    other = enrol("Tetangga", sign_in=False)
    for _ in range(5):
        sign_in(browser(), "warga@example.org", "bukan ini 123")
    sign_in(other.client, "tetangga@example.org", PASSWORD)
    assert other.client.get("/akun/").status_code == 200


def test_an_unknown_address_is_told_the_same(enrol: Enrolling, stranger: Person) -> None:
    enrol("Warga", sign_in=False)
    known = sign_in(stranger.client, "warga@example.org", "bukan ini 123")
    unknown = sign_in(stranger.client, "siapa@example.org", "bukan ini 123")
    assert known.context["form"].errors == unknown.context["form"].errors


def test_a_browser_that_is_not_told_to_stay_is_out_after_a_working_day(enrol: Enrolling) -> None:
    warga = enrol("Warga", sign_in=False)
    sign_in(warga.client, "warga@example.org", PASSWORD)
    assert warga.client.session.get_expiry_age() == 12 * 60 * 60
    sign_in(staying := browser(), "warga@example.org", PASSWORD, remember="on")
    assert staying.session.get_expiry_age() == 14 * 24 * 60 * 60


def test_a_new_password_signs_out_everywhere(enrol: Enrolling) -> None:
    warga = enrol("Warga", sign_in=False)
    assert isinstance(warga.user, User)
    other = browser()
    for client in (warga.client, other):
        sign_in(client, "warga@example.org", PASSWORD)
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    warga.client.post("/akun/sandi/", form)
    assert warga.client.get("/akun/").status_code == other.get("/akun/").status_code == 302
    assert not sessions.running(warga.user).exists()
    sign_in(other, "warga@example.org", NEW)
    assert other.get("/akun/").status_code == 200


def test_a_password_is_recovered_by_a_code_in_the_mail(
    enrol: Enrolling, stranger: Person, region_with_mail: None
) -> None:
    warga = enrol("Warga")
    stranger.client.post("/lupa/", {"email": "warga@example.org"})
    text = queued("send_mail")[0][1]
    code = next(line for line in text.splitlines() if line.strip().replace("-", "").isalnum())
    stranger.client.post("/lupa/kode/", {"code": code.strip()})
    stranger.client.post("/lupa/sandi/", {"password1": NEW, "password2": NEW})
    assert warga.client.get("/akun/").status_code == 302
    sign_in(stranger.client, "warga@example.org", NEW)
    assert stranger.client.get("/akun/").status_code == 200


def test_without_mail_recovery_says_where_to_go(stranger: Person) -> None:
    assert "kode dari petugas" in stranger.client.get("/lupa/").content.decode()


def test_a_closed_account_cannot_sign_in(enrol: Enrolling) -> None:
    warga = enrol("Warga", sign_in=False)
    User.objects.filter(email="warga@example.org").update(is_active=False)
    sign_in(warga.client, "warga@example.org", PASSWORD)
    assert warga.client.get("/akun/").status_code == 302


def test_a_link_does_not_sign_out(citizen: Person) -> None:
    assert "Keluar dari akun?" in citizen.client.get("/keluar/").content.decode()
    assert citizen.client.get("/akun/").status_code == 200
