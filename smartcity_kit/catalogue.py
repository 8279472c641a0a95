"""What can be adopted: `templates/*/app.yml` -> Catalogue. The card is the only registration."""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from smartcity_kit import paths
from smartcity_kit.errors import KitError
from smartcity_kit.language import _

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,30}$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Setting(_Part):
    """A value a profile may set for an app, with the default that works unasked."""

    type: Literal["int", "str", "bool"]
    default: int | str | bool
    help: str
    minimum: int | None = None
    maximum: int | None = None


class Role(_Part):
    """Something a person may be in an app; given in LIVE, asked for in the app."""

    title: str
    help: str


class Indicator(_Part):
    """A figure for the control room, with the formula that makes it."""

    title: str
    unit: str
    formula: str


class Page(_Part):
    """A page that `smartcity preview` shows; with a role, as somebody who has it sees it."""

    path: Annotated[str, Field(pattern=r"^/")]
    title: str
    role: Slug | None = None


class Card(_Part):
    """What the kit knows of an app without opening it. Texts are Indonesian: citizens read them."""

    name: Slug
    title: str
    summary: str
    seed: str
    group: str
    subdomain: Slug
    icon: str
    order: int
    needs: list[Literal["database", "uploads", "mail", "jobs"]] = []
    depends: list[Slug] = []
    roles: dict[Slug, Role] = {}
    settings: dict[str, Setting] = {}
    data: dict[str, Literal["required", "optional"]] = {}
    personal: list[str] = []
    preview: list[Page] = []
    indicators: dict[str, Indicator] = {}


class Catalogue(_Part):
    """Every app there is, by name, in the order in which a region's portal shows them."""

    apps: dict[str, Card]


@cache
def load_catalogue(templates: Path = paths.TEMPLATES) -> Catalogue:
    """Read the card of every app below `templates`; a bad card is a KitError naming its file."""
    cards = [_read(file) for file in sorted(templates.glob("[!_]*/app.yml"))]
    ordered = sorted(cards, key=lambda card: (card.order, card.name))
    return Catalogue(apps={card.name: card for card in ordered})


def _read(file: Path) -> Card:
    try:
        card = Card.model_validate(yaml.safe_load(file.read_text("utf-8")))
    except (ValidationError, yaml.YAMLError) as fault:
        message = _("The card {file} is not valid: {fault}")
        raise KitError(message.format(file=file, fault=fault)) from fault
    if card.name != file.parent.name:
        message = _("The card {file} names another app: {name}")
        raise KitError(message.format(file=file, name=card.name))
    return card
