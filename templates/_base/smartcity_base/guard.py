"""Logs are only added to, also for who goes past the models: the database itself says no.

Triggers on every table of an AppendOnly model. They are made by `prepare`, after the migrations,
and taken off before them: a migration may have to rewrite a table. A row may go once it is older
than its model's KEPT_AT_LEAST, for the retention of logs; without that, never.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.apps import apps
from django.db import connection

from smartcity_base.models.record import AppendOnly

_NAME = "only_added_to"


def ensure() -> None:
    """Put the triggers on; they are there once, however often this is called."""
    lift()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for table, least in _tables():
            for statement in _made(table, least):
                cursor.execute(statement)


def lift() -> None:
    """Take them off, where they are."""
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table, _least in _tables():
            if table in there:
                for event in ("update", "delete"):
                    name = _quoted(f"{table}_{_NAME}_{event}")
                    on = f" ON {_quoted(table)}" if connection.vendor == "postgresql" else ""
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def _tables() -> Iterator[tuple[str, timedelta | None]]:
    for model in apps.get_models():
        if issubclass(model, AppendOnly) and model._meta.managed and not model._meta.proxy:
            yield model._meta.db_table, model.KEPT_AT_LEAST


_FUNCTION = """
CREATE OR REPLACE FUNCTION smartcity_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is only added to', TG_TABLE_NAME; END $$
"""


def _made(table: str, least: timedelta | None) -> Iterator[str]:
    on = _quoted(table)
    for event in ("update", "delete"):
        name = _quoted(f"{table}_{_NAME}_{event}")
        young = _young(least) if event == "delete" and least else ""
        if connection.vendor == "postgresql":
            when = f"WHEN ({young}) " if young else ""
            yield (
                f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {on} FOR EACH ROW {when}"
                "EXECUTE FUNCTION smartcity_only_added_to()"
            )
        else:
            when = f"WHEN {young} " if young else ""
            yield (
                f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {on} {when}"
                f"BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"
            )


def _young(least: timedelta) -> str:
    if connection.vendor == "postgresql":
        return f"OLD.at > now() - interval '{least.days} days'"
    return f"OLD.at > datetime('now', '-{least.days} days')"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
