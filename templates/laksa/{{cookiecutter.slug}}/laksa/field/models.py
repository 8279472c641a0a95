"""What LAKSA knows of the field officers' work on a report."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from smartcity_base.models import AppendOnly


class Step(models.TextChoices):
    """What SIGAP tells; the label is the line of the report's timeline."""

    ASSIGNED = "ditugaskan", _("Petugas lapangan ditugaskan")
    ACCEPTED = "diterima", _("Petugas lapangan menerima tugas")
    REFUSED = "ditolak", _("Petugas lapangan menolak tugas")
    ARRIVED = "tiba", _("Petugas lapangan tiba di lokasi")
    WORKING = "dikerjakan", _("Petugas lapangan mengerjakan")
    FINISHED = "selesai", _("Petugas lapangan selesai bekerja")
    VERIFIED = "diperiksa", _("Hasil kerja lapangan diperiksa pengawas")
    RETURNED = "dikembalikan", _("Pekerjaan dikembalikan ke petugas lapangan")
    CANCELLED = "dibatalkan", _("Tugas lapangan dibatalkan")


# Between officers: the public waits for what was done, not for who would not do it.
INTERNAL = frozenset({Step.REFUSED, Step.RETURNED, Step.CANCELLED})
LAST = frozenset({Step.VERIFIED, Step.CANCELLED})


class FieldOrder(models.Model):
    """A report that was given to SIGAP; one that has ended leaves room for another."""

    report = models.ForeignKey(
        "laksa.Report", on_delete=models.PROTECT, related_name="field_orders"
    )
    at = models.DateTimeField(auto_now_add=True)
    task = models.CharField(max_length=20, blank=True)
    team = models.CharField(max_length=80, blank=True)
    step = models.CharField(max_length=20, choices=Step, blank=True)
    ended = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report"], condition=models.Q(ended=False), name="one_field_order"
            )
        ]

    def __str__(self) -> str:
        return self.task or str(self.report)


class FieldStep(AppendOnly):
    """What SIGAP told, beside the event of the report's log that it made."""

    event = models.OneToOneField(
        "laksa.ReportEvent", on_delete=models.PROTECT, related_name="field_step"
    )
    step = models.CharField(max_length=20, choices=Step)
    at = models.DateTimeField()
    team = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return f"{self.event} {self.step}"
