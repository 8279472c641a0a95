"""A profile without fault, and what the kit adds to it."""

import dataclasses
import json
import subprocess
import sys

import pytest

from smartcity_kit.catalogue import Catalogue
from smartcity_kit.errors import ProfileError
from smartcity_kit.profile import Mail, Server, Tls, embedded_port, load_profile, read_profile
from smartcity_kit.profile.version import VERSION
from tests.profile.conftest import PROFILE, WHOLE, Write, told

SEEDS = [
    "36",
    "36.71",
    "36.72",
    "36.73",
    "36.74",
    "21.71",
    "73.71",
    "35.73",
    "36.04",
    "36.01",
    "36.02",
    "36.03",
    "52.01",
    "19.06",
    "33.20",
    "19.03",
    "73.03",
    "75.71",
    "63.03",
]

EVERYTHING = """\
contact: {email: kontak@contoh.go.id, phone: "112"}
servers: {web1: {address: 10.0.0.5, port: 2222, user: admin, jump: "a@gate:22"}}
mail: {host: 10.0.0.1, sender: layanan@contoh.go.id, user: u}
tls: {certificate: tls/chain.pem}
embedded: {port: 30000}
"""


def test_it_fills_in_what_the_profile_leaves_out(write: Write, catalogue: Catalogue) -> None:
    profile, found = read_profile(write(WHOLE), catalogue)
    assert found == []
    assert profile is not None
    assert profile.region.government == "Pemerintah Kota Gorontalo"
    assert [(app.name, app.title, app.subdomain) for app in profile.apps.values()] == [
        ("live", "LIVE", "live"),
        ("laksa", "LAKSA", "laksa"),
    ]
    assert profile.apps["laksa"].settings["verify_days"] == 3
    assert profile.branding.palette.primary_dark == "#084568"
    assert profile.branding.logo is None
    assert profile.embedded_port == 29360
    assert (profile.servers, profile.mail, profile.tls) == ({}, None, None)


def test_it_keeps_what_the_profile_says(write: Write, catalogue: Catalogue) -> None:
    own = "{title: Lapor, subdomain: lapor, processes: 2, settings: {verify_days: 2}}"
    apps = f"apps:\n  laksa: {own}\n  live:"
    text = PROFILE.replace("apps: {live: , laksa: }", apps) + EVERYTHING
    pem = "-----BEGIN CERTIFICATE-----"
    folder = write(WHOLE | {"profile.yml": text, "tls/chain.pem": pem})
    write({"overrides/laksa/templates/b.html": "", "overrides/laksa/a.css": ""})
    profile, found = read_profile(folder, catalogue)
    assert found == []
    assert profile is not None
    laksa = profile.apps["laksa"]
    assert (laksa.title, laksa.subdomain, laksa.processes) == ("Lapor", "lapor", 2)
    assert profile.apps["live"].processes == 1
    assert laksa.settings["verify_days"] == 2
    assert laksa.settings["followup_days"] == 3
    assert list(profile.apps) == ["live", "laksa"]
    assert profile.servers == {
        "web1": Server("web1", "10.0.0.5", port=2222, user="admin", jump="a@gate:22")
    }
    assert profile.mail == Mail("10.0.0.1", 587, "u", "layanan@contoh.go.id", "starttls")
    assert profile.tls == Tls(folder / "tls/chain.pem", None)
    assert profile.contact.phone == "112"
    assert profile.embedded_port == 30000
    assert [str(path) for path in profile.overrides["laksa"]] == ["a.css", "templates/b.html"]


def test_it_raises_all_faults_at_once(write: Write, catalogue: Catalogue) -> None:
    folder = write(WHOLE | {"profile.yml": "kit: 0.1\n", "data/holidays.csv": "x\n"})
    with pytest.raises(ProfileError) as caught:
        load_profile(folder, catalogue, [])
    assert caught.value.message == "8 faults in region"
    assert len(caught.value.faults) == 8
    assert caught.value.faults == sorted(caught.value.faults)
    assert caught.value.exit_code == 3


def test_it_gives_plain_data(write: Write, catalogue: Catalogue) -> None:
    profile, _found = read_profile(write(WHOLE), catalogue)
    assert profile is not None
    plain = json.dumps(dataclasses.asdict(profile), default=str)
    assert "Keys(" not in plain
    with pytest.raises(dataclasses.FrozenInstanceError):
        profile.domain = "lain.go.id"  # type: ignore[misc]


def test_it_gives_each_adopting_region_ports_of_its_own() -> None:
    ports = [embedded_port(code) for code in SEEDS]
    assert len(set(ports)) == len(SEEDS)
    assert all(20000 <= port <= 32768 - 40 and port % 40 == 0 for port in ports)


def test_it_reads_a_profile_of_an_older_form_and_says_how_to_renew_it(
    write: Write, catalogue: Catalogue
) -> None:
    text = PROFILE.replace(VERSION, "0.1")
    profile, found = read_profile(write(WHOLE | {"profile.yml": text}), catalogue)
    assert profile is not None
    assert profile.kit == "0.1"
    assert [told(fault) for fault in found] == [
        "profile.yml:1:6 kit: this profile has the form of kit 0.1; it is read as it is | "
        "`smartcity profile migrate` brings it to 0.2 and shows the difference."
    ]
    assert not found[0].fails


def test_it_costs_nothing_until_a_profile_is_read() -> None:
    code = "import smartcity_kit.profile, sys; print('pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
