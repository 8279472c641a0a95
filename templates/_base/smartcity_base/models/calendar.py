from __future__ import annotations

from django.db import models


class Holiday(models.Model):
    """A day off that the region adds to the national calendar (decrees come late)."""

    date = models.DateField("tanggal", primary_key=True)
    name = models.CharField("nama", max_length=200)

    class Meta:
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.name}"


class NationalHoliday(models.Model):
    """A public holiday or collective leave, as an edition of the national calendar has it.

    Kept here because the library that knows them takes 18 MB of every process that asks it.
    """

    date = models.DateField("tanggal", primary_key=True)
    name = models.CharField("nama", max_length=200)
    edition = models.CharField("edisi", max_length=40)

    class Meta:
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.name}"
