"""Looking for words in the reports that strangers may read."""

import re

from django.db import connection
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from laksa.models import Report
from laksa.states import State

# A number is looked up as it is: together with words it would cost the database its index.
_NUMBER = re.compile(r"lks-\d\d-\d+", re.IGNORECASE)
# The column `words` is the database's own (migration 0012): PostgreSQL keeps it with the text.
_MATCHES = "laksa_report.words @@ websearch_to_tsquery('indonesian', %s)"


def narrow(reports: QuerySet[Report], words: str) -> QuerySet[Report]:
    """The reports with this number, or with these words where strangers may read them.

    On PostgreSQL every word counts, in any order and by its Indonesian stem (`lubang` finds
    `berlubang`); "…" is a phrase, `-word` leaves out. On SQLite it is the text as it was typed.
    """
    if _NUMBER.fullmatch(words.strip()):
        return reports.filter(number=words.strip().upper())
    # What is masked is not found either: answers of yes and no would tell it digit by digit.
    readable = reports.filter(verified_at__isnull=False, masks=[]).exclude(state=State.DITOLAK)
    if connection.vendor == "postgresql":
        # The text of the query is ours; what was typed is its parameter.
        return readable.filter(RawSQL(_MATCHES, [words], output_field=BooleanField()))  # noqa: S611
    return readable.filter(Q(text__icontains=words) | Q(address__icontains=words))
