"""A secret that was pasted into a profile is a fault, and no fault shows it."""

import base64
import json
import random
import string
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from smartcity_kit import paths
from smartcity_kit.authority import make_authority
from smartcity_kit.catalogue import Catalogue, load_catalogue
from smartcity_kit.errors import Fault
from smartcity_kit.profile import all_profiles, read_profile
from smartcity_kit.profile.leaks.recognise import is_secret_name, shapes, tokens
from tests.profile.conftest import AGENCIES, PROFILE, WHOLE, Write

SAMPLES = [*all_profiles([paths.SAMPLES]), paths.SAMPLES / "_example"]
PEM = make_authority("Kota Contoh", "contoh.go.id").key
LEAK = "it looks like a secret; nothing of it is shown"
quietly = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def token(kind: str, seed: int = 7) -> str:
    """What a generator prints, as people paste it. Made anew: no token lies in this file."""
    chance = random.Random(seed)  # noqa: S311 - the same ones each time
    letters = string.ascii_letters + string.digits

    def some(count: int, alphabet: str = letters) -> str:
        return "".join(chance.choice(alphabet) for _ in range(count))

    makers: dict[str, Callable[[], str]] = {
        "urlsafe": lambda: base64.urlsafe_b64encode(chance.randbytes(32)).decode().rstrip("="),
        "base64": lambda: base64.b64encode(chance.randbytes(33)).decode(),
        "short": lambda: some(24),
        "hex": lambda: chance.randbytes(32).hex(),
        "github": lambda: "ghp_" + some(36),
        "gitlab": lambda: "glpat-" + some(20),
        "aws": lambda: "AKIA" + some(16, string.ascii_uppercase),
        "crypt": lambda: "$6$" + some(40),
        "age": lambda: "AGE-SECRET-KEY-1" + some(58, "QPZRY9X8GF2TVDW0S3"),
    }
    return makers[kind]()


TOKENS = ("urlsafe", "base64", "short", "hex", "github", "gitlab", "aws", "crypt", "age")


@pytest.fixture(params=TOKENS)
def secret(request: pytest.FixtureRequest) -> str:
    return token(request.param)


def told(found: list[Fault]) -> str:
    """Everything that any format could print of these faults."""
    return json.dumps([vars(fault) for fault in found], ensure_ascii=False)


def check(
    write: Write, catalogue: Catalogue, files: dict[str, str | bytes], secret: str
) -> list[Fault]:
    """The faults of a profile, after making sure that none of them shows the secret."""
    profile, found = read_profile(write(WHOLE | files), catalogue)
    assert profile is None
    shown = told(found)
    assert secret not in shown
    longest = max(secret.splitlines(), key=len)
    assert longest[:12] not in shown
    assert longest[-12:] not in shown
    return found


@pytest.mark.parametrize("folder", SAMPLES, ids=lambda folder: folder.name)
def test_no_sample_is_suspected(folder: Path) -> None:
    assert read_profile(folder, load_catalogue())[1] == []


@pytest.mark.parametrize(
    "line",
    [
        "contact: {{address: {0}}}",
        "contact: {{email: {0}}}",
        "mail: {{password: {0}}}",
        "apps_token: {0}",
        "{0}: ya",
        "contact:\n  {0}:\n    a: b",
        "# sementara: {0}",
        "domain: {0}",
        "branding: {{primary: {0}}}",
        "embedded: {{port: {0}}}",
        "servers: {{web1: {{address: {0}, jump: {0}}}}}",
        "  salah: [{0}",
    ],
)
def test_a_token_anywhere_in_the_profile_is_told_and_never_shown(
    write: Write, catalogue: Catalogue, line: str, secret: str
) -> None:
    found = check(write, catalogue, {"profile.yml": PROFILE + line.format(secret) + "\n"}, secret)
    assert LEAK in [fault.message for fault in found]


@pytest.mark.parametrize(
    "table",
    [
        "id,name,parent\ndlh,Dinas Lingkungan Hidup,{0}\n",
        "id,name,parent\n{0},Dinas Lingkungan Hidup,\n",
        "id,name,parent\ndlh,Dinas,\ndlh,{0},\n",
        "id,name,{0}\ndlh,Dinas,ya\n",
        "{0}\n",
        "id,name\ndlh,Dinas,{0},lebih\n",
        'id,name\ndlh,"Dinas {0}\n',
    ],
)
def test_a_token_anywhere_in_a_table_is_told_and_never_shown(
    write: Write, catalogue: Catalogue, table: str, secret: str
) -> None:
    found = check(write, catalogue, {"data/agencies.csv": table.format(secret)}, secret)
    assert LEAK in [fault.message for fault in found]


