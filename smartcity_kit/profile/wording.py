"""What pydantic finds wrong, in the kit's own words and the person's language."""

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from smartcity_kit.language import _
from smartcity_kit.profile.document import Document, KeyPath
from smartcity_kit.profile.shapes import BY_PATTERN, LABEL

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

SECRET_NAME = re.compile(r"pass|secret|token|private|credential|sandi|rahasia", re.IGNORECASE)
SECRET_VALUE = re.compile(r"-----BEGIN|\$ANSIBLE_VAULT|://[^/]*@")
SHOWN = 40


def check_keys(document: Document) -> Any:
    """Check the whole document against the keys; the model when there is no fault, else None."""
    from pydantic import ValidationError

    from smartcity_kit.profile.keys import ProfileKeys

    if document.data is None:
        document.fault((), _("the file is empty"), _("Begin with a copy of profiles/_example."))
        return None
    try:
        return ProfileKeys.model_validate(document.data)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            _note(document, detail)
    return None


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


def _note(document: Document, detail: "ErrorDetails") -> None:
    from smartcity_kit.profile.keys import schema_at

    path = tuple(part for part in detail["loc"] if part != "[key]")
    kind = detail["type"]
    if kind == "extra_forbidden":
        _unknown(document, path, schema_at(path[:-1]).get("properties", ()))
        return
    schema = schema_at(path)
    hint = for_example(*schema.get("examples", ()))
    if kind == "missing":
        document.fault(path, _("this key is needed and is not there"), hint)
    elif "[key]" in detail["loc"]:
        message = _("expected {what} as the name").format(what=LABEL.expected)
        document.fault(path, message, on_key=True)
    elif kind == "string_type" and isinstance(detail["input"], int | float):
        hint = _('Put it in quotes: "{text}".').format(text=document.values[path].text)
        document.fault(path, expected(_("text in quotes"), document, path), hint)
    else:
        document.fault(path, expected(_what(kind, schema), document, path), hint)


def _unknown(document: Document, path: KeyPath, known: Iterable[str]) -> None:
    if SECRET_NAME.search(str(path[-1])):
        hint = _("Secrets belong in secrets.yml, encrypted. Remove this one, and change it.")
    else:
        hint = did_you_mean(str(path[-1]), known)
    document.fault(path, _("there is no such key"), hint, on_key=True)


def _what(kind: str, schema: Mapping[str, Any]) -> str:
    """What was expected, by pydantic's kind of error and the schema of the place."""
    if kind == "string_pattern_mismatch":
        return BY_PATTERN[schema["pattern"]].expected
    if kind == "literal_error":
        return _("one of {values}").format(values=", ".join(schema["enum"]))
    if kind == "string_too_long":
        return _("at most {count} characters").format(count=schema["maxLength"])
    if kind in ("int_type", "greater_than_equal", "less_than_equal"):
        return a_number(schema)
    words = {
        "string_type": _("text"),
        "bool_type": _("true or false"),
        "model_type": _("a group of keys"),
        "dict_type": _("a group of keys"),
        "too_short": _("at least one key"),
    }
    return words[kind]


def _value(document: Document, path: KeyPath) -> object:
    value: Any = document.data
    for key in path:
        value = value[key]
    return value
