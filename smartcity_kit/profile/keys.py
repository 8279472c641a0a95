"""The keys that profile.yml may hold, as the JSON Schema that the reader itself checks by.

One table says what is read, what an editor completes and explains, and what `smartcity schema`
prints (`smartcity_kit.profile.schema` adds what apps and regions know). It keeps to the words of
JSON Schema that `smartcity_kit.profile.fit` understands. `profiles/_example/profile.yml` shows
every key; a test keeps the two together.
"""

from collections.abc import Mapping
from typing import Any

from smartcity_kit.profile import shapes
from smartcity_kit.profile.shapes import Shape

Node = dict[str, Any]


def _text(title: str, help: str, shape: Shape, longest: int = 120, example: str = "") -> Node:
    examples = [text] if (text := example or shape.example) else []
    node: Node = {"title": title, "description": help, "type": "string"}
    return node | {"pattern": shape.pattern, "maxLength": longest, "examples": examples}


def _number(title: str, help: str, least: int, most: int) -> Node:
    node: Node = {"title": title, "description": help, "type": "integer"}
    return node | {"minimum": least, "maximum": most}


def _group(title: str, help: str, needed: tuple[str, ...] = (), /, **keys: Node) -> Node:
    node: Node = {"title": title, "description": help, "type": "object", "properties": keys}
    return node | {"required": list(needed), "additionalProperties": False}


def _maybe(node: Node) -> Node:
    """The same, or nothing: a key that stands there without a value is as good as absent."""
    return node | {"type": [node["type"], "null"]}