def test_it_says_where_in_a_table(write: Write, catalogue: Catalogue) -> None:
    pasted = token("urlsafe")
    rows = AGENCIES + f'dinkes,"Dinas ""Kesehatan"", {pasted}",,,\n'
    found = check(write, catalogue, {"data/agencies.csv": rows}, pasted)
    assert [(fault.file, fault.line, fault.column) for fault in found] == [
        ("region/data/agencies.csv", 3, 2)
    ]


def test_a_private_key_is_told_once_wherever_it_begins(write: Write, catalogue: Catalogue) -> None:
    indented = "".join(f"    {line}\n" for line in PEM.splitlines())
    found = check(write, catalogue, {"profile.yml": f"{PROFILE}tls:\n  key: |\n{indented}"}, PEM)
    leaks = [fault for fault in found if fault.message == LEAK]
    assert [(leak.line, leak.key) for leak in leaks] == [(7, "tls.key")]


def test_one_that_breaks_the_yaml_is_told_as_well(write: Write, catalogue: Catalogue) -> None:
    found = check(write, catalogue, {"profile.yml": f"{PROFILE}tls:\n  key: {PEM}"}, PEM)
    assert LEAK in [fault.message for fault in found]
    short = check(
        write,
        catalogue,
        {"profile.yml": PROFILE + "password: kopi-pagi-7\n\tx: {\n"},
        "kopi-pagi-7",
    )
    assert LEAK in [fault.message for fault in short]


@pytest.mark.parametrize(
    "line",
    [
        "sudo_password: kopi-pagi-7",
        "servers: {web1: {address: 10.0.0.1, sandi: kopi-pagi-7}}",
        "mail: {host: 10.0.0.1, sender: a@b.go.id, apiKey: kopi-pagi-7}",
        "secrets: {live: [kopi-pagi-7]}",
        "mail: {host: 'kopi-pagi-7 ?', sender: a@b.go.id, password: kopi-pagi-7}",
        "servers: {web1: {address: 10.0.0.1, proxy: 'http://admin:kopi-pagi-7@10.0.0.2:3128'}}",
        "apps: {live: {settings: {tile_url: 'https://ops:kopi-pagi-7@peta.go.id/'}}}",
    ],
)
def test_a_chosen_password_is_known_by_its_name_or_its_address(
    write: Write, catalogue: Catalogue, line: str
) -> None:
    found = check(write, catalogue, {"profile.yml": PROFILE + line + "\n"}, "kopi-pagi-7")
    assert LEAK in [fault.message for fault in found]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("branding/catatan.txt", PEM),
        ("branding/logo.svg", f"<svg xmlns='http://www.w3.org/2000/svg'><!-- {PEM} --></svg>"),
        ("overrides/laksa/config/extra.py", f'API_KEY = "{"aB3" * 8}"\n'),
        ("overrides/laksa/config/db.txt", "postgresql://laksa:aB3aB3aB3aB3aB3@db/laksa"),
    ],
    ids=("note", "logo", "program", "address"),
)
def test_branding_and_overrides_are_looked_through(
    write: Write, catalogue: Catalogue, name: str, content: str
) -> None:
    found = check(write, catalogue, {name: content}, "aB3" * 4 if "aB3" in content else PEM)
    assert [fault.message for fault in found if fault.file.endswith(name)] == [LEAK]


def test_a_column_of_passwords_is_told_at_its_heading(write: Write, catalogue: Catalogue) -> None:
    files: dict[str, str | bytes] = {
        "data/staff.csv": "name,email,kata_sandi\nSiti,siti@contoh.go.id,kopi-pagi-7\n"
    }
    found = check(write, catalogue, files, "kopi-pagi-7")
    assert [(fault.line, fault.column, fault.message) for fault in found] == [(1, 3, LEAK)]


