"""One-time codes: the only way in for an account without a password."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.utils import timezone

from smartcity_base.config import config
from smartcity_base.models import User
from smartcity_base.testing.cast import Person, browser

from live import people, roles, sessions, setup_codes
from live.models import SetupCode
from tests.conftest import PASSWORD, Enrolling, Staffing

NEW = {"password1": "perahu di danau 12", "password2": "perahu di danau 12"}
ROW = "Siti,198602132011012002,siti@example.org,,dinas-pekerjaan-umum,Kasi,laksa:officer"


@pytest.fixture
def siti(staff_table: Staffing) -> User:
    staff_table(ROW)
    return User.objects.get(email="siti@example.org")


def printed(command: str, *arguments: str) -> list[str]:
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue().split()


def test_staff_begin_with_the_code_typed_as_it_comes(siti: User, stranger: Person) -> None:
    code, _ = printed("setup_code", "--email", "SITI@example.org")
    typed = {"email": "Siti@example.org", "code": f" {code.lower().replace('-', ' ')} "}
    answer = stranger.client.post("/mulai/", typed, follow=True)
    assert "Siti" in answer.content.decode()
    stranger.client.post("/mulai/sandi/", NEW)
    assert stranger.client.get("/akun/").context["user"] == siti
    siti.refresh_from_db()
    assert siti.check_password(NEW["password1"])


def test_a_code_works_once(siti: User) -> None:
    code = setup_codes.issue(siti)
    first, second = browser(), browser()
    for client in (first, second):
        client.post("/mulai/", {"email": siti.email, "code": code})
    assert first.post("/mulai/sandi/", NEW).status_code == 302
    assert second.post("/mulai/sandi/", NEW).status_code == 410
    assert browser().get(f"/mulai/{code}/").status_code == 410


def test_a_code_of_somebody_else_does_not_work(siti: User, citizen: Person) -> None:
    code = setup_codes.issue(siti)
    answer = browser().post("/mulai/", {"email": "warga@example.org", "code": code})
    assert "tidak cocok" in answer.content.decode()


def test_an_expired_code_does_not_work(siti: User, stranger: Person) -> None:
    code = setup_codes.issue(siti, timedelta(seconds=-1))
    assert stranger.client.get(f"/mulai/{code}/").status_code == 410


def test_a_new_code_replaces_the_one_before(siti: User, stranger: Person) -> None:
    old = setup_codes.issue(siti)
    setup_codes.issue(siti)
    assert stranger.client.get(f"/mulai/{old}/").status_code == 410


def test_only_a_hash_is_kept(siti: User) -> None:
    code = setup_codes.issue(siti)
    kept = SetupCode.objects.get()
    assert code.replace("-", "") not in str(vars(kept))
    assert timezone.now() + timedelta(days=6) < kept.expires_at


def test_the_link_does_not_stay_in_the_address(siti: User, stranger: Person) -> None:
    _, link = printed("setup_code", "--email", str(siti.email))
    assert link.startswith(config().app.origin)
    answer = stranger.client.get(link.removeprefix(config().app.origin))
    assert answer["Location"] == "/mulai/sandi/"


def test_guessing_is_stopped_like_a_password(siti: User, stranger: Person) -> None:
    code = setup_codes.issue(siti)
    for _ in range(5):
        stranger.client.post("/mulai/", {"email": siti.email, "code": "AAAA"})
    answer = stranger.client.post("/mulai/", {"email": siti.email, "code": code})
    assert answer.status_code == 429
    assert 800 < int(answer["Retry-After"]) <= 900
    assert "Terlalu sering" in answer.content.decode()


def test_a_weak_password_is_refused_and_the_code_stays_good(siti: User, stranger: Person) -> None:
    stranger.client.post("/mulai/", {"email": siti.email, "code": setup_codes.issue(siti)})
    for weak in ("pendek 1", "hanyahurufsaja", "123456789012", "password1234"):
        answer = stranger.client.post("/mulai/sandi/", {"password1": weak, "password2": weak})
        assert answer.status_code == 200
    assert stranger.client.post("/mulai/sandi/", NEW).status_code == 302


def test_beginning_anew_ends_what_was_before(enrol: Enrolling) -> None:
    """The password was stolen, or the phone lost: nothing of before is good any more."""
    person = enrol("Pengelola", "live:administrator")
    assert isinstance(person.user, User)
    people.begin(person.user, PASSWORD)
    assert not sessions.running(person.user).exists()
    assert not Authenticator.objects.filter(user=person.user).exists()


def test_the_first_link_makes_an_administrator(region: None, stranger: Person) -> None:
    (link,) = printed("first_login")
    stranger.client.get(link.removeprefix(config().app.origin))
    stranger.client.post("/mulai/sandi/", {"name": "Ani", "email": "Ani@example.org", **NEW})
    ani = User.objects.get(email="ani@example.org")
    assert roles.of(ani) == {("live", "administrator")}
    assert ani.has_role("administrator")
    answer = stranger.client.get("/orang/")
    assert answer["Location"] == "/akun/dua-langkah/wajib/?next=%2Forang%2F"


def test_the_first_link_lasts_an_hour(region: None) -> None:
    printed("first_login")
    left = SetupCode.objects.get().expires_at - timezone.now()
    assert timedelta(minutes=59) < left <= timedelta(hours=1)


def test_there_is_no_second_first_administrator(administrator: Person) -> None:
    with pytest.raises(CommandError, match="--recover"):
        call_command("first_login")
    assert not SetupCode.objects.exists()
    assert printed("first_login", "--recover")


def test_a_table_that_names_administrators_does_not_lock_everybody_out(
    staff_table: Staffing,
) -> None:
    staff_table(ROW.replace("laksa:officer", "live:administrator"))
    assert printed("first_login")


def test_there_is_no_code_for_a_closed_account(siti: User) -> None:
    code = setup_codes.issue(siti)
    people.close(siti, by=None)
    assert browser().get(f"/mulai/{code}/").status_code == 410
    with pytest.raises(CommandError):
        call_command("setup_code", "--email", siti.email)
