"""What this app knows about its region: one JSON file, one environment file, secrets as files.

An app's code is the same in every region. Everything that varies is read here, once, at start-up.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from django.utils.translation import gettext_noop as _


class ConfigError(Exception):
    """The app cannot start: says which file or secret is missing or wrong, never what is in it."""


@dataclass(frozen=True, slots=True)
class Region:
    code: str  # Kemendagri code with dots: "75.71"
    slug: str
    name: str
    level: str  # "kota" or "kabupaten"
    government: str
    province: str
    head_title: str
    timezone: str  # IANA
    zone: str  # WIB, WITA, WIT
    domain: str

    @property
    def digits(self) -> str:
        """The code without dots, for cookie names and report numbers: "7571"."""
        return self.code.replace(".", "")


@dataclass(frozen=True, slots=True)
class Contact:
    email: str | None = None
    phone: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Emergency:
    """Whom to call when it cannot wait."""

    number: str  # as it is dialled: "112"
    name: str
    about: str = ""


# What is dialled anywhere in Indonesia, for a region that has no list of its own. Permenkominfo
# 10/2016 makes 112 the one number; not every region answers it yet, so the others stay beside it.
NATIONAL = (
    Emergency("112", _("Panggilan darurat"), _("Semua keadaan darurat, bebas pulsa")),
    Emergency("110", _("Polisi")),
    Emergency("113", _("Pemadam kebakaran")),
    Emergency("119", _("Ambulans"), _("Gawat darurat medis")),
    Emergency("115", "SAR", _("Pencarian dan pertolongan")),
)


@dataclass(frozen=True, slots=True)
class Branding:
    display_name: str | None
    primary: str  # fills and lines
    primary_dark: str
    on_primary: str
    link: str  # text, readable on every surface
    link_dark: str
    tint: str  # a surface
    logo: str  # path below the folder of region.json


@dataclass(frozen=True, slots=True)
class App:
    """One adopted app; `settings` is filled for the app itself only."""

    name: str
    title: str
    summary: str
    url: str
    roles: Mapping[str, Mapping[str, Any]]
    group: str = ""
    icon: str = ""
    settings: Mapping[str, Any] | None = None

    @property
    def origin(self) -> str:
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def secure(self) -> bool:
        return urlsplit(self.url).scheme == "https"


@dataclass(frozen=True, slots=True)
class Mail:
    host: str
    port: int
    user: str | None
    sender: str
    security: Literal["starttls", "tls", "none"]


@dataclass(frozen=True, slots=True)
class Safety:
    """What the region decided about sessions and files, for all its apps."""

    idle_minutes: int  # an officer who does nothing is signed out
    session_hours: int  # and however busy, after so long
    document_mb: int  # of one file
    person_mb: int  # of all that one person sent, in one app
    app_mb: int  # of all documents of one app
    antivirus: bool


@dataclass(frozen=True, slots=True)
class Config:
    folder: Path  # holds region.json, data/, branding/, overrides/
    region: Region
    contact: Contact
    branding: Branding
    app: App
    apps: tuple[App, ...]  # all adopted apps, LIVE first
    issuer: str
    mail: Mail | None
    public_tls: bool
    safety: Safety
    place: Literal["servers", "embedded"]
    emergency: tuple[Emergency, ...] = NATIONAL

    @property
    def portal(self) -> App:
        """LIVE, where people sign in; where there is none, what the region has first."""
        live = (app for app in self.apps if app.origin == self.issuer)
        return next(live, self.apps[0] if self.apps else self.app)

    @property
    def brand(self) -> str:
        """What the region calls the whole of its services ("Gorontalo LIVE"), else the region."""
        return self.branding.display_name or self.region.name

    @property
    def full_title(self) -> str:
        """This app's name where nothing around it says whose it is: on a phone, in a letter."""
        if self.app.origin == self.issuer and self.branding.display_name:
            return self.brand
        return f"{self.app.title} {self.brand}"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def logo(self) -> Path:
        return self.folder / self.branding.logo

    def picture(self, name: str) -> Path:
        """An icon or another file that was drawn from the logo: "icon-192.png"."""
        return self.folder / "branding" / name

    def setting(self, name: str) -> Any:
        """A setting of this app's card, as the profile or the card's default has it."""
        return (self.app.settings or {})[name]


