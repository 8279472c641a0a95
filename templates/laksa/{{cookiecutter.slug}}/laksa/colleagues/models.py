"""What an agency is to hear of and stands in no letter yet."""

from django.db import models

from smartcity_base.models import Agency


class Untold(models.Model):
    """One event for one agency; gone as soon as they were told."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    event = models.ForeignKey("laksa.ReportEvent", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["event"]
        constraints = [models.UniqueConstraint(fields=["agency", "event"], name="told_once")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.agency_id}"
