"""What is changed in the profile reaches the apps that depend on it, and nothing else."""

import json
from pathlib import Path

from tests.adopt.adopted import Adopted
from tests.adopt.visitor import REPORT

SUITES = ("bookworm",)


def test_a_prediction_names_what_would_change_and_leaves_it(here: Adopted) -> None:
    before = here.releases()
    here.region.edit('primary: "#0b5c8a"', 'primary: "#7a1f2b"')

    report = here.region.adopt("--check")

    assert report["result"] == "checked"
    assert "Switch | Ensure the release serves: laksa" in report["changed"]
    assert here.releases() == before
    assert {app["kind"] for app in here.region.plan()["apps"]} == {"changed"}
    here.region.edit('primary: "#7a1f2b"', 'primary: "#0b5c8a"')
    assert not here.region.plan()["pending"]


def test_one_apps_setting_renews_that_app_alone(here: Adopted) -> None:
    before = here.releases()
    here.region.edit("  laksa:\n", "  laksa:\n    settings:\n      verify_days: 9\n")
    planned = {app["name"]: app["kind"] for app in here.region.plan()["apps"]}

    report = here.region.adopt()

    after = here.releases()
    assert planned == {"live": "same", "laksa": "changed"}
    assert after["live"] == before["live"]
    assert after["laksa"] != before["laksa"]
    assert not [task for task in report["changed"] if task.endswith(": live")]
    assert served(here, "laksa")["app"]["settings"]["verify_days"] == 9


def test_colour_and_title_are_renewed_and_what_citizens_sent_stays(here: Adopted) -> None:
    follow = here.visitor().report(here.url("laksa"))
    before = here.releases()
    here.region.edit('primary: "#0b5c8a"', 'primary: "#7a1f2b"')
    here.region.edit("  laksa:\n", '  laksa:\n    title: "Suara Gorontalo"\n')

    report = here.region.adopt()

    assert report["result"] == "done"
    assert not set(before.items()) & set(here.releases().items())
    for app in ("live", "laksa"):
        assert "#7a1f2b" in here.visitor().get(f"{here.url(app)}/tema.css").text
        assert "Suara Gorontalo" in here.visitor().get(f"{here.url(app)}/").text
    assert REPORT["text"] in here.visitor().get(follow).text
    assert here.sql("laksa", "SELECT count(*) FROM laksa_report") == "1"


def test_a_dump_was_not_needed_where_nothing_is_migrated(here: Adopted) -> None:
    assert here.server.run("find /var/backups/smartcity -type f").stdout == ""


def test_only_so_many_releases_stay_on_the_server(here: Adopted) -> None:
    for days in (2, 3):
        here.region.edit(f"verify_days: {9 if days == 2 else 2}", f"verify_days: {days}")
        here.region.adopt()

    kept = here.server.run("ls /opt/smartcity/laksa/releases").stdout.split()
    assert len(kept) == 3
    assert here.releases()["laksa"] in kept


def served(here: Adopted, app: str) -> dict[str, dict[str, dict[str, int]]]:
    """The configuration that the app's current release has on the server."""
    file = Path("/opt/smartcity", app, "current/region.json")
    said: dict[str, dict[str, dict[str, int]]] = json.loads(here.server.run(f"cat {file}").stdout)
    return said
