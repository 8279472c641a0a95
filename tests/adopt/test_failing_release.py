"""A release that does not get ready never serves anybody; LIVE's failure stops all."""

import json
from pathlib import Path
from typing import Any

from tests.adopt.adopted import Adopted

SUITES = ("trixie",)
PARTLY = 5
BREAK = '\nraise RuntimeError("rusak dengan sengaja")\n'


def test_an_app_that_fails_serves_as_before_and_the_others_go_on(here: Adopted) -> None:
    follow = here.visitor().report(here.url("laksa"))
    before = here.releases()
    broken = code(here, "laksa") / "config" / "wsgi.py"
    whole = broken.read_text()
    broken.write_text(whole + BREAK)
    here.region.edit('primary: "#0b5c8a"', 'primary: "#7a1f2b"')

    report = adopt_partly(here)

    after = here.releases()
    assert after["laksa"] == before["laksa"]
    assert after["live"] != before["live"]
    assert [failure["task"] for failure in report["failures"]] == [
        "Switch | Ensure the release serves: laksa"
    ]
    assert "rusak dengan sengaja" in report["failures"][0]["message"]
    assert f"release {before['laksa']} serves again" in report["failures"][0]["message"]
    assert here.visitor().get(follow).status_code == 200
    planned = {app["name"]: app["kind"] for app in here.region.plan()["apps"]}
    assert planned == {"live": "same", "laksa": "changed"}

    broken.write_text(whole)
    report = here.region.adopt()

    assert report["result"] == "done"
    assert here.releases()["laksa"] not in before.values()
    assert here.releases()["live"] == after["live"]
    assert here.visitor().get(follow).status_code == 200


def test_lives_failure_stops_the_apps_that_sign_in_through_it(here: Adopted) -> None:
    before = here.releases()
    broken = code(here, "live") / "config" / "wsgi.py"
    whole = broken.read_text()
    broken.write_text(whole + BREAK)
    here.region.edit('primary: "#7a1f2b"', 'primary: "#1f5c2b"')

    report = adopt_partly(here)

    broken.write_text(whole)
    assert here.releases() == before
    assert "Switch | Ensure the release serves: live" in [f["task"] for f in report["failures"]]
    assert not [task for task in report["changed"] if task.endswith(": laksa")]
    assert here.visitor().get(here.url("live") + "/").status_code == 200


def test_code_that_does_not_even_load_is_found_before_the_switch(here: Adopted) -> None:
    before = here.releases()
    broken = code(here, "laksa") / "laksa" / "urls.py"
    whole = broken.read_text()
    broken.write_text(whole + BREAK)

    report = adopt_partly(here)

    broken.write_text(whole)
    assert [failure["task"] for failure in report["failures"]] == [
        "Prepare | Ensure the database fits the release: laksa"
    ]
    assert here.releases()["laksa"] == before["laksa"]


def code(here: Adopted, app: str) -> Path:
    """The app's code as the operator's kit has baked it, and sends it to the server."""
    (folder,) = (here.region.state / "store" / "code").glob(f"{app}-*")
    return folder


def adopt_partly(here: Adopted) -> dict[str, Any]:
    done = here.region.smartcity("adopt", "--yes", "--json", check=False)
    assert done.returncode == PARTLY, done.stdout + done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    assert report["result"] == "partly"
    return report
