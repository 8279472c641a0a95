"""Photos: cleaned as they come in, kept until their form is accepted, shown to those who may."""

from collections.abc import Iterable
from datetime import timedelta
from typing import IO
from uuid import UUID

from django.core.files.base import ContentFile
from django.utils import timezone

from smartcity_base.uploads import ImageRejected, clean_image

from laksa.models import Photo, Report
from laksa.states import Action, Audience, State

MAX_BYTES = 10 * 1024 * 1024
LARGE, SMALL = 1600, 320
DRAFTS_KEPT = timedelta(hours=24)


def take_in(submission: UUID, files: Iterable[IO[bytes]]) -> tuple[list[Photo], list[str]]:
    """Clean and keep uploads; returns the photos, and a sentence for each file that is not one."""
    taken: list[Photo] = []
    rejected: list[str] = []
    for file in files:
        try:
            large = clean_image(file, max_bytes=MAX_BYTES, max_side=LARGE)
            small = clean_image(large, max_bytes=MAX_BYTES, max_side=SMALL)
        except ImageRejected as refusal:
            rejected.append(f"{file.name}: {refusal}")
            continue
        taken.append(_keep(submission, large, small))
    return taken, rejected


def drafts(submission: UUID) -> list[Photo]:
    """The photos of a form that has not been accepted yet."""
    return list(Photo.objects.filter(submission=submission, report=None))


def discard(photos: Iterable[Photo]) -> None:
    """Forget photos that no report has, with their files."""
    for photo in photos:
        photo.image.delete(save=False)
        photo.small.delete(save=False)
        photo.delete()


def discard_old_drafts() -> int:
    """Forget the photos of forms that were never sent; returns how many."""
    old = list(Photo.objects.filter(report=None, at__lt=timezone.now() - DRAFTS_KEPT))
    discard(old)
    return len(old)


def is_public(photo: Photo, report: Report) -> bool:
    """Whether strangers may see it: somebody verified the report, and nobody hid the photo.

    What the reporter adds later is for the officers, as are its photos.
    """
    return (
        report.is_published
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


def _keep(submission: UUID, large: ContentFile[bytes], small: ContentFile[bytes]) -> Photo:
    photo = Photo(submission=submission)
    photo.image.save("large", large, save=False)
    photo.small.save("small", small, save=False)
    photo.save()
    return photo
