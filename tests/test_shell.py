import subprocess

from smartcity_kit.profile import Server
from smartcity_kit.shell import known_hosts, unreachable, write_ssh_config


def asked(config: str, host: str) -> dict[str, str]:
    """What ssh itself makes of the configuration."""
    done = subprocess.run(["ssh", "-F", config, "-G", host], capture_output=True, text=True)
    return dict(line.split(" ", 1) for line in done.stdout.splitlines() if " " in line)


def test_ssh_reads_how_a_server_is_reached(server: Server) -> None:
    config = write_ssh_config("kota-gorontalo", {"web1": server})
    found = asked(str(config), "web1")
    assert found["hostname"] == "10.9.8.7"
    assert found["port"] == "2222"
    assert found["user"] == "petugas"
    assert found["proxyjump"] == "jump-web1"
    assert found["userknownhostsfile"] == str(known_hosts("kota-gorontalo"))
    assert found["stricthostkeychecking"] == "true"


def test_the_jump_host_is_verified_by_the_same_keys(server: Server) -> None:
    config = write_ssh_config("kota-gorontalo", {"web1": server})
    found = asked(str(config), "jump-web1")
    assert (found["hostname"], found["port"], found["user"]) == ("10.9.8.1", "2200", "ops")
    assert found["userknownhostsfile"] == str(known_hosts("kota-gorontalo"))


def test_each_way_of_failing_says_what_to_do(server: Server) -> None:
    cases = {
        "petugas@10.9.8.7: Permission denied (publickey).": "ssh-copy-id -p 2222 petugas@10.9.8.7",
        "Host key verification failed.": "someone is answering in its place",
        "ssh: connect to host 10.9.8.7 port 2222: Connection timed out": "Check the cable",
    }
    for said, hint in cases.items():
        error = unreachable(server, said)
        assert hint in error.hint
        assert "Nothing was changed." in error.hint
        assert error.exit_code == 4
