"""Sharing the work changes nothing but how long it takes."""

import os
import signal
import threading
from pathlib import Path

import pytest

from smartcity_kit import spread
from smartcity_kit.catalogue import Catalogue
from smartcity_kit.errors import Fault
from smartcity_kit.profile import many
from smartcity_kit.profile.many import check_many
from smartcity_kit.profile.read import check_profile
from tests.profile.conftest import PROFILE, WHOLE


@pytest.fixture
def chosen(tmp_path: Path) -> dict[str, Path]:
    """Sixty profiles, every third with a port of its own that is none."""
    for number in range(60):
        broken = f"embedded: {{port: {number}}}\n" if number % 3 == 0 else ""
        for name, content in (WHOLE | {"profile.yml": PROFILE + broken}).items():
            file = tmp_path / f"p{number:02}" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(str(content))
    return {folder.name: folder for folder in sorted(tmp_path.glob("p*"))}


def test_processes_find_what_one_finds_in_the_same_order(
    chosen: dict[str, Path], catalogue: Catalogue
) -> None:
    alone = check_many(chosen, catalogue, 1)
    assert [one.region for one in alone] == list(chosen)
    assert [one.valid for one in alone] == [number % 3 != 0 for number in range(60)]
    assert check_many(chosen, catalogue, 3) == alone


def test_it_works_in_other_processes(
    chosen: dict[str, Path], catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def who(_folder: Path, _catalogue: Catalogue) -> list[Fault]:
        return [Fault(str(os.getpid()), 1, 1, "", "")]

    monkeypatch.setattr(many, "check_profile", who)
    monkeypatch.setattr(
        spread, "_may_fork", lambda: True
    )  # the browsers of other tests have threads
    pids = {one.faults[0].file for one in check_many(chosen, catalogue, 2)}
    assert str(os.getpid()) not in pids


def test_a_few_are_checked_here(
    chosen: dict[str, Path], catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spread, "cores", lambda: 64)
    monkeypatch.setattr(spread, "_shared_out", None)
    few = dict(list(chosen.items())[: spread.FEW])
    assert len(check_many(few, catalogue)) == spread.FEW


def test_a_program_with_other_threads_is_never_forked(
    chosen: dict[str, Path], catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spread, "_shared_out", None)
    wait = threading.Event()
    thread = threading.Thread(target=wait.wait)
    thread.start()
    try:
        assert len(check_many(chosen, catalogue, 4)) == 60
    finally:
        wait.set()
        thread.join()


def test_what_a_killed_process_left_is_checked_here(
    chosen: dict[str, Path], catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = os.getpid()
    check = check_profile

    def killed(folder: Path, cards: Catalogue) -> list[Fault]:
        if folder.name == "p40" and os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return check(folder, cards)

    monkeypatch.setattr(many, "check_profile", killed)
    assert check_many(chosen, catalogue, 2) == check_many(chosen, catalogue, 1)
