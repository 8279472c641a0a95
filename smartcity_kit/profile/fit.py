"""Whether a document fits the keys: each fault in the kit's own words and the person's language.

Understands the words of JSON Schema that `keys` is written in, and no others: type, properties,
required, additionalProperties, propertyNames, minProperties, items, pattern, maxLength, enum,
minimum, maximum. A library would take longer to load than 500 profiles take to check (see
docs/decisions/keys-as-schema.md).
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from smartcity_kit.language import _
from smartcity_kit.profile import keys, shapes
from smartcity_kit.profile.document import Document, KeyPath
from smartcity_kit.profile.wording import (
    SECRET_NAME,
    a_number,
    did_you_mean,
    expected,
    for_example,
)

KINDS = {
    dict: "object",
    list: "array",
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    type(None): "null",
}


def check_keys(document: Document) -> bool:
    """Check the whole document against the keys; true when nothing is wrong with them."""
    if document.data is None:
        document.fault((), _("the file is empty"), _("Begin with a copy of profiles/_example."))
        return False
    return check(document, keys.PROFILE)


def check(document: Document, schema: Mapping[str, Any]) -> bool:
    """Check the whole document against a schema; true when it fits."""
    before = len(document.faults)
    _check(document, (), document.data, schema)
    return len(document.faults) == before


def _check(document: Document, path: KeyPath, value: Any, node: Mapping[str, Any]) -> None:
    kind = KINDS[type(value)]
    kinds = node["type"]
    if kind not in (kinds if isinstance(kinds, list) else (kinds,)):
        _wrong_kind(document, path, value, node)
    elif kind == "object":
        _check_group(document, path, value, node)
    elif kind == "array":
        for number, inner in enumerate(value):
            _check(document, (*path, number), inner, node["items"])
    elif kind == "string":
        _check_text(document, path, value, node)
    elif kind == "integer" and not _within(value, node):
        _wrong(document, path, node, a_number(node))


def _check_group(
    document: Document, path: KeyPath, value: dict[str, Any], node: Mapping[str, Any]
) -> None:
    known = node.get("properties", {})
    others = node.get("additionalProperties", True)
    for name, inner in value.items():
        if name in known:
            _check(document, (*path, name), inner, known[name])
        elif others is False:
            _unknown(document, (*path, name), known)
        elif isinstance(others, dict):
            _check(document, (*path, name), inner, others)
            if not _is_name(name, node.get("propertyNames")):
                message = _("expected {what} as the name").format(what=shapes.LABEL.expected)
                document.fault((*path, name), message, on_key=True)
    for name in node.get("required", ()):
        if name not in value:
            hint = for_example(*known[name].get("examples", ()))
            document.fault((*path, name), _("this key is needed and is not there"), hint)
    if len(value) < node.get("minProperties", 0):
        _wrong(document, path, node, _("at least one key"))


def _is_name(name: str, names: Mapping[str, Any] | None) -> bool:
    if names is None:
        return True
    return len(name) <= names["maxLength"] and bool(_pattern(names["pattern"]).fullmatch(name))


def _check_text(document: Document, path: KeyPath, value: str, node: Mapping[str, Any]) -> None:
    if "enum" in node:
        if value not in node["enum"]:
            _wrong(
                document, path, node, _("one of {values}").format(values=", ".join(node["enum"]))
            )
    elif len(value) > node.get("maxLength", len(value)):
        _wrong(
            document, path, node, _("at most {count} characters").format(count=node["maxLength"])
        )
    elif "pattern" in node and not _pattern(node["pattern"]).fullmatch(value):
        shape = shapes.BY_PATTERN.get(node["pattern"], shapes.LABEL)
        _wrong(document, path, node, shape.expected)


def _within(value: int, node: Mapping[str, Any]) -> bool:
    return bool(node.get("minimum", value) <= value <= node.get("maximum", value))


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    # Each is compiled when a profile first needs it: all at once would cost more than a profile.
    return re.compile(pattern)


def _wrong_kind(document: Document, path: KeyPath, value: Any, node: Mapping[str, Any]) -> None:
    kinds = node["type"]
    wanted = kinds[0] if isinstance(kinds, list) else kinds
    if wanted == "string" and "enum" not in node and isinstance(value, int | float):
        text = document.values[path].text
        hint = _('Put it in quotes: "{text}".').format(text=text)
        document.fault(path, expected(_("text in quotes"), document, path), hint)
        return
    if "enum" in node:
        words = _one_of(node)
    elif wanted == "integer":
        words = a_number(node)
    else:
        named = {
            "string": _("text"),
            "boolean": _("true or false"),
            "object": _("a group of keys"),
            "array": _("a list"),
        }
        words = named[wanted]
    _wrong(document, path, node, words)


def _one_of(node: Mapping[str, Any]) -> str:
    return _("one of {values}").format(values=", ".join(node["enum"]))


def _wrong(document: Document, path: KeyPath, node: Mapping[str, Any], what: str) -> None:
    hint = for_example(*node.get("examples", ()))
    document.fault(path, expected(what, document, path), hint)


def _unknown(document: Document, path: KeyPath, known: Mapping[str, Any]) -> None:
    if SECRET_NAME.search(str(path[-1])):
        hint = _("Secrets belong in secrets.yml, encrypted. Remove this one, and change it.")
    else:
        hint = did_you_mean(str(path[-1]), known)
    document.fault(path, _("there is no such key"), hint, on_key=True)
