from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    CHECKED = "diperiksa", _("Diperiksa, belum dimasukkan")
    DONE = "selesai", _("Sudah dimasukkan")
    UNDONE = "diurungkan", _("Diurungkan")

    @property
    def colour(self) -> str:
        return {"diperiksa": "yellow", "selesai": "green", "diurungkan": "grey"}[self.value]


class Import(models.Model):
    """One file that somebody brings in. Its lines may be about people: kept until it is done."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    importer = models.CharField(max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="imports"
    )
    at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=200)
    # [number of the line, [its cells]], the heading first.
    lines = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=ImportState, default=ImportState.CHECKED)
    counts = models.JSONField(default=dict)
    undo = models.JSONField(null=True)  # ids, and no words
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.importer} {self.file_name}"

    @property
    def status(self) -> ImportState:
        return ImportState(self.state)


class ImportName(models.Model):
    """What others call a thing that has another name here; somebody said so once."""

    importer = models.CharField(max_length=40)
    column = models.CharField(max_length=40)
    theirs = models.CharField(max_length=200)  # case-folded
    ours = models.CharField(max_length=100)

    class Meta:
        ordering = ["importer", "column", "theirs"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["importer", "column", "theirs"], name="base_import_name_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.theirs}: {self.ours}"
