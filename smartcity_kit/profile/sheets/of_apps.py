"""Tables that belong to one app: `templates/<app>/tables.yml`, beside its card.

What several apps read stands in `kinds`; what only one reads comes and goes with its folder.
"""

from pathlib import Path
from typing import Any

from smartcity_kit.errors import KitError
from smartcity_kit.language import _
from smartcity_kit.profile import shapes
from smartcity_kit.profile.shapes import Shape

SHAPES: dict[str, Shape] = {
    "id": shapes.ID,
    "line": shapes.LINE,
    "text": shapes.TEXT,
    "date": shapes.DATE,
    "amount": shapes.AMOUNT,
    "days": shapes.DAYS,
    "yes-or-no": shapes.YES_OR_NO,
    "link": shapes.LINK,
    "nik": shapes.NIK,
}
"""What a column may be, by the words of tables.yml."""

_WORD = {"type": "string", "pattern": "^[a-z][a-z0-9_-]{0,40}$", "maxLength": 41}
_TEXTS = {"type": "array", "items": {"type": "string"}}
_COLUMN = {
    "type": "object",
    "additionalProperties": False,
    "required": ["shape"],
    "properties": {
        "shape": {"type": "string", "enum": list(SHAPES)},
        "longest": {"type": "integer", "minimum": 1, "maximum": 10_000},
        "needed": {"type": "boolean"},
        "table": _WORD,
        "aliases": _TEXTS,
    },
}
_TABLE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["columns", "example"],
    "properties": {
        "key": {"type": "array", "items": _WORD},
        "personal": {"type": "boolean"},
        "named_by": _WORD,
        "columns": {"type": "object", "additionalProperties": _COLUMN, "propertyNames": _WORD},
        "example": _TEXTS,
    },
}
_FILE = {"type": "object", "additionalProperties": _TABLE, "propertyNames": _WORD}


def tables_of_apps(templates: Path) -> dict[str, dict[str, Any]]:
    """Every table of every app, as its file says it; raises KitError for one that cannot be."""
    found: dict[str, dict[str, Any]] = {}
    for file in sorted(templates.glob("[!_]*/tables.yml")):
        for name, table in _read(file).items():
            if name in found:
                raise _wrong(file, f"{name}: " + _("another app has a table of this name"))
            if len(table["example"]) != len(table["columns"]):
                raise _wrong(file, f"{name}.example: " + _("one cell for each column is needed"))
            found[name] = table
    return found


def _read(file: Path) -> dict[str, Any]:
    from smartcity_kit.profile.fit import check
    from smartcity_kit.profile.parse import read_document

    document = read_document(file.read_text("utf-8"), str(file))
    if document.sound:
        check(document, _FILE)
    if document.faults:
        fault = min(document.faults)
        told = f"{fault.line}:{fault.column} {fault.key}: {fault.message}"
        raise _wrong(file, told, fault.hint)
    return dict(document.data)


def _wrong(file: Path, told: str, hint: str = "") -> KitError:
    message = _("The tables in {file} are not valid: {fault}")
    return KitError(message.format(file=file, fault=told), hint)
