from __future__ import annotations

from datetime import timedelta

from django.db import connection, models
from django.utils import timezone


class Tally(models.Model):
    """How often something was done since the first time of its span, by all processes together."""

    key = models.CharField(max_length=100, primary_key=True)
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"

    @classmethod
    def one_more(cls, key: str, span: timedelta) -> int:
        """Count it, and say how often that makes; `span` after the first it begins at 1 again.

        One statement: Django's cache in the database takes six for the same, loses some of those
        that come at the same moment, and counts its own rows each time.
        """
        now = timezone.now()
        table, as_written = cls._meta.db_table, connection.ops.adapt_datetimefield_value
        at, until = as_written(now), as_written(now + span)
        with connection.cursor() as cursor:
            # The only name put in is that of our own table.
            cursor.execute(
                f'INSERT INTO "{table}" AS was (key, count, until) VALUES (%s, 1, %s)'  # noqa: S608
                " ON CONFLICT (key) DO UPDATE SET"
                " count = CASE WHEN was.until <= %s THEN 1 ELSE was.count + 1 END,"
                " until = CASE WHEN was.until <= %s THEN excluded.until ELSE was.until END"
                " RETURNING count",
                [key, until, at, at],
            )
            return int(cursor.fetchone()[0])
