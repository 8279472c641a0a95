from __future__ import annotations

import secrets
import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentState(models.TextChoices):
    HELD = "ditahan", _("Menunggu pemindaian")
    FREE = "bebas", _("Dapat diunduh")
    INFECTED = "terinfeksi", _("Ditolak: mengandung program jahat")


def _path(document: Document, name: str) -> str:
    """A name that nobody guesses, without an ending that a server could take for a program's."""
    word = secrets.token_hex(20)
    return f"documents/{word[:2]}/{word}"


class DocumentQuerySet(models.QuerySet["Document"]):
    def of(self, thing: models.Model) -> Self:
        """The documents of a report, a task …"""
        return self.filter(about=about(thing))


def about(thing: models.Model) -> str:
    """The same words as in the audit: "sigap.task:12"."""
    return f"{thing._meta.label_lower}:{thing.pk}"


class Document(models.Model):
    """A file that somebody attached to something. Given out by `documents.send` alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about = models.CharField(max_length=120, db_index=True)
    # What the app distinguishes among the documents of one thing: who may read it, say.
    part = models.CharField(max_length=40, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="documents",
    )
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=10)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    file = models.FileField(upload_to=_path, max_length=120, blank=True)
    state = models.CharField(max_length=12, choices=DocumentState, db_index=True)
    found = models.CharField(max_length=200, blank=True)  # what the scanner calls it
    sent_at = models.DateTimeField(auto_now_add=True)
    scanned_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager.from_queryset(DocumentQuerySet)()

    class Meta:
        ordering = ["sent_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def colour(self) -> str:
        colours = {DocumentState.FREE: "green", DocumentState.HELD: "yellow"}
        return colours.get(DocumentState(self.state), "red")

    @property
    def is_free(self) -> bool:
        return self.state == DocumentState.FREE
