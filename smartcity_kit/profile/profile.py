"""What a profile is once it has been read and found without fault: plain, frozen data."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from smartcity_kit.profile.colour import Palette
from smartcity_kit.regions import Region

Value = int | str | bool
Row = Mapping[str, str]


@dataclass(frozen=True)
class Contact:
    """How the public reaches the region's government; shown in every footer."""

    email: str | None = None
    phone: str | None = None
    address: str | None = None


@dataclass(frozen=True)
class AppChoice:
    """An app that the region adopts; what the profile leaves out comes from the app's card."""

    name: str
    title: str
    subdomain: str
    settings: Mapping[str, Value]
    processes: int = 1


@dataclass(frozen=True)
class Server:
    """A machine of the region's own. `local` is the one that the kit runs on.

    `jump` is "[user@]host[:port]"; `host_key` is a line as `ssh-keyscan` prints it, without the
    host ("ssh-ed25519 AAAA…"). `address` is None only where `local` is true.
    """

    name: str
    address: str | None
    port: int = 22
    user: str = "root"
    jump: str | None = None
    host_key: str | None = None
    proxy: str | None = None
    apt_mirror: str | None = None
    local: bool = False


@dataclass(frozen=True)
class Mail:
    """The relay that the apps hand their mail to; its password is a secret."""

    host: str
    port: int
    user: str | None
    sender: str
    security: Literal["starttls", "tls", "none"]


@dataclass(frozen=True)
class Tls:
    """The region's own certificate. `key` is None where the private key is a secret."""

    certificate: Path
    key: Path | None


@dataclass(frozen=True)
class Branding:
    """How the region looks. `logo` is an SVG or a PNG that `profile.logo` let through."""

    palette: Palette
    display_name: str | None
    logo: Path | None


@dataclass(frozen=True)
class Safety:
    """Sessions of officers, and the documents that apps take; sizes in MB."""

    idle_minutes: int
    session_hours: int
    document_mb: int
    person_mb: int
    app_mb: int
    antivirus: bool


@dataclass(frozen=True)
class Table:
    """One of the region's lists. Every row has every column of its kind, "" where it is empty.

    Cells are canonical: dates as year-month-day, decimal points, telephone numbers in E.164.
    `examples` are the lines of rows that only show what a row looks like and that nothing loads;
    `encoding` is the one that was taken, "" for a workbook.
    """

    name: str
    path: Path
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    examples: tuple[int, ...] = ()
    encoding: str = ""

    @property
    def text(self) -> str:
        """The same table as plain CSV: UTF-8, commas, LF; the same rows give the same text."""
        out = io.StringIO()
        writer = csv.DictWriter(out, self.columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows)
        return out.getvalue()


@dataclass(frozen=True)
class Profile:
    """A region, and everything it decided for itself.

    `apps` is in the catalogue's order. `tables` are public; `personal` (staff) is about people and
    never enters a release. `overrides` holds, per app, paths below `overrides/<app>/`.
    """

    region: Region
    kit: str
    domain: str
    contact: Contact
    apps: Mapping[str, AppChoice]
    servers: Mapping[str, Server]
    mail: Mail | None
    tls: Tls | None
    branding: Branding
    safety: Safety
    embedded_port: int
    folder: Path
    tables: Mapping[str, Table]
    personal: Mapping[str, Table]
    overrides: Mapping[str, tuple[Path, ...]]