@pytest.mark.parametrize(
    "harmless",
    [
        "198602132011012002",
        "Puskesmas-Kelurahan-Sukamulya-RT04-RW05",
        "https://maps.app.goo.gl/aB3dE5fG7hJ9kL1mN3pQ5",
        "https://ubin.contoh.go.id/{z}/{x}/{y}.png?key=aB3dE5fG7hJ9kL1mN3pQ5",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB2dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5bC7dE9fG",
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ",
        "0d9f3f2e-8f6c-4d0b-9a53-2f1c7a6b5e4d",
        "Jl. K.H. Abdurrahman Wahid No. 17A/B2, Kel. Limba U Satu, 96115",
        "-6.1701234567,106.6403123456",
        "postgresql:///sc-laksa",
        "https://{{ user }}:{{ password }}@contoh.go.id",
        "PPPK2023/SK/813.3/BKPSDM-IV/2024",
    ],
)
def test_what_regions_write_is_not_suspected(harmless: str) -> None:
    assert [*shapes(harmless), *tokens(harmless)] == []


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("password", True), ("sudo_password", True), ("apiKey", True), ("kata-sandi", True),
        ("CLIENT_SECRET", True), ("pin", True), ("passkeys", False), ("password_days", False),
        ("key", False), ("tokenisation", False), ("mapping", False), ("private", False),
        ("bypass_road", False), ("secretary", False), ("shipping", False),
    ],
)  # fmt: skip
def test_a_name_is_one_of_secrets_by_its_last_words(name: str, secret: bool) -> None:
    assert is_secret_name(name) is secret


def test_nothing_filled_in_is_no_secret(write: Write, catalogue: Catalogue) -> None:
    for value in ("", '""', '"***"', "xxx", "true", "~"):
        _profile, found = read_profile(
            write(WHOLE | {"profile.yml": f"{PROFILE}password: {value}\n"}), catalogue
        )
        assert [fault.message for fault in found] == ["there is no such key"]


def test_the_key_file_of_a_certificate_is_where_it_belongs(
    write: Write, catalogue: Catalogue
) -> None:
    made = make_authority("Kota Contoh", "contoh.go.id")
    tls = "tls: {certificate: tls/chain.pem, key: tls/key.pem}\n"
    files: dict[str, str | bytes] = {"tls/chain.pem": made.certificate, "tls/key.pem": made.key}
    folder = write(WHOLE | files | {"profile.yml": PROFILE + tls})
    assert read_profile(folder, catalogue)[1] == []


@quietly
@given(
    words=st.lists(
        st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12).map(str.capitalize)
        | st.integers(0, 10**18).map(str)
        | st.text(max_size=30),
        max_size=12,
    ),
    between=st.sampled_from([" ", "-", "_", "/", ", "]),
)
def test_prose_is_not_suspected(words: list[str], between: str) -> None:
    text = between.join(words)
    assume("$" not in text and "://" not in text)
    assert [*shapes(text), *tokens(text)] == []


@pytest.mark.parametrize("kind", TOKENS)
def test_hardly_a_random_token_passes(kind: str) -> None:
    made = [token(kind, seed) for seed in range(2_000)]
    missed = [one for one in made if not [*shapes(one), *tokens(one)]]
    # Of 24 letters and digits one in fifty has no digit, as names in capitals have none.
    assert len(missed) <= (50 if kind == "short" else 4)


@quietly
@given(
    line=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60),
    more=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60),
)
def test_whatever_is_around_it_the_token_is_not_shown(
    tmp_path: Path, catalogue: Catalogue, line: str, more: str
) -> None:
    pasted = "hX4" + "pQ7zK2wV9" * 4
    whole: dict[str, Any] = {**WHOLE, "profile.yml": f"{PROFILE}{line}{pasted}{more}\n"}
    for name, content in whole.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode())
    _profile, found = read_profile(tmp_path, catalogue)
    assert "pQ7zK2wV9pQ7" not in told(found)


def test_it_says_where_in_a_workbook(tmp_path: Path) -> None:
    pasted = token("urlsafe")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["id", "name"], ["dlh", "Dinas Lingkungan Hidup"], ["dinkes", f"Dinas {pasted}"]):
        sheet.append(row)
    for name, content in WHOLE.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(content))
    (tmp_path / "data/agencies.csv").unlink()
    book.save(tmp_path / "data/agencies.xlsx")

    _profile, found = read_profile(tmp_path, load_catalogue())

    assert [(one.line, one.column, one.value) for one in found if one.message == LEAK] == [
        (3, 2, "")
    ]
    assert pasted[:12] not in told(found)
