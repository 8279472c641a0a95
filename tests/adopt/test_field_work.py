"""SIGAP beside LAKSA on a real server: added later, healthy, and the two tell each other all."""

import pytest
from playwright.sync_api import Browser

from tests.adopt.adopted import Adopted
from tests.browser import field
from tests.browser.cast import Cast
from tests.browser.errand import Errand
from tests.browser.field import Crew
from tests.browser.fixtures import *  # noqa: F403
from tests.browser.place import Place, served

SUITES = ("bookworm",)
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def with_sigap(here: Adopted) -> Adopted:
    here.region.edit("\n  laksa:\n", "\n  laksa:\n  sigap:\n")
    here.report = here.region.adopt()
    return here


@pytest.fixture(scope="module")
def place(with_sigap: Adopted) -> Place:
    return served(with_sigap)


@pytest.fixture(scope="module")
def crew(browser: Browser, place: Place, with_sigap: Adopted, cast: Cast) -> Crew:
    return field.hire(browser, place, with_sigap.url("sigap"), cast)


def test_an_app_that_is_added_later_is_healthy_and_reached_over_https(with_sigap: Adopted) -> None:
    report = with_sigap.report
    assert report["result"] == "done"
    healthy = {app["name"]: app["healthy"] for app in report["apps"]}
    assert healthy == dict.fromkeys(("live", "laksa", "sigap"), True)
    assert {app["name"]: app["release"] for app in report["apps"]} == with_sigap.releases()
    page = with_sigap.visitor().get(with_sigap.url("sigap") + "/")
    assert page.status_code == 200
    assert "Masuk sebagai petugas" in page.text
    assert with_sigap.region.adopt()["result"] == "unchanged"


def test_the_secret_of_their_link_is_there_for_both_and_open_to_no_account(
    with_sigap: Adopted,
) -> None:
    found = "find /etc/smartcity -path '*/links/*' -type f"
    secrets = with_sigap.server.run(found).stdout.split()
    pairs = {(secret.split("/")[3], secret.rsplit("/", 1)[1]) for secret in secrets}
    assert {("laksa", "sigap"), ("sigap", "laksa")} <= pairs
    for secret in secrets:
        for app in ("live", "laksa", "sigap"):  # systemd hands it to the service alone
            read = f"runuser -u sc-{app} -- cat {secret}"
            assert with_sigap.server.run(read, check=False).returncode != 0, (app, secret)


class TestOverHttps(Errand):
    pass
