"""A server is believed because of its key, and carries one region."""

from tests.adopt.adopted import Adopted
from tests.adopt.region import Region
from tests.adopt.untouched import look_over

SUITES = ("trixie",)
UNREACHABLE, REFUSED = 4, 8


def test_another_region_is_refused(here: Adopted) -> None:
    before = look_over(here.server)
    folder = here.region.folder / "other"
    other = Region.copied("kota-tangerang", folder).on(here.server)

    done = other.smartcity("adopt", "--yes", "--accept-host-key", check=False)

    assert done.returncode == REFUSED
    assert "75.71" in done.stderr
    assert "Nothing was changed" in done.stderr
    assert look_over(here.server) == before


def test_a_server_with_another_key_is_not_touched(here: Adopted) -> None:
    here.region.hang_up()
    here.server.run("rm /etc/ssh/ssh_host_* && ssh-keygen -A && systemctl restart ssh")
    before = look_over(here.server)
    here.region.edit('primary: "#0b5c8a"', 'primary: "#7a1f2b"')

    done = here.region.smartcity("adopt", "--yes", "--accept-host-key", check=False)

    assert done.returncode == UNREACHABLE
    assert "is not the server whose key was trusted" in done.stderr
    assert "Nothing was changed" in done.stderr
    assert look_over(here.server) == before


def test_a_server_that_is_off_is_told_from_one_that_is_wrong(here: Adopted) -> None:
    here.region.hang_up()
    here.server.unplug()

    done = here.region.smartcity("status", check=False)

    here.server.plug()
    assert done.returncode == UNREACHABLE
    assert "does not answer" in done.stderr
