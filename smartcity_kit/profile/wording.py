"""How a fault is told: what was expected, what was found, and what may have been meant."""

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from smartcity_kit.language import _
from smartcity_kit.profile.document import Document, KeyPath

SECRET_NAME = re.compile(r"pass|secret|token|private|credential|sandi|rahasia", re.IGNORECASE)
SECRET_VALUE = re.compile(r"-----BEGIN|\$ANSIBLE_VAULT|://[^/]*@")
SHOWN = 40


def did_you_mean(name: str, known: Iterable[str], *, listed: int = 40) -> str:
    """The hint for a name that is not known: the likeliest one meant, else all when few enough."""
    names = list(known)
    if near := difflib.get_close_matches(name, names, n=1):
        return _("Did you mean “{name}”?").format(name=near[0])
    if not 0 < len(names) <= listed:
        return ""
    return _("Known here: {names}.").format(names=", ".join(names))


def for_example(example: str = "", *_more: str) -> str:
    """The hint that shows one; "" where there is none to show."""
    return _('For example: "{example}".').format(example=example) if example else ""


def in_short(text: str, quoted: str = "") -> str:
    """What was found, quoted, and cut where it is long."""
    visible = "".join(letter if letter.isprintable() else "�" for letter in text[:SHOWN])
    short = visible if len(text) <= SHOWN else visible + "…"
    return (quoted or _("“{value}”")).format(value=short)


def expected(what: str, document: Document, path: KeyPath) -> str:
    """The message for a value that is something else than it should be."""
    found = describe(_value(document, path), document.values[path].text, path)
    return _("expected {what}, found {found}").format(what=what, found=found)


def describe(value: object, text: str, path: KeyPath) -> str:
    """A value in few words; never one that may be a secret."""
    if value is None or value in ({}, []):
        return _("nothing")
    if isinstance(value, dict):
        return _("a group of keys")
    if isinstance(value, list):
        return _("a list")
    if SECRET_VALUE.search(text) or SECRET_NAME.search(str(path[-1]) if path else ""):
        return _("something that may be a secret and is not shown")
    if isinstance(value, bool):
        return text
    if isinstance(value, int | float):
        return _("the number {value}").format(value=text)
    return in_short(text)


def a_number(schema: Mapping[str, Any]) -> str:
    """What kind of number a JSON Schema (or a card's setting) with these bounds asks for."""
    least, most = schema.get("minimum"), schema.get("maximum")
    if least is None and most is None:
        return _("a whole number")
    if most is None:
        return _("a whole number from {least}").format(least=least)
    if least is None:
        return _("a whole number up to {most}").format(most=most)
    return _("a whole number from {least} to {most}").format(least=least, most=most)


def _value(document: Document, path: KeyPath) -> object:
    value: Any = document.data
    for key in path:
        value = value[key]
    return value
