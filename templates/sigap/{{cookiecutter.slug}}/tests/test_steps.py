"""Steps from a phone: done once, or kept when they came too late; their photos, piece by piece."""

import json
import uuid
from typing import Any

import pytest
from django.utils import timezone

from smartcity_base.testing.cast import Person, user_of

from sigap import people, uploads, work
from sigap.models import Photo, PhotoKind, Task, TaskEvent, Team
from sigap.states import Action, Actor, State
from sigap.work import Deed

from .conftest import HERE, Clock, Tasking, as_json, jpeg, order

PLACE = {"lon": HERE.lon, "lat": HERE.lat, "accuracy": 8}


def tell(person: Person, task: Task, action: str, **more: Any) -> Any:
    """Post a step as the phone does."""
    body = {"id": str(uuid.uuid4()), "task": task.number, "action": action, "age_ms": 0, **more}
    return person.client.post("/luring/langkah", json.dumps(body), content_type="application/json")


def put(person: Person, photo: str, content: bytes, offset: int, size: int) -> Any:
    address = f"/luring/foto/{photo}?offset={offset}&size={size}"
    return person.client.put(address, content, content_type="application/octet-stream")


def upload(person: Person, content: bytes | None = None) -> str:
    photo, content = str(uuid.uuid4()), content or jpeg()
    assert as_json(put(person, photo, content, 0, len(content)))["done"]
    return photo


def shot(photo: str, kind: PhotoKind, **more: Any) -> dict[str, Any]:
    return {"id": photo, "kind": kind, "age_ms": 0, "place": PLACE, **more}


def test_a_whole_visit_without_signal_arrives_in_its_order(
    tasked: Tasking, officer: Person, clock: Clock
) -> None:
    task = tasked()
    clock.pass_(hours=5)
    before, after = upload(officer), upload(officer)
    hour = 3_600_000
    assert as_json(tell(officer, task, "accept", age_ms=4 * hour)) == {"kept": False, "why": ""}
    tell(officer, task, "arrive", age_ms=3 * hour, place=PLACE)
    answer = tell(
        officer, task, "finish", age_ms=hour, text="Diganti baru",
        materials=[{"name": "Tutup beton", "amount": "2,5", "unit": "buah"}],
        photos=[shot(before, PhotoKind.BEFORE, age_ms=3 * hour), shot(after, PhotoKind.AFTER)],
    )  # fmt: skip
    assert as_json(answer)["kept"] is False
    task.refresh_from_db()
    assert task.state == State.SELESAI
    now = timezone.now()
    assert [
        (now - at).total_seconds() / 3600 for at in (task.arrived_at, task.finished_at) if at
    ] == [3, 1]
    done = task.events.get(action=Action.FINISH)
    assert done.materials == [{"name": "Tutup beton", "amount": "2.5", "unit": "buah"}]
    first = done.photos.get(kind=PhotoKind.BEFORE)
    assert (first.lon, first.accuracy_m) == (HERE.lon, 8)
    assert first.taken_at == now - timezone.timedelta(hours=3)
    arrived = task.events.get(action=Action.ARRIVE)
    assert (arrived.lon, arrived.lat, arrived.accuracy_m) == (HERE.lon, HERE.lat, 8)


def test_a_step_that_is_sent_again_is_done_once(tasked: Tasking, officer: Person) -> None:
    task, photo = tasked(State.DIKERJAKAN), upload(officer)
    step = {"id": str(uuid.uuid4()), "text": "Digali", "photos": [shot(photo, PhotoKind.BEFORE)]}
    first = as_json(tell(officer, task, "record", **step))
    assert as_json(tell(officer, task, "record", **step)) == first
    assert task.events.filter(action=Action.RECORD).count() == 1
    assert Photo.objects.filter(event__task=task).count() == 1


