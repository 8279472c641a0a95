"""Photos from a phone: in pieces over a bad line, they go on where they stopped, and come once.

The bytes that have come lie in a file whose length is how far the phone has got; a process that is
killed leaves a shorter file, never a wrong one.
"""

import fcntl
import io
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import IO
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from smartcity_base.models import User
from smartcity_base.uploads import ImageRejected, clean_image

from sigap.models import Photo, PhotoKind, Task

MAX_BYTES = 10 * 1024 * 1024
LARGE, SMALL = 1600, 320
# A phone may lie in a drawer for a while; its photos come with the step that they belong to.
UNUSED_KEPT = timedelta(days=30)


class WrongPlace(Exception):
    """The piece does not go on where the file ends; `offset` is where it does."""

    def __init__(self, offset: int) -> None:
        super().__init__(str(offset))
        self.offset = offset


def received(user: User, photo_id: UUID) -> tuple[int, bool]:
    """(bytes that have come, whether the photo is complete) of a photo of this person's."""
    photo = Photo.objects.filter(pk=photo_id, owner=user).first()
    if photo is not None and photo.image:
        return 0, True
    file = _partial(photo_id)
    return (file.stat().st_size if file.is_file() and photo is not None else 0), False


def add(user: User, photo_id: UUID, offset: int, size: int, piece: bytes) -> tuple[int, bool]:
    """Put the next piece at the end; the last one makes the photo. Answers as `received`.

    Raises WrongPlace, ImageRejected (nothing of the photo is kept), PermissionError for a photo
    that is another person's.
    """
    photo, _new = Photo.objects.get_or_create(pk=photo_id, defaults={"owner": user})
    if photo.owner_id != user.pk:
        raise PermissionError
    if photo.image:
        return size, True
    if size > MAX_BYTES or offset + len(piece) > size:
        raise ImageRejected(_("Foto terlalu besar."))
    path = _partial(photo_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        # A piece that is sent again while the first one is still being written waits here.
        fcntl.flock(file, fcntl.LOCK_EX)
        end = file.seek(0, io.SEEK_END)
        if end != offset:
            raise WrongPlace(end)
        file.write(piece)
        file.flush()
        end = file.tell()
        if end < size:
            return end, False
        _finish(photo, path)
    return size, True


def take_in(user: User, files: Iterable[IO[bytes]], kind: PhotoKind) -> list[Photo]:
    """Whole files from an ordinary form; raises ImageRejected and keeps none."""
    taken: list[Photo] = []
    for file in files:
        photo = Photo(id=uuid4(), owner=user, kind=kind, taken_at=timezone.now())
        try:
            _store(photo, file)
        except ImageRejected:
            discard(taken)
            raise
        taken.append(photo)
    return taken


def of_report(content: bytes) -> Photo:
    """A photo of the citizen's report. Raises ImageRejected."""
    photo = Photo(id=uuid4(), kind=PhotoKind.REPORT, taken_at=None)
    _store(photo, io.BytesIO(content))
    return photo


def attach_to_first(task: Task, photos: Iterable[Photo]) -> None:
    """Let photos belong to the making of a task: how things were when it was asked for."""
    made = task.events.order_by("id").first()
    for photo in photos:
        photo.event = made
        photo.save(update_fields=["event"])


def discard(photos: Iterable[Photo]) -> None:
    """Forget photos that no step has, with their files."""
    for photo in photos:
        _partial(photo.pk).unlink(missing_ok=True)
        for file in (photo.image, photo.small):
            if file:
                file.delete(save=False)
        photo.delete()


def discard_unused() -> int:
    """Forget photos whose step never came; returns how many."""
    old = Photo.objects.filter(event=None, begun_at__lt=timezone.now() - UNUSED_KEPT)
    photos = list(old)
    discard(photos)
    return len(photos)


def _finish(photo: Photo, path: Path) -> None:
    try:
        _store(photo, io.BytesIO(path.read_bytes()))
    except ImageRejected:
        path.unlink()
        photo.delete()
        raise
    # Only now: killed before this line, the same pieces are cleaned again when the phone asks.
    path.unlink(missing_ok=True)


def _store(photo: Photo, file: IO[bytes]) -> None:
    large = clean_image(file, max_bytes=MAX_BYTES, max_side=LARGE)
    small = clean_image(ContentFile(large.read()), max_bytes=MAX_BYTES, max_side=SMALL)
    large.seek(0)
    with transaction.atomic():
        photo.image.save("large", large, save=False)
        photo.small.save("small", small, save=False)
        photo.save()


def _partial(photo_id: UUID) -> Path:
    return Path(settings.MEDIA_ROOT) / "partial" / f"{photo_id.hex}.part"
