"""synonyms.csv: the words that people in this region have, for the search."""

from __future__ import annotations

from smartcity_base.loading import Column, Counts, DataFolder, sync

from live.models import Synonym


def load(data: DataFolder) -> Counts:
    rows = data.table("synonyms", [Column("word"), Column("also")], key="word")
    data.check()
    return sync(Synonym, (row.values for row in rows), key="word", retire=None)
