"""An app that leaves the profile stops; one that comes back goes on where it was."""

from tests.adopt.adopted import Adopted
from tests.adopt.visitor import REPORT

SUITES = ("bookworm",)


def test_it_keeps_data_of_a_removed_app(here: Adopted) -> None:
    follow = here.visitor().report(here.url("laksa"))
    here.region.edit("  laksa:\n", "")
    said = here.region.smartcity("plan").stdout

    report = here.region.adopt()

    assert "laksa is no longer in the profile" in said
    assert report["result"] == "done"
    assert [app["name"] for app in report["apps"]] == ["live"]
    assert here.probe()["drift"] == []
    assert "smartcity-laksa" not in here.server.run("systemctl list-units --all").stdout
    assert here.sql("laksa", "SELECT count(*) FROM laksa_report") == "1"
    assert here.region.adopt()["result"] == "unchanged"
    assert here.region.adopt("--full")["changed"] == []

    here.region.edit("  live:\n", "  live:\n  laksa:\n")
    report = here.region.adopt()

    assert report["result"] == "done"
    assert REPORT["text"] in here.visitor().get(follow).text
