"""What a data set is. An app gives `<app>.opendata` with `ABOUT` and `DATASETS`; the pages are the
base's: /data/, each file, its CSVW, and the catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django import forms
from django.http import HttpRequest

from smartcity_base.config import config
from smartcity_base.tables.columns import Column, Words

Span = tuple[date | None, datetime | None]


@dataclass(frozen=True)
class File:
    """Another way to get the data than CSV: its name below /data/, its text a piece at a time.

    `format`: a word of the Publications Office's list of file types.
    """

    name: str
    title: Words
    format: str
    media_type: str
    standard: str
    text: Callable[[HttpRequest], Iterator[str]]


@dataclass(frozen=True)
class Dataset:
    """`themes`, `often`: words of the Publications Office's lists. `key`: the column that tells
    rows apart. `rows` answers what the columns read, narrowed as the request asks.
    """

    name: str
    title: Words
    about: Words
    columns: tuple[Column, ...]
    rows: Callable[[HttpRequest], Iterable[Any]]
    themes: tuple[str, ...]
    often: str
    keywords: tuple[Words, ...]
    key: str = ""
    row: Words = ""  # what one row is
    missing: Words = ""  # what is not in it, and why
    files: tuple[File, ...] = ()
    form: Callable[[], forms.Form] | None = None  # what it may be narrowed by
    span: Callable[[], Span] = lambda: (None, None)  # the day of the oldest row, the last change
    etag: Callable[[HttpRequest], str] | None = None

    @property
    def csv(self) -> str:
        return f"{self.name}.csv"

    @property
    def metadata(self) -> str:
        """Where CSVW looks for it (Metadata Vocabulary, 5.2: default locations)."""
        return f"{self.csv}-metadata.json"

    @property
    def filter(self) -> forms.Form | None:
        return self.form() if self.form else None


@lru_cache(maxsize=1)
def datasets() -> tuple[Dataset, ...]:
    """This app's; none where it has no open data."""
    name = f"{config().app.name}.opendata"
    return tuple(import_module(name).DATASETS) if find_spec(name) else ()
