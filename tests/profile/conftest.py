"""A small catalogue that no change of the real apps can disturb, and profiles written inline."""

from collections.abc import Callable
from pathlib import Path

import pytest

from smartcity_kit.catalogue import Card, Catalogue, card_of
from smartcity_kit.errors import Fault
from smartcity_kit.profile import read_profile

Write = Callable[[dict[str, str | bytes]], Path]
Faults = Callable[..., list[str]]

PROFILE = """\
kit: "0.2"
code: "75.71"
domain: contoh.go.id
apps: {live: , laksa: }
branding: {primary: "#0b5c8a"}
"""
AGENCIES = "id,name,short_name,parent,kind\ndlh,Dinas Lingkungan Hidup,DLH,,dinas\n"
CATEGORIES = "id,name,agency\nsampah,Sampah,dlh\n"
WHOLE: dict[str, str | bytes] = {
    "profile.yml": PROFILE,
    "data/agencies.csv": AGENCIES,
    "data/categories.csv": CATEGORIES,
}


def card(name: str, **given: object) -> Card:
    texts = {"title": name.upper(), "summary": "", "seed": "", "group": "", "icon": "home"}
    return card_of({"name": name, "subdomain": name, "order": 1, **texts, **given})


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    number = {"type": "int", "default": 3, "help": "Hari kerja.", "minimum": 1, "maximum": 30}
    live = card(
        "live",
        data={"agencies": "required", "announcements": "optional"},
        personal=["staff"],
        roles={"editor": {"title": "Penulis", "help": ""}},
        settings={"registration": {"type": "bool", "default": True, "help": "Boleh mendaftar."}},
    )
    laksa = card(
        "laksa",
        depends=["live"],
        data={"agencies": "required", "categories": "required", "holidays": "optional"},
        roles={"officer": {"title": "Petugas", "help": ""}},
        settings={
            "verify_days": number,
            "followup_days": number,
            "answer_days": number,
            "trust_accounts": {"type": "bool", "default": False, "help": "Percaya akun."},
            "tile_url": {"type": "str", "default": "", "help": "Alamat ubin peta."},
        },
    )
    return Catalogue(apps={"live": live, "laksa": laksa})


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write files into the profile's folder, which stands in the current folder as "region"."""
    monkeypatch.chdir(tmp_path)

    def write_files(files: dict[str, str | bytes]) -> Path:
        for name, content in files.items():
            path = tmp_path / "region" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path / "region"

    return write_files


@pytest.fixture
def faults(write: Write, catalogue: Catalogue) -> Faults:
    """The faults of a whole profile in which these files are as given, one line each."""

    def faults_of(files: dict[str, str | bytes] | None = None) -> list[str]:
        profile, found = read_profile(write(WHOLE | (files or {})), catalogue)
        assert (profile is None) == any(fault.fails for fault in found)
        return [told(fault) for fault in found]

    return faults_of


def told(fault: Fault) -> str:
    """A fault as one line: "file:line:column key: message | hint"."""
    name = fault.file.removeprefix("region/")
    key = f" {fault.key}:" if fault.key else ""
    hint = f" | {fault.hint}" if fault.hint else ""
    return f"{name}:{fault.line}:{fault.column}{key} {fault.message}{hint}"
