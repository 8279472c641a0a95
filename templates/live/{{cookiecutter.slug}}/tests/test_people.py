"""The administrators' screens, and who may see them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from smartcity_base.models import AuditEntry, User
from smartcity_base.testing.cast import Person, browser, user_of

from live import people, roles, sessions
from live.jobs import send_setup_link
from live.models import BrowserSession, SetupCode
from tests.conftest import Enrolling, Staffing, audited, queued

SCREENS = ["/orang/", "/orang/baru/", "/orang/{pk}/"]
ACTS = [
    "/orang/{pk}/peran/",
    "/orang/{pk}/kode-awal/",
    "/orang/{pk}/aktif/",
    "/orang/{pk}/perangkat/",
]
NIP = "198602132011012002"


@pytest.fixture
def siti(staff_table: Staffing) -> User:
    staff_table(f"Siti,{NIP},siti@example.org,,dinas-pekerjaan-umum,Kasi,laksa:officer")
    return User.objects.get(email="siti@example.org")


def at(address: str, user: User) -> str:
    return address.format(pk=user.pk)


@pytest.mark.parametrize("address", SCREENS + ACTS)
def test_only_administrators_of_accounts_come_in(
    address: str, siti: User, stranger: Person, citizen: Person, officer: Person, editor: Person
) -> None:
    method = "get" if address in SCREENS else "post"
    assert getattr(stranger.client, method)(at(address, siti))["Location"].startswith("/masuk/")
    for person in (citizen, officer, editor):
        assert getattr(person.client, method)(at(address, siti)).status_code == 403
    assert roles.of(siti) == {("laksa", "officer")}
    assert not SetupCode.objects.exists()


@pytest.mark.parametrize("address", SCREENS)
def test_an_administrator_sees_the_screens(address: str, siti: User, administrator: Person) -> None:
    assert administrator.client.get(at(address, siti)).status_code == 200


@pytest.mark.parametrize("act", ["peran", "kode-awal", "aktif"])
def test_a_screen_that_was_left_open_gives_nobody_anything(
    siti: User, administrator: Person, act: str
) -> None:
    BrowserSession.objects.update(started_at=timezone.now() - timedelta(hours=1))
    came = {"sec-fetch-site": "same-origin"}
    at_act = at(f"/orang/{{pk}}/{act}/", siti)
    page = administrator.client.post(at_act, {"role": "live:administrator"}, headers=came)
    assert page.status_code == 403
    assert 'name="role" value="live:administrator"' in page.text  # to be sent again
    assert 'href="/akun/pastikan/?max_age=900&amp;next=%2Fsesi%2F"' in page.text
    siti.refresh_from_db()
    assert (roles.of(siti), siti.is_active) == ({("laksa", "officer")}, True)
    assert not SetupCode.objects.exists()


def test_roles_are_given_and_taken_and_noted(siti: User, administrator: Person) -> None:
    administrator.client.post(at("/orang/{pk}/peran/", siti), {"role": ["live:editor"]})
    assert roles.of(siti) == {("live", "editor")}
    siti.refresh_from_db()
    assert siti.has_role("editor")
    noted = [*audited("role.taken"), *audited("role.given")]
    by_hand = [entry.details for entry in noted if entry.actor_id == administrator.user.pk]
    assert by_hand == [{"app": "laksa", "role": "officer"}, {"app": "live", "role": "editor"}]


def test_a_role_that_no_app_has_is_not_given(siti: User, administrator: Person) -> None:
    administrator.client.post(
        at("/orang/{pk}/peran/", siti), {"role": ["laksa:raja", "x", "live:"]}
    )
    assert roles.of(siti) == set()


def test_an_unverified_account_gets_no_role(stranger: Person, administrator: Person) -> None:
    password = "kopi pagi di teluk 7"
    form = {"name": "X", "email": "x@example.org", "password1": password, "password2": password}
    stranger.client.post("/daftar/", form)
    user = User.objects.get(email="x@example.org")
    role = {"role": ["laksa:officer"]}
    answer = administrator.client.post(at("/orang/{pk}/peran/", user), role, follow=True)
    assert "Tidak ada yang diubah" in answer.content.decode()
    assert roles.of(user) == set()
    people.begin(user, password)
    administrator.client.post(at("/orang/{pk}/peran/", user), role)
    assert roles.of(user) == {("laksa", "officer")}


def test_nobody_takes_their_own_administration_away(administrator: Person) -> None:
    assert isinstance(administrator.user, User)
    administrator.client.post(at("/orang/{pk}/peran/", administrator.user), {"role": []})
    administrator.client.post(at("/orang/{pk}/aktif/", administrator.user))
    administrator.user.refresh_from_db()
    assert administrator.user.is_active
    assert roles.is_administrator(administrator.user)


def test_a_code_is_shown_once_and_noted(siti: User, administrator: Person) -> None:
    page = administrator.client.post(at("/orang/{pk}/kode-awal/", siti))
    code = page.context["code"]
    assert code in page.content.decode()
    assert browser().get(f"/mulai/{code}/").status_code == 302
    assert code not in administrator.client.get(at("/orang/{pk}/", siti)).content.decode()
    assert code not in str([entry.details for entry in AuditEntry.objects.all()])
    assert audited("setup-code.issued")


def test_with_mail_the_link_goes_to_the_person(
    siti: User, administrator: Person, region_with_mail: None
) -> None:
    administrator.client.post(at("/orang/{pk}/kode-awal/", siti), {"mail": "1"})
    assert queued("send_setup_link") == [[str(siti.pk)]]
    assert not SetupCode.objects.exists()  # its code waits in no queue
    send_setup_link.call(str(siti.pk))
    (sent,) = mail.outbox
    assert sent.to == ["siti@example.org"]
    assert "Kota Contoh" in sent.subject
    link = next(line for line in str(sent.body).splitlines() if "/mulai/" in line)
    assert browser().get(link.removeprefix("https://live.kotacontoh.go.id")).status_code == 302


def test_a_relay_that_is_away_is_asked_again_later(
    siti: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(self: Any) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(mail.EmailMessage, "send", away)
    send_setup_link.call(str(siti.pk))
    assert queued("send_setup_link") == [[str(siti.pk), 1]]


def test_closing_an_account_signs_it_out(enrol: Enrolling, administrator: Person) -> None:
    person = enrol("Petugas", "laksa:officer")
    assert isinstance(person.user, User)
    administrator.client.post(at("/orang/{pk}/aktif/", person.user))
    assert person.client.get("/akun/").status_code == 302
    assert not sessions.running(person.user).exists()
    administrator.client.post(at("/orang/{pk}/aktif/", person.user))
    person.user.refresh_from_db()
    assert person.user.is_active


def test_an_administrator_ends_somebodys_sessions(enrol: Enrolling, administrator: Person) -> None:
    person = enrol("Petugas", "laksa:officer")
    administrator.client.post(at("/orang/{pk}/perangkat/", user_of(person)))
    assert person.client.get("/akun/").status_code == 302


def found(client: Any, **asked: str) -> list[str]:
    return [user.name for user, _ in client.post("/orang/", asked).context["rows"]]


def test_people_are_found_by_name_address_position_agency_and_nip(
    siti: User, citizen: Person, administrator: Person
) -> None:
    assert found(administrator.client) == ["Pengelola", "Siti"]
    for asked in ("siti", "SITI kasi", "siti@example", "DPU", "pekerjaan", NIP):
        assert found(administrator.client, q=asked) == ["Siti"], asked
    assert found(administrator.client, q="warga") == ["Warga"]
    assert found(administrator.client, only="all") == ["Pengelola", "Siti", "Warga"]
    assert found(administrator.client, q=NIP[:17]) == []


def test_a_search_is_in_no_address(administrator: Person) -> None:
    page = administrator.client.get("/orang/").content.decode()
    assert '<form method="post" role="search">' in page
    assert administrator.client.get("/orang/?q=Pengelola").context["asked"] == ""


def test_the_nip_is_on_no_screen(siti: User, administrator: Person) -> None:
    for address in SCREENS:
        assert NIP not in administrator.client.get(at(address, siti)).content.decode()


def test_what_the_table_owns_cannot_be_changed_here(siti: User, administrator: Person) -> None:
    form = {"name": "Lain", "position": "Lain", "agency": ""}
    administrator.client.post(at("/orang/{pk}/", siti), form)
    siti.refresh_from_db()
    assert (siti.name, siti.position) == ("Siti", "Kasi")


def test_somebody_outside_the_table_is_added_and_changed(administrator: Person) -> None:
    form = {"name": "Budi", "email": "Budi@example.org", "position": "Magang", "agency": ""}
    administrator.client.post("/orang/baru/", form)
    budi = User.objects.get(email="budi@example.org")
    assert not budi.has_usable_password()
    changed = {"name": "Budi", "position": "Staf", "agency": "dinas-pekerjaan-umum"}
    administrator.client.post(at("/orang/{pk}/", budi), changed)
    budi.refresh_from_db()
    assert (budi.position, budi.agency_id) == ("Staf", "dinas-pekerjaan-umum")
    assert audited("account.changed")[0].details == {"fields": ["agency", "position"]}


def test_the_screen_shows_what_was_done(siti: User, administrator: Person) -> None:
    administrator.client.post(at("/orang/{pk}/peran/", siti), {"role": ["live:editor"]})
    page = administrator.client.get(at("/orang/{pk}/", siti)).content.decode()
    assert "Peran diberikan – Kota Contoh LIVE: Penulis pengumuman" in page
    assert "Pengelola" in page
