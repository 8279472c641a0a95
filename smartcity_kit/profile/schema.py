"""The JSON Schema of profile.yml for editors and other tools: the keys, and what else is known.

The reader checks by `keys`; here stand besides what the cards know of the apps, what the national
list knows of codes, and those of the reader's rules between two keys that a schema can say.
What no schema says (that a file is there, that a colour has contrast) only `validate` finds.
"""

from copy import deepcopy
from typing import Any

from smartcity_kit import regions
from smartcity_kit.catalogue import Card, Catalogue, Setting
from smartcity_kit.profile import shapes
from smartcity_kit.profile.checks import SSH_ONLY, TAKEN
from smartcity_kit.profile.keys import PROFILE, Node
from smartcity_kit.profile.version import OLDER, VERSION

DIALECT = "https://json-schema.org/draft/2020-12/schema"
NOTHING = {"type": "null"}
SOMETHING = {"not": NOTHING}
# What `checks.check_identity` asks: a region has a code, an institution says who it is.
IDENTITY: Node = {
    "if": {"properties": {"kind": {"const": "institution"}}, "required": ["kind"]},
    "then": {
        "required": ["institution"],
        "properties": {"code": NOTHING, "institution": SOMETHING},
    },
    "else": {"required": ["code"], "properties": {"code": SOMETHING, "institution": NOTHING}},
}
TYPES = {"int": "integer", "str": "string", "bool": "boolean"}


def profile_schema(catalogue: Catalogue) -> Node:
    """The schema of a profile that adopts apps of this catalogue (draft 2020-12)."""
    schema = deepcopy(PROFILE)
    keys = schema["properties"]
    keys["kit"]["enum"] = [VERSION, *OLDER]
    codes = _codes()
    keys["code"]["enum"] = [*codes["enum"], None]
    keys["code"]["enumDescriptions"] = [*codes["enumDescriptions"], ""]
    keys["institution"]["properties"]["areas"] |= {"minItems": 1, "uniqueItems": True}
    keys["institution"]["properties"]["areas"]["items"] |= codes
    keys["apps"] |= _apps(keys["apps"]["additionalProperties"], catalogue)
    _servers(keys["servers"])
    return {"$schema": DIALECT} | schema | IDENTITY


def _codes() -> Node:
    """Every code, and the name that an editor shows beside it."""
    known = regions.all_regions()
    return {"enum": [r.code for r in known], "enumDescriptions": [r.name for r in known]}


def _apps(app: Node, catalogue: Catalogue) -> Node:
    cards = catalogue.apps.values()
    return {
        "properties": {card.name: _app(app, card) for card in cards},
        "additionalProperties": False,
        "dependentRequired": {card.name: list(card.depends) for card in cards if card.depends},
    }


def _app(app: Node, card: Card) -> Node:
    own = deepcopy(app) | {"title": card.title, "description": card.summary}
    own["properties"]["title"]["default"] = card.title
    own["properties"]["subdomain"]["default"] = card.subdomain
    own["properties"]["settings"] |= {
        "properties": {name: _setting(setting) for name, setting in card.settings.items()},
        "additionalProperties": False,
    }
    return own


def _setting(setting: Setting) -> Node:
    node: dict[str, Any] = {"description": setting.help, "type": TYPES[setting.type]}
    bounds = {"minimum": setting.minimum, "maximum": setting.maximum}
    node |= {word: bound for word, bound in bounds.items() if bound is not None}
    if setting.type == "str":
        node["pattern"] = shapes.LINE.pattern.replace("]+$", "]*$")
    return node | {"default": setting.default}


def _servers(servers: Node) -> None:
    """One server so far; a local one has no SSH, and any other has an address."""
    servers["maxProperties"] = 1
    servers["propertyNames"]["not"] = {"enum": sorted(TAKEN)}
    servers["additionalProperties"] |= {
        "if": {"properties": {"local": {"const": True}}, "required": ["local"]},
        "then": {"properties": dict.fromkeys(SSH_ONLY, False)},
        "else": {"required": ["address"]},
    }
