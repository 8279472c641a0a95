"""A bare server becomes the region's: everything healthy, reachable, and nothing left to do."""

import pytest
import requests

from tests.adopt.adopted import Adopted
from tests.adopt.visitor import Visitor

SUITES = ("bookworm", "trixie")
APPS = ("live", "laksa")


def test_a_bare_server_ends_with_everything_healthy(here: Adopted) -> None:
    report = here.report

    assert report["result"] == "done"
    assert {app["name"]: app["healthy"] for app in report["apps"]} == dict.fromkeys(APPS, True)
    assert {app["name"]: app["release"] for app in report["apps"]} == here.releases()
    assert here.server.run("systemctl --failed --quiet").stdout == ""


@pytest.mark.parametrize("app", APPS)
def test_people_reach_it_over_https_with_the_regions_authority(here: Adopted, app: str) -> None:
    page = here.visitor().get(f"{here.url(app)}/")

    assert page.status_code == 200
    assert "Kota Gorontalo" in page.text
    with pytest.raises(requests.exceptions.SSLError, match="CERTIFICATE_VERIFY_FAILED"):
        Visitor(here.server.address).get(f"{here.url(app)}/")


@pytest.mark.parametrize("app", APPS)
def test_plain_http_leads_to_https(here: Adopted, app: str) -> None:
    secure = f"{here.url(app)}/lapor/?jenis=x"

    answer = here.visitor().get(secure.replace("https:", "http:"))

    assert (answer.status_code, answer.headers["Location"]) == (308, secure)


def test_a_name_that_is_nobodys_gets_no_answer(here: Adopted) -> None:
    with pytest.raises(requests.exceptions.SSLError, match=r"(?i)unrecognized.name"):
        here.visitor().get("https://lain.example/")
    with pytest.raises(requests.exceptions.ConnectionError, match="without response"):
        here.visitor().get("http://lain.example/")


@pytest.mark.parametrize("app", APPS)
def test_pages_forbid_what_they_do_not_need(here: Adopted, app: str) -> None:
    headers = here.visitor().get(f"{here.url(app)}/").headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Server"] == "nginx"


@pytest.mark.parametrize("path", ["/", "/static/base/smartcity.css", "/tidak-ada/"])
def test_browsers_are_not_bound_to_https_by_an_authority_few_trust(
    here: Adopted, path: str
) -> None:
    answer = here.visitor().get(here.url("live") + path)

    assert "Strict-Transport-Security" not in answer.headers


def test_adopting_again_changes_nothing_and_asks_the_server_once(here: Adopted) -> None:
    runs, before = here.region.runs, here.server.bytes_on_wire()

    report = here.region.adopt()

    assert report["result"] == "unchanged"
    assert here.region.runs == runs
    assert here.server.bytes_on_wire().since(before).total < 50_000


def test_going_through_every_task_changes_nothing(here: Adopted) -> None:
    report = here.region.adopt("--full")

    assert report["changed"] == []
    assert report["result"] == "unchanged"
    log = here.region.runs[-1] / "log.txt"
    assert "Switch | Ensure the release serves: laksa" in log.read_text()


def test_status_tells_address_health_and_release(here: Adopted) -> None:
    apps = here.region.status()

    assert {name: app["release"] for name, app in apps.items()} == here.releases()
    assert all(app["healthy"] for app in apps.values())
    assert apps["live"]["url"] == here.url("live")
