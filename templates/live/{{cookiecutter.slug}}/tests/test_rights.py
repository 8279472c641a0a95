"""Data pribadi saya: consents, a copy of everything, and the end of an account over all apps."""

from __future__ import annotations

import json
import shutil
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import requests
from django.core import mail
from django.db import connection
from django.utils import timezone

from smartcity_base import config as config_module
from smartcity_base import outbox
from smartcity_base.config import config
from smartcity_base.models import AuditEntry, Outgoing, User
from smartcity_base.testing.cast import Person

from live.models import BrowserSession
from live.rights import copies, erasure, purposes
from live.rights.jobs import erase_due, gather
from live.rights.models import Consent, Copy, CopyPart, Erasure, ErasureAnswer
from tests.conftest import PASSWORD, Enrolling, audited

PART = {"name": "laporan", "title": "Laporan yang Anda kirim", "kept": "", "rows": [{"Isi": "PJU"}]}
GONE = {"name": "laporan", "title": "Laporan", "erased": 2, "kept": 1, "why": "UU 43/2009"}


class Laksa:
    """The other app: away, or answering with what it is given."""

    def __init__(self) -> None:
        self.away = False
        self.status = 200
        self.parts: list[dict[str, Any]] = []
        self.asked: list[tuple[str, Any]] = []

    def request(self, method: str, url: str, **options: Any) -> requests.Response:
        if self.away:
            raise requests.ConnectionError
        self.asked.append((url, options["json"]))
        answer = requests.Response()
        answer.status_code = self.status
        answer._content = json.dumps({"parts": self.parts, "detail": "tidak bisa"}).encode()
        return answer


