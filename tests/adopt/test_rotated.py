"""New secrets, embedded on the machine at hand: they are brought, and nobody notices."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
import requests

from smartcity_kit.secrets import Secrets, Source, open_vault
from tests.adopt.region import Region
from tests.adopt.test_embedded import addresses, end_all, healthy, visitor
from tests.adopt.visitor import Visitor
from tests.browser.place import free_ports

pytestmark = pytest.mark.xdist_group("embedded")
PERSON = {
    "name": "Warga Baru",
    "email": "warga@contoh.id",
    "password1": "perahu merah di hulu 31",
    "password2": "perahu merah di hulu 31",
}


@pytest.fixture(scope="module")
def region() -> Iterator[Region]:
    folder = Path(tempfile.mkdtemp(prefix="smartcity-rotated-"))
    made = Region.copied("kota-gorontalo", folder).at_port(free_ports(2))
    made.smartcity("adopt", "--yes")
    yield made
    end_all(made)
    shutil.rmtree(folder)


def follow(person: Visitor, url: str) -> requests.Response:
    """Open an address and go where it leads, as a browser does."""
    answer = person.get(url)
    for _step in range(10):
        if answer.status_code not in (301, 302):
            return answer
        url = urljoin(url, answer.headers["Location"])
        answer = person.get(url)
    raise AssertionError(f"{url} leads nowhere")


def signed_in(person: Visitor, urls: dict[str, str]) -> bool:
    """Whether both apps know the person without asking."""
    account = person.get(f"{urls['live']}/akun/")
    mine = person.get(f"{urls['laksa']}/")
    return account.status_code == 200 and "/keluar/" in mine.text


def rotate(region: Region, *options: str) -> dict[str, object]:
    done = region.smartcity("secrets rotate", "--json", *options)
    said: dict[str, object] = json.loads(done.stdout)
    return said


def app_secret(region: Region, app: str, name: str) -> str:
    file = region.state / "embedded" / region.slug / "etc" / app / "secrets" / name
    return file.read_text() if file.is_file() else ""


@pytest.fixture(scope="module")
def person(region: Region) -> Visitor:
    """Somebody with an account of LIVE, signed in there and at LAKSA."""
    urls, who = addresses(region), visitor()
    sent = who.send(f"{urls['live']}/daftar/", PERSON)
    assert sent.status_code == 302, sent.text
    follow(who, f"{urls['laksa']}/masuk/")
    assert signed_in(who, urls)
    return who


def test_after_a_rotation_and_an_adopt_everybody_is_still_signed_in(
    region: Region, person: Visitor
) -> None:
    urls = addresses(region)
    old = {app: app_secret(region, app, "secret_key") for app in urls}
    signing = app_secret(region, "live", "oidc_key.pem")

    rotate(region)
    assert signed_in(person, urls), "nothing has reached the apps yet"
    pending = region.plan()
    report = region.adopt()

    assert pending["pending"]
    assert report["result"] == "done"
    assert healthy(region) == {True}
    for app, before in old.items():
        assert app_secret(region, app, "secret_key") != before
        assert app_secret(region, app, "secret_key.before").strip() == before.strip()
    assert app_secret(region, "live", "oidc_key.pem") != signing
    assert signed_in(person, urls)
    keys = person.get(f"{urls['live']}/.well-known/jwks.json").json()["keys"]
    assert len(keys) == 2
    assert not region.plan()["pending"]


def test_new_people_sign_in_with_the_new_secrets(region: Region, person: Visitor) -> None:
    urls, other = addresses(region), visitor()
    other.send(f"{urls['live']}/daftar/", PERSON | {"email": "lain@contoh.id"})
    follow(other, f"{urls['laksa']}/masuk/")
    assert signed_in(other, urls)


def test_a_new_password_of_the_vault_restarts_nothing(region: Region, person: Visitor) -> None:
    urls = addresses(region)
    state = region.state / "embedded" / region.slug / "run"
    began = {file.name: file.stat().st_mtime for file in state.glob("*.pid")}

    rotate(region, "--key")
    region.adopt()

    assert began
    assert {file.name: file.stat().st_mtime for file in state.glob("*.pid")} == began
    assert signed_in(person, urls)


def test_a_leak_is_ended_the_day_after(region: Region, person: Visitor) -> None:
    """The day is in the note of the adopt; here it is turned back."""
    refused = region.smartcity("secrets rotate", "--retire", check=False)
    assert "for a day yet" in refused.stderr
    note = region.state / "regions" / region.slug / "secrets.json"
    note.write_text(json.dumps(json.loads(note.read_text()) | {"carried": "2026-01-01"}))

    rotate(region, "--retire")
    region.adopt()

    urls = addresses(region)
    assert app_secret(region, "live", "secret_key.before") == ""
    assert signed_in(person, urls), "seen since, their sessions stand on the new key"
    keys = person.get(f"{urls['live']}/.well-known/jwks.json").json()["keys"]
    assert len(keys) == 1


def test_what_runs_shows_none_of_them(region: Region) -> None:
    found = region.state / "regions" / region.slug
    vault = open_vault(
        Secrets(
            region.profile.with_name("secrets.yml"),
            Source("file", str(found / "vault.key")),
            found / "secrets.before.yml",
        )
    )
    values = [
        value for app in vault["apps"].values() for value in app.values() if "\n" not in value
    ]
    shown = b"".join(
        read(file)
        for process in Path("/proc").glob("[0-9]*")
        for file in (process / "environ", process / "cmdline")
    )
    assert b"smartcity" in shown
    assert [value for value in values if value.encode() in shown] == []


def read(file: Path) -> bytes:
    """Nothing for a process that has ended, or is somebody else's."""
    try:
        return file.read_bytes()
    except OSError:
        return b""


def test_another_operator_without_the_key_is_told_what_to_do(region: Region) -> None:
    key = region.state / "regions" / region.slug / "vault.key"
    aside = key.with_suffix(".aside")
    key.rename(aside)
    try:
        refused = region.smartcity("secrets rotate", check=False)
    finally:
        aside.rename(key)
    assert "is not here" in refused.stderr
    assert "Nothing was changed" in refused.stderr
