from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import connection, models
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
        with connection.cursor() as cursor:
            # The only name put in is that of our own table.
            cursor.execute(
                f'INSERT INTO "{cls._meta.db_table}" AS series (year, last) VALUES (%s, 1)'  # noqa: S608
                " ON CONFLICT (year) DO UPDATE SET last = series.last + 1 RETURNING last",
                [year],
            )
            last = cursor.fetchone()[0]
        return f"{cls.PREFIX}-{year % 100:02d}-{last:06d}"
