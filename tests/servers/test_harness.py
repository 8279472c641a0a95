"""What the tests of real servers stand on is itself tested on real servers."""

import fcntl
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from .disk import package_cache
from .fixtures import Boot
from .fleet import Fleet
from .image import SUITES
from .machine import ServerError, cache_folder, command
from .server import Server
from .slot import claim, control_groups, record_of

pytestmark = pytest.mark.servers

# Boots a server in a process of its own, says its name, and waits to be ended.
VICTIM = """
import signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from servers.fleet import Fleet
with Fleet(Path(sys.argv[2])) as fleet:
    print(fleet.boot("bookworm").slot.name, flush=True)
    signal.pause()
"""

# The name of whatever serves packages here: one that a server has to find by asking outside.
FIND_NAME = r"sed -nE 's|^URIs: [a-z]+://([^/ ]+).*|\1|p' /etc/apt/sources.list.d/* | head -1"
RESOLVE = f"getent hosts $({FIND_NAME})"


@pytest.fixture(scope="module")
def both(boot: Boot) -> dict[str, Server]:
    """A server of each suite, booted at the same time."""
    with ThreadPoolExecutor() as pool:
        return dict(zip(SUITES, pool.map(boot, SUITES), strict=True))


@pytest.fixture(scope="module")
def debian(both: dict[str, Server]) -> Server:
    """A server that several tests use, each leaving it running and plugged in."""
    return both["bookworm"]


@pytest.mark.parametrize("suite", SUITES)
def test_each_suite_boots_into_a_healthy_system(both: dict[str, Server], suite: str) -> None:
    server = both[suite]

    assert f"VERSION_CODENAME={suite}" in server.run("cat /etc/os-release").stdout
    assert server.run("systemctl is-system-running").stdout == "running\n"
    assert server.run("hostname").stdout.strip() == server.name


@pytest.mark.parametrize("suite", SUITES)
def test_root_and_petugas_come_in_over_ssh(both: dict[str, Server], suite: str) -> None:
    assert both[suite].ssh("id -un").stdout == "root\n"
    assert both[suite].ssh("id -un", user="petugas").stdout == "petugas\n"


def test_no_two_servers_share_an_identity(both: dict[str, Server]) -> None:
    ids = {server.run("cat /etc/machine-id").stdout for server in both.values()}

    assert len({server.host_key for server in both.values()}) == 2
    assert len(ids) == 2
    assert "" not in ids


def test_a_stranger_does_not_come_in(debian: Server, tmp_path: Path) -> None:
    stranger = Fleet(tmp_path)

    config = debian.ssh_config.read_text().replace(str(debian.key), str(stranger.key))
    (tmp_path / "config").write_text(config)
    words = ["ssh", "-F", str(tmp_path / "config"), debian.name, "id"]
    done = subprocess.run(words, capture_output=True, text=True)

    assert done.returncode == 255
    assert "Permission denied" in done.stderr


def test_a_server_sets_its_own_network_but_not_this_machines_kernel(debian: Server) -> None:
    debian.run("echo 1 > /proc/sys/net/ipv4/conf/all/rp_filter")

    assert debian.run("cat /proc/sys/net/ipv4/conf/all/rp_filter").stdout == "1\n"
    assert "Read-only" in debian.run("echo 1 > /proc/sys/kernel/panic", check=False).stderr


def test_a_failed_command_says_where_and_what(debian: Server) -> None:
    with pytest.raises(ServerError, match=r"on bookworm-\d+, `ls /nowhere` ended with 2"):
        debian.run("ls /nowhere")


def test_petugas_becomes_root_without_a_password(debian: Server) -> None:
    assert debian.ssh("sudo -n id -un", user="petugas").stdout == "root\n"


def test_petugas_becomes_root_with_the_password(boot: Boot) -> None:
    with_password, without_sudo = boot("trixie", sudo="password"), boot("trixie", sudo="none")
    typed = f"{with_password.password}\n"

    assert with_password.ssh("sudo -n true", user="petugas", check=False).returncode == 1
    become_root = with_password.ssh("sudo -S id -un", user="petugas", stdin=typed)
    assert become_root.stdout == "root\n"
    refused = without_sudo.ssh("sudo -S true", user="petugas", stdin=typed, check=False)
    assert "not in the sudoers file" in refused.stderr


def test_apt_installs_and_the_next_server_need_not_download(fleet: Fleet) -> None:
    for cached in package_cache("bookworm").glob("hello_*.deb"):
        cached.unlink()
    first = fleet.boot("bookworm")
    first.run("apt-get -q update && apt-get -qy install hello")
    assert first.run("hello").stdout == "Hello, world!\n"
    first.shutdown()
    kept = [package.name for package in package_cache("bookworm").glob("hello_*.deb")]

    second = fleet.boot("bookworm")
    second.offline()
    second.run("apt-get -qy install hello")
    bare = fleet.boot("bookworm", cached_packages=False)

    assert len(kept) == 1
    assert bare.run("ls /var/cache/apt/archives/*.deb", check=False).returncode == 2


def test_a_reboot_keeps_files_and_forgets_what_was_not_saved(trixie: Server) -> None:
    trixie.run("apt-get -q update && apt-get -qy install nftables")
    trixie.run("echo saved > /root/file && nft add table ip unsaved")
    boot_id = trixie.run("cat /proc/sys/kernel/random/boot_id").stdout

    trixie.reboot()

    assert trixie.ssh("cat /root/file").stdout == "saved\n"
    assert trixie.run("cat /proc/sys/kernel/random/boot_id").stdout != boot_id
    assert "unsaved" not in trixie.run("nft list tables").stdout


