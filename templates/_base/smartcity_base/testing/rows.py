"""A row of any model, made up: so that a test can speak of tables it does not know."""

from __future__ import annotations

import uuid
from datetime import date, time
from itertools import count
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from smartcity_base.config import config
from smartcity_base.models import SignIn, User
from smartcity_base.personal.columns import BlindIndex, EncryptedField

_numbers = count(1)


def rows_of(person: User, mark: str) -> list[models.Model]:
    """One row for each reference to a person in this app's models, pointing to `person`; what is
    encrypted in it holds `mark`."""
    made = []
    base = [model for model in apps.get_app_config("base").get_models() if model is not SignIn]
    for model in (*apps.get_app_config(config().app.name).get_models(), *base):
        for field in model._meta.fields:
            if field.related_model is User:
                made.append(row(model, mark, **{field.name: person}))
        for many in model._meta.many_to_many:
            if many.related_model is User:
                holder = row(model, mark)
                getattr(holder, many.name).add(person)
                made.append(holder)
    return made


def everything_stored() -> str:
    """All text in all tables, as a thief of the database would read it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 (the database names its own)
            found.append(str(cursor.fetchall()))
    return "\n".join(found)


def row(model: type[models.Model], mark: str, **given: Any) -> models.Model:
    """A saved row: what must have a value has one, what may be empty is, and `mark` lies in every
    encrypted field."""
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.name in given or isinstance(field, BlindIndex):
            continue
        if isinstance(field, EncryptedField):
            values[field.name] = mark
        elif not (field.null or field.blank or field.has_default() or field.auto_created):
            values[field.name] = _value(field, mark)
    made = model(**values | given)
    made.save()
    return made


def _value(field: Any, mark: str) -> Any:
    if field.is_relation:
        related = field.related_model
        return related._base_manager.order_by("pk").first() or row(related, mark)
    if field.choices:
        return field.choices[0][0]
    number = next(_numbers)
    for kind, value in (
        (models.FileField, f"contoh/{number}.jpg"),
        (models.UUIDField, uuid.uuid4()),
        (models.DateTimeField, timezone.now()),
        (models.DateField, date(2026, 11, 22)),
        (models.TimeField, time(8)),
        (models.BooleanField, False),
        (models.IntegerField, number),
        (models.FloatField, 0.5),
        (models.JSONField, {}),
        (models.BinaryField, b"x"),
        (models.URLField, f"https://contoh.go.id/{number}"),
        (models.EmailField, f"petugas{number}@contoh.go.id"),
        (models.CharField, f"contoh-{number}"[: field.max_length]),
        (models.TextField, "contoh"),
    ):
        if isinstance(field, kind):
            return value
    raise TypeError(f"no idea what {field} may hold")
