"""No secret is anywhere but where its app reads it, and no app reads what is another's."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from smartcity_kit.secrets import Secrets, Source, open_vault
from tests.adopt.adopted import Adopted

SUITES = ("bookworm",)
PUBLIC = ("certificate", "authority")
PLACES = "/etc /home /opt /root /run /srv /tmp /usr/local /var/backups /var/lib/smartcity /var/log"
# Where a secret may be: its app's own folder and nginx's, readable by root alone, and what systemd
# hands to the app from there.
ALLOWED = (
    "/etc/smartcity/live/secrets/",
    "/etc/smartcity/laksa/secrets/",
    "/etc/smartcity/tls/key.pem",
)


@pytest.fixture(scope="module")
def values(here: Adopted) -> list[str]:
    """Every secret of the region, a long line of each: a key in a file may be wrapped otherwise."""
    state = here.region.state / "regions" / here.region.slug
    source = Source("file", str(state / "vault.key"))
    vault = open_vault(Secrets(here.region.profile.with_name("secrets.yml"), source, state / "-"))
    found = sorted(set(leaves(vault)))
    key = (state / "vault.key").read_text().strip()
    assert len(found) >= 6
    return [*found, key]


def leaves(vault: dict[str, Any]) -> Iterator[str]:
    for name, value in vault.items():
        if isinstance(value, dict):
            yield from leaves(value)
        elif name not in PUBLIC:
            yield max((line for line in str(value).splitlines() if "---" not in line), key=len)


def test_the_operators_files_hold_none(here: Adopted, values: list[str]) -> None:
    folder = here.region.folder
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "vault.key"]
    assert len(files) > 100

    holding = [
        path.relative_to(folder) for path in files
        if any(value.encode() in path.read_bytes() for value in values)
    ]  # fmt: skip

    assert holding == []


def test_the_server_holds_them_only_where_the_app_reads_them(
    here: Adopted, values: list[str]
) -> None:
    found = here.server.run(
        f"grep -rlaFf - {PLACES} --devices=skip 2>/dev/null", stdin="\n".join(values), check=False
    ).stdout.split()

    elsewhere = [
        path for path in found
        if not path.startswith(ALLOWED) and not path.startswith("/run/credentials/smartcity-")
    ]  # fmt: skip
    assert {"/etc/smartcity/live/secrets/secret_key", "/etc/smartcity/tls/key.pem"} <= set(found)
    assert elsewhere == []


@pytest.mark.parametrize(
    "shown",
    [
        "journalctl --no-pager --output=verbose --all",
        "ps axeww",
        "cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline | tr '\\0' '\\n'",
        "systemctl show 'smartcity-*'",
    ],
)
def test_what_the_server_shows_holds_none(here: Adopted, values: list[str], shown: str) -> None:
    said = here.server.run(f"{shown} 2>/dev/null", check=False).stdout

    assert "smartcity" in said
    assert [value for value in values if value in said] == []


def test_the_first_login_is_shown_once_and_kept_nowhere(here: Adopted) -> None:
    link = here.region.smartcity("first-login").stdout.split()[-1]

    assert link.startswith(here.url("live"))
    assert here.visitor().get(link).status_code in (200, 302)
    token = link.rstrip("/").rpartition("/")[2].rpartition("=")[2]
    assert len(token) >= 16
    kept = [
        p for p in here.region.state.rglob("*") if p.is_file() and token in p.read_text("latin-1")
    ]
    assert kept == []
    assert token not in here.server.run("journalctl --no-pager --all").stdout


@pytest.mark.parametrize(
    "forbidden",
    [
        "cat /etc/smartcity/live/secrets/secret_key",
        "cat /etc/smartcity/laksa/secrets/secret_key",
        "cat /etc/smartcity/tls/key.pem",
        "ls /var/lib/smartcity/live/uploads",
        "ls /var/backups/smartcity/live",
        "ls /run/credentials/smartcity-live.service",
        "cat /proc/$(systemctl show -P MainPID smartcity-live)/environ",
        "psql -d sc-live -c 'SELECT 1'",
        "psql -d postgres -c 'CREATE DATABASE mine'",
        "curl --fail --unix-socket /run/smartcity/live.sock http://localhost/readyz",
        "touch /opt/smartcity/laksa/current/laksa/urls.py",
        "touch /opt/smartcity/venvs/mine",
        "sudo -n true",
    ],
)
def test_an_app_cannot_do_what_is_not_its_own(here: Adopted, forbidden: str) -> None:
    done = here.server.run(f"cd /; runuser -u sc-laksa -- sh -c {forbidden!r}", check=False)

    assert done.returncode != 0
    assert done.stdout == ""


def test_an_app_can_do_what_is_its_own(here: Adopted) -> None:
    for allowed in (
        "ls /var/lib/smartcity/laksa/uploads",
        "ls /var/backups/smartcity/laksa",
        "psql -d sc-laksa -c 'SELECT count(*) FROM laksa_report'",
        "cat /opt/smartcity/laksa/current/region.json",
    ):
        here.server.run(f"cd /; runuser -u sc-laksa -- {allowed}")


def test_inside_its_confines_an_app_sees_no_other(here: Adopted) -> None:
    seen = here.manage(
        "--python laksa",
        """-c 'import os; print(*[p for p in os.listdir("/proc") if p.isdigit()]);"""
        """print(os.access("/etc", os.W_OK), os.path.exists("/home/petugas"))'""",
    )

    assert seen.splitlines()[-1] == "False False"


def test_nobody_but_its_owner_reads_a_secret(here: Adopted) -> None:
    modes = here.server.run(
        "find /etc/smartcity/*/secrets /etc/smartcity/tls/key.pem -printf '%y %m %u %P\\n'"
    ).stdout.splitlines()
    kinds = {" ".join(line.split()[:3]) for line in modes}

    assert kinds == {"d 700 root", "f 600 root"}
    own = here.region.state / "regions" / here.region.slug / "vault.key"
    assert oct(own.stat().st_mode & 0o777) == "0o600"
    assert oct(Path(here.region.profile.with_name("secrets.yml")).stat().st_mode & 0o777) == "0o600"