@pytest.fixture
def laksa(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Laksa:
    """LAKSA is linked."""
    folder = shutil.copytree(config().folder / "secrets", tmp_path / "secrets")
    (folder / "links").mkdir(exist_ok=True)
    (folder / "links/laksa").write_text("kunci-berdua-" * 4)
    monkeypatch.setenv("SMARTCITY_SECRETS", str(folder))
    made = Laksa()
    monkeypatch.setattr("requests.request", made.request)
    return made


@pytest.fixture
def confirmed(enrol: Enrolling) -> Person:
    """A citizen who has proved just now who they are."""
    person = enrol("Warga")
    person.client.post("/akun/pastikan/", {"password": PASSWORD})
    return person


def deliver() -> None:
    Outgoing.objects.update(next_at=timezone.now())
    outbox.deliver.func()


def everything() -> str:
    """All that lies in the database."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT * FROM {name}")  # noqa: S608  (its own tables)
            rows += cursor.fetchall()
    return str(rows)


def overdue() -> None:
    Erasure.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    erase_due.func()


def test_a_consent_is_given_and_withdrawn_and_both_are_remembered(citizen: Person) -> None:
    for answer in ({"yes": "1"}, {}):
        citizen.client.post("/akun/data-pribadi/persetujuan/", {"purpose": "survei", **answer})
    words = list(Consent.objects.values_list("purpose", "given"))
    assert words == [("survei", True), ("survei", False)]
    assert purposes.given(citizen.user) == []
    assert [len(audited(f"consent.{what}")) for what in ("given", "withdrawn")] == [1, 1]


def test_saying_the_same_twice_says_nothing_new(citizen: Person) -> None:
    purposes.say(citizen.user, "survei", yes=False)
    assert not Consent.objects.exists()


def test_an_unknown_purpose_is_no_purpose(citizen: Person) -> None:
    answer = citizen.client.post("/akun/data-pribadi/persetujuan/", {"purpose": "apa-saja"})
    assert answer.status_code == 404


def test_a_copy_is_gathered_from_live_and_every_app(laksa: Laksa, confirmed: Person) -> None:
    laksa.parts = [PART]
    confirmed.client.post("/akun/data-pribadi/salinan/")
    copy = Copy.objects.get()
    gather.func(str(copy.pk))
    assert "Dikumpulkan" in confirmed.client.get("/akun/data-pribadi/").content.decode()
    deliver()

    url, asked = laksa.asked[0]
    assert url.endswith("/api/v1/data-pribadi/salinan")
    assert asked == {"sub": str(confirmed.user.pk), "checked": True}
    answer = confirmed.client.get(f"/akun/data-pribadi/salinan/{copy.pk}/unduh/")
    folder = zipfile.ZipFile(BytesIO(answer.content))
    told = {app["nama"]: app for app in json.loads(folder.read("data-pribadi.json"))["aplikasi"]}
    assert told["laksa"]["bagian"] == [PART]
    account = next(part for part in told["live"]["bagian"] if part["name"] == "akun")
    assert account["rows"][0]["Surel"] == confirmed.user.email
    assert "PJU" in folder.read("data-pribadi.html").decode()


def test_an_app_that_is_away_is_asked_until_it_answers(laksa: Laksa, citizen: Person) -> None:
    laksa.away = True
    copy = copies.ask(citizen.user)
    gather.func(str(copy.pk))
    deliver()
    page = citizen.client.get("/akun/data-pribadi/").content.decode()
    assert "LAKSA" in page
    assert Copy.objects.get().ready_at is None
    laksa.away = False
    deliver()
    assert Copy.objects.get().ready_at is not None


def test_what_waits_to_be_taken_is_encrypted(laksa: Laksa, citizen: Person) -> None:
    copies.own_part(copies.ask(citizen.user))
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM live_copypart WHERE app = 'live'")
        kept = cursor.fetchone()[0]
    assert kept.startswith("enc1.")
    assert str(citizen.user.email) in CopyPart.objects.get(app="live").content


def test_two_clicks_are_one_copy(laksa: Laksa, citizen: Person) -> None:
    assert copies.ask(citizen.user) == copies.ask(citizen.user)


def test_nobody_takes_somebody_elses_copy(enrol: Enrolling, confirmed: Person) -> None:
    other = copies.ask(enrol("Orang Lain").user)
    Copy.objects.update(ready_at=timezone.now())
    answer = confirmed.client.get(f"/akun/data-pribadi/salinan/{other.pk}/unduh/")
    assert answer.status_code == 404


def test_a_phone_that_was_left_open_tells_nothing(citizen: Person) -> None:
    copy = copies.ask(citizen.user)
    Copy.objects.update(ready_at=timezone.now())
    BrowserSession.objects.update(started_at=timezone.now() - timedelta(hours=1))
    for address in (f"/akun/data-pribadi/salinan/{copy.pk}/unduh/", "/akun/data-pribadi/hapus/"):
        assert citizen.client.get(address).headers["Location"].startswith("/akun/pastikan/")


def test_an_erasure_can_be_taken_back_until_its_day(laksa: Laksa, confirmed: Person) -> None:
    confirmed.client.post("/akun/data-pribadi/hapus/")
    assert "Batalkan penghapusan" in confirmed.client.get("/akun/data-pribadi/").content.decode()
    erase_due.func()
    assert User.objects.get(pk=confirmed.user.pk).is_active

    confirmed.client.post("/akun/data-pribadi/hapus/batal/")
    overdue()
    assert User.objects.get(pk=confirmed.user.pk).is_active
    assert laksa.asked == []


def test_the_account_goes_when_every_app_has_answered_and_not_before(
    laksa: Laksa, confirmed: Person
) -> None:
    confirmed.client.post("/akun/data-pribadi/hapus/")
    laksa.away = True
    overdue()
    deliver()
    overdue()
    user = User.objects.get(pk=confirmed.user.pk)
    assert not user.is_active, "closed at once"
    assert "/masuk/" in confirmed.client.get("/akun/", follow=True).request["PATH_INFO"]

    laksa.away, laksa.parts = False, [GONE]
    deliver()
    assert User.objects.filter(pk=user.pk).exists()
    overdue()
    assert not User.objects.filter(pk=user.pk).exists()
    assert Erasure.objects.get().done_at is not None
    assert ErasureAnswer.objects.get(app="laksa").parts == [GONE]


def test_without_any_other_app_the_account_goes_too(
    confirmed: Person, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = shutil.copytree(config().folder / "secrets", tmp_path / "secrets")
    shutil.rmtree(folder / "links")
    monkeypatch.setenv("SMARTCITY_SECRETS", str(folder))
    confirmed.client.post("/akun/data-pribadi/hapus/")
    overdue()
    overdue()
    assert not User.objects.filter(pk=confirmed.user.pk).exists()


def test_nothing_personal_is_left_of_an_erased_account(laksa: Laksa, confirmed: Person) -> None:
    mark, phone = "Warga Bertanda", "+6281299988877"
    confirmed.user.name, confirmed.user.phone = mark, phone
    confirmed.user.save()
    copies.own_part(copies.ask(confirmed.user))
    confirmed.client.post("/akun/data-pribadi/hapus/")
    for _ in range(2):
        overdue()
        deliver()
    overdue()
    dump = everything()
    assert str(confirmed.user.pk) in dump or confirmed.user.pk.hex in dump
    for value in (mark, phone, str(confirmed.user.email)):
        assert value not in dump


def test_the_last_letter_says_what_each_app_did(
    laksa: Laksa, confirmed: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    relay = config_module.Mail("localhost", 25, None, "live@kotacontoh.go.id", "none")
    monkeypatch.setattr(erasure, "config", lambda: replace(config(), mail=relay))
    laksa.parts = [GONE]
    erasure.ask(confirmed.user)
    overdue()
    deliver()
    overdue()
    [letter] = mail.outbox
    assert letter.to == [confirmed.user.email]
    assert "2 dihapus, 1 disimpan. UU 43/2009" in letter.body


def test_a_refusal_keeps_the_account_and_an_administrator_asks_again(
    laksa: Laksa, confirmed: Person, administrator: Person
) -> None:
    confirmed.client.post("/akun/data-pribadi/hapus/")
    laksa.status = 422
    overdue()
    deliver()
    page = administrator.client.get("/orang/penghapusan/").content.decode()
    assert "tidak bisa" in page
    overdue()
    assert User.objects.filter(pk=confirmed.user.pk).exists()

    laksa.status = 200
    administrator.client.post(f"/orang/penghapusan/{ErasureAnswer.objects.get().pk}/lagi/")
    deliver()
    overdue()
    assert not User.objects.filter(pk=confirmed.user.pk).exists()


def test_an_officer_cannot_take_their_acts_away(officer: Person) -> None:
    with pytest.raises(erasure.Refused, match="petugas"):
        erasure.ask(officer.user)
    assert "administrator mencabut" in officer.client.get("/akun/data-pribadi/").content.decode()


@pytest.mark.parametrize("address", ["/akun/data-pribadi/", "/orang/penghapusan/"])
def test_strangers_are_sent_to_sign_in(stranger: Person, address: str) -> None:
    assert "/masuk/" in stranger.client.get(address).headers["Location"]


def test_only_administrators_see_who_left(citizen: Person) -> None:
    assert citizen.client.get("/orang/penghapusan/").status_code == 403


def test_no_nik_or_name_travels_to_an_app(laksa: Laksa, citizen: Person) -> None:
    copies.ask(citizen.user)
    message = Outgoing.objects.get()
    assert set(message.body) == {"sub", "checked"}
    assert citizen.user.name not in message.path + message.subject


def test_the_log_names_nobody(laksa: Laksa, confirmed: Person) -> None:
    confirmed.client.post("/akun/data-pribadi/hapus/")
    overdue()
    deliver()
    overdue()
    told = json.dumps(list(AuditEntry.objects.values_list("target", "details")))
    for value in (confirmed.user.name, str(confirmed.user.email)):
        assert value not in told
