"""The vault's own password: a new one, and another place for it."""

from pathlib import Path

import pytest

from smartcity_kit.errors import KitError
from smartcity_kit.plan import Plan
from smartcity_kit.secrets import change_password, choose, find_secrets, is_current, rotate, undo
from tests.secrets.conftest import vault


def test_a_new_password_opens_the_vault_and_the_old_one_no_longer(
    plan: Plan, tmp_path: Path
) -> None:
    found = find_secrets(plan)
    old = Path(found.source.where).read_bytes()
    rotate(plan)
    before = vault(plan)

    change_password(plan)

    assert vault(plan) == before
    assert Path(found.source.where).read_bytes() != old
    assert is_current(find_secrets(plan), plan)
    (tmp_path / "alt").write_bytes(old)
    with pytest.raises(KitError, match="does not open"):
        vault(Plan(plan.profile, plan.place, plan.apps, choose("x", file=tmp_path / "alt")))
    undo(plan)  # the way back was encrypted anew as well


def test_it_can_move_to_another_place(plan: Plan, tmp_path: Path) -> None:
    before = vault(plan)
    done = change_password(plan, choose("x", file=tmp_path / "stik" / "kota.key"))
    assert done.left
    moved = Plan(plan.profile, plan.place, plan.apps, choose("x", file=tmp_path / "stik/kota.key"))
    assert vault(moved) == before
    with pytest.raises(KitError, match="does not open"):
        vault(plan)


def test_who_gives_the_password_himself_names_the_new_place(plan: Plan, tmp_path: Path) -> None:
    program = tmp_path / "kata-sandi"
    program.write_text(f"#!/bin/sh\ncat {find_secrets(plan).source.where}\n")
    program.chmod(0o700)
    given = Plan(plan.profile, plan.place, plan.apps, choose("x", file=program))
    with pytest.raises(KitError, match="cannot put a new password") as raised:
        change_password(given)
    assert "--new-vault-password-file" in raised.value.hint
    same = tmp_path / "sama"
    same.write_bytes(Path(find_secrets(plan).source.where).read_bytes())
    with pytest.raises(KitError, match="has already"):
        change_password(given, choose("x", file=same))
