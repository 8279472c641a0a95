"""Whatever happens to its power, a server comes back healthy; stopped apps stop and start."""

from tests.adopt.adopted import Adopted

SUITES = ("trixie",)


def test_after_a_reboot_every_app_is_healthy_again(here: Adopted) -> None:
    follow = here.visitor().report(here.url("laksa"))

    here.server.reboot()

    here.wait_until_healthy()
    assert here.visitor().get(follow).status_code == 200
    assert here.region.adopt()["result"] == "unchanged"


def test_after_a_power_cut_every_app_is_healthy_again(here: Adopted) -> None:
    follow = here.visitor().report(here.url("laksa"))

    here.server.kill_power()
    here.server.start()

    here.wait_until_healthy()
    assert here.visitor().get(follow).status_code == 200
    assert here.probe()["drift"] == []
    assert here.region.adopt()["result"] == "unchanged"


def test_stopped_apps_say_so_to_visitors_and_start_again(here: Adopted) -> None:
    here.region.smartcity("stop")

    stopped = here.region.status()
    page = here.visitor().get(here.url("laksa") + "/")
    here.region.smartcity("start")

    assert {app["healthy"] for app in stopped.values()} == {False}
    assert page.status_code == 503
    assert "Layanan sedang tidak tersedia" in page.text
    assert page.headers["Retry-After"]
    assert {app["healthy"] for app in here.region.status().values()} == {True}
    assert here.visitor().get(here.url("laksa") + "/").status_code == 200


def test_adopting_starts_what_was_stopped(here: Adopted) -> None:
    here.region.smartcity("stop")
    planned = here.region.plan()

    report = here.region.adopt()

    assert {app["kind"] for app in planned["apps"]} == {"stopped"}
    assert report["result"] == "done"
    assert "smartcity-laksa.service" in report["mended"]
