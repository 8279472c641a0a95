"""Covering parts of a photo: faces, plates, a house number, before strangers see it.

The photo itself stays as it was, for officers. Strangers and the reporter get a picture of its
own, drawn anew, under a new address: what a browser kept under the old one is asked for no more.
"""

import io
import uuid
from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from smartcity_base import audit
from smartcity_base.models import User

from laksa.models import Photo
from laksa.privacy.models import Cover

# Cells that a thumb can hit on the smallest phone, for a photo upright or lying.
COLUMNS, ROWS = 12, 9
COVERED = "foto-ditutupi"


def cover(photo: Photo, cells: Iterable[int], user: User | None) -> Cover | None:
    """Cover these cells and no others; no cells: the photo is shown as it is. Logged.

    A cell is `row * COLUMNS + column`, from the upper left.
    """
    chosen = sorted({cell for cell in cells if 0 <= cell < COLUMNS * ROWS})
    made = _draw(photo, chosen) if chosen else None
    with transaction.atomic():
        before = Photo.objects.select_for_update().get(pk=photo.pk).cover_id
        if made is not None:
            made.by = user
            made.save()
        photo.cover = made
        photo.save(update_fields=["cover"])
        audit.record(user, COVERED, photo.report or photo, photo=str(photo.pk), cells=chosen)
        if before is not None:
            old = Cover.objects.get(pk=before)
            transaction.on_commit(lambda: _forget(old))
    return made


def _forget(cover: Cover) -> None:
    """The picture that strangers had until now; which cells it covered is in the log."""
    cover.image.delete(save=False)
    cover.small.delete(save=False)
    cover.delete()


def _draw(photo: Photo, cells: list[int]) -> Cover:
    made = Cover(id=uuid.uuid4(), cells=cells, at=timezone.now())
    for field, source in ((made.image, photo.image), (made.small, photo.small)):
        name = "small" if field is made.small else "large"
        with source.open("rb") as file:
            field.save(name, ContentFile(_covered(file.read(), cells)), save=False)
    return made


def _covered(raw: bytes, cells: list[int]) -> bytes:
    """The same JPEG with one colour, the mean of what was there, in each of these cells.

    One colour and no blur: a blurred number or face can be made out again.
    """
    from PIL import Image, ImageStat

    with Image.open(io.BytesIO(raw)) as opened:
        picture = opened.convert("RGB")
    for cell in cells:
        box = _box(cell, picture.size)
        mean = ImageStat.Stat(picture.crop(box)).mean
        picture.paste(tuple(int(value) for value in mean), box)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    return out.getvalue()


def _box(cell: int, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The pixels of a cell; cells share their edges and leave none out."""
    row, column = divmod(cell, COLUMNS)
    width, height = size
    return (
        column * width // COLUMNS,
        row * height // ROWS,
        max((column + 1) * width // COLUMNS, column * width // COLUMNS + 1),
        max((row + 1) * height // ROWS, row * height // ROWS + 1),
    )
