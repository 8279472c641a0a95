"""Which photos prove that the work was done."""

from sigap.models import Photo, PhotoKind, Task
from sigap.states import Action


def proof(task: Task, kind: PhotoKind) -> list[Photo]:
    """The photos of a kind that count, oldest first.

    A result that was shown before the task was returned counts no more; what came with a step that
    was too late never did.
    """
    photos = Photo.objects.filter(event__task=task, kind=kind).exclude(event__action=Action.KEPT)
    if kind == PhotoKind.AFTER:
        last = task.events.filter(action=Action.RETURN).order_by("-id").first()
        photos = photos.filter(event_id__gt=last.pk) if last else photos
    return list(photos)
