"""A server that reaches nobody is adopted all the same, once Debian's packages are on it."""

from tests.adopt.adopted import Adopted

SUITES = ("bookworm",)


def test_a_changed_colour_needs_no_way_out(here: Adopted) -> None:
    before = here.releases()
    # What Debian does on its own, at any hour, has nothing to do with the adoption.
    here.server.run("systemctl stop apt-daily.service apt-daily-upgrade.service")
    here.server.offline()
    here.region.edit('primary: "#0b5c8a"', 'primary: "#7a1f2b"')

    report = here.region.adopt()

    assert report["result"] == "done"
    assert not set(before.values()) & set(here.releases().values())
    assert here.server.packets_refused() == 0
    # The way out is really closed:
    here.server.run("bash -c 'echo > /dev/udp/192.0.2.1/9'")
    assert here.server.packets_refused() > 0
