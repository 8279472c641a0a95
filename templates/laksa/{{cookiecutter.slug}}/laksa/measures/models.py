"""The figures' own table. It can be thrown away: the event log makes it again."""

from django.db import models

from smartcity_base.models import Agency, Village


class Measure(models.Model):
    """One report as the figures need it; written by `laksa.measures.keep` alone.

    Lengths of time are whole tenths of a working hour (6 minutes), so that medians over many
    reports come from counts of equal values.
    """

    report = models.OneToOneField(
        "laksa.Report", primary_key=True, on_delete=models.CASCADE, related_name="measure"
    )
    # The last event that was read: code of an older release writes events and no measures.
    event = models.BigIntegerField()
    # Whether strangers may know of it (queries.open_to_all), so that no figure forgets to ask.
    public = models.BooleanField()
    # In the region's time zone.
    day = models.DateField()
    closed_day = models.DateField(null=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    category = models.ForeignKey(
        "laksa.Category", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    village = models.ForeignKey(
        Village, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    state = models.CharField(max_length=20)
    answered_after = models.PositiveIntegerField(null=True)
    closed_after = models.PositiveIntegerField(null=True)
    # A deadline that was kept too late; one that is running out is `due`.
    missed = models.BooleanField()
    due = models.DateTimeField(null=True)
    # Where on the grid of the heat map (laksa.measures.heat).
    column = models.PositiveIntegerField(null=True)
    row = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["day"]), models.Index(fields=["closed_day"])]

    def __str__(self) -> str:
        return str(self.report_id)


class MeasureBasis(models.Model):
    """What all measures were computed with: when it changes, they are computed again."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    basis = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.basis
