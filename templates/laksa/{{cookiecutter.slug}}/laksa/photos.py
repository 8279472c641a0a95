"""Photos: taken in, kept until their form is accepted, shown to those who may.

Citizens need not wait for the cleaning: what they send is set aside, where no web server looks, and
a job makes the photo of it. Until then it is shown to nobody.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import IO
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from smartcity_base.jobs import Job, enqueue_all
from smartcity_base.uploads import ImageRejected, check_image, clean_image

from laksa import incoming
from laksa.models import Photo, Report
from laksa.states import Action, Audience, State

MAX_BYTES = 10 * 1024 * 1024
LARGE, SMALL = 1600, 320
DRAFTS_KEPT = timedelta(hours=24)
# A file gets its row in the request that writes it: later none comes any more.
ROWLESS_KEPT = timedelta(hours=1)
CLEANED_WITHIN = timedelta(hours=6)


def take_in(submission: UUID, files: Iterable[IO[bytes]]) -> tuple[list[Photo], list[str]]:
    """Clean and keep uploads; returns the photos, and a sentence for each file that is not one."""
    taken: list[Photo] = []
    rejected: list[str] = []
    for file in files:
        photo = Photo(submission=submission)
        try:
            _draw(photo, file)
        except ImageRejected as refusal:
            rejected.append(f"{file.name}: {refusal}")
            continue
        photo.save()
        taken.append(photo)
    return taken, rejected


def set_aside(submission: UUID, files: Iterable[IO[bytes]]) -> tuple[list[Photo], list[str]]:
    """The same, for what is cleaned in the background: only the first look is taken now."""
    taken, rejected = write_down(submission, files)
    keep(taken)
    return taken, rejected


def write_down(submission: UUID, files: Iterable[IO[bytes]]) -> tuple[list[Photo], list[str]]:
    """The same, not saved yet: their event or `keep` does that; a file without a row is swept."""
    taken: list[Photo] = []
    rejected: list[str] = []
    for file in files:
        try:
            check_image(file, MAX_BYTES)
        except ImageRejected as refusal:
            rejected.append(f"{file.name}: {refusal}")
            continue
        photo = Photo(submission=submission, waiting=True)
        incoming.keep(photo.pk, file)
        taken.append(photo)
    return taken, rejected


def keep(photos: list[Photo]) -> None:
    """Save what was written down, as photos of a form that is not accepted yet."""
    if not photos:
        return
    with transaction.atomic():  # a photo and its job: both or none, whenever we are killed
        Photo.objects.bulk_create(photos)
        enqueue_all(cleaning(photos))


def cleaning(photos: Iterable[Photo]) -> list[Job]:
    """The jobs that make the photos of what was written down."""
    from laksa.jobs import clean_photo

    return [(clean_photo, (str(photo.pk),)) for photo in photos]


def clean(key: str) -> None:
    """Make the photo of what was set aside; once, however often it is begun.

    What turns out to be no photo stays as an entry without a picture, so that it can be said.
    """
    photo = Photo.objects.filter(pk=key, waiting=True).first()
    if photo is None:
        return
    try:
        with incoming.opened(photo.pk) as file:
            _draw(photo, file)
    except (ImageRejected, FileNotFoundError):
        photo.image, photo.small = "", ""
    drawn = {"image": photo.image.name, "small": photo.small.name, "waiting": False}
    if not Photo.objects.filter(pk=photo.pk).update(**drawn):  # discarded meanwhile
        photo.image.delete(save=False)
        photo.small.delete(save=False)
    incoming.forget(photo.pk)


def forgotten() -> QuerySet[Photo]:
    """What waits for longer than a job takes: its job was tried as often as one is, or is lost."""
    return Photo.objects.filter(waiting=True, at__lt=timezone.now() - CLEANED_WITHIN)


def drafts(submission: UUID) -> list[Photo]:
    """The photos of a form that has not been accepted yet."""
    return list(Photo.objects.filter(submission=submission, report=None))


def discard(photos: Iterable[Photo]) -> None:
    """Forget photos that no report has, with their files."""
    for photo in photos:
        photo.image.delete(save=False)
        photo.small.delete(save=False)
        incoming.forget(photo.pk)
        photo.delete()


def discard_old_drafts() -> int:
    """Forget the photos of forms that were never sent; returns how many."""
    old = list(Photo.objects.filter(report=None, at__lt=timezone.now() - DRAFTS_KEPT))
    discard(old)
    incoming.sweep(ROWLESS_KEPT, lambda key: Photo.objects.filter(pk=key, waiting=True).exists())
    return len(old)


def is_public(photo: Photo, report: Report) -> bool:
    """Whether strangers may see it: somebody verified the report, and nobody hid the photo.

    What the reporter adds later is for the officers, as are its photos.
    """
    return (
        report.is_published
        and bool(photo.image)
        and str(photo.pk) not in report.hidden_photos
        and photo.event is not None
        and photo.event.audience == Audience.PUBLIC
    )


def public_photos(report: Report) -> list[Photo]:
    """The photos that strangers may see, oldest first."""
    return [photo for photo in report.photos.all() if is_public(photo, report)]


def before_and_after(report: Report) -> tuple[list[Photo], list[Photo]] | None:
    """What strangers may see of how it was and of how it was left; None unless there are both."""
    if report.state != State.SELESAI:
        return None
    shown = public_photos(report)
    closing = [photo for photo in shown if photo.event and photo.event.action == Action.CLOSE]
    before = [photo for photo in shown if photo.event and photo.event.action == Action.RECEIVE]
    # Of a report that was closed twice, the last end counts.
    last = max((photo.event_id or 0 for photo in closing), default=0)
    after = [photo for photo in closing if photo.event_id == last]
    return (before, after) if before and after else None


def _draw(photo: Photo, file: IO[bytes]) -> None:
    """Both sizes, drawn anew; ImageRejected when it is no picture. The row is the caller's."""
    large = clean_image(file, max_bytes=MAX_BYTES, max_side=LARGE)
    small = clean_image(large, max_bytes=MAX_BYTES, max_side=SMALL)
    for field, name, drawn in ((photo.image, "large", large), (photo.small, "small", small)):
        # Whoever began before us and was killed may have left a file of this name.
        field.storage.delete(field.field.generate_filename(photo, name))
        field.save(name, drawn, save=False)
