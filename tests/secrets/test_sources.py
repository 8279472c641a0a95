"""The password of a vault: from where it is said to be, and shown by nobody."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keyring
import keyring.backends.fail
import keyring.backends.null
import pytest
from keyrings.alt.file import PlaintextKeyring

from smartcity_kit import paths
from smartcity_kit.errors import KitError
from smartcity_kit.plan import Plan
from smartcity_kit.secrets import Source, choose, ensure_secrets, find_secrets, open_vault, sources

PASSWORD = "perahu merah di hulu 31"
MakePlan = Callable[..., Plan]


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A password program that notes how it was called."""
    file = tmp_path / "kata-sandi"
    file.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\nprintf "{PASSWORD}\\n"\n')
    file.chmod(0o700)
    return file


@pytest.fixture
def ring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PlaintextKeyring:
    """A keyring that keeps what it is given, in a file of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    return use(monkeypatch, PlaintextKeyring())


def use(monkeypatch: pytest.MonkeyPatch, backend: Any) -> Any:
    monkeypatch.setattr(keyring.core, "_keyring_backend", backend)
    return backend


def plan_with(plan_of: MakePlan, **asked: Any) -> Plan:
    plan = plan_of()
    return Plan(plan.profile, plan.place, plan.apps, choose(plan.region.slug, **asked))


def descriptor(text: str) -> int:
    sources._read_descriptor.cache_clear()  # of a number that another test had
    read, write = os.pipe()
    os.write(write, text.encode())
    os.close(write)
    return read


def opened(plan: Plan) -> bool:
    return "apps" in open_vault(find_secrets(plan))


def test_unless_told_otherwise_it_is_the_regions_own_key(plan_of: MakePlan) -> None:
    found = ensure_secrets(plan_of())
    key = paths.region_state("kota-gorontalo") / "vault.key"
    assert found.source.where == str(key)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["SMARTCITY_VAULT_PASSWORD_FILE", "SMARTCITY_VAULT_KEY"])
def test_the_environment_names_a_file_and_holds_no_password(
    plan_of: MakePlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "kunci").write_text(PASSWORD + "\n")
    monkeypatch.setenv(name, str(tmp_path / "kunci"))
    ensure_secrets(plan_of())
    monkeypatch.delenv(name)
    assert opened(plan_with(plan_of, file=tmp_path / "kunci"))
    assert not (paths.region_state("kota-gorontalo") / "vault.key").exists()


def test_what_is_said_wins_over_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTCITY_VAULT_PASSWORD_KEYRING", "1")
    monkeypatch.setenv("SMARTCITY_VAULT_PASSWORD_FILE", "/elsewhere")
    assert choose("x", file=tmp_path / "k").where == str(tmp_path / "k")
    assert choose("x", descriptor=7).kind == "descriptor"
    assert choose("x").kind == "keyring"


def test_two_places_at_once_are_refused() -> None:
    with pytest.raises(KitError, match="one place only"):
        choose("x", file=Path("k"), keyring=True)


def test_every_way_opens_the_same_vault(
    plan_of: MakePlan, tmp_path: Path, program: Path, ring: PlaintextKeyring
) -> None:
    (tmp_path / "kunci").write_text(PASSWORD)
    ring.set_password(sources.SERVICE, "kota-gorontalo", PASSWORD)
    ensure_secrets(plan_with(plan_of, file=tmp_path / "kunci"))
    for asked in (
        {"file": program},
        {"keyring": True},
        {"descriptor": descriptor(PASSWORD + "\n")},
    ):
        assert opened(plan_with(plan_of, **asked)), asked


def test_a_program_is_told_which_region_and_asked_once(
    plan_of: MakePlan, tmp_path: Path, program: Path
) -> None:
    plan = plan_with(plan_of, file=program)
    ensure_secrets(plan)
    assert opened(plan)
    assert (tmp_path / "asked").read_text() == "--vault-id kota-gorontalo\n"


def test_a_descriptor_is_read_once_and_handed_on_to_nobody(plan_of: MakePlan) -> None:
    number = descriptor(PASSWORD)
    plan = plan_with(plan_of, descriptor=number)
    ensure_secrets(plan)
    assert opened(plan)
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(number)


def test_a_key_on_a_stick_is_a_key_although_every_file_there_looks_executable(
    plan_of: MakePlan, tmp_path: Path
) -> None:
    key = tmp_path / "kota.key"
    key.write_text(PASSWORD)
    key.chmod(0o777)
    ensure_secrets(plan_with(plan_of, file=key))
    assert choose("x", file=key).kind == "file"


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("#!/bin/sh\necho kata-sandi-rahasia; exit 3\n", "ended with 3"),
        ("#!/tidak/ada\n", "cannot be run"),
        ("#!/bin/sh\n", "the key that opens them is not here"),
    ],
)
def test_a_program_that_fails_is_named_and_what_it_said_is_not(
    plan_of: MakePlan, tmp_path: Path, script: str, said: str
) -> None:
    ensure_secrets(plan_of())
    program = tmp_path / "kata-sandi"
    program.write_text(script)
    program.chmod(0o700)
    with pytest.raises(KitError, match=said) as raised:
        open_vault(find_secrets(plan_with(plan_of, file=program)))
    assert "Nothing was changed" in raised.value.hint
    assert "kata-sandi-rahasia" not in raised.value.message + raised.value.hint


def test_a_descriptor_that_is_not_open_says_how_to_open_one(plan_of: MakePlan) -> None:
    ensure_secrets(plan_of())
    with pytest.raises(KitError, match="file descriptor 987: Bad file descriptor") as raised:
        open_vault(find_secrets(plan_with(plan_of, descriptor=987)))
    assert "3< FILE" in raised.value.hint


def test_a_new_region_keeps_its_key_in_the_keyring(
    plan_of: MakePlan, ring: PlaintextKeyring
) -> None:
    plan = plan_with(plan_of, keyring=True)
    ensure_secrets(plan)
    assert opened(plan)
    assert len(ring.get_password(sources.SERVICE, "kota-gorontalo") or "") > 40
    assert not (paths.region_state("kota-gorontalo") / "vault.key").exists()


@pytest.mark.parametrize(
    ("backend", "said"),
    [
        (keyring.backends.fail.Keyring, "keyring of this machine cannot be used"),
        (keyring.backends.null.Keyring, "takes a password and does not keep it"),
    ],
)
def test_a_machine_without_a_keyring_says_so(
    plan_of: MakePlan, monkeypatch: pytest.MonkeyPatch, backend: Any, said: str
) -> None:
    use(monkeypatch, backend())
    plan = plan_with(plan_of, keyring=True)
    with pytest.raises(KitError, match=said) as raised:
        ensure_secrets(plan)
    assert "Nothing was changed" in raised.value.hint
    assert not find_secrets(plan).file.exists()


def test_without_the_package_it_says_how_to_install_it(
    plan_of: MakePlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(KitError, match="one more package") as raised:
        ensure_secrets(plan_with(plan_of, keyring=True))
    assert "pipx inject smartcity-kit keyring" in raised.value.hint


def test_a_shared_vault_with_another_password_says_what_to_do_and_stays(
    plan_of: MakePlan, tmp_path: Path
) -> None:
    found = ensure_secrets(plan_of())
    before = found.file.read_bytes()
    wrong = tmp_path / "kunci"
    wrong.write_text("bukan ini")
    with pytest.raises(KitError, match=f"{wrong} does not open {found.file}") as raised:
        open_vault(find_secrets(plan_with(plan_of, file=wrong)))
    assert "rotate --key" in raised.value.hint
    assert "Nothing was changed" in raised.value.hint
    assert found.file.read_bytes() == before


def test_a_vault_whose_key_did_not_come_along_says_where_it_goes(
    plan_of: MakePlan, ring: PlaintextKeyring
) -> None:
    key = Path(ensure_secrets(plan_of()).source.where)
    key.unlink()
    with pytest.raises(KitError, match="is not here") as raised:
        open_vault(find_secrets(plan_of()))
    assert str(key) in raised.value.hint
    with pytest.raises(KitError, match="is not here") as raised:
        open_vault(find_secrets(plan_with(plan_of, keyring=True)))
    assert "keyring set smartcity-kit kota-gorontalo" in raised.value.hint


def test_a_file_that_somebody_has_edited_is_no_vault(plan_of: MakePlan) -> None:
    found = ensure_secrets(plan_of())
    found.file.write_text("smartcity_secrets: {sandi: kopi-pagi}\n")
    with pytest.raises(KitError, match="is not encrypted") as raised:
        open_vault(found)
    assert "kopi-pagi" not in raised.value.message + raised.value.hint


def test_ansible_vault_opens_it_by_the_same_program(plan_of: MakePlan, program: Path) -> None:
    found = ensure_secrets(plan_with(plan_of, file=program))
    done = subprocess.run(
        [Path(sys.executable).parent / "ansible-vault", "view", "--vault-password-file", program,
         found.file],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "smartcity_secrets:" in done.stdout


def test_a_source_names_a_place_and_no_password() -> None:
    assert str(Source("file", "/a/vault.key")) == "the file /a/vault.key"
