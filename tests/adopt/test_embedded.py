"""Embedded on the machine at hand, two regions side by side, by a user who is not root."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from smartcity_kit import paths
from smartcity_kit.release.environment import environment_key
from tests.adopt.nobody import NOBODY, handed_over
from tests.adopt.region import WHEELS, Region
from tests.adopt.visitor import REPORT, Visitor
from tests.browser.place import free_ports
from tests.servers.machine import wait_until

pytestmark = pytest.mark.xdist_group("embedded")
REFUSED = 8


@pytest.fixture(scope="module")
def operator() -> Iterator[Region]:
    """Somebody who is not root, with the profiles of two regions; this is the first of them."""
    folder = Path(tempfile.mkdtemp(prefix="smartcity-operator-"))
    region = Region.copied("kota-gorontalo", folder).at_port(free_ports(2))
    other = replace(region, slug="kota-tangerang")
    shutil.copytree(paths.SAMPLES / other.slug, other.profile.parent)
    other.at_port(free_ports(2))
    wheels = region.state / "store" / "wheels"
    wheels.unlink()
    wheels.mkdir()
    for known in WHEELS.glob(f"{environment_key()}-*"):
        shutil.copytree(known, wheels / known.name)
    yield handed_over(region)
    for left in (region, other):
        end_all(left)
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def gorontalo(operator: Region) -> Region:
    operator.smartcity("adopt", "--yes")
    return operator


@pytest.fixture(scope="module")
def tangerang(operator: Region, gorontalo: Region) -> Region:
    region = replace(operator, slug="kota-tangerang")
    region.smartcity("adopt", "--yes")
    return region


def addresses(region: Region) -> dict[str, str]:
    return {name: str(app["url"]) for name, app in region.status().items()}


def healthy(region: Region) -> set[bool]:
    return {app["healthy"] for app in region.status().values()}


def processes(region: Region) -> list[int]:
    """Every process that serves the region, found by what it was started with."""
    found = subprocess.run(
        ["pgrep", "--full", f"{region.state}/embedded/{region.slug}/"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return [int(pid) for pid in found.stdout.split()]


def command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


def end_all(region: Region) -> None:
    """End everything of a region at once, as when the machine loses its power."""

    def gone() -> bool:
        for pid in (left := processes(region)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return not left

    wait_until("all of it has ended", gone)


def visitor() -> Visitor:
    return Visitor("127.0.0.1")


def test_two_regions_run_side_by_side(gorontalo: Region, tangerang: Region) -> None:
    assert healthy(gorontalo) == healthy(tangerang) == {True}
    for region, name in ((gorontalo, "Kota Gorontalo"), (tangerang, "Kota Tangerang")):
        for url in addresses(region).values():
            assert name in visitor().get(f"{url}/").text
    both = [*addresses(gorontalo).values(), *addresses(tangerang).values()]
    assert len(set(both)) == 4


def test_none_of_it_is_roots(gorontalo: Region, tangerang: Region) -> None:
    mine = NOBODY if os.geteuid() == 0 else os.geteuid()

    owners = {Path(f"/proc/{pid}").stat().st_uid for pid in processes(gorontalo)}
    files = subprocess.run(
        ["find", str(gorontalo.folder), "!", "-uid", str(mine)], capture_output=True, text=True
    )

    assert owners == {mine}
    assert files.stdout == ""


def test_it_answers_at_one_local_address_alone(gorontalo: Region) -> None:
    for url in addresses(gorontalo).values():
        port = int(url.rpartition(":")[2])
        socket.create_connection(("127.0.0.1", port)).close()
        with pytest.raises(ConnectionRefusedError):
            # This machine's too, and refused only by what does not listen at every address.
            socket.create_connection(("127.0.0.2", port))


def test_again_nothing_changes_and_ansible_is_not_asked(tangerang: Region) -> None:
    runs = tangerang.runs

    assert tangerang.adopt()["result"] == "unchanged"
    assert tangerang.runs == runs


def test_every_task_again_changes_nothing(tangerang: Region) -> None:
    assert tangerang.adopt("--full")["changed"] == []


def test_one_region_stops_while_the_other_serves(gorontalo: Region, tangerang: Region) -> None:
    url = addresses(gorontalo)["laksa"]

    gorontalo.smartcity("stop")

    assert healthy(gorontalo) == {False}
    assert processes(gorontalo) == []
    assert healthy(tangerang) == {True}
    gorontalo.smartcity("start")
    assert healthy(gorontalo) == {True}
    assert visitor().get(f"{url}/").status_code == 200


def test_after_a_reboot_it_starts_and_has_lost_nothing(gorontalo: Region) -> None:
    follow = visitor().report(addresses(gorontalo)["laksa"])
    end_all(gorontalo)
    assert healthy(gorontalo) == {False}

    gorontalo.smartcity("start")

    assert healthy(gorontalo) == {True}
    assert REPORT["text"] in visitor().get(follow).text


def test_what_is_adrift_is_named_and_mended(gorontalo: Region) -> None:
    root = gorontalo.state / "embedded" / gorontalo.slug
    settings = root / "etc" / "supervisord.d" / "laksa.conf"
    settings.write_text(settings.read_text() + "; lebih cepat\n")
    (root / "etc" / "live" / "secrets" / "secret_key").chmod(0o644)

    named = {one["what"] for one in gorontalo.plan()["drift"]}
    report = gorontalo.adopt()

    assert {str(settings), str(root / "etc/live/secrets/secret_key")} <= named
    assert set(report["mended"]) == named
    assert "lebih cepat" not in settings.read_text()
    assert not gorontalo.plan()["pending"]


def test_a_changed_colour_is_served_and_can_be_taken_back(gorontalo: Region) -> None:
    url = addresses(gorontalo)["laksa"]
    follow = visitor().report(url)
    gorontalo.edit('primary: "#0b5c8a"', 'primary: "#7a1f2b"')

    gorontalo.adopt()

    assert "#7a1f2b" in visitor().get(f"{url}/tema.css").text
    gorontalo.smartcity("rollback", "--yes", "--app", "laksa")
    assert "#0b5c8a" in visitor().get(f"{url}/tema.css").text
    assert REPORT["text"] in visitor().get(follow).text


def test_it_keeps_data_of_a_removed_app(gorontalo: Region) -> None:
    follow = visitor().report(addresses(gorontalo)["laksa"])
    gorontalo.edit("  laksa:\n", "")

    gorontalo.adopt()

    assert set(addresses(gorontalo)) == {"live"}
    assert not any("laksa" in command(pid) for pid in processes(gorontalo))
    assert gorontalo.adopt("--full")["changed"] == []
    gorontalo.edit("  live:\n", "  live:\n  laksa:\n")
    gorontalo.adopt()
    assert REPORT["text"] in visitor().get(follow).text


def test_a_port_in_use_is_named(tangerang: Region) -> None:
    before = addresses(tangerang)
    tangerang.smartcity("stop")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        own = before["live"].rpartition(":")[2]
        port = taken.getsockname()[1]
        tangerang.edit(f"port: {own}", f"port: {port}")
        done = tangerang.smartcity("adopt", "--yes", check=False)

        assert done.returncode == REFUSED
        assert f"already has port {port}" in done.stderr
        assert "embedded: {port:" in done.stderr

    tangerang.edit(f"port: {port}", f"port: {own}")
    tangerang.adopt()
    assert addresses(tangerang) == before
    assert healthy(tangerang) == {True}


def test_after_its_folder_was_moved_it_is_adopted_again_and_has_lost_nothing(
    gorontalo: Region, tangerang: Region
) -> None:
    follow = visitor().report(addresses(gorontalo)["laksa"])
    gorontalo.smartcity("stop")
    tangerang.smartcity("stop")
    moved = replace(gorontalo, folder=gorontalo.folder / "moved")
    moved.folder.mkdir()
    os.chown(moved.folder, gorontalo.state.stat().st_uid, -1)
    for name in ("home", "profiles", "state"):
        (gorontalo.folder / name).rename(moved.folder / name)

    refused = moved.smartcity("start", check=False)
    moved.smartcity("adopt", "--yes")

    assert "smartcity adopt kota-gorontalo" in refused.stderr
    assert healthy(moved) == {True}
    assert not moved.plan()["pending"]
    assert REPORT["text"] in visitor().get(follow).text
    end_all(moved)
