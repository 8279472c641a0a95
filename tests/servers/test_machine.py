"""The parts of the harness that need no server."""

import pytest

from . import machine
from .image import image, swapped
from .machine import ServerError, wait_until
from .network import Wire


def test_only_debians_own_sources_are_taken_and_only_the_suite_is_swapped() -> None:
    sources = swapped(
        [
            "Debian|bookworm|http://mirror.test/debian/|main",
            "Debian|bookworm|http://mirror.test/debian/|contrib",
            "Debian|bookworm-security|http://mirror.test/security/|main",
            "Debian Backports|bookworm-backports|http://mirror.test/debian/|main",
            "Docker|bookworm|http://vendor.test/linux/debian/|stable",
        ],
        own="bookworm",
        suite="trixie",
    )

    assert sources.count("Types: deb") == 2
    assert "URIs: http://mirror.test/debian/\nSuites: trixie\nComponents: contrib main\n" in sources
    assert "URIs: http://mirror.test/security/\nSuites: trixie-security\n" in sources
    assert "vendor" not in sources
    assert "backports" not in sources


def test_a_machine_without_debians_sources_says_so() -> None:
    with pytest.raises(ServerError, match="no source of Debian bookworm to build trixie from"):
        swapped(["Docker|bookworm|http://vendor.test/|stable"], own="bookworm", suite="trixie")


def test_an_unknown_suite_is_refused_by_name() -> None:
    with pytest.raises(ServerError, match="no image is known for 'jessie', only for bookworm"):
        image("jessie")


def test_waiting_in_vain_says_for_what() -> None:
    with pytest.raises(ServerError, match=r"waited 0\.1 seconds in vain until pigs fly"):
        wait_until("pigs fly", lambda: False, seconds=0.1)


def test_the_wire_is_read_as_a_difference() -> None:
    assert Wire(150, 1200).since(Wire(100, 1000)).total == 250


def test_the_reason_why_not_names_the_missing_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "os_release", lambda: {"ID": "debian"})
    monkeypatch.setattr(machine, "missing_packages", lambda: ["mmdebstrap", "nftables"])

    assert "apt install mmdebstrap nftables" in (machine.why_not.__wrapped__() or "")


def test_another_distribution_is_told_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "os_release", lambda: {"ID": "fedora"})

    assert "need a Debian machine" in (machine.why_not.__wrapped__() or "")


def test_a_package_that_is_not_installed_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    wanted = tmp_path_factory.mktemp("packages") / "packages.txt"
    wanted.write_text("dpkg\nno-such-package-of-debian\n")
    monkeypatch.setattr(machine, "PACKAGES", wanted)

    assert machine.missing_packages.__wrapped__() == ["no-such-package-of-debian"]
