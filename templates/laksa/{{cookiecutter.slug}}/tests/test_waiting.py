"""Photos that are cleaned in the background: safe once they are sent, seen only afterwards."""

import io
import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django_tasks_db.models import DBTaskResult
from PIL import Image

from smartcity_base.testing.cast import Person

from laksa import incoming, jobs, photos, work
from laksa.models import Photo, Report
from laksa.states import Action, Actor

from .conftest import picture
from .test_send import typed

pytestmark = pytest.mark.usefixtures("region")
WAITS = "Foto sedang diproses"


def sent(stranger: Person, file: Any = None) -> tuple[Report, Photo]:
    """A verified report whose photo has not been cleaned yet, as a citizen's form made it."""
    stranger.client.post("/lapor/", typed(photos=[file or picture()]))
    report = Report.objects.get()
    work.perform(report, Action.VERIFY, Actor.RULE)
    return report, report.photos.get()


def pages(report: Report) -> list[str]:
    return [f"/laporan/{report.number}/", f"/ikuti/{report.code}/", f"/antrean/{report.number}/"]


def addresses(report: Report, photo: Photo) -> list[str]:
    ways = ["/", f"/ikuti/{report.code}/", f"/antrean/{report.number}/"]
    return [f"{way}foto/{photo.pk}/{size}/" for way in ways for size in ("kecil", "besar")]


def test_nobody_sees_a_photo_before_it_is_cleaned(stranger: Person, operator: Person) -> None:
    report, photo = sent(stranger)
    for address in addresses(report, photo):
        assert operator.client.get(address).status_code == 404, address
    public, own, at_work = (operator.client.get(page).content.decode() for page in pages(report))
    assert str(photo.pk) not in public
    assert WAITS not in public
    assert WAITS in own
    assert WAITS in at_work
    assert f"/foto/{photo.pk}/tutupi/" not in at_work


def test_its_job_makes_it_a_photo_and_forgets_the_original(
    stranger: Person, operator: Person
) -> None:
    report, photo = sent(stranger)
    (job,) = DBTaskResult.objects.filter(task_path__endswith="clean_photo")
    jobs.clean_photo.call(*job.args_kwargs["args"])
    for address in addresses(report, photo):
        assert operator.client.get(address).status_code == 200, address
    assert not list(incoming.folder().iterdir())
    assert WAITS not in operator.client.get(pages(report)[2]).content.decode()


def test_the_original_lies_where_no_web_server_looks(
    stranger: Person, settings: LazySettings
) -> None:
    _report, photo = sent(stranger)
    (original,) = incoming.folder().iterdir()
    assert not original.is_relative_to(Path(settings.MEDIA_ROOT))
    assert original.stat().st_mode & 0o077 == 0
    assert not photo.image


def test_a_worker_that_is_killed_halfway_leaves_one_photo_and_no_scraps(
    stranger: Person, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    _report, photo = sent(stranger)

    class Killed(BaseException):
        """What no code catches, as little as SIGKILL."""

    def die(*_: object) -> None:
        raise Killed

    for moment in ("forget", "opened"):  # after the row was written, and before anything was drawn
        with monkeypatch.context() as patch:
            patch.setattr(incoming, moment, die)
            if moment == "opened":
                Photo.objects.update(waiting=True)  # killed with both files drawn, the row not
            with pytest.raises(Killed):
                photos.clean(str(photo.pk))
    photos.clean(str(photo.pk))
    photo.refresh_from_db()
    drawn = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert {path.name for path in drawn} == {f"{photo.pk.hex}.jpg", f"{photo.pk.hex}-small.jpg"}
    assert Path(photo.image.path) in drawn
    assert not photo.waiting


def test_a_photo_that_turns_out_to_be_damaged_is_said_and_never_shown(
    stranger: Person, operator: Person
) -> None:
    out = io.BytesIO()
    Image.effect_noise((400, 300), 80).convert("RGB").save(out, "JPEG")
    half = SimpleUploadedFile("foto.jpg", out.getvalue()[: len(out.getvalue()) // 2])
    report, photo = sent(stranger, half)
    photos.clean(str(photo.pk))
    for address in addresses(report, photo):
        assert operator.client.get(address).status_code == 404, address
    public, own, at_work = (operator.client.get(page).content.decode() for page in pages(report))
    assert str(photo.pk) not in public
    assert "Foto ini rusak" in own
    assert "Foto ini rusak" in at_work


def test_a_photo_that_is_dropped_from_the_form_takes_its_original_along(stranger: Person) -> None:
    stranger.client.post("/lapor/", typed(photos=[picture()], text=""))
    (draft,) = Photo.objects.all()
    stranger.client.post("/lapor/", typed(submission=draft.submission, drop=[str(draft.pk)]))
    photos.clean(str(draft.pk))
    assert not Photo.objects.exists()
    assert not list(incoming.folder().iterdir())


def test_a_file_without_a_row_is_swept_after_an_hour_and_one_that_waits_is_not(
    stranger: Person,
) -> None:
    _report, photo = sent(stranger)
    (waits,) = incoming.folder().iterdir()
    cut_short, fresh = uuid4(), uuid4()
    for key in (cut_short, fresh):
        incoming.keep(key, picture())
    long_ago = time.time() - timedelta(hours=2).total_seconds()
    for path in (waits, incoming.folder() / cut_short.hex):
        os.utime(path, (long_ago, long_ago))
    photos.discard_old_drafts()
    assert {path.name for path in incoming.folder().iterdir()} == {waits.name, fresh.hex}
    photos.clean(str(photo.pk))
    photo.refresh_from_db()
    assert photo.image
