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
