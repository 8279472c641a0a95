"""The keys that profile.yml may hold: the shape of each, for checking and for a JSON Schema.

`profiles/_example/profile.yml` shows every one of them; a test keeps the two together.
"""

from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from smartcity_kit.profile import shapes
from smartcity_kit.profile.shapes import Shape


def _text(shape: Shape, longest: int = 120, example: str = "") -> Any:
    return Field(pattern=shape.pattern, max_length=longest, examples=[example or shape.example])


Line = Annotated[str, _text(shapes.LINE)]
Label = Annotated[str, _text(shapes.LABEL, 63)]
Host = Annotated[str, _text(shapes.HOST, 253)]
User = Annotated[str, _text(shapes.USER, 32)]
Url = Annotated[str, _text(shapes.URL, 253)]
Email = Annotated[str, _text(shapes.EMAIL, 254)]
Port = Annotated[int, Field(ge=1, le=65535)]


class _Keys(BaseModel):
    # Strict: "22" is not a port and 75.71 is not a code; nothing is guessed.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class ContactKeys(_Keys):
    email: Email | None = None
    phone: Annotated[str, _text(shapes.PHONE, 32)] | None = None
    address: Annotated[str, _text(shapes.LINE, 300)] | None = None


class AppKeys(_Keys):
    title: Annotated[str, _text(shapes.LINE, 40)] | None = None
    subdomain: Label | None = None
    # Typed by the app's card, which only the catalogue knows.
    settings: dict[str, Any] | None = None


class ServerKeys(_Keys):
    address: Host | None = None
    port: Port = 22
    user: User = "root"
    jump: Annotated[str, _text(shapes.JUMP, 300)] | None = None
    host_key: Annotated[str, _text(shapes.HOST_KEY, 1100)] | None = None
    proxy: Url | None = None
    apt_mirror: Url | None = None
    local: bool = False


class MailKeys(_Keys):
    host: Host
    port: Port = 587
    user: Annotated[str, _text(shapes.LINE, 254)] | None = None
    sender: Email
    security: Literal["starttls", "tls", "none"] = "starttls"


class TlsKeys(_Keys):
    certificate: Annotated[str, _text(shapes.FILE, example="tls/chain.pem")]
    key: Annotated[str, _text(shapes.FILE, example="tls/key.pem")] | None = None


class BrandingKeys(_Keys):
    primary: Annotated[str, _text(shapes.COLOUR)]
    logo: Annotated[str, _text(shapes.FILE)] | None = None
    display_name: Annotated[str, _text(shapes.LINE, 40)] | None = None


class EmbeddedKeys(_Keys):
    # A base port, with room for every app above it and none of the system's below it.
    port: Annotated[int, Field(ge=1024, le=65000)] | None = None


class ProfileKeys(_Keys):
    kit: Annotated[str, _text(shapes.KIT)]
    code: Annotated[str, _text(shapes.CODE)]
    domain: Annotated[str, _text(shapes.DOMAIN, 189)]
    contact: ContactKeys | None = None
    apps: Annotated[dict[str, AppKeys | None], Field(min_length=1)]
    servers: dict[Label, ServerKeys] | None = None
    mail: MailKeys | None = None
    tls: TlsKeys | None = None
    branding: BrandingKeys
    embedded: EmbeddedKeys | None = None


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema of profile.yml."""
    return ProfileKeys.model_json_schema()


def schema_at(path: tuple[str | int, ...]) -> dict[str, Any]:
    """The schema of the value at `path`; empty where a profile may hold anything, or nothing."""
    node = schema()
    for key in path:
        named = node.get("patternProperties", {}).values()
        others = next(iter(named), node.get("additionalProperties"))
        node = _resolved(node.get("properties", {}).get(key) or others or {})
    return node


def _resolved(node: dict[str, Any]) -> dict[str, Any]:
    """Out of "this or nothing", this; and what a reference refers to."""
    node = node.get("anyOf", [node])[0]
    name = node.get("$ref", "").removeprefix("#/$defs/")
    return schema()["$defs"][name] if name else node
