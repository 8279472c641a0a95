"""What people do at LAKSA: citizens send and look up, staff works on what was sent."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import cast as people
from tests.browser import chromium
from tests.browser.cast import Cast
from tests.browser.place import Place
from tests.servers.machine import wait_until

ROADS = "Jalan berlubang atau rusak"
NUMBER = re.compile(r"LKS-\d\d-\d{6}")


@dataclass
class Sent:
    """What the citizen who sent it keeps."""

    number: str
    code: str
    page: str


def send(page: Page, place: Place, words: str, photo: Path, *, on_map: bool = True) -> Sent:
    """From LAKSA's first page to the receipt, as a citizen without an account."""
    page.goto(f"{place.laksa}/")
    page.locator(".tiles").get_by_role("link", name=ROADS).click()
    page.get_by_label("Apa yang terjadi?").fill(words)
    page.get_by_label("Foto").set_input_files(photo)
    if on_map:
        pick_on_map(page)
    else:
        page.get_by_label("Kelurahan/desa", exact=True).select_option(index=1)
    page.get_by_role("button", name="Kirim laporan").click()
    insist(page)
    return receipt(page)


def insist(page: Page) -> None:
    """Where a like report nearby is shown, say that this is another one."""
    other = page.get_by_role("button", name="Tidak sama, kirim laporan baru")
    expect(other.or_(page.get_by_role("heading", name="Terima kasih"))).to_be_visible()
    if other.is_visible():
        other.click()


def cleaned(page: Page, count: int = 1) -> None:
    """Look at a report's page until its photos are shown: the worker cleans them first."""
    photos = page.locator(".timeline .photos img")

    def shown() -> bool:
        page.reload()
        return photos.count() == count

    wait_until("the photos are cleaned and shown", shown, seconds=60)


def pick_on_map(page: Page) -> None:
    """Open the map, tap its middle, and agree with the village that it proposes."""
    page.get_by_role("button", name="Pilih di peta").click()
    expect(page.locator(".leaflet-container path").first).to_be_attached()
    page.locator("#place-map").click()
    expect(page.get_by_text("Perkiraan wilayahnya")).to_be_visible()
    page.get_by_label("Ya, kelurahan/desa ini benar").check()


def find_by_name(page: Page) -> None:
    """Look for the first village of the list by its name, and choose it among what is found."""
    name = page.locator("#id_village option").nth(1).inner_text()
    page.get_by_label("Cari tempat atau kelurahan/desa").fill(name)
    page.locator("#finds").get_by_role("button", name=name).first.click()
    expect(page.locator("#id_village option:checked")).to_have_text(name)


def receipt(page: Page) -> Sent:
    """What the page after sending says."""
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    number, code = page.locator(".ticket .code").all_inner_texts()
    assert NUMBER.fullmatch(number)
    return Sent(number, code, page.url)


def look_up(page: Page, place: Place, number: str) -> Locator:
    """The public page of a report, by its number; returns its status."""
    page.goto(f"{place.laksa}/lacak/")
    page.get_by_label("Nomor laporan atau kode rahasia").fill(number)
    page.get_by_role("button", name="Lihat laporan").click()
    expect(page).to_have_url(f"{place.laksa}/laporan/{number}/")
    return page.locator("header .status")


def queue(page: Page, place: Place) -> Locator:
    """The officer's queue; returns its rows."""
    page.goto(f"{place.laksa}/antrean/")
    return page.locator("table.queue tbody tr")


def do(page: Page, place: Place, number: str, deed: str) -> None:
    """A step that needs no words, from the report's page in the queue."""
    page.goto(f"{place.laksa}/antrean/{number}/")
    page.get_by_role("button", name=deed, exact=True).click()
    expect(page.get_by_role("status").filter(has_text=number)).to_be_visible()


def close(page: Page, place: Place, number: str, words: str, photo: Path) -> None:
    """Close it with words that the public reads and a photo as proof."""
    page.goto(f"{place.laksa}/antrean/{number}/")
    page.get_by_text("Selesaikan dengan foto bukti").first.click()
    form = page.locator("details.deed[open] form")
    form.get_by_label("Apa yang sudah dikerjakan").fill(words)
    form.get_by_label("Foto bukti").set_input_files(photo)
    form.locator("button").click()
    expect(page.get_by_role("status").filter(has_text=number)).to_be_visible()


def samples(browser: Browser, place: Place, cast: Cast, photo: Path) -> dict[str, str]:
    """One report that went all the way, and one that waits for the agency.

    Returns the number and the code of the first and the number of the second, by what stands for
    them in an address: NUMBER, CODE, WAITING.
    """
    phone, desk = chromium.phone(browser).new_page(), chromium.desk(browser).new_page()
    closed = send(phone, place, "Lubang sedalam lutut di tikungan depan pasar.", photo)
    waiting = send(phone, place, "Trotoar ambles di depan sekolah, anak-anak memutar.", photo)
    people.sign_in(desk, place.laksa, cast.operator)
    do(desk, place, closed.number, "Verifikasi")
    do(desk, place, waiting.number, "Verifikasi")
    people.sign_out(desk, place.laksa)
    people.sign_in(desk, place.laksa, cast.officer)
    do(desk, place, closed.number, "Terima dan tangani")
    close(desk, place, closed.number, "Lubang sudah ditambal dengan aspal dingin.", photo)
    phone.context.close()
    desk.context.close()
    code = closed.page.rstrip("/").rpartition("/")[2]
    return {"NUMBER": closed.number, "CODE": code, "WAITING": waiting.number}
