"""What the phone of an officer keeps beside the base's: their one page, and all that it needs."""

from __future__ import annotations

from django.templatetags.static import static
from django.urls import reverse

FILES = (
    "base/map.js", "sigap/sigap.css", "sigap/outbox.js", "base/photos.js", "sigap/place.js",
    "sigap/field.js", "sigap/field-task.js", "sigap/field-map.js",
    "leaflet/leaflet.js", "leaflet/leaflet.css",
)  # fmt: skip


def kept() -> list[str]:
    return [reverse("field"), reverse("areas"), reverse("manifest"), *map(static, FILES)]