def load(path: Path) -> Config:
    """Read region.json; raises ConfigError with the file and the key that is missing or unknown."""
    try:
        raw = json.loads(path.read_text("utf-8"))
        return Config(
            folder=path.parent,
            region=Region(**raw["region"]),
            contact=Contact(**raw["contact"]),
            branding=Branding(**raw["branding"]),
            app=_app(raw, raw["app"]),
            apps=tuple(_app(raw, app) for app in raw["apps"]),
            issuer=raw["identity"]["issuer"].rstrip("/"),
            mail=Mail(**raw["mail"]) if raw["mail"] else None,
            public_tls=raw["public_tls"],
            safety=Safety(**raw["safety"]),
            place=raw["place"],
            emergency=_emergency(raw.get("emergency")),
        )
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except KeyError as error:
        raise ConfigError(f"{path}: the key {error} is missing") from error
    except (ValueError, TypeError) as error:
        raise ConfigError(f"{path}: {error}") from error


def _app(raw: Mapping[str, Any], about: Mapping[str, Any]) -> App:
    """An app; LIVE goes by the name that the region has for it."""
    app = App(**about)
    name = raw["branding"].get("display_name")
    is_portal = app.origin == raw["identity"]["issuer"].rstrip("/")
    return replace(app, title=name) if is_portal and name else app


def _emergency(raw: list[dict[str, str]] | None) -> tuple[Emergency, ...]:
    """The region's own numbers: an empty list is a decision, and no list is none."""
    return NATIONAL if raw is None else tuple(Emergency(**one) for one in raw)


@lru_cache(maxsize=1)
def config() -> Config:
    """The region this process serves."""
    return load(Path(os.environ.get("SMARTCITY_CONFIG") or app_folder() / "region.json"))


@lru_cache(maxsize=1)
def app_folder() -> Path:
    """The folder of manage.py, found by its `config` package so that no caller's cwd matters."""
    spec = find_spec("config")
    return Path(spec.origin).parent.parent if spec and spec.origin else Path.cwd()


@lru_cache(maxsize=1)
def card() -> dict[str, Any]:
    """What the app's card says of it for people to read: titles, help, formulas; {} without one."""
    import yaml

    for file in (app_folder() / "app.yml", app_folder().parent / "app.yml"):
        if file.is_file():
            return dict(yaml.safe_load(file.read_text("utf-8")))
    return {}


def state_folder() -> Path:
    """Where what people made is kept: uploads, and the database when it is SQLite."""
    return Path(os.environ.get("SMARTCITY_STATE") or app_folder() / "var")


def debug() -> bool:
    return os.environ.get("SMARTCITY_DEBUG") == "1"


def secret(name: str) -> str:
    """The content of a secret file, without the line end; raises ConfigError when there is none."""
    return secret_file(name).read_text("utf-8").rstrip("\r\n")


def secret_file(name: str) -> Path:
    """The file of a secret; "clients/laksa" names one in a folder.

    systemd's LoadCredential flattens a folder into names with an underscore: both are looked for.
    Raises ConfigError when there is none.
    """
    folder = _secrets_folder()
    for path in (folder / name, folder / name.replace("/", "_")):
        if path.is_file():
            return path
    raise ConfigError(f"the secret {name!r} is not in {folder}")


def has_secret(name: str) -> bool:
    try:
        return bool(secret(name))
    except ConfigError:
        return False


def replaced(name: str) -> list[str]:
    """The values that a secret had before and that still count, newest first; mostly none.

    They lie beside it in one file, "secret_key.before", with an empty line between two.
    """
    try:
        text = secret(f"{name}.before")
    except ConfigError:
        return []
    return [value.strip() for value in text.split("\n\n") if value.strip()]


def standing_secret(name: str) -> str:
    """The secret file; only a programmer's runserver may make itself one, below var/."""
    if not debug() or has_secret(name):
        return secret(name)
    from secrets import token_urlsafe

    made = state_folder() / name
    if not made.is_file():
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_text(token_urlsafe(48), "utf-8")
        made.chmod(0o600)
    return made.read_text("utf-8")


def _secrets_folder() -> Path:
    given = os.environ.get("SMARTCITY_SECRETS") or os.environ.get("CREDENTIALS_DIRECTORY")
    return Path(given) if given else app_folder() / "secrets"
