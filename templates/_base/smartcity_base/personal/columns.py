"""Model fields for personal data: encrypted in the database, plain text in Python.

    class Resident(Personal):
        nik = EncryptedField(max_length=16)
        nik_index = BlindIndex("nik", normal=digits, unique=True)

    Resident.objects.filter(nik_index__of="7571 0102 0300 0001")

Nothing else can be asked of such a column than whether it is empty. A column is never renamed, for
its text is bound to the name. A field that was plain before says so: `was`, see EncryptedField.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import FieldError
from django.core.validators import EmailValidator, MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.db.models.lookups import Exact, In, IsNull
from django.db.models.query_utils import DeferredAttribute

from smartcity_base.personal import cipher

if TYPE_CHECKING:
    _Text = models.TextField[str, str]
    _Char = models.CharField[str | None, str | None]
else:
    _Text, _Char = models.TextField, models.CharField


class _PlainBefore(DeferredAttribute):
    """Reads what the release before wrote in plain, if anything; writing empties that."""

    field: Any  # an EncryptedField

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        kept = super().__get__(instance, cls)
        was = self.field.was
        plain = getattr(instance, was) if was else None
        return plain or (kept if kept is not None else plain)

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value
        was = self.field.was
        if was and was in instance.__dict__:  # not while the row is read: `was` comes after
            instance.__dict__[was] = instance._meta.get_field(was).get_default()


class EncryptedField(_Text):
    """Text of any length under the app's key; max_length counts in forms.

    `was` names the field, declared after this one, that holds what an earlier release wrote in
    plain and still reads when a region goes back to it. Text there counts until it is moved here.
    """

    descriptor_class = _PlainBefore

    def __init__(self, *args: Any, was: str = "", **options: Any) -> None:
        self.was = was
        if was:
            options["null"] = True  # none here yet
        super().__init__(*args, **options)

    @property
    def validators(self) -> list[Any]:
        longest = [MaxLengthValidator(self.max_length)] if self.max_length else []
        return [*super().validators, *longest]

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, options | ({"was": self.was} if self.was else {})

    @property
    def place(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return cipher.encrypt(value, self.place) if value else value

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return cipher.decrypt(value, self.place) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        try:
            return {"isnull": IsNull, "exact": _IsEmpty}[lookup_name]
        except KeyError:
            raise FieldError(f"{self}: encrypted, look it up by a BlindIndex") from None

    def formfield(self, **options: Any) -> Any:
        return super().formfield(**{"widget": forms.TextInput, **options})


class EncryptedEmailField(EncryptedField):
    """An address of mail."""

    @property
    def validators(self) -> list[Any]:
        return [*super().validators, EmailValidator()]

    def formfield(self, **options: Any) -> Any:
        return super().formfield(
            **{"form_class": forms.EmailField, "widget": forms.EmailInput, **options}
        )


class _IsEmpty(Exact):
    """`filter(email="")`: what is empty is not encrypted. Anything else would never be found."""

    def get_prep_lookup(self) -> Any:
        if self.rhs not in ("", None):
            raise FieldError("encrypted, look it up by a BlindIndex")
        return self.rhs


def folded(text: str) -> str:
    """Addresses and names: without case and outer spaces."""
    return text.strip().casefold()


def digits(text: str) -> str:
    """NIK, NIP, telephone numbers: digits alone."""
    return re.sub(r"\D", "", text)


class BlindIndex(_Char):
    """A keyed digest of the encrypted field `of`: equal texts have equal digests, and nobody
    without the key learns more. Set by saving the row; asked by `__of`."""

    def __init__(self, of: str = "", normal: Callable[[str], str] = folded, **options: Any) -> None:
        self.of, self.normal = of, normal
        options |= {"max_length": 43, "null": True, "editable": False}
        if not options.get("unique"):
            options["db_index"] = True
        super().__init__(**options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        for given in ("max_length", "null", "editable", "db_index"):
            options.pop(given, None)
        return name, path, args, options | {"of": self.of, "normal": self.normal}

    @property
    def place(self) -> str:
        return f"{self.model._meta.db_table}.{self.of}"

    def made(self, text: str | None) -> str | None:
        """The digest that stands for `text`; None for none."""
        normal = self.normal(text or "")
        return cipher.digest(normal, self.place) if normal else None

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        value = self.made(getattr(instance, self.of))
        setattr(instance, self.attname, value)
        return value

    def sought(self, text: str) -> list[str]:
        normal = self.normal(text)
        return cipher.digests(normal, self.place) if normal else []


@BlindIndex.register_lookup
class _Of(In):
    """`filter(nik_index__of=text)`"""

    lookup_name = "of"

    def __init__(self, lhs: Any, rhs: str) -> None:
        super().__init__(lhs, lhs.output_field.sought(rhs))

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        return f"IN {rhs}"


def same(name: str, text: str, at: str = "") -> Q:
    """Rows whose encrypted field `name` is `text`, by `<name>_index`; also those still in plain.

    `at`: the way to its model, as "staff__".
    """
    return Q(**{f"{at}{name}_index__of": text}) | Q(**{f"{at}{name}_plain": text})


def filled(name: str) -> Q:
    """Rows in which the encrypted field `name`, or `<name>_plain`, holds something."""
    there = Q(**{f"{name}__isnull": False}) & ~Q(**{name: ""})
    return there | Q(**{f"{name}_plain__gt": ""})


class Personal(models.Model):
    """A row with such fields: saving one of them saves what goes with it."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        if (named := options.get("update_fields")) is not None:
            options["update_fields"] = [*named, *companions(type(self), named)]
        super().save(*args, **options)


def companions(model: type[models.Model], names: Iterable[str]) -> list[str]:
    """The fields that follow from these: indexes, and what was plain before."""
    named = set(names)
    fields = model._meta.get_fields()
    follow = {f.name for f in fields if isinstance(f, BlindIndex) and f.of in named}
    follow |= {f.was for f in fields if isinstance(f, EncryptedField) and f.was and f.name in named}
    return sorted(follow - named)
