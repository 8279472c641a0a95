"""What was caught in public words, and what an officer decided about it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from laksa.privacy.detect import Kind


class Decision(models.TextChoices):
    """The values stand in addresses and in the log."""

    WAITING = "menunggu", _("Belum ditinjau")
    CLOSED = "tutup", _("Tetap ditutup")
    OPEN = "buka", _("Boleh tampil")


class Finding(models.Model):
    """A value in the public words of a report. Masked for strangers unless somebody opened it."""

    DECIDED: ClassVar[tuple[Decision, ...]] = (Decision.CLOSED, Decision.OPEN)

    report = models.ForeignKey("laksa.Report", on_delete=models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=10, choices=Kind)
    # As it is written there. For officers only, as the words themselves.
    value = models.CharField(max_length=200)
    at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["decision", "id"], name="laksa_finding_waiting")]
        constraints = [models.UniqueConstraint(fields=["report", "value"], name="one_finding_each")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.kind}"

    @property
    def is_masked(self) -> bool:
        return self.decision != Decision.OPEN


class Scan(models.Model):
    """How far the reports that were there before were looked at with these patterns."""

    version = models.PositiveIntegerField(primary_key=True)
    # The last report that was looked at.
    report = models.BigIntegerField(default=0)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.version}: {self.report}"


def _cover_path(cover: "Cover", name: str) -> str:
    small = "-small" if "small" in name else ""
    return f"covers/{cover.id.hex[:2]}/{cover.id.hex}{small}.jpg"


class Cover(models.Model):
    """What strangers see instead of a photo: the same picture with some cells in one colour."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cells = models.JSONField(default=list)
    image = models.FileField(upload_to=_cover_path)
    small = models.FileField(upload_to=_cover_path)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)
