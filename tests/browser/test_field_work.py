"""A field officer in a dead spot: nothing done there is lost, and nothing is done twice."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route, expect

from tests.adopt.region import Region
from tests.browser import accessibility, field
from tests.browser import cast as people
from tests.browser.cast import Cast
from tests.browser.errand import Errand
from tests.browser.field import Crew
from tests.browser.place import Embedded, Place, free_ports
from tests.servers.machine import wait_until


@pytest.fixture(scope="module")
def embedded(driver: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    """A region of its own that adopted SIGAP beside LAKSA."""
    region = Region.copied("kota-gorontalo", tmp_path_factory.mktemp("field"))
    region.edit("\n  laksa:\n", "\n  laksa:\n  sigap:\n")
    region.at_port(free_ports(3)).smartcity("adopt", "--embedded", "--yes")
    yield Embedded(region)
    region.smartcity("stop")


@pytest.fixture(scope="module")
def place(embedded: Embedded) -> Place:
    return embedded.place()


@pytest.fixture(scope="module")
def crew(browser: Browser, place: Place, embedded: Embedded, cast: Cast) -> Crew:
    return field.hire(browser, place, embedded.region.status()["sigap"]["url"], cast)


def test_a_whole_visit_in_a_dead_spot_survives_a_cut_line_and_a_closed_page(
    embedded: Embedded, crew: Crew, supervisor: Page, pocket: BrowserContext, shot: Path
) -> None:
    number = field.order(supervisor, crew, "Tambal lubang di tikungan")
    page = field.officers_page(pocket, crew)
    expect(page.get_by_role("link", name="Tambal lubang di tikungan")).to_be_visible()

    pocket.set_offline(True)
    page.reload()
    page.get_by_role("link", name="Tambal lubang di tikungan").click()
    page.get_by_role("button", name="Terima tugas").click()
    page.get_by_role("button", name="Saya sudah tiba").click()
    field.shoot(page, "sebelum", shot)
    page.close()  # the camera took all the memory: the photo is there when the page is opened again
    page = pocket.new_page()
    field.opened(page, crew, number)
    expect(page.locator("[data-kind=sebelum] img")).to_have_count(1)
    field.shoot(page, "sesudah", shot)
    page.get_by_label("Apa yang dikerjakan").fill("Ditambal dengan aspal dingin")
    page.get_by_label("Bahan", exact=True).fill("Aspal dingin")
    page.get_by_label("Jumlah").fill("2,5")
    page.get_by_label("Satuan").select_option("karung")
    page.get_by_role("button", name="Selesaikan tugas").click()
    expect(page.locator("#line-said")).to_have_text("Tanpa sinyal")
    expect(page.locator("#line-waiting")).to_have_text("3 langkah menunggu dikirim")
    page.close()

    # A little signal: the line is cut in the middle of the first photo, and the page is closed.
    page = pocket.new_page()
    field.opened(page, crew, number)
    pocket.set_offline(False)
    field.slow(pocket, page, 60_000)
    wait_until("some of a photo has come", lambda: [s for s in field.on_disk(embedded) if s], 60)
    pocket.set_offline(True)
    page.close()
    assert field.on_disk(embedded), "the photo came whole before the line could be cut"
    assert [event["action"] for event in field.told(embedded, number)] == [
        "create", "assign", "accept", "arrive",
    ]  # fmt: skip

    # Back in town.
    page = pocket.new_page()
    field.opened(page, crew, number)
    assert field.waiting(page) == 1
    pocket.set_offline(False)
    field.sent(page)
    assert field.waiting(page) == 0
    assert field.on_disk(embedded) == []
    events = field.told(embedded, number)
    assert [event["action"] for event in events] == [
        "create", "assign", "accept", "arrive", "finish",
    ]  # fmt: skip
    assert events[3]["accuracy"] == 12
    assert (events[4]["photos"], events[4]["text"]) == (2, "Ditambal dengan aspal dingin")
    assert events[4]["materials"] == [{"name": "Aspal dingin", "amount": "2.5", "unit": "karung"}]
    assert field.state(supervisor, crew, number) == "Menunggu pemeriksaan"
    assert supervisor.locator(".proof img").count() == 2

    supervisor.get_by_role("button", name="Nyatakan selesai").click()
    expect(supervisor.locator("header .status")).to_have_text("Selesai")


def test_a_server_that_is_killed_in_the_middle_of_a_photo_costs_nothing(
    embedded: Embedded, crew: Crew, supervisor: Page, pocket: BrowserContext, shot: Path
) -> None:
    number = field.order(supervisor, crew, "Angkat pohon tumbang")
    page = field.officers_page(pocket, crew)
    field.opened(page, crew, number)
    for button in ("Terima tugas", "Saya sudah tiba"):
        page.get_by_role("button", name=button).click()
    field.shoot(page, "sebelum", shot)
    field.slow(pocket, page, 60_000)
    page.get_by_label("Apa yang dikerjakan").fill("Dahan dipotong")
    page.get_by_role("button", name="Simpan dulu").click()
    wait_until("some of the photo has come", lambda: [s for s in field.on_disk(embedded) if s], 60)
    # Its children too: they would answer for a moment, and go when they see that they are orphans.
    os.killpg(embedded.processes()["sigap-web"], signal.SIGKILL)
    embedded.region.smartcity("start")  # waits until every app is healthy
    field.slow(pocket, page, 10_000_000)
    field.sent(page, 90)  # by itself: a phone that was refused often asks once a minute
    events = field.told(embedded, number)
    assert [event["action"] for event in events][2:] == ["accept", "arrive", "record"]
    assert events[4]["photos"] == 1


def test_two_windows_send_what_waits_once(
    embedded: Embedded, crew: Crew, supervisor: Page, pocket: BrowserContext, shot: Path
) -> None:
    number = field.order(supervisor, crew, "Bersihkan saluran")
    page = field.officers_page(pocket, crew)
    second = pocket.new_page()
    pocket.set_offline(True)
    for one in (second, page):
        field.opened(one, crew, number)
    for button in ("Terima tugas", "Saya sudah tiba"):
        page.get_by_role("button", name=button).click()
    field.shoot(page, "sebelum", shot)
    page.get_by_role("button", name="Simpan dulu").click()
    expect(page.locator("#line-waiting")).to_have_text("3 langkah menunggu dikirim")
    pocket.set_offline(False)
    for one in (page, second):
        field.sent(one)
    events = field.told(embedded, number)
    assert [event["action"] for event in events][2:] == ["accept", "arrive", "record"]


def test_a_step_that_comes_while_another_is_on_its_way_is_sent_right_after_it(
    embedded: Embedded, crew: Crew, supervisor: Page, pocket: BrowserContext
) -> None:
    number = field.order(supervisor, crew, "Kembalikan tutup selokan")
    page = field.officers_page(pocket, crew)
    field.opened(page, crew, number)
    held: list[Route] = []
    page.route("**/luring/langkah", lambda route: route.continue_() if held else held.append(route))
    with page.expect_request("**/luring/langkah"):
        page.get_by_role("button", name="Terima tugas").click()
    page.get_by_role("button", name="Saya sudah tiba").click()
    expect(page.locator("#line-waiting")).to_have_text("2 langkah menunggu dikirim")
    held[0].continue_()
    field.sent(page)  # long before the minute after which a phone asks by itself
    events = field.told(embedded, number)
    assert [event["action"] for event in events][2:] == ["accept", "arrive"]


def test_where_no_worker_may_run_what_waits_is_sent_by_the_page_itself(
    embedded: Embedded, crew: Crew, supervisor: Page, browser: Browser
) -> None:
    number = field.order(supervisor, crew, "Sapu pecahan kaca")
    pocket = field.phone(browser, workers="block")
    page = pocket.new_page()
    field.sign_in(page, crew, crew.officer)
    field.opened(page, crew, number)
    field.sent(page)
    pocket.set_offline(True)
    page.get_by_role("button", name="Terima tugas").click()
    expect(page.locator("#line-said")).to_have_text("Tanpa sinyal")
    pocket.set_offline(False)
    field.sent(page)
    assert [event["action"] for event in field.told(embedded, number)][2:] == ["accept"]
    pocket.close()


def test_what_was_done_on_a_task_that_was_cancelled_meanwhile_is_shown_to_both(
    embedded: Embedded, crew: Crew, supervisor: Page, pocket: BrowserContext, shot: Path
) -> None:
    number = field.order(supervisor, crew, "Perbaiki rambu miring")
    page = field.officers_page(pocket, crew)
    field.opened(page, crew, number)
    for button in ("Terima tugas", "Saya sudah tiba"):
        page.get_by_role("button", name=button).click()
    expect(page.get_by_label("Apa yang dikerjakan")).to_be_visible()
    field.sent(page)
    pocket.set_offline(True)
    field.shoot(page, "sebelum", shot)
    page.get_by_label("Apa yang dikerjakan").fill("Tiang sudah ditegakkan")
    page.get_by_role("button", name="Simpan dulu").click()

    supervisor.goto(f"{crew.sigap}/tugas/{number}/")
    supervisor.get_by_text("Batalkan tugas").first.click()
    supervisor.get_by_label("Mengapa dibatalkan?").fill("Dikerjakan provinsi")
    supervisor.locator("details#cancel form button").click()
    expect(supervisor.locator("header .status")).to_have_text("Dibatalkan")

    pocket.set_offline(False)
    field.sent(page)
    page.goto(f"{crew.sigap}/lapangan/#/")
    note = page.locator(".alert", has_text="datang terlambat")
    expect(note).to_contain_text(number)
    expect(note).to_contain_text("tugas ini sekarang dibatalkan")
    assert field.state(supervisor, crew, number) == "Dibatalkan"
    line = supervisor.locator(".timeline li", has_text="Langkah yang terlambat")
    expect(line).to_contain_text("Tiang sudah ditegakkan")
    expect(line.locator("img")).to_have_count(1)


def test_an_address_that_was_opened_before_opens_without_signal_too(
    crew: Crew, supervisor: Page, pocket: BrowserContext
) -> None:
    number = field.order(supervisor, crew, "Ganti lampu taman")
    page = field.officers_page(pocket, crew)
    pocket.set_offline(True)
    page.goto(f"{crew.sigap}/tugas/{number}/")
    expect(page.get_by_role("heading", name="Ganti lampu taman")).to_be_visible()
    page.goto(f"{crew.sigap}/lapangan/#/peta")
    expect(page.locator(".leaflet-container path").first).to_be_attached()
    expect(page.get_by_role("tooltip").first).to_be_attached()  # a village by its name


def test_a_page_that_came_past_the_worker_is_carried_all_the_same(
    crew: Crew, pocket: BrowserContext
) -> None:
    page = field.officers_page(pocket, crew)
    with page.expect_navigation():
        pocket.new_cdp_session(page).send("Page.reload", {"ignoreCache": True})  # Shift + Reload
    field.has_the_worker(page)


def test_who_signs_out_leaves_no_task_behind(
    crew: Crew, supervisor: Page, pocket: BrowserContext
) -> None:
    field.order(supervisor, crew, "Cat ulang trotoar")
    page = field.officers_page(pocket, crew)
    expect(page.get_by_role("link", name="Cat ulang trotoar")).to_be_visible()
    people.sign_out(page, f"{crew.sigap}/tugas")
    page.goto(f"{crew.sigap}/lapangan/")
    expect(page.get_by_role("link", name="Masuk", exact=True).first).to_be_visible()
    assert page.get_by_text("Cat ulang trotoar").count() == 0


class TestErrand(Errand):
    pass


@pytest.mark.parametrize("width", [accessibility.NARROWEST, 1280])
def test_no_page_has_a_barrier(
    crew: Crew, supervisor: Page, pocket: BrowserContext, width: int
) -> None:
    number = field.order(supervisor, crew, "Periksa tutup saluran")
    page = field.officers_page(pocket, crew)
    for size in (page, supervisor):
        size.set_viewport_size({"width": width, "height": 844})
    usable(page)
    field.opened(page, crew, number)
    usable(page)
    for button in ("Terima tugas", "Saya sudah tiba"):
        page.get_by_role("button", name=button).click()
    expect(page.get_by_label("Apa yang dikerjakan")).to_be_visible()
    usable(page)
    for address in (
        *("pengawasan/", "pengawasan/peta/", "pengawasan/buat/"),
        *("tim/", "jadwal/", f"tugas/{number}/"),
    ):
        supervisor.goto(f"{crew.sigap}/{address}")
        usable(supervisor)


def usable(page: Page) -> None:
    assert accessibility.overflow(page) == 0, page.url
    assert accessibility.faults(page) == "", page.url
