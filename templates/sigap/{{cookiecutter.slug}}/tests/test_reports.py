"""Tasks that are citizens' reports: LAKSA orders them, follows them, and hears of every step."""

import json
import time
import uuid
from typing import Any

import jwt
import pytest

from smartcity_base import outbox
from smartcity_base.models import Outgoing
from smartcity_base.testing.cast import Person, user_of

from sigap import jobs, reports, work
from sigap.models import PhotoKind, Source, Task, Team
from sigap.states import Action, Actor, State
from sigap.work import Deed

from .conftest import HERE, Tasking, as_json, both, jpeg

REPORT = {
    "source": "laksa",
    "reference": "LKS-26-000007",
    "title": "Lubang di depan pasar",
    "text": "Lubang sedalam lutut",
    "category": "Jalan rusak",
    "place": {"lon": 123.061, "lat": 0.541, "address": "Depan pasar"},
    "agency": "dinas-pekerjaan-umum",
    "due": "2026-12-01T10:00:00+08:00",
    "priority": "tinggi",
    "url": "https://laksa.kotacontoh.go.id/laporan/LKS-26-000007/",
    "photos": ["https://laksa.kotacontoh.go.id/api/v1/tautan/foto/1"],
}

ASPHALT = {"name": "Aspal", "amount": "2.5", "unit": "karung"}


def call(person: Person, key: str, method: str, path: str, body: Any, idem: str = "") -> Any:
    """Call as LAKSA does."""
    now = int(time.time())
    about = {"iss": "laksa", "aud": "sigap", "iat": now, "exp": now + 60, "jti": uuid.uuid4().hex}
    headers = {
        "authorization": f"Bearer {jwt.encode(about, key, algorithm='HS256')}",
        "idempotency-key": idem or str(uuid.uuid4()),
    }
    return person.client.generic(
        method, f"/api/v1/tautan/{path}", json.dumps(body), "application/json", headers=headers
    )


@pytest.fixture
def ordered(laksa_linked: str, region: None, stranger: Person) -> Task:
    assert call(stranger, laksa_linked, "POST", "tugas", REPORT).status_code == 200
    return Task.objects.get()


def test_a_report_becomes_a_task_with_its_place_and_deadline(ordered: Task) -> None:
    assert (ordered.source, ordered.reference, ordered.state) == (
        Source.LAKSA, REPORT["reference"], State.BARU,
    )  # fmt: skip
    assert (ordered.title, ordered.priority) == (REPORT["title"], "tinggi")
    assert ordered.due is not None
    assert ordered.due.isoformat().startswith("2026-12-01T02:00")
    assert ordered.village is not None  # by the point: LAKSA had none


def test_an_order_that_comes_twice_is_one_task(
    laksa_linked: str, region: None, stranger: Person
) -> None:
    idem = str(uuid.uuid4())
    first = call(stranger, laksa_linked, "POST", "tugas", REPORT, idem)
    assert as_json(call(stranger, laksa_linked, "POST", "tugas", REPORT, idem)) == as_json(first)
    call(stranger, laksa_linked, "POST", "tugas", REPORT)  # and under another key
    assert Task.objects.count() == 1


def test_nobody_else_orders_anything(laksa_linked: str, region: None, stranger: Person) -> None:
    answer = call(stranger, "kunci-orang-lain" * 3, "POST", "tugas", REPORT)
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert stranger.client.post("/api/v1/tautan/tugas").status_code == 401
    assert not Task.objects.exists()


def test_without_the_shared_secret_there_is_no_link(region: None, stranger: Person) -> None:
    assert call(stranger, "kunci" * 9, "POST", "tugas", REPORT).status_code == 401


def test_an_agency_that_is_not_here_is_refused_for_good(
    laksa_linked: str, region: None, stranger: Person
) -> None:
    answer = call(stranger, laksa_linked, "POST", "tugas", REPORT | {"agency": "dinas-gaib"})
    assert answer.status_code in outbox.REFUSALS
    assert "dinas-gaib" in as_json(answer)["detail"]


def test_a_report_that_was_corrected_or_closed_takes_its_task_along(
    laksa_linked: str, ordered: Task, stranger: Person
) -> None:
    path = f"tugas/{ordered.reference}"
    call(stranger, laksa_linked, "PUT", path, REPORT | {"text": "Dua lubang"})
    ordered.refresh_from_db()
    assert ordered.text == "Dua lubang"
    told = as_json(call(stranger, laksa_linked, "PUT", path, REPORT | {"cancelled": "Digabung"}))
    assert told["state"] == State.DIBATALKAN
    assert as_json(call(stranger, laksa_linked, "PUT", path, REPORT))["task"] is None
    call(stranger, laksa_linked, "POST", "tugas", REPORT)
    assert Task.objects.count() == 2  # asked for again after the first one ended


