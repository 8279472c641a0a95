"""`smartcity rollback`: an app goes back to the release before, what people entered stays."""

import json

from tests.adopt.adopted import Adopted
from tests.adopt.visitor import REPORT

SUITES = ("bookworm",)


def test_one_app_goes_back_and_forward_again_and_data_stays(here: Adopted) -> None:
    first = here.releases()
    here.region.edit('primary: "#0b5c8a"', 'primary: "#7a1f2b"')
    here.region.adopt()
    second = here.releases()
    follow = here.visitor().report(here.url("laksa"))

    here.region.smartcity("rollback", "--yes", "--app", "laksa", "--json")

    assert here.releases() == {"live": second["live"], "laksa": first["laksa"]}
    assert "#0b5c8a" in here.visitor().get(here.url("laksa") + "/tema.css").text
    assert REPORT["text"] in here.visitor().get(follow).text
    planned = here.region.plan()
    assert planned["pending"]
    assert {app["name"]: app["kind"] for app in planned["apps"]} == {
        "live": "same", "laksa": "changed",
    }  # fmt: skip

    report = here.region.adopt()

    assert report["result"] == "done"
    assert here.releases() == second
    assert REPORT["text"] in here.visitor().get(follow).text
    assert not here.region.plan()["pending"]


def test_an_app_without_a_release_before_stays_as_it_is(here: Adopted) -> None:
    here.server.run("rm /opt/smartcity/live/previous")
    before = here.releases()

    done = here.region.smartcity("rollback", "--yes", "--app", "live", "--json", check=False)

    report = json.loads(done.stdout)
    assert done.returncode == 5
    assert "no release before" in report["failures"][0]["message"]
    assert here.releases() == before


def test_an_app_that_is_not_there_is_named(here: Adopted) -> None:
    runs = here.region.runs

    done = here.region.smartcity("rollback", "--yes", "--app", "lakse", check=False)

    assert done.returncode == 1
    assert "lakse" in done.stderr
    assert here.region.runs == runs
