"""A report from a road with a bad line, photo and all: it arrives, and it arrives once."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser import chromium, field, reports
from tests.browser.place import Embedded, Place
from tests.browser.weight import NEXT, weight
from tests.servers.machine import wait_until

WAITS = "Tersimpan di HP ini, dikirim bila ada sambungan."
SENT = "Sudah terkirim, satu kali."


def arrived(embedded: Embedded, words: str) -> list[int]:
    """How many photos each report with these words has, as the database knows it."""
    ask = (
        "import json; from laksa.models import Report as R; "
        f"print(json.dumps([r.photos.count() for r in R.objects.filter(text={words!r})]))"
    )
    told = embedded.manage("laksa", "shell", "--no-imports", "-c", ask).splitlines()[-1]
    counts: list[int] = json.loads(told)
    return counts


def written(phone: BrowserContext, place: Place, words: str, photo: Path, village: int) -> Page:
    """Each from a village of its own: no report nearby is offered instead."""
    page = phone.new_page()
    page.goto(f"{place.laksa}/")
    page.locator(".tiles").get_by_role("link", name=reports.ROADS).click()
    page.get_by_label("Apa yang terjadi?").fill(words)
    page.get_by_label("Foto").set_input_files(photo)
    page.get_by_label("Kelurahan/desa", exact=True).select_option(index=village)
    expect(page.locator("#previews img")).to_have_count(1)
    return page


def send(page: Page) -> None:
    page.get_by_role("button", name="Kirim laporan").click()


def test_a_cut_in_the_middle_of_a_send_and_a_closed_page_make_one_report(
    gorontalo: Embedded, place: Place, browser: Browser, shot: Path
) -> None:
    words = "Tiang miring di simpang tiga, kabelnya menyentuh atap."
    phone = chromium.phone(browser)
    page = written(phone, place, words, shot, 7)
    field.slow(phone, page, 20_000)
    with page.expect_request(lambda request: request.method == "POST"):
        send(page)
    phone.set_offline(True)  # some of the photo is on its way
    expect(page.get_by_text("Tersimpan di HP ini")).to_be_visible()
    page.close()  # whether the server has it all by now, the phone cannot know

    phone.set_offline(False)
    page = phone.new_page()
    page.goto(f"{place.laksa}/")
    expect(page.get_by_text(SENT)).to_be_visible()
    page.get_by_role("link", name="Lihat hasilnya").click()
    assert reports.receipt(page).number
    assert arrived(gorontalo, words) == [1]
    phone.close()


def test_an_answer_that_is_lost_makes_no_second_report(
    gorontalo: Embedded, place: Place, browser: Browser, photo: Path
) -> None:
    words = "Lampu jalan mati sejak Senin di depan puskesmas."
    phone = chromium.phone(browser)
    page = written(phone, place, words, photo, 8)

    def lose(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        route.fetch()
        phone.set_offline(True)  # for the worker too, which would ask again at once
        return route.abort("internetdisconnected")

    page.route("**/lapor/**", lose)
    send(page)
    expect(page.get_by_text(WAITS)).to_be_visible()
    assert arrived(gorontalo, words) == [1]
    page.unroute("**/lapor/**")
    phone.set_offline(False)  # the form is sent again by itself, and the receipt follows
    there, not_there = (
        page.get_by_role("heading", name=words) for words in ("Terima kasih", "Tidak ada sambungan")
    )
    expect(there.or_(not_there)).to_be_visible()
    if not_there.is_visible():  # this browser gives the page its line before the worker
        page.get_by_role("link", name="Coba lagi").click()
    reports.receipt(page)
    assert arrived(gorontalo, words) == [1]
    phone.close()


def test_a_secret_report_never_lies_on_the_phone(
    place: Place, browser: Browser, photo: Path
) -> None:
    phone = chromium.phone(browser)
    page = written(phone, place, "Yang satu ini rahasia.", photo, 9)
    wait_until("it is kept", lambda: page.evaluate("localStorage.getItem('kept') !== null"))
    page.get_by_label("Rahasiakan laporan ini").check()
    wait_until("it is gone", lambda: page.evaluate("localStorage.getItem('kept') === null"))
    phone.close()


@pytest.mark.parametrize(("app", "path"), [("live", "/"), ("laksa", "/lapor/")])
def test_the_next_visit_is_lighter_still(app: str, path: str, phone: Page, place: Place) -> None:
    address = getattr(place, app) + path
    weight(phone, address)
    field.has_the_worker(phone)
    weights = weight(phone, address)
    assert sum(weights.values()) <= NEXT, weights
