"""What can be adopted: `templates/*/app.yml` -> Catalogue. The card is the only registration."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from smartcity_kit import paths
from smartcity_kit.errors import KitError
from smartcity_kit.language import _

Need = Literal["database", "uploads", "mail", "jobs"]


@dataclass(frozen=True)
class Setting:
    """A value a profile may set for an app, with the default that works unasked."""

    type: Literal["int", "str", "bool"]
    default: int | str | bool
    help: str
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True)
class Role:
    """Something a person may be in an app; given in LIVE, asked for in the app."""

    title: str
    help: str
    # How long its people may be away before they are signed out, where that is not the region's
    # usual time: work without signal.
    idle_minutes: int = 0


@dataclass(frozen=True)
class Scope:
    """Something that a token of the app's API may be good for."""

    title: str


@dataclass(frozen=True)
class Indicator:
    """A figure for the control room, with the formula that makes it."""

    title: str
    unit: str
    formula: str


@dataclass(frozen=True)
class Page:
    """A page that `smartcity preview` shows; with a role, as somebody who has it sees it."""

    path: str
    title: str
    role: str | None = None


@dataclass(frozen=True)
class Card:
    """What the kit knows of an app without opening it. Texts are Indonesian: citizens read them."""

    name: str
    title: str
    summary: str
    seed: str
    group: str
    subdomain: str
    icon: str
    order: int
    needs: list[Need] = field(default_factory=list)
    depends: list[str] = field(default_factory=list)
    # Apps that this one talks with where both are adopted, beside those it depends on.
    links: list[str] = field(default_factory=list)
    roles: dict[str, Role] = field(default_factory=dict)
    settings: dict[str, Setting] = field(default_factory=dict)
    data: dict[str, Literal["required", "optional"]] = field(default_factory=dict)
    personal: list[str] = field(default_factory=list)
    preview: list[Page] = field(default_factory=list)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    scopes: dict[str, Scope] = field(default_factory=dict)

    def talks_with(self, other: "Card") -> bool:
        """Whether these two tell each other things: one of them needs the other, or names it."""
        pairs = ((self, other), (other, self))
        return any(there.name in (*here.depends, *here.links) for here, there in pairs)


@dataclass(frozen=True)
class Catalogue:
    """Every app there is, by name, in the order in which a region's portal shows them."""

    apps: dict[str, Card]


@cache
def load_catalogue(templates: Path = paths.TEMPLATES) -> Catalogue:
    """Read the card of every app below `templates`; a bad card is a KitError naming its file."""
    cards = [_read(file) for file in sorted(templates.glob("[!_]*/app.yml"))]
    ordered = sorted(cards, key=lambda card: (card.order, card.name))
    return Catalogue(apps={card.name: card for card in ordered})


def card_of(data: Mapping[str, Any]) -> Card:
    """A card from the plain data of a file that fits `CARD`."""
    parts = {"roles": Role, "settings": Setting, "indicators": Indicator, "scopes": Scope}
    made = {
        key: {name: kind(**given) for name, given in data[key].items()}
        for key, kind in parts.items()
        if key in data
    }
    pages = [Page(**given) for given in data.get("preview", [])]
    return Card(**{**data, **made, "preview": pages})


def _read(file: Path) -> Card:
    from smartcity_kit.profile.fit import check
    from smartcity_kit.profile.parse import read_document

    document = read_document(file.read_text("utf-8"), str(file))
    if document.sound:
        check(document, CARD)
    if document.faults:
        fault = min(document.faults)
        message = _("The card {file} is not valid: {fault}")
        told = f"{fault.line}:{fault.column} {fault.key}: {fault.message}"
        raise KitError(message.format(file=file, fault=told), fault.hint)
    card = card_of(document.data)
    if card.name != file.parent.name:
        message = _("The card {file} names another app: {name}")
        raise KitError(message.format(file=file, name=card.name))
    return card


# What app.yml may hold, in the words that `smartcity_kit.profile.fit` understands.
_TEXT: dict[str, Any] = {"type": "string"}
_SLUG = _TEXT | {"pattern": "^[a-z][a-z0-9-]{1,30}$", "maxLength": 31}
_NAMES = {"pattern": _SLUG["pattern"], "maxLength": 31}


def _group(*needed: str, **more: dict[str, Any]) -> dict[str, Any]:
    keys = dict.fromkeys(needed, _TEXT) | more
    return {
        "type": "object",
        "properties": keys,
        "required": list(needed),
        "additionalProperties": False,
    }


def _named(inner: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": inner, **more}


def _list(inner: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": inner}


CARD = _group(
    *("name", "title", "summary", "seed", "group", "subdomain", "icon", "order"),
    name=_SLUG,
    subdomain=_SLUG,
    order={"type": "integer"},
    needs=_list(_TEXT | {"enum": ["database", "uploads", "mail", "jobs"]}),
    depends=_list(_SLUG),
    links=_list(_SLUG),
    roles=_named(
        _group("title", "help", idle_minutes={"type": "integer", "minimum": 1, "maximum": 1440}),
        propertyNames=_NAMES,
    ),
    settings=_named(
        _group(
            *("type", "default", "help"),
            type=_TEXT | {"enum": ["int", "str", "bool"]},
            default={"type": ["integer", "string", "boolean"]},
            minimum={"type": "integer"},
            maximum={"type": "integer"},
        )
    ),
    data=_named(_TEXT | {"enum": ["required", "optional"]}),
    personal=_list(_TEXT),
    preview=_list(_group("path", "title", path=_TEXT | {"pattern": "^/.*$"}, role=_SLUG)),
    indicators=_named(_group("title", "unit", "formula")),
    scopes=_named(_group("title"), propertyNames={"pattern": "^[a-z]+:[a-z]+$", "maxLength": 40}),
)
