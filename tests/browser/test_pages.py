"""Every main page: usable by everybody, on the narrowest phone, and light enough for a slow line.

With SMARTCITY_TESTS_SCREENSHOTS=FOLDER each page is also drawn, for people who judge its looks.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, StorageState, ViewportSize, expect

from tests.browser import accessibility, chromium, reports
from tests.browser import cast as people
from tests.browser.cast import Cast
from tests.browser.place import Place
from tests.browser.weight import BUDGET, weight

# Page, as whom it is read, and where; NUMBER and CODE are of a report that went all the way.
PAGES = {
    "live-portal": ("anybody", "live", "/"),
    "live-search": ("anybody", "live", "/cari/?q=ktp+hilang"),
    "live-search-without-result": ("anybody", "live", "/cari/?q=xyzzy"),
    "live-emergency": ("anybody", "live", "/darurat/"),
    "laksa-emergency": ("anybody", "laksa", "/darurat/"),
    "live-topic": ("anybody", "live", "/layanan-publik/keperluan/kelahiran/"),
    "live-service": ("anybody", "live", "/layanan-publik/ktp-el-hilang/"),
    "live-announcements": ("anybody", "live", "/pengumuman/"),
    "live-services": ("anybody", "live", "/layanan-publik/"),
    "live-places": ("anybody", "live", "/tempat/"),
    "live-agencies": ("anybody", "live", "/instansi/"),
    "live-agency": ("anybody", "live", "/instansi/dinas-kesehatan/"),
    "live-sign-in": ("anybody", "live", "/masuk/"),
    "live-register": ("anybody", "live", "/daftar/"),
    "live-forgotten": ("anybody", "live", "/lupa/"),
    "live-begin": ("anybody", "live", "/mulai/"),
    "live-not-found": ("anybody", "live", "/tidak-ada/"),
    "live-verification": ("officer", "live", "/akun/verifikasi/"),
    "live-account": ("officer", "live", "/akun/"),
    "live-devices": ("officer", "live", "/akun/perangkat/"),
    "live-password": ("officer", "live", "/akun/sandi/"),
    "live-second-factor": ("officer", "live", "/akun/dua-langkah/"),
    "live-second-factor-new": ("officer", "live", "/akun/dua-langkah/pasang/"),
    "live-passkeys": ("officer", "live", "/akun/kunci-sandi/"),
    "live-passkey-new": ("officer", "live", "/akun/kunci-sandi/baru/"),
    "live-people": ("administrator", "live", "/orang/"),
    "live-person-new": ("administrator", "live", "/orang/baru/"),
    "live-announcements-edit": ("administrator", "live", "/pengumuman/kelola/"),
    "live-announcement-new": ("administrator", "live", "/pengumuman/kelola/baru/"),
    "laksa-home": ("anybody", "laksa", "/"),
    "laksa-form": ("anybody", "laksa", "/lapor/"),
    "laksa-form-chosen": ("anybody", "laksa", "/lapor/?jenis=jalan-berlubang"),
    "laksa-reports": ("anybody", "laksa", "/laporan/"),
    "laksa-map": ("anybody", "laksa", "/laporan/peta/"),
    "laksa-report": ("anybody", "laksa", "/laporan/NUMBER/"),
    "laksa-follow": ("anybody", "laksa", "/ikuti/CODE/"),
    "laksa-track": ("anybody", "laksa", "/lacak/"),
    "laksa-not-found": ("anybody", "laksa", "/tidak-ada/"),
    "laksa-sign-out": ("officer", "laksa", "/keluar/"),
    "laksa-mine": ("officer", "laksa", "/laporan-saya/"),
    "laksa-queue": ("officer", "laksa", "/antrean/"),
    "laksa-work": ("officer", "laksa", "/antrean/WAITING/"),
    "laksa-queue-operator": ("operator", "laksa", "/antrean/"),
    "laksa-rules": ("administrator", "laksa", "/pengaturan/"),
    "laksa-tokens": ("administrator", "laksa", "/pengaturan/token/"),
    "laksa-import": ("operator", "laksa", "/impor/sp4n/"),
    "laksa-check-paper": ("anybody", "laksa", "/periksa/"),
    "laksa-data": ("anybody", "laksa", "/data/"),
    "live-data": ("anybody", "live", "/data/"),
}


def press(name: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_role("button", name=name, exact=True).click()


def unfold(name: str) -> Callable[[Page], None]:
    return lambda page: page.locator("summary", has_text=name).first.click()


def follow(name: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_role("link", name=name).click()


def mistake(page: Page) -> None:
    people.give_password(page, "siapa@contoh.id", "bukan kata sandinya")


# What a page becomes when somebody does something on it: by which text that is known.
BECOMES = {
    "live-sign-in-wrong": ("live-sign-in", mistake, "Surel atau kata sandi tidak benar"),
    "live-second-factor-key": ("live-second-factor-new", unfold("Tidak dapat"), "ketik kunci ini"),
    "live-person": ("live-people", follow("Petrus Petugas"), "Simpan peran"),
    "laksa-form-wrong": ("laksa-form", press("Kirim laporan"), "Laporan belum terkirim"),
    "laksa-form-find": ("laksa-form", reports.find_by_name, "Terpilih:"),
    "laksa-form-map": ("laksa-form-chosen", reports.pick_on_map, "Perkiraan wilayahnya"),
    "laksa-work-reject": ("laksa-work", unfold("Tolak"), "Alasan penolakan"),
    "laksa-queue-filter": ("laksa-queue-operator", unfold("Saring laporan"), "Kata atau nomor"),
}
SCREENS = {320: 700, 390: 844, 1280: 900}


@pytest.fixture(scope="module")
def known(browser: Browser, place: Place, cast: Cast) -> dict[str, StorageState | None]:
    """The cookies of each reader, signed in once at both apps."""
    cookies: dict[str, StorageState | None] = {"anybody": None}
    for name in ("officer", "operator", "administrator"):
        context = chromium.desk(browser)
        people.sign_in(context.new_page(), place.laksa, getattr(cast, name))
        cookies[name] = context.storage_state()
        context.close()
    return cookies


@pytest.fixture(scope="module")
def words(browser: Browser, place: Place, cast: Cast, photo: Path) -> dict[str, str]:
    """What stands for NUMBER, CODE and WAITING in an address: reports that are there to be read."""
    return reports.samples(browser, place, cast, photo)


@pytest.mark.parametrize("name", [*PAGES, *BECOMES])
def test_a_page_is_usable_by_everybody(
    name: str,
    browser: Browser,
    place: Place,
    known: dict[str, StorageState | None],
    words: dict[str, str],
) -> None:
    first, change, then = BECOMES.get(name, (name, None, ""))
    reader, app, path = PAGES[first]
    for word, value in words.items():
        path = path.replace(word, value)
    context = browser.new_context(storage_state=known[reader], locale="id-ID")
    page = context.new_page()
    page.goto(getattr(place, app) + path)
    if page.locator("[data-map]:visible").count():
        expect(page.locator(".leaflet-interactive").first).to_be_attached()  # drawn, with reports
    if change:
        change(page)
        expect(page.get_by_text(then).first).to_be_visible()
    for width, height in SCREENS.items():
        page.set_viewport_size(ViewportSize(width=width, height=height))
        draw(page, f"{name}-{width}")
        assert accessibility.overflow(page) == 0, f"{width} points are too narrow"
        if width != accessibility.NARROWEST:
            assert accessibility.faults(page) == ""
    context.close()


@pytest.mark.parametrize(("app", "path"), [("live", "/"), ("laksa", "/lapor/")])
def test_the_first_page_is_light(app: str, path: str, phone: Page, place: Place) -> None:
    weights = weight(phone, getattr(place, app) + path)
    assert len(weights) > 3, "the page, its styles and the logo at least"
    assert sum(weights.values()) <= BUDGET, weights


def draw(page: Page, name: str) -> None:
    if folder := os.environ.get("SMARTCITY_TESTS_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
