"""The cast, the sample region, and reports in every state."""

import io
import json
import uuid
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

from smartcity_base import config as config_module
from smartcity_base.models import Village
from smartcity_base.testing.cast import Casting, Person

from laksa import intake, photos, work
from laksa.models import Category, Photo, Report
from laksa.states import Action, Actor, State
from laksa.work import Deed

pytest_plugins = ["smartcity_base.testing.cast"]

WORDS = "Lubang sedalam lutut di depan pasar"


@pytest.fixture(autouse=True)
def _uploads(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture(autouse=True)
def _forget_limits(db: None) -> None:
    from django.core.cache import cache

    cache.clear()


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


def picture(size: tuple[int, int] = (80, 60), exif: bytes = b"", name: str = "foto.jpg") -> Any:
    """A file as a browser sends it."""
    out = io.BytesIO()
    Image.new("RGB", size, (90, 120, 90)).save(out, "JPEG", **({"exif": exif} if exif else {}))
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def taken(count: int = 1) -> list[Photo]:
    """Cleaned photos that wait for their event."""
    made, rejected = photos.take_in(uuid.uuid4(), [picture() for _ in range(count)])
    assert rejected == []
    return made


def sent(**changes: Any) -> intake.Sent:
    """What a citizen sends when nothing else is said: a hole in the road of Bukit Indah."""
    usual = intake.Sent(
        submission=uuid.uuid4(),
        category=Category.objects.get(pk="jalan-rusak"),
        text=WORDS,
        village=Village.objects.get(pk="99.71.01.1001"),
        village_confirmed=True,
    )
    return replace(usual, **changes)


Reporting = Callable[..., Report]


@pytest.fixture
def reported(region: None) -> Reporting:
    """reported(State.PROSES, text=…) -> a report that came to that state by the table's steps."""

    def report(state: State = State.MENUNGGU, photo: bool = False, **changes: Any) -> Report:
        form = sent(**changes)
        if photo:
            photos.take_in(form.submission, [picture()])
        made = intake.receive(form)
        for action, deed in _way_to(state):
            work.perform(made, action, Actor.OPERATOR, None, deed())
        made.refresh_from_db()
        assert made.state == state
        return made

    def _way_to(state: State) -> Iterator[tuple[Action, Callable[[], Deed]]]:
        verify, accept = (Action.VERIFY, Deed), (Action.ACCEPT, Deed)
        close = (Action.CLOSE, lambda: Deed(text="Sudah ditambal", photos=taken()))
        reopen = (Action.REOPEN, lambda: Deed(text="Masih berlubang"))
        reject = (Action.REJECT, lambda: Deed(text="Bukan wewenang pemerintah kota"))
        merge = (Action.MERGE, lambda: Deed(original=intake.receive(sent(text="Lubang yang sama"))))
        yield from {
            State.MENUNGGU: (),
            State.DIVERIFIKASI: (verify,),
            State.PROSES: (verify, accept),
            State.SELESAI: (verify, accept, close),
            State.DIBUKA_KEMBALI: (verify, accept, close, reopen),
            State.DITOLAK: (reject,),
            State.DIGABUNG: (verify, merge),
        }[state]

    return report


@pytest.fixture
def operator(region: None, person: Casting) -> Person:
    return person("Operator", roles=["operator"])


@pytest.fixture
def other_officer(region: None, person: Casting) -> Person:
    """An officer of another agency than the roads'."""
    return person("Petugas Lingkungan", roles=["officer"], agency="dinas-lingkungan-hidup")


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """settled(verify_days=1) or settled(mail=…): this region has set something else."""

    def settle(mail: config_module.Mail | None = None, **settings: Any) -> None:
        known = config_module.config()
        app = replace(known.app, settings={**(known.app.settings or {}), **settings})
        changed = replace(known, app=app, mail=mail or known.mail)
        for module in (
            "intake", "clock", "notices", "jobs", "views.send", "open311.services",
            "channels.letterbox", "channels.mailbox", "measures.worktime", "classes",
            "load", "support.letters",
        ):  # fmt: skip
            monkeypatch.setattr(f"laksa.{module}.config", lambda: changed)
        for module in ("tiles", "fields", "limits", "deadlines"):
            monkeypatch.setattr(f"smartcity_base.{module}.config", lambda: changed)

    return settle


def as_json(response: Any) -> Any:
    return json.loads(response.content)
