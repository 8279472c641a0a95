"""Moving what is there to the newest key: text that was plain, and text under a key from before.

One row at a time, each in one statement: killed at any moment, it goes on with what is left.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.db.models.expressions import ExpressionWrapper, F

from smartcity_base.personal import cipher
from smartcity_base.personal.columns import BlindIndex, EncryptedField

BATCH = 500

Model = type[models.Model]


def holders() -> Iterator[tuple[Model, list[EncryptedField]]]:
    """Every table with encrypted columns."""
    for model in apps.get_models():
        fields = [field for field in model._meta.fields if isinstance(field, EncryptedField)]
        if fields and not model._meta.proxy:
            yield model, fields


def plain_is_left() -> bool:
    """Whether anything still lies as the release before wrote it."""
    return any(
        _rows(model, field, plain=True).exists()
        for model, fields in holders()
        for field in fields
        if field.was
    )


def renew(*, plain: bool, most: int = 10_000) -> int:
    """Encrypt anew what is not under the newest key, and with `plain` what lies in plain.

    Answers how many values were written; `most` bounds one call.
    """
    done = 0
    for model, fields in holders():
        for field in fields:
            for pk in _rows(model, field, plain=plain).values_list("pk", flat=True)[:most]:
                done += _renew(model, field, pk)
                if done >= most:
                    return done
    return done


def _rows(model: Model, field: EncryptedField, *, plain: bool) -> models.QuerySet[Any]:
    raw = ExpressionWrapper(F(field.name), output_field=models.TextField())
    old = Q(raw__isnull=False) & ~Q(raw="") & ~Q(raw__startswith=cipher.prefix())
    if field.was and plain:
        old |= Q(**{f"{field.was}__gt": ""})
    return model._base_manager.alias(raw=raw).filter(old).order_by("pk")


def _renew(model: Model, field: EncryptedField, pk: Any) -> int:
    """Only if it still is as it was read: somebody may write at the same time."""
    raw = ExpressionWrapper(F(field.name), output_field=models.TextField())
    rows = model._base_manager.alias(raw=raw).filter(pk=pk)
    columns = [name for name in (field.name, field.was) if name]
    found = rows.annotate(kept=raw).values("kept", *columns).first()
    if found is None:
        return 0
    fresh: dict[str, Any] = {field.name: found[field.name]}
    if field.was and found[field.was]:
        plain: Any = model._meta.get_field(field.was)
        fresh = {field.name: found[field.was], field.was: plain.get_default()}
        rows = rows.filter(**{field.was: found[field.was]})
    for index in model._meta.fields:
        if isinstance(index, BlindIndex) and index.of == field.name:
            fresh[index.name] = index.made(fresh[field.name])
    same = Q(raw__isnull=True) if found["kept"] is None else Q(raw=found["kept"])
    return rows.filter(same).update(**fresh)
