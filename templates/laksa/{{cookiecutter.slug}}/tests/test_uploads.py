"""Photos: what is taken, what is left of it, and who sees it."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from smartcity_base.testing.cast import Person

from laksa import photos, work
from laksa.models import Photo, Report
from laksa.states import Action, Actor, State
from laksa.work import Deed

from .conftest import Reporting, picture, taken
from .test_send import typed

pytestmark = pytest.mark.usefixtures("region")


def with_place() -> Any:
    exif = Image.Exif()
    exif[0x010F] = "Kamera Budi"
    exif[0x8825] = {1: "N", 2: (0.0, 33.0, 0.0), 3: "E", 4: (123.0, 3.0, 0.0)}
    return picture((2400, 1800), exif.tobytes())


def test_a_photo_is_drawn_anew_without_the_place_it_was_taken(stranger: Person) -> None:
    file = with_place()
    assert b"Kamera Budi" in file.read()
    file.seek(0)
    stranger.client.post("/lapor/", typed(photos=[file]))
    photos.clean(str(Photo.objects.get().pk))
    photo = Photo.objects.get()
    for kept, side in ((photo.image, 1600), (photo.small, 320)):
        raw = kept.read()
        assert b"Kamera Budi" not in raw
        with Image.open(io.BytesIO(raw)) as shown:
            assert not shown.getexif()
            assert max(shown.size) == side


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\x00 not a picture", "foto.jpg"),
        (b"<svg onload='x()'/>", "foto.svg"),
        (b"GIF89a", "a.gif"),
    ],
)
def test_a_file_is_judged_by_what_is_in_it(stranger: Person, content: bytes, name: str) -> None:
    file = SimpleUploadedFile(name, content, content_type="image/jpeg")
    page = stranger.client.post("/lapor/", typed(photos=[file, picture()])).content.decode()
    assert name in page
    assert "Laporan belum terkirim" in page
    assert not Report.objects.exists()
    assert Photo.objects.count() == 1  # the good one need not be uploaded again


def test_more_photos_than_the_region_takes_are_said(stranger: Person) -> None:
    form = typed(photos=[picture() for _ in range(5)])
    assert "Paling banyak 4 foto" in stranger.client.post("/lapor/", form).content.decode()
    assert not Photo.objects.exists()


@pytest.mark.parametrize(
    ("state", "seen"),
    [
        (State.MENUNGGU, False),
        (State.DIVERIFIKASI, True),
        (State.PROSES, True),
        (State.SELESAI, True),
        (State.DIBUKA_KEMBALI, True),
        (State.DITOLAK, False),
        (State.DIGABUNG, True),
    ],
)
def test_strangers_see_a_photo_once_its_report_is_verified(
    reported: Reporting, stranger: Person, operator: Person, state: State, seen: bool
) -> None:
    report = reported(state, photo=True)
    photo = report.events.all()[0].photos.get()
    assert stranger.client.get(f"/foto/{photo.pk}/besar/").status_code == (200 if seen else 404)
    page = stranger.client.get(f"/laporan/{report.number}/").content.decode()
    assert (f"/foto/{photo.pk}/" in page) is seen
    assert stranger.client.get(f"/ikuti/{report.code}/foto/{photo.pk}/kecil/").status_code == 200
    at_work = operator.client.get(f"/antrean/{report.number}/foto/{photo.pk}/besar/")
    assert at_work.status_code == 200
    assert at_work["Content-Type"] == "image/jpeg"


def test_a_photo_that_an_officer_hid_is_gone_for_everybody_else(
    reported: Reporting, stranger: Person, officer: Person
) -> None:
    report = reported(State.PROSES, photo=True)
    photo = report.photos.get()
    answer = officer.client.post(f"/antrean/{report.number}/hide/", {"hide-photo": str(photo.pk)})
    assert answer.status_code == 302
    assert stranger.client.get(f"/foto/{photo.pk}/besar/").status_code == 404
    assert stranger.client.get(f"/ikuti/{report.code}/foto/{photo.pk}/besar/").status_code == 404
    assert officer.client.get(f"/antrean/{report.number}/foto/{photo.pk}/besar/").status_code == 200
    assert (
        f"/foto/{photo.pk}/"
        not in stranger.client.get(f"/laporan/{report.number}/").content.decode()
    )
    officer.client.post(f"/antrean/{report.number}/show/", {"show-photo": str(photo.pk)})
    assert stranger.client.get(f"/foto/{photo.pk}/besar/").status_code == 200


def test_a_photo_of_another_report_cannot_be_reached_through_ones_own(
    reported: Reporting, stranger: Person, operator: Person
) -> None:
    mine, other = reported(photo=True), reported(photo=True)
    photo = other.photos.get()
    assert stranger.client.get(f"/ikuti/{mine.code}/foto/{photo.pk}/besar/").status_code == 404
    assert operator.client.get(f"/antrean/{mine.number}/foto/{photo.pk}/besar/").status_code == 404
    answer = operator.client.post(f"/antrean/{mine.number}/hide/", {"hide-photo": str(photo.pk)})
    assert answer.status_code == 422


def test_what_the_reporter_adds_later_is_for_the_officers(
    reported: Reporting, stranger: Person
) -> None:
    report = reported(State.PROSES)
    deed = Deed(text="Ini rumah Pak Anton", photos=taken())
    work.perform(report, Action.REPLY, Actor.REPORTER, None, deed)
    photo = report.photos.get()
    assert stranger.client.get(f"/foto/{photo.pk}/besar/").status_code == 404
    assert "Pak Anton" not in stranger.client.get(f"/laporan/{report.number}/").content.decode()
    assert "Pak Anton" in stranger.client.get(f"/ikuti/{report.code}/").content.decode()


def test_the_photos_of_an_internal_note_are_not_the_reporters(
    reported: Reporting, stranger: Person
) -> None:
    report = reported(State.PROSES)
    work.perform(report, Action.NOTE, Actor.OFFICER, None, Deed(text="Lihat", photos=taken()))
    photo = report.photos.get()
    assert stranger.client.get(f"/ikuti/{report.code}/foto/{photo.pk}/besar/").status_code == 404
    assert f"{photo.pk}" not in stranger.client.get(f"/ikuti/{report.code}/").content.decode()
