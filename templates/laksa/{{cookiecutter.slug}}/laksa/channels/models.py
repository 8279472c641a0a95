"""The ways a report comes in, and the names that others gave it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """Which way a report came; in the log, so that figures can be told by it."""

    WEB = "web", _("Situs")
    OPEN311 = "open311", _("Open311")
    EMAIL = "email", _("Surel")
    PHONE = "phone", _("Telepon")
    SP4N = "sp4n", _("SP4N-LAPOR!")


class Arrival(models.Model):
    """What came in from elsewhere under a name of its own: once, however often it is delivered."""

    channel = models.CharField(max_length=10, choices=Channel)
    # A Message-ID, a tracking number of SP4N-LAPOR!, an incident of 112.
    reference = models.CharField(max_length=250)
    # None: a letter that made no report (an automatic answer).
    report = models.ForeignKey(
        "laksa.Report", null=True, on_delete=models.PROTECT, related_name="arrivals"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "reference"], name="one_arrival_each")
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.reference}"


class Sp4nCategory(models.Model):
    """What stood where the base's `ImportName` stands now: for the release before."""

    theirs = models.CharField(max_length=200, unique=True)
    category = models.ForeignKey("laksa.Category", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["theirs"]

    def __str__(self) -> str:
        return f"{self.theirs}: {self.category_id}"