def test_of_two_who_take_a_teams_task_without_signal_the_second_is_kept_as_a_note(
    team: Team, supervisor: Person, officer: Person, colleague: Person
) -> None:
    task = work.create(order(), Actor.SUPERVISOR, user_of(supervisor))
    work.perform(task, Action.ASSIGN, Actor.SUPERVISOR, user_of(supervisor), Deed(team=team))
    assert as_json(tell(officer, task, "accept"))["kept"] is False
    photo = upload(colleague)
    too_late = as_json(tell(colleague, task, "accept"))
    assert too_late["kept"] is True
    assert "bukan tugas Anda" in too_late["why"]
    tell(colleague, task, "arrive", place=PLACE, photos=[shot(photo, PhotoKind.BEFORE)])
    task.refresh_from_db()
    assert (task.officer, task.state) == (officer.user, State.DITERIMA)
    kept = task.events.filter(action=Action.KEPT).order_by("id")
    assert [event.wanted for event in kept] == ["accept", "arrive"]
    evidence = kept[1]
    assert (evidence.lon, evidence.photos.count(), evidence.changes) == (HERE.lon, 1, {})
    for reader in (supervisor, officer, colleague):
        page = reader.client.get(f"/tugas/{task.number}/").content.decode()
        assert "Langkah yang terlambat" in page
        assert str(photo) in page


def test_what_was_done_on_a_task_that_was_cancelled_meanwhile_is_not_lost(
    tasked: Tasking, officer: Person, supervisor: Person
) -> None:
    task = tasked(State.DIKERJAKAN)
    cancel = Deed(text="Ditangani provinsi")
    work.perform(task, Action.CANCEL, Actor.SUPERVISOR, user_of(supervisor), cancel)
    assert as_json(tell(officer, task, "record", text="Sudah digali"))["kept"] is True
    task.refresh_from_db()
    assert task.state == State.DIBATALKAN
    assert "Sudah digali" in supervisor.client.get(f"/tugas/{task.number}/").content.decode()


def test_kept_photos_are_no_proof(tasked: Tasking, officer: Person) -> None:
    task, photo = tasked(State.DITERIMA), upload(officer)
    early = tell(officer, task, "record", text="x", photos=[shot(photo, PhotoKind.AFTER)])
    assert as_json(early)["kept"] is True
    tell(officer, task, "arrive", place=PLACE)
    done = tell(officer, task, "finish", text="x", photos=[shot(upload(officer), PhotoKind.BEFORE)])
    assert "foto sesudah" in as_json(done)["why"]


def test_a_task_that_was_never_theirs_takes_nothing_from_anybody(
    tasked: Tasking, colleague: Person, outsider: Person
) -> None:
    task = tasked()
    for person in (colleague, outsider):
        answer = tell(person, task, "accept")
        assert answer.status_code == 404
        assert not people.has_held(user_of(person), task)
    assert task.events.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"action": "verify"},
        {"id": "7"},
        {"materials": [{"name": "Aspal", "amount": "banyak"}]},
        {"photos": [{"id": "x"}]},
    ],
)
def test_what_is_no_step_is_refused_with_its_reason(
    tasked: Tasking, officer: Person, wrong: dict[str, Any]
) -> None:
    task = tasked(State.DIKERJAKAN)
    events = task.events.count()
    answer = tell(officer, task, **{"action": "record", "text": "x", **wrong})
    assert answer.status_code == 422
    assert as_json(answer)["message"]
    assert task.events.count() == events


def test_a_phone_with_a_wrong_clock_writes_no_step_before_its_task(
    tasked: Tasking, officer: Person
) -> None:
    task = tasked()
    tell(officer, task, "accept", age_ms=10 * 365 * 86_400_000)
    assert task.events.get(action=Action.ACCEPT).at == task.created_at
    assert as_json(tell(officer, task, "arrive", age_ms="nan", place=PLACE))["kept"] is False


def test_a_photo_goes_on_where_it_stopped(region: None, officer: Person) -> None:
    content, photo = jpeg((600, 400)), str(uuid.uuid4())
    half = len(content) // 2
    assert as_json(officer.client.get(f"/luring/foto/{photo}")) == {"offset": 0, "done": False}
    assert as_json(put(officer, photo, content[:half], 0, len(content)))["offset"] == half
    # The answer was lost: the phone sends the same piece again, and is told where to go on.
    again = put(officer, photo, content[:half], 0, len(content))
    assert (again.status_code, as_json(again)["offset"]) == (409, half)
    assert as_json(officer.client.get(f"/luring/foto/{photo}")) == {"offset": half, "done": False}
    assert as_json(put(officer, photo, content[half:], half, len(content)))["done"] is True
    assert as_json(officer.client.get(f"/luring/foto/{photo}"))["done"] is True
    assert Photo.objects.get(pk=photo).image.read()[:2] == b"\xff\xd8"
    assert list((uploads.Path(uploads.settings.MEDIA_ROOT) / "partial").iterdir()) == []