def test_a_power_cut_keeps_files_and_the_server_is_away_until_started(bookworm: Server) -> None:
    bookworm.run("echo saved > /root/file")

    bookworm.kill_power()
    assert not reachable(bookworm)
    with pytest.raises(ServerError, match="is off"):
        bookworm.run("true")

    bookworm.start()
    assert bookworm.ssh("cat /root/file").stdout == "saved\n"


def test_a_pulled_cable_makes_it_unreachable_until_it_is_back(debian: Server) -> None:
    debian.unplug()
    assert not reachable(debian)
    assert debian.run("echo alive").stdout == "alive\n"

    debian.plug()
    assert reachable(debian, seconds=10)


def test_offline_means_no_way_out_and_each_try_is_counted(debian: Server) -> None:
    resolve = f"timeout 3 {RESOLVE}"
    assert debian.packets_refused() == 0

    debian.offline()
    assert debian.run(resolve, check=False).returncode
    assert debian.packets_refused() > 0
    assert reachable(debian, seconds=10)

    debian.online()
    assert debian.packets_refused() == 0
    assert debian.run("apt-get update").returncode == 0


def test_offline_ends_with_the_server_that_was(fleet: Fleet) -> None:
    cut_off = fleet.boot("bookworm")
    cut_off.offline()

    at_the_same_address = fleet.clone(cut_off)

    assert at_the_same_address.run(RESOLVE).stdout
    assert at_the_same_address.packets_refused() == 0


def test_the_wire_counts_what_a_command_sends(debian: Server) -> None:
    before = debian.bytes_on_wire()
    debian.ssh("head -c 1000000 /dev/urandom | base64 -w0")
    used = debian.bytes_on_wire().since(before)

    assert 1_333_333 < used.sent < 1_500_000
    assert used.received < 200_000
    assert used.total == used.sent + used.received


def test_what_stops_on_one_server_runs_on_the_next(both: dict[str, Server]) -> None:
    both["trixie"].run("systemctl stop ssh")
    assert both["bookworm"].run("systemctl is-active ssh").stdout == "active\n"

    both["trixie"].run("systemctl start ssh")
    both["trixie"].wait()


def test_clones_branch_off_and_stand_in_for_the_original(fleet: Fleet) -> None:
    original = fleet.boot("bookworm")
    original.run("echo adopted > /root/state")

    first = fleet.clone(original)
    first.run("echo broken > /root/state")
    with pytest.raises(ServerError, match="already stands in"):
        fleet.clone(original)
    first.shutdown()
    second = fleet.clone(original)
    beside = fleet.clone(original, keep_address=False)

    assert second.ssh("cat /root/state").stdout == "adopted\n"
    assert beside.ssh("cat /root/state").stdout == "adopted\n"
    assert (second.address, second.host_key) == (original.address, original.host_key)
    assert beside.address != original.address
    with pytest.raises(ServerError, match="stays off"):
        original.start()


def test_a_server_behind_a_jump_host_is_reached_through_it_alone(fleet: Fleet) -> None:
    jump = fleet.boot("trixie", port=2200)
    hidden = fleet.boot("bookworm", port=2222, behind=jump)
    neighbour = fleet.boot("bookworm")

    assert not reachable(hidden)
    ask = f"exec 3<>/dev/tcp/{hidden.address}/{hidden.port} && head -c 4 <&3"
    assert neighbour.run(f"timeout 3 bash -c '{ask}'", check=False).returncode
    assert jump.run(f"timeout 3 bash -c '{ask}'").stdout == "SSH-"
    assert hidden.ssh("hostname", user="petugas").stdout == f"{hidden.name}\n"
    assert hidden.run("apt-get update").returncode == 0


def test_shutting_down_leaves_nothing(fleet: Fleet) -> None:
    server = fleet.boot("bookworm")
    name = server.slot.name
    assert traces(name)

    server.shutdown()
    server.shutdown()

    assert not leftovers(name)


@pytest.mark.usefixtures("fleet")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_session_leaves_nothing_for_the_next(
    how: signal.Signals, tmp_path: Path
) -> None:
    here = str(Path(__file__).parents[1])
    words = [sys.executable, "-c", VICTIM, here, str(tmp_path)]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as victim:
        assert victim.stdout
        name = victim.stdout.readline().strip()
        assert traces(name)
        victim.send_signal(how)

    if how == signal.SIGKILL:
        assert traces(name)
        claim().release()
    assert not leftovers(name)


@pytest.mark.usefixtures("fleet")
def test_folders_from_before_this_machine_rebooted_are_no_obstacle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for number in range(2, 100):
        (cache_folder() / f"servers/smartcity-{number}/upper").mkdir(parents=True)

    slot = claim()

    assert list(slot.folder.iterdir()) == []
    slot.release()


def reachable(server: Server, seconds: float = 1) -> bool:
    try:
        place = (server.address, server.port)
        with socket.create_connection(place, timeout=seconds) as connection:
            return connection.recv(4) == b"SSH-"
    except OSError:
        return False


def leftovers(name: str) -> list[str]:
    """The traces of a server that has ended, unless another session has its number by now."""
    found = traces(name)
    with suppress(FileNotFoundError), record_of(int(name.rpartition("-")[2])).open() as record:
        try:
            fcntl.flock(record, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return []
    return found


def traces(name: str) -> list[str]:
    """What this machine shows of a server: network, mounts, groups, folder, processes."""
    listed = command("ip", "netns") + command("ip", "link") + command("mount")
    found = [line for line in listed.splitlines() if name in line.replace("/", " ").split()]
    found += [str(group) for group in control_groups(name) if group.exists()]
    found += map(str, (cache_folder() / "servers").glob(name))
    found += [line for line in command("ps", "-eo", "args").splitlines() if f"={name}" in line]
    return found
