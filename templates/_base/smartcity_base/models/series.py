from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils import timezone


class Series(models.Model):
    """The last number given out in a year; each app that numbers things has such a table."""

    PREFIX: ClassVar[str]

    year = models.PositiveIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"

    @classmethod
    def next_number(cls, now: datetime) -> str:
        """The next number, such as `LKS-26-000123`: year of the region's calendar, and a count.

        Call inside a transaction: the year's row stays locked until it ends, so two things never
        get the same number, and one that fails leaves no gap.
        """
        year = timezone.localtime(now).year
        series, _made = cls._default_manager.select_for_update().get_or_create(year=year)
        series.last += 1
        series.save(update_fields=["last"])
        return f"{cls.PREFIX}-{year % 100:02d}-{series.last:06d}"
