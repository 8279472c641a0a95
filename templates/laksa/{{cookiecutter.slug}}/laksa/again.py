"""A form that comes a second time, because its answer was lost on the way or it had a mistake."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from laksa.models import Photo, Report, Supporter

# In one question, because nearly always nothing is found: each form has a name of its own.
_QUESTION = f"""
    SELECT 'report', code, text FROM "{Report._meta.db_table}" WHERE submission = %s
    UNION ALL
    SELECT 'support', number, '' FROM "{Supporter._meta.db_table}" AS supporter
      JOIN "{Report._meta.db_table}" AS report ON report.id = supporter.report_id
      WHERE supporter.submission = %s
    UNION ALL
    SELECT 'photo', '', '' FROM "{Photo._meta.db_table}"
      WHERE submission = %s AND report_id IS NULL
"""  # noqa: S608  (names of our own tables)


@dataclass(frozen=True)
class Made:
    """What this very form has made already: a report, support for one, photos that wait for it."""

    code: str | None = None
    text: str | None = None
    supported: str | None = None
    photos: bool = False


def made_before(submission: UUID) -> Made:
    """`code` and `text` are its report's, `supported` is the number of the report it supports."""
    key = Report._meta.get_field("submission").get_db_prep_value(submission, connection)
    with connection.cursor() as cursor:
        cursor.execute(_QUESTION, [key] * 3)
        found = {what: (name, text) for what, name, text in cursor.fetchall()}
    code, text = found.get("report", (None, None))
    supported, _empty = found.get("support", (None, None))
    return Made(code, text, supported, "photo" in found)
