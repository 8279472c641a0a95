"""Covering parts of a photo: strangers get another picture, under another address."""

import io
from pathlib import Path

import pytest
from django.conf import LazySettings
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks

from smartcity_base.models import AuditEntry
from smartcity_base.testing.cast import Person

from laksa import photos
from laksa.models import Cover, Photo, Report
from laksa.privacy import covers
from laksa.states import State

from ..conftest import Reporting, as_json


def striped() -> io.BytesIO:
    """A photo whose left half is red and whose right half is blue, with thin white lines."""
    picture = Image.new("RGB", (240, 180), "red")
    picture.paste("blue", (120, 0, 240, 180))
    for x in range(0, 240, 4):
        picture.paste("white", (x, 0, x + 1, 180))
    out = io.BytesIO()
    picture.save(out, "PNG")
    out.name = "foto.png"
    out.seek(0)
    return out


@pytest.fixture
def report(reported: Reporting) -> Report:
    report = reported(State.PROSES, photo=True)
    photo = report.photos.get()
    (other,), _ = photos.take_in(photo.submission, [striped()])
    photo.image, photo.small = other.image, other.small
    photo.save()
    other.delete()
    return report


def post(person: Person, report: Report, *cells: int) -> Photo:
    photo = report.photos.get()
    at = f"/antrean/{report.number}/foto/{photo.pk}/tutupi/"
    answer = person.client.post(at, {"sel": [str(cell) for cell in cells]})
    assert answer.status_code == 302
    photo.refresh_from_db()
    return photo


def pixels(person: Person, address: str) -> Image.Image:
    answer = person.client.get(address)
    assert answer.status_code == 200
    raw = b"".join(answer.streaming_content)
    return Image.open(io.BytesIO(raw)).convert("RGB")


def contrast(picture: Image.Image, box: tuple[int, int, int, int]) -> int:
    """How far the greens of neighbours lie apart: white lines on red or blue differ widely."""
    low, high = picture.crop(box).split()[1].getextrema()
    assert isinstance(low, int)
    assert isinstance(high, int)
    return high - low


def test_strangers_see_one_colour_in_the_covered_cells_and_the_rest_as_it_was(
    report: Report, officer: Person, stranger: Person
) -> None:
    photo = post(officer, report, 0, 1, 12, 13)
    assert photo.cover is not None
    for size in ("besar", "kecil"):
        seen = pixels(stranger, f"/foto/{photo.cover.pk}/{size}/")
        assert contrast(seen, (4, 4, 16, 16)) < 16
        assert contrast(seen, (60, 60, 100, 100)) > 100
    theirs = pixels(officer, f"/antrean/{report.number}/foto/{photo.pk}/besar/")
    assert contrast(theirs, (4, 4, 16, 16)) > 100


def test_the_old_address_ends_and_every_public_page_has_the_new_one(
    report: Report, officer: Person, stranger: Person
) -> None:
    photo = report.photos.get()
    assert stranger.client.get(f"/foto/{photo.pk}/besar/").status_code == 200
    photo = post(officer, report, 5)
    assert photo.cover is not None
    for size in ("besar", "kecil"):
        assert stranger.client.get(f"/foto/{photo.pk}/{size}/").status_code == 404
    for address in ("/", "/laporan/", f"/laporan/{report.number}/"):
        page = stranger.client.get(address).content.decode()
        assert str(photo.pk) not in page, address
        assert str(photo.cover.pk) in page, address
    (told,) = as_json(stranger.client.get(f"/open311/v2/requests/{report.number}.json"))
    assert str(photo.cover.pk) in told["media_url"]


def test_the_reporter_sees_what_strangers_see(
    report: Report, officer: Person, stranger: Person
) -> None:
    photo = post(officer, report, 0, 1, 12, 13)
    seen = pixels(stranger, f"/ikuti/{report.code}/foto/{photo.pk}/besar/")
    assert contrast(seen, (4, 4, 16, 16)) < 16


def test_covering_again_replaces_the_picture_and_its_address(
    report: Report,
    officer: Person,
    stranger: Person,
    settings: LazySettings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    first = post(officer, report, 0).cover
    assert first is not None
    with django_capture_on_commit_callbacks(execute=True):
        second = post(officer, report, 0, 1).cover
    assert second is not None
    assert stranger.client.get(f"/foto/{first.pk}/besar/").status_code == 404
    assert stranger.client.get(f"/foto/{second.pk}/besar/").status_code == 200
    assert list(Cover.objects.all()) == [second]
    kept = list(Path(settings.MEDIA_ROOT, "covers").rglob("*.jpg"))
    assert len(kept) == 2
    page = officer.client.get(f"/antrean/{report.number}/foto/{report.photos.get().pk}/tutupi/")
    assert page.content.decode().count(" checked") == 2


def test_no_cells_show_the_photo_as_it_is(
    report: Report, officer: Person, stranger: Person
) -> None:
    post(officer, report, 3)
    photo = post(officer, report)
    assert photo.cover is None
    assert stranger.client.get(f"/foto/{photo.pk}/besar/").status_code == 200


def test_it_is_logged_and_cells_outside_the_grid_are_none(report: Report, officer: Person) -> None:
    photo = post(officer, report, 7, 500)
    entry = AuditEntry.objects.get(action=covers.COVERED)
    assert (entry.actor, entry.target) == (officer.user, f"laksa.report:{report.pk}")
    assert entry.details == {"photo": str(photo.pk), "cells": [7]}


def test_a_hidden_photo_stays_hidden_when_it_is_covered(
    report: Report, officer: Person, stranger: Person
) -> None:
    photo = post(officer, report, 7)
    assert photo.cover is not None
    officer.client.post(f"/antrean/{report.number}/hide/", {"hide-photo": str(photo.pk)})
    assert stranger.client.get(f"/foto/{photo.cover.pk}/besar/").status_code == 404


def test_others_cover_nothing(
    report: Report, other_officer: Person, citizen: Person, stranger: Person
) -> None:
    photo = report.photos.get()
    at = f"/antrean/{report.number}/foto/{photo.pk}/tutupi/"
    assert other_officer.client.post(at, {"sel": "1"}).status_code == 404
    assert citizen.client.post(at, {"sel": "1"}).status_code == 403
    assert stranger.client.post(at, {"sel": "1"}).status_code == 302
    assert not Cover.objects.exists()
