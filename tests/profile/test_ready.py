"""What a person must still do in a valid profile."""

import pytest

from smartcity_kit.catalogue import Catalogue
from smartcity_kit.profile import read_todo
from tests.profile.conftest import PROFILE, WHOLE, Write, told

LOGO = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9v9z"/></svg>'
CHAIN = "-----BEGIN CERTIFICATE-----\n"
READY = PROFILE.replace("contoh.go.id", "kota.go.id").replace(
    'primary: "#0b5c8a"', 'primary: "#0b5c8a", logo: logo.svg'
) + (
    "contact: {email: a@kota.go.id}\n"
    "servers: {web1: {address: web1.kota.go.id}}\n"
    "mail: {host: surel.kota.go.id, sender: a@kota.go.id}\n"
    "tls: {certificate: chain.pem}\n"
)
FILES: dict[str, str | bytes] = {
    **WHOLE, "profile.yml": READY, "logo.svg": LOGO, "chain.pem": CHAIN,
}  # fmt: skip


def left(write: Write, catalogue: Catalogue, files: dict[str, str | bytes]) -> list[str]:
    faults, todo = read_todo(write(FILES | files), catalogue)
    assert faults == []
    return [told(note) for note in todo]


def test_a_profile_with_everything_is_ready(write: Write, catalogue: Catalogue) -> None:
    assert left(write, catalogue, {}) == []


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("contact", "neither an address nor a telephone"),
        ("servers", "no server is named"),
        ("mail", "no mail relay is named"),
        ("tls", "no certificate is named"),
    ],
)
def test_each_part_that_is_missing_is_listed(
    key: str, said: str, write: Write, catalogue: Catalogue
) -> None:
    text = "".join(line for line in READY.splitlines(True) if not line.startswith(key))
    (note,) = left(write, catalogue, {"profile.yml": text})
    assert f" {key}: " in note
    assert said in note


def test_a_mark_is_listed_with_its_line_until_it_is_removed(
    write: Write, catalogue: Catalogue
) -> None:
    text = "# PASTIKAN: domain ini\n" + READY + "  # KERANGKA: data/agencies.csv\n# KERANGKA\n"
    first, second = left(write, catalogue, {"profile.yml": text})
    assert first.startswith("profile.yml:1:3 still to be confirmed: domain ini")
    assert second.startswith("profile.yml:11:5 still to be confirmed: data/agencies.csv")


def test_values_of_an_example_are_listed(write: Write, catalogue: Catalogue) -> None:
    text = READY.replace("web1.kota.go.id", "web1.contoh.go.id").replace(
        "email: a@kota", "email: a@contoh"
    )
    notes = left(write, catalogue, {"profile.yml": text})
    assert ["contact.email" in notes[0], "servers.web1.address" in notes[1]] == [True, True]


def test_the_kit_s_placeholder_is_no_logo(write: Write, catalogue: Catalogue) -> None:
    placeholder = LOGO.replace("<path", "<title>Lambang sementara</title><path")
    (note,) = left(write, catalogue, {"logo.svg": placeholder})
    assert "branding.logo: the logo is the kit's placeholder" in note


def test_example_rows_are_listed_by_table(write: Write, catalogue: Catalogue) -> None:
    notes = left(
        write,
        catalogue,
        {
            "data/holidays.csv": "date,name\n2026-01-02,CONTOH: libur\n2026-01-03,Libur\n",
            "data/staff.csv": "name,email\nX,contoh@contoh.go.id\nY,Contoh2@contoh.go.id\n",
        },
    )
    assert [note.partition(" | ")[0] for note in notes] == [
        "data/holidays.csv:2:1 1 row is only an example",
        "data/staff.csv:2:1 2 rows are only examples",
    ]


def test_an_invalid_profile_has_faults_and_nothing_else(write: Write, catalogue: Catalogue) -> None:
    faults, todo = read_todo(write({"profile.yml": "kit: x"}), catalogue)
    assert faults
    assert todo == []
