"""The cast, the sample region, and tasks in every state."""

import io
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from smartcity_base.models import Agency, User, Village
from smartcity_base.testing.cast import Casting, Person, user_of

from sigap import uploads, work
from sigap.models import Photo, PhotoKind, Source, Task, Team
from sigap.states import Action, Actor, State
from sigap.work import Deed, Order, Place

pytest_plugins = ["smartcity_base.testing.cast"]

TITLE = "Tutup saluran pecah"
HERE = Place(123.061, 0.541, 8)


@pytest.fixture(autouse=True)
def _uploads(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"


class Clock:
    """The time that the app sees; moves only when told."""

    def __init__(self) -> None:
        # A Monday, with no holiday in the two weeks after it.
        self.now = datetime.fromisoformat("2026-07-06T09:00:00+08:00")

    def pass_(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    told = Clock()
    monkeypatch.setattr(timezone, "now", lambda: told.now)
    return told


def jpeg(size: tuple[int, int] = (80, 60)) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


def picture(name: str = "foto.jpg") -> Any:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, jpeg(), content_type="image/jpeg")


def taken(user: User, kind: PhotoKind, count: int = 1) -> list[Photo]:
    """Cleaned photos that wait for their step."""
    return uploads.take_in(user, [picture() for _ in range(count)], kind)


def both(user: User) -> list[Photo]:
    return taken(user, PhotoKind.BEFORE) + taken(user, PhotoKind.AFTER)


@pytest.fixture
def supervisor(region: None, person: Casting) -> Person:
    return person("Pengawas", roles=["supervisor"], agency="dinas-pekerjaan-umum")


@pytest.fixture
def colleague(region: None, person: Casting) -> Person:
    """Another officer of the same agency."""
    return person("Rekan", roles=["officer"], agency="dinas-pekerjaan-umum")


@pytest.fixture
def outsider(region: None, person: Casting) -> Person:
    """An officer and supervisor of another agency."""
    return person("Orang Luar", roles=["officer", "supervisor"], agency="dinas-lingkungan-hidup")


@pytest.fixture
def team(officer: Person, colleague: Person) -> Team:
    made = Team.objects.create(
        name="Tim Saluran", agency=Agency.objects.get(pk="dinas-pekerjaan-umum")
    )
    made.members.set([user_of(officer), user_of(colleague)])
    return made


def order(**changes: Any) -> Order:
    """What a supervisor orders when nothing else is said."""
    usual = Order(
        title=TITLE,
        agency=Agency.objects.get(pk="dinas-pekerjaan-umum"),
        source=Source.ORDER,
        village=Village.objects.get(pk="99.71.01.1001"),
        lon=HERE.lon,
        lat=HERE.lat,
        address="Jalan Melati 4",
    )
    return replace(usual, **changes)


Tasking = Callable[..., Task]


@pytest.fixture
def tasked(officer: Person, supervisor: Person) -> Tasking:
    """tasked(State.DIKERJAKAN, title=…) -> a task that came to that state by the table's steps."""
    one, above = user_of(officer), user_of(supervisor)

    def make(state: State = State.DITUGASKAN, **changes: Any) -> Task:
        task = work.create(order(**changes), Actor.SUPERVISOR, above)
        for action, actor, deed in _way_to(state):
            user = one if actor == Actor.OFFICER else above
            work.perform(task, action, actor, user, deed())
        task.refresh_from_db()
        assert task.state == state
        return task

    def _way_to(state: State) -> Iterator[tuple[Action, Actor, Callable[[], Deed]]]:
        assign = (Action.ASSIGN, Actor.SUPERVISOR, lambda: Deed(officer=one))
        accept = (Action.ACCEPT, Actor.OFFICER, Deed)
        arrive = (Action.ARRIVE, Actor.OFFICER, lambda: Deed(place=HERE))
        finish = (
            Action.FINISH, Actor.OFFICER, lambda: Deed(text="Sudah diganti", photos=both(one)),
        )  # fmt: skip
        back = (Action.RETURN, Actor.SUPERVISOR, lambda: Deed(text="Belum rata"))
        way = (assign, accept, arrive, finish)
        yield from {
            State.BARU: (),
            State.DITUGASKAN: way[:1],
            State.DITERIMA: way[:2],
            State.DIKERJAKAN: way[:3],
            State.SELESAI: way,
            State.DIKEMBALIKAN: (*way, back),
            State.DIPERIKSA: (*way, (Action.VERIFY, Actor.SUPERVISOR, Deed)),
            State.DIBATALKAN: ((Action.CANCEL, Actor.SUPERVISOR, lambda: Deed(text="Dobel")),),
        }[state]

    return make


@pytest.fixture
def laksa_linked(db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """LAKSA and SIGAP share a secret here; answers it."""
    folder = Path(shutil.copytree(os.environ["SMARTCITY_SECRETS"], tmp_path / "secrets"))
    (folder / "links").mkdir(exist_ok=True)
    (folder / "links/laksa").write_text("kunci-berdua-" * 4)
    monkeypatch.setenv("SMARTCITY_SECRETS", str(folder))
    return "kunci-berdua-" * 4


def as_json(response: Any) -> Any:
    return json.loads(response.content)