def test_a_report_that_moves_to_another_agency_is_nobodys_there_yet(
    laksa_linked: str, ordered: Task, stranger: Person, officer: Person, supervisor: Person
) -> None:
    give = Deed(officer=user_of(officer))
    work.perform(ordered, Action.ASSIGN, Actor.SUPERVISOR, user_of(supervisor), give)
    moved = REPORT | {"agency": "dinas-lingkungan-hidup"}
    call(stranger, laksa_linked, "PUT", f"tugas/{ordered.reference}", moved)
    ordered.refresh_from_db()
    assert (ordered.agency_id, ordered.state, ordered.officer) == (
        "dinas-lingkungan-hidup", State.BARU, None,
    )  # fmt: skip


def test_laksa_hears_of_every_step_and_of_no_officers_name(
    laksa_linked: str, ordered: Task, officer: Person, supervisor: Person, team: Team
) -> None:
    one, above = user_of(officer), user_of(supervisor)
    for action, user, deed in (
        (Action.ASSIGN, above, Deed(team=team)),
        (Action.ACCEPT, one, Deed()),
        (Action.ARRIVE, one, Deed(place=HERE)),
        (Action.RECORD, one, Deed(text="Digali", materials=[ASPHALT])),
        (Action.FINISH, one, Deed(text="Ditambal", photos=both(one))),
        (Action.RETURN, above, Deed(text="Belum rata")),
        (Action.ARRIVE, one, Deed(place=HERE)),
        (Action.FINISH, one, Deed(text="Diratakan", photos=both(one))),
        (Action.VERIFY, above, Deed()),
    ):
        actor = Actor.OFFICER if user == one else Actor.SUPERVISOR
        work.perform(ordered, action, actor, user, deed)
    told = list(Outgoing.objects.filter(to="laksa"))
    assert [message.body["step"] for message in told] == [
        "ditugaskan", "diterima", "tiba", "dikerjakan", "selesai", "dikembalikan", "tiba",
        "selesai", "diperiksa",
    ]  # fmt: skip
    assert {message.subject for message in told} == {f"laporan:{ordered.reference}"}
    assert {message.body["team"] for message in told} == {"Tim Saluran"}
    assert one.name not in json.dumps([message.body for message in told])
    assert told[3].body["note_internal"] == "Digali\nAspal: 2,5 karung"
    assert [message.body["note_public"] for message in told] == [""] * 8 + ["Diratakan"]
    assert [len(message.files or []) for message in told] == [0] * 8 + [2]
    assert told[8].body["before_after"] == "sebelum,sesudah"
    page = supervisor.client.get(f"/tugas/{ordered.number}/").content.decode()
    assert "9 langkah sedang dikabarkan ke LAKSA" in page


def test_a_task_of_its_own_tells_nobody(laksa_linked: str, tasked: Tasking) -> None:
    tasked(State.DIPERIKSA)
    assert not Outgoing.objects.filter(to="laksa").exists()


def test_without_laksa_a_task_goes_its_way(tasked: Tasking) -> None:
    tasked(State.DIPERIKSA, source=Source.LAKSA, reference="LKS-26-000001")
    assert not Outgoing.objects.filter(to="laksa").exists()


def test_a_step_that_laksa_refused_is_shown_to_the_supervisor(
    laksa_linked: str, tasked: Tasking, supervisor: Person
) -> None:
    task = tasked(State.DITERIMA, source=Source.LAKSA, reference="LKS-26-000001")
    first = Outgoing.objects.filter(to="laksa").first()
    assert first is not None
    Outgoing.objects.filter(pk=first.pk).update(refused_at=first.created_at, said="Tidak dikenal")
    page = supervisor.client.get(f"/tugas/{task.number}/").content.decode()
    assert "LAKSA tidak menerima satu langkah: Tidak dikenal" in page


def test_the_photos_of_a_report_are_fetched_from_laksa_and_from_nowhere_else(
    laksa_linked: str, ordered: Task, monkeypatch: pytest.MonkeyPatch, officer: Person,
    supervisor: Person,
) -> None:  # fmt: skip
    asked: list[str] = []

    class Answer:
        content = jpeg()

        def raise_for_status(self) -> None:
            pass

    def get(address: str, headers: dict[str, str], **_: object) -> Answer:
        asked.append(address)
        shown = headers["Authorization"].removeprefix("Bearer ")
        assert jwt.decode(shown, laksa_linked, algorithms=["HS256"], audience="laksa")
        return Answer()

    monkeypatch.setattr(jobs.requests, "get", get)
    addresses = ["https://jahat.example.org/foto", *REPORT["photos"]]
    jobs.fetch_photos.call(ordered.pk, addresses)
    jobs.fetch_photos.call(ordered.pk, REPORT["photos"])
    assert asked == REPORT["photos"]
    photo = ordered.events.get().photos.get()
    assert photo.kind == PhotoKind.REPORT
    give = Deed(officer=user_of(officer))
    work.perform(ordered, Action.ASSIGN, Actor.SUPERVISOR, user_of(supervisor), give)
    carried = as_json(officer.client.get("/luring/tugas.json"))["tasks"][0]["photos"]
    assert carried[0]["small"] == f"/foto/{photo.pk}/kecil/"
    assert not reports.proof(ordered, PhotoKind.BEFORE)
