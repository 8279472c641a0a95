"""What the pages of SIGAP ask of a photo."""

from django import template

from sigap import timeline
from sigap.models import Photo

register = template.Library()


@register.filter
def is_far(photo: Photo) -> bool:
    """Whether it was taken away from its task's place, as far as the phone knew where it was."""
    return photo.event is not None and timeline.is_far(
        photo, timeline.distance(photo.event.task, photo)
    )