def test_a_server_that_was_killed_after_the_last_piece_makes_the_photo_when_asked_again(
    region: None, officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, photo = jpeg(), str(uuid.uuid4())

    def killed(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(uploads, "_finish", killed)
        with pytest.raises(SystemExit):
            put(officer, photo, content, 0, len(content))
    so_far = as_json(officer.client.get(f"/luring/foto/{photo}"))
    assert so_far == {"offset": len(content), "done": False}
    assert as_json(put(officer, photo, b"", len(content), len(content)))["done"] is True


def test_a_step_waits_for_its_photos(tasked: Tasking, officer: Person) -> None:
    task, content, photo = tasked(State.DIKERJAKAN), jpeg(), str(uuid.uuid4())
    put(officer, photo, content[:100], 0, len(content))
    photos = [shot(photo, PhotoKind.BEFORE)]
    answer = tell(officer, task, "record", text="x", photos=photos)
    assert (answer.status_code, as_json(answer)["missing"]) == (409, [photo])
    assert not task.events.filter(action=Action.RECORD).exists()
    put(officer, photo, content[100:], 100, len(content))
    assert tell(officer, task, "record", text="x", photos=photos).status_code == 200


def test_what_is_no_photo_is_refused_and_forgotten(region: None, officer: Person) -> None:
    photo = str(uuid.uuid4())
    answer = put(officer, photo, b"not a picture", 0, 13)
    assert (answer.status_code, "foto" in as_json(answer)["message"].lower()) == (422, True)
    assert not Photo.objects.filter(pk=photo).exists()
    too_large = put(officer, photo, b"x", 0, uploads.MAX_BYTES + 1)
    assert too_large.status_code == 422


def test_nobody_goes_on_with_the_photo_of_another(
    tasked: Tasking, officer: Person, colleague: Person
) -> None:
    task, photo = tasked(State.DIKERJAKAN), upload(colleague)
    assert put(officer, photo, b"x", 0, 1).status_code == 422
    assert tell(officer, task, "record", photos=[shot(photo, PhotoKind.AFTER)]).status_code == 409


def test_a_photo_whose_step_never_came_is_forgotten_after_a_month(
    region: None, officer: Person, clock: Clock
) -> None:
    photo = upload(officer)
    file = uploads.Path(Photo.objects.get(pk=photo).image.path)
    assert (uploads.discard_unused(), file.exists()) == (0, True)
    Photo.objects.update(begun_at=clock.now - uploads.UNUSED_KEPT)
    clock.pass_(hours=1)
    assert (uploads.discard_unused(), file.exists()) == (1, False)


def test_the_phone_is_told_to_sign_in_and_not_sent_to_a_page(
    region: None, stranger: Person, supervisor: Person
) -> None:
    for person, status in ((stranger, 401), (supervisor, 403)):
        assert person.client.get("/luring/tugas.json").status_code == status
        assert person.client.post("/luring/langkah", {}).status_code == status
        assert person.client.get(f"/luring/foto/{uuid.uuid4()}").status_code == status


def test_steps_need_the_token_that_comes_with_the_tasks(tasked: Tasking, officer: Person) -> None:
    from smartcity_base.testing.cast import browser

    task, client = tasked(), browser()
    client.handler.enforce_csrf_checks = True
    client.force_login(user_of(officer))
    body = json.dumps({"id": str(uuid.uuid4()), "task": task.number, "action": "accept"})
    post = {"data": body, "content_type": "application/json"}
    assert client.post("/luring/langkah", **post).status_code == 403
    token = as_json(client.get("/luring/tugas.json"))["csrf"]
    headers = {"x-csrftoken": token, "referer": "https://testserver/"}
    from smartcity_base.config import config

    headers["referer"] = config().app.url + "/lapangan/"
    assert client.post("/luring/langkah", headers=headers, **post).status_code == 200
    assert TaskEvent.objects.filter(action=Action.ACCEPT).count() == 1
