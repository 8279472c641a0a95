"""Reports and the field officers of SIGAP: asked for, followed, told of; and reports without."""

import os
import re
import shutil
import time
import uuid
from pathlib import Path
from typing import Any

import jwt
import pytest

from smartcity_base.models import Outgoing
from smartcity_base.testing.cast import Person

from laksa import work
from laksa.field.models import FieldOrder
from laksa.models import Report
from laksa.states import Action, Actor, State
from laksa.work import Deed

from .conftest import Reporting, as_json, picture, taken

KEY = "kunci-berdua-" * 4


@pytest.fixture
def sigap(db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """SIGAP is adopted too, and shares a secret with us."""
    from dataclasses import replace

    from smartcity_base import links
    from smartcity_base.config import config

    known = config()
    other = replace(known.apps[0], name="sigap", url="https://sigap.kotacontoh.go.id")
    monkeypatch.setattr(links, "config", lambda: replace(known, apps=(*known.apps, other)))
    folder = Path(shutil.copytree(os.environ["SMARTCITY_SECRETS"], tmp_path / "secrets"))
    (folder / "links").mkdir(exist_ok=True)
    (folder / "links/sigap").write_text(KEY)
    monkeypatch.setenv("SMARTCITY_SECRETS", str(folder))


def ask(officer: Person, report: Report, **form: str) -> Any:
    form = {"field-priority": "tinggi", "field-text": "Bawa kerucut"} | form
    return officer.client.post(f"/antrean/{report.number}/lapangan/", form)


def tell(
    person: Person, report: Report, step: str, photos: int = 0, key: str = KEY, **more: Any
) -> Any:
    """Tell of a step as SIGAP does."""
    now = int(time.time())
    about = {"iss": "sigap", "aud": "laksa", "iat": now, "exp": now + 60, "jti": uuid.uuid4().hex}
    headers = {
        "authorization": f"Bearer {jwt.encode(about, key, algorithm='HS256')}",
        "idempotency-key": more.pop("idem", "") or str(uuid.uuid4()),
    }
    data = {"step": step, "at": "2026-07-06T09:30:00+08:00", "task": "TGS-26-000001",
            "team": "Tim Jalan", "photos": [picture() for _ in range(photos)], **more}  # fmt: skip
    address = f"/api/v1/tautan/laporan/{report.number}/langkah"
    return person.client.post(address, data, headers=headers)


def public(person: Person, report: Report) -> str:
    """The page of a report, without what is another each time: the tokens of its forms."""
    text: str = person.client.get(f"/laporan/{report.number}/").content.decode()
    return re.sub(r'<input type="hidden"[^>]*>', "", text)


@pytest.mark.parametrize("state", [State.DIVERIFIKASI, State.PROSES, State.DIBUKA_KEMBALI])
def test_an_officer_asks_for_field_officers_and_the_report_is_in_process(
    sigap: None, reported: Reporting, officer: Person, state: State
) -> None:
    report = reported(state, photo=True, lon=123.051, lat=0.561)
    assert (
        "Tugaskan petugas lapangan"
        in officer.client.get(f"/antrean/{report.number}/").content.decode()
    )
    assert ask(officer, report).status_code == 302
    report.refresh_from_db()
    assert report.state == State.PROSES
    sent = Outgoing.objects.get()
    assert (sent.to, sent.method, sent.path) == ("sigap", "POST", "/api/v1/tautan/tugas")
    body = sent.body
    assert (body["reference"], body["agency"], body["priority"]) == (
        report.number, report.agency_id, "tinggi",
    )  # fmt: skip
    assert body["place"]["lon"] == 123.051
    assert "Bawa kerucut" in body["text"]
    assert body["photos"]
    page = officer.client.get(f"/antrean/{report.number}/").content.decode()
    assert "dikirim ke SIGAP" in page
    assert "Bawa kerucut" in page


def test_nothing_of_the_reporter_goes_to_sigap(
    sigap: None, reported: Reporting, officer: Person
) -> None:
    report = reported(State.PROSES, name="Siti Rahma", email="siti@contoh.id", phone="+62812345678")
    ask(officer, report)
    sent = str(Outgoing.objects.get().body)
    for private in ("Siti", "siti@", "62812345678", report.code):
        assert private not in sent


@pytest.mark.parametrize("state", [State.MENUNGGU, State.SELESAI, State.DITOLAK, State.DIGABUNG])
def test_a_report_that_is_not_in_hand_is_not_given_away(
    sigap: None, reported: Reporting, officer: Person, state: State
) -> None:
    report = reported(state)
    ask(officer, report)
    assert not Outgoing.objects.exists()
    report.refresh_from_db()
    assert report.state == state


def test_one_order_at_a_time(sigap: None, reported: Reporting, officer: Person) -> None:
    report = reported(State.PROSES)
    ask(officer, report)
    ask(officer, report)
    assert (Outgoing.objects.count(), FieldOrder.objects.count()) == (1, 1)


def test_the_officer_of_another_agency_and_a_citizen_ask_for_nobody(
    sigap: None, reported: Reporting, other_officer: Person, citizen: Person
) -> None:
    report = reported(State.PROSES)
    assert ask(other_officer, report).status_code == 404
    assert ask(citizen, report).status_code == 403
    assert not Outgoing.objects.exists()


def test_without_sigap_nothing_of_it_shows(reported: Reporting, officer: Person) -> None:
    report = reported(State.PROSES)
    page = officer.client.get(f"/antrean/{report.number}/").content.decode()
    assert "apangan" not in page
    ask(officer, report)
    work.perform(report, Action.CLOSE, Actor.OPERATOR, None, Deed(text="Sudah", photos=taken()))
    assert not Outgoing.objects.exists()
    assert not FieldOrder.objects.exists()


def test_every_step_stands_in_the_public_timeline_with_its_time_and_its_team(
    sigap: None, reported: Reporting, officer: Person, stranger: Person
) -> None:
    report = reported(State.PROSES)
    ask(officer, report)
    for step in ("ditugaskan", "diterima", "tiba", "dikerjakan", "selesai"):
        answer = tell(stranger, report, step, note_internal="Aspal 2 karung")
        assert answer.status_code == 200, answer.content
    page = public(stranger, report)
    for line in (
        "ditugaskan",
        "menerima tugas",
        "tiba di lokasi",
        "mengerjakan",
        "selesai bekerja",
    ):
        assert f"Petugas lapangan {line}" in page
    assert "Tim Jalan" in page
    assert "6 Juli 2026 pukul 09.30" in page
    assert "Aspal 2 karung" not in page
    inside = officer.client.get(f"/antrean/{report.number}/").content.decode()
    assert "Aspal 2 karung" in inside
    assert "TGS-26-000001" in inside


def test_what_happens_between_officers_stays_between_them(
    sigap: None, reported: Reporting, officer: Person, stranger: Person
) -> None:
    report = reported(State.PROSES)
    ask(officer, report)
    before = public(stranger, report)
    for step in ("ditolak", "dikembalikan", "dibatalkan"):
        tell(stranger, report, step, note_internal="Alat rusak")
    assert public(stranger, report) == before
    inside = officer.client.get(f"/antrean/{report.number}/").content.decode()
    assert inside.count("Alat rusak") == 3


def test_verified_work_closes_the_report_with_its_photos(
    sigap: None, reported: Reporting, officer: Person, stranger: Person
) -> None:
    report = reported(State.PROSES)
    ask(officer, report)
    told = tell(stranger, report, "diperiksa", photos=2, note_public="Sudah ditambal")
    assert as_json(told)["state"] == State.SELESAI
    closing = report.events.get(action=Action.CLOSE)
    assert (closing.text, closing.photos.count()) == ("Sudah ditambal", 2)
    page = public(stranger, report)
    assert page.count("<img") >= 2
    assert page.count("Sudah ditambal") == 1
    assert FieldOrder.objects.get().ended
    # SIGAP ended it: it need not hear that it is over.
    assert Outgoing.objects.count() == 1


def test_a_region_may_want_to_close_by_hand(
    sigap: None, reported: Reporting, officer: Person, stranger: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from dataclasses import replace

    from smartcity_base.config import config

    from laksa.field import steps

    report, known = reported(State.PROSES), config()
    app = replace(known.app, settings={**(known.app.settings or {}), "close_by_field": False})
    monkeypatch.setattr(steps, "config", lambda: replace(known, app=app))
    ask(officer, report)
    told = tell(stranger, report, "diperiksa", photos=1, note_public="Sudah ditambal")
    assert as_json(told)["state"] == State.PROSES
    page = public(stranger, report)
    assert "Sudah ditambal" in page
    assert "<img" in page


def test_a_step_that_comes_twice_stands_there_once(
    sigap: None, reported: Reporting, officer: Person, stranger: Person
) -> None:
    report = reported(State.PROSES)
    ask(officer, report)
    idem = str(uuid.uuid4())
    for _ in range(3):
        assert tell(stranger, report, "tiba", idem=idem).status_code == 200
    assert report.events.filter(action=Action.FIELD).count() == 1


def test_steps_for_a_report_that_was_never_given_away_and_of_others_are_refused(
    sigap: None, reported: Reporting, officer: Person, stranger: Person
) -> None:
    report = reported(State.PROSES)
    assert tell(stranger, report, "tiba").status_code == 409
    ask(officer, report)
    assert tell(stranger, report, "tiba", key="kunci-orang-lain" * 3).status_code == 401
    assert tell(stranger, report, "menari").status_code == 422
    assert not report.events.filter(action=Action.FIELD).exists()


@pytest.mark.parametrize(
    ("action", "deed", "cancelled"),
    [
        (Action.CORRECT, lambda: Deed(changes={"address": "Sebelah balai"}), False),
        (Action.REJECT, lambda: Deed(text="Bukan wewenang"), True),
        (Action.CLOSE, lambda: Deed(text="Sudah", photos=taken()), True),
    ],
)
def test_sigap_hears_what_becomes_of_the_report_here(
    sigap: None, reported: Reporting, officer: Person, action: Action, deed: Any, cancelled: bool
) -> None:
    report = reported(State.PROSES)
    ask(officer, report)
    work.perform(report, action, Actor.OPERATOR, None, deed())
    sent = Outgoing.objects.last()
    assert sent is not None
    assert (sent.method, sent.path) == ("PUT", f"/api/v1/tautan/tugas/{report.number}")
    assert bool(sent.body.get("cancelled")) == cancelled
    assert "Bawa kerucut" in sent.body["text"]
    assert FieldOrder.objects.get().ended == cancelled
    work.perform(report, Action.NOTE, Actor.OPERATOR, None, Deed(text="x"))
    assert Outgoing.objects.count() == 2


def test_sigap_fetches_the_photos_of_a_report_that_was_given_to_it_and_no_other(
    sigap: None, reported: Reporting, officer: Person, stranger: Person
) -> None:
    given, other = reported(State.PROSES, photo=True), reported(State.PROSES, photo=True)
    ask(officer, given)
    now = int(time.time())
    for report, status in ((given, 200), (other, 404)):
        about = {"iss": "sigap", "aud": "laksa", "iat": now, "exp": now + 60, "jti": report.number}
        headers = {"authorization": f"Bearer {jwt.encode(about, KEY, algorithm='HS256')}"}
        photo = report.photos.get()
        address = f"/api/v1/tautan/foto/{photo.pk}"
        assert stranger.client.get(address, headers=headers).status_code == status
        assert stranger.client.get(address).status_code == 401


@pytest.mark.usefixtures("sigap")
def test_a_secret_report_is_not_given_to_field_officers(
    reported: Reporting, officer: Person
) -> None:
    report = reported(State.PROSES, secret=True)
    assert "lapangan/" not in officer.client.get(f"/antrean/{report.number}/").content.decode()
    ask(officer, report)
    assert not FieldOrder.objects.exists()
    assert not Outgoing.objects.exists()


@pytest.mark.usefixtures("sigap")
def test_a_report_that_becomes_secret_is_taken_back_from_them(
    reported: Reporting, officer: Person
) -> None:
    report = reported(State.PROSES)
    ask(officer, report)
    work.perform(report, Action.CORRECT, Actor.OPERATOR, None, Deed(changes={"secret": True}))
    assert FieldOrder.objects.get().ended
    last = Outgoing.objects.latest("pk")
    assert (last.method, "cancelled" in last.body) == ("PUT", True)


def test_who_only_helps_sends_nobody_out(
    sigap: None, reported: Reporting, officer: Person, other_officer: Person
) -> None:
    report = reported(State.PROSES)
    asked = {"invite-agency": "dinas-lingkungan-hidup", "invite-text": "Butuh gergaji"}
    officer.client.post(f"/antrean/{report.number}/invite/", asked)
    at = f"/antrean/{report.number}/"
    assert f'action="{at}lapangan/"' in officer.client.get(at).content.decode()
    assert f'action="{at}lapangan/"' not in other_officer.client.get(at).content.decode()
    other_officer.client.post(f"{at}lapangan/", {"field-priority": "biasa"})
    assert not report.field_orders.exists()