CONTACT = _group(
    "Contact",
    "How the public reaches the region's government; shown at the foot of every page.",
    email=_maybe(_text("E-mail", "The public address.", shapes.EMAIL, 254)),
    phone=_maybe(_text("Telephone", "The public number, in quotes.", shapes.PHONE, 32)),
    address=_maybe(_text("Address", "Street and town, on one line.", shapes.LINE, 300)),
)
INSTITUTION = _group(
    "Institution",
    "Who it is and whom it serves; for an institution that has no region code.",
    ("name", "head_title", "areas"),
    # The name becomes a folder's, and a socket's path has room for 107 bytes.
    name=_text(
        "Name",
        "The official name; the folder is called after it.",
        shapes.LINE,
        60,
        "Polres Contoh",
    ),
    owner=_maybe(
        _text(
            "Owner",
            "What it belongs to; shown at the foot of every page instead of its name.",
            shapes.LINE,
            example="Kepolisian Negara Republik Indonesia",
        )
    ),
    head_title=_text("Head", "What its head is called.", shapes.LINE, 60, "Kapolres"),
    areas={
        "title": "Areas",
        "description": "Kemendagri's codes of the regions that it serves, in quotes.",
        "type": "array",
        "items": _text("Code", "Kemendagri's code, in quotes.", shapes.CODE),
    },
)
APP = _group(
    "App",
    "Its name alone adopts an app; below it stands only what differs from the app's card.",
    title=_maybe(_text("Title", "What citizens read instead of the card's.", shapes.LINE, 40)),
    subdomain=_maybe(
        _text("Subdomain", "The word before the domain, if not the card's.", shapes.LABEL, 63)
    ),
    processes=_number(
        "Processes", "How many answer at the same time, each with a core and 40 MB of memory.", 1, 8
    )
    | {"default": 1},
    # Typed by the app's card, which only the catalogue knows.
    settings=_maybe(
        {"title": "Settings", "description": "The app's own settings.", "type": "object"}
    ),
)
SERVER = _group(
    "Server",
    "A Debian server of the region's own. Its sudo password belongs in secrets.yml.",
    address=_maybe(_text("Address", "Host name or IP address.", shapes.HOST, 253)),
    port=_number("SSH port", "Where SSH answers.", 1, 65535) | {"default": 22},
    user=_text("User", "root, or a user who may use sudo.", shapes.USER, 32) | {"default": "root"},
    jump=_maybe(_text("Jump host", "A server on the way: [user@]host[:port].", shapes.JUMP, 300)),
    host_key=_maybe(
        _text(
            "Host key",
            "The server's public key as ssh-keyscan prints it, without the host. Without it the "
            "kit shows the key that it sees, and asks once.",
            shapes.HOST_KEY,
            1100,
        )
    ),
    proxy=_maybe(_text("Proxy", "HTTP proxy for apt, without a password.", shapes.URL, 253)),
    apt_mirror=_maybe(_text("Debian mirror", "The nearest mirror.", shapes.URL, 253)),
    local={
        "title": "Local",
        "description": "true when the kit runs on that server itself; then without port, user, "
        "jump and host_key.",
        "type": "boolean",
        "default": False,
    },
)
MAIL = _group(
    "Mail",
    "The relay that the apps hand their mail to; its password belongs in secrets.yml. Without "
    "this nothing is sent, and accounts begin with codes that an officer hands over.",
    ("host", "sender"),
    host=_text("Host", "Host name or IP address of the relay.", shapes.HOST, 253),
    port=_number("Port", "Where the relay answers.", 1, 65535) | {"default": 587},
    user=_maybe(_text("User", "The user's name at the relay, if it asks.", shapes.LINE, 254)),
    sender=_text("Sender", "The address that citizens read.", shapes.EMAIL, 254),
    security={
        "title": "Security",
        "description": "How the connection is protected.",
        "type": "string",
        "enum": ["starttls", "tls", "none"],
        "default": "starttls",
    },
)
TLS = _group(
    "Certificate",
    "The region's own certificate. Without this the kit makes an authority for the region, which "
    "the browsers of citizens do not trust yet.",
    ("certificate",),
    certificate=_text(
        "Certificate",
        "PEM file with the certificate and those between it and its authority.",
        shapes.FILE,
        example="tls/chain.pem",
    ),
    key=_maybe(
        _text(
            "Private key",
            "PEM file, never in git. Without this the key is taken from secrets.yml.",
            shapes.FILE,
            example="tls/key.pem",
        )
    ),
)
BRANDING = _group(
    "Branding",
    "What makes the apps look like the region's.",
    ("primary",),
    primary=_text(
        "Main colour",
        "“#rrggbb”, in quotes. White text on it must have a contrast of 4.5:1 (WCAG 2.2 AA).",
        shapes.COLOUR,
    ),
    logo=_maybe(
        _text("Logo", "SVG that only draws, or PNG; at most 256 KB.", shapes.FILE),
    ),
    display_name=_maybe(
        _text("Name of the portal", "What citizens read instead of the region's.", shapes.LINE, 40)
    ),
)
SAFETY = _group(
    "Safety",
    "How long officers stay signed in, and which documents the apps take.",
    idle_minutes=_number(
        "Idle minutes", "An officer who does nothing for so long is signed out.", 5, 240
    )
    | {"default": 30},
    session_hours=_number(
        "Session hours", "How long an officer stays signed in at most, however busy.", 1, 24
    )
    | {"default": 10},
    document_mb=_number("Document", "Size of one document, in MB.", 1, 25) | {"default": 10},
    person_mb=_number(
        "Documents of a person", "All that one person may send to one app, in MB.", 1, 100_000
    )
    | {"default": 200},
    app_mb=_number("Documents of an app", "All that one app may hold, in MB.", 1, 10_000_000)
    | {"default": 5000},
    antivirus={
        "title": "Antivirus",
        "description": "Installs ClamAV; no document is given out before it was scanned. "
        "Takes 1.3 GB of memory and fetches its signatures from the internet every day.",
        "type": "boolean",
        "default": False,
    },
)
EMBEDDED = _group(
    "Embedded",
    "How the apps are installed on this machine.",
    # A base port, with room for every app above it and none of the system's below it.
    port=_maybe(
        _number("First port", "On localhost, one per app; else from the code.", 1024, 65000)
    ),
)
PROFILE = _group(
    "Profile of a region",
    "What a region decides for itself when it adopts the apps. Whatever follows from its code "
    "(name, time zone, districts, villages) is not written here.",
    ("kit", "domain", "apps", "branding"),
    kit=_text(
        "Kit",
        "The version whose form this profile has, in quotes. `smartcity profile migrate` brings "
        "an older one up to date.",
        shapes.KIT,
    ),
    kind={
        "title": "Kind",
        "description": "A region has a code; an institution says below who it is.",
        "type": "string",
        "enum": ["region", "institution"],
        "default": "region",
    },
    code=_text(
        "Code",
        "Kemendagri's code of the region, in quotes: without them 11.10 is a number.",
        shapes.CODE,
    ),
    institution=INSTITUTION,
    domain=_text(
        "Domain",
        "Apps answer at <subdomain>.<domain>. LIVE's address is what accounts are tied to: "
        "choose it once.",
        shapes.DOMAIN,
        189,
    ),
    contact=_maybe(CONTACT),
    apps={
        "title": "Apps",
        "description": "The apps to adopt. `smartcity apps` lists them all.",
        "type": "object",
        "minProperties": 1,
        "additionalProperties": _maybe(APP),
    },
    servers=_maybe(
        {
            "title": "Servers",
            "description": "Without any, the apps are installed on this machine (“embedded”).",
            "type": "object",
            "propertyNames": {"pattern": shapes.LABEL.pattern, "maxLength": 63},
            "additionalProperties": SERVER,
        }
    ),
    mail=_maybe(MAIL),
    tls=_maybe(TLS),
    branding=BRANDING,
    safety=_maybe(SAFETY),
    embedded=_maybe(EMBEDDED),
)


def schema() -> Node:
    """What the reader checks every profile.yml by."""
    return PROFILE


def with_defaults(node: Node, given: Mapping[str, Any]) -> dict[str, Any]:
    """A group of keys as given, and the defaults of those that were left out."""
    keys = node["properties"].items()
    return {name: key["default"] for name, key in keys if "default" in key} | dict(given)
