"""For migrations: a plain column gets an encrypted neighbour and stays for the release before."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.migrations.operations.base import Operation
from django.db.models import Field


def moved(
    model: str, name: str, before: Field[Any, Any], after: Field[Any, Any]
) -> list[Operation]:
    """`name` becomes the encrypted field `after`; `before` is the plain one with its db_column.

    Nothing is read or written: `smartcity_base.personal.renew` moves what is there, when this
    release has served for a day.
    """
    return [
        migrations.AlterField(model, name, before),
        migrations.RenameField(model, name, f"{name}_plain"),
        migrations.AlterField(model, f"{name}_plain", before),
        migrations.AddField(model, name, after),
    ]
