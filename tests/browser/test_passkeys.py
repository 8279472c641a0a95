"""Passkeys at LIVE, on a device that Chromium plays: made, named, used alone and second."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import cast as people
from tests.browser import chromium
from tests.browser.cast import Cast, Person
from tests.browser.passkeys import Device
from tests.browser.place import Place

WITH_PASSKEY = "Masuk dengan kunci sandi"


@pytest.fixture
def device(phone: Page) -> Device:
    return Device.of(phone)


@pytest.fixture
def citizen(phone: Page, place: Place, device: Device) -> Person:
    """Somebody who has just enrolled a passkey on this phone, and is signed in."""
    person = people.citizen()
    people.register(phone, place, person)
    phone.goto(f"{place.live}/akun/kunci-sandi/")
    phone.get_by_role("link", name="Pasang kunci sandi").click()
    phone.get_by_label("Nama kunci sandi").fill("Ponsel merah")
    phone.get_by_role("button", name="Pasang", exact=True).click()
    expect(phone.get_by_role("heading", name="Kode pemulihan")).to_be_visible()
    return person


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_passkey_alone_signs_in_and_goes_on_to_the_app(
    phone: Page, place: Place, citizen: Person, device: Device
) -> None:
    assert [key["rpId"] for key in device.kept()] == [urlsplit(place.live).hostname]
    assert all(key["isResidentCredential"] for key in device.kept())
    people.sign_out(phone, place.live)
    phone.goto(f"{place.laksa}/")
    phone.locator("header .signin").click()
    press(phone, WITH_PASSKEY)
    expect(phone).to_have_url(f"{place.laksa}/")
    expect(people.account(phone)).to_be_visible()


def test_after_a_password_the_passkey_is_the_second_step(
    phone: Page, place: Place, citizen: Person
) -> None:
    people.sign_out(phone, place.live)
    phone.goto(f"{place.live}/masuk/")
    people.give_password(phone, citizen.email, citizen.password)
    expect(phone.get_by_role("heading", name="Verifikasi dua langkah")).to_be_visible()
    phone.goto(f"{place.live}/akun/")
    expect(people.account(phone)).to_have_count(0)
    phone.goto(f"{place.live}/masuk/kode/")
    press(phone, "Gunakan kunci sandi")
    expect(people.account(phone)).to_be_visible()


def test_it_is_renamed_and_removed_and_opens_nothing_any_more(
    phone: Page, place: Place, citizen: Person
) -> None:
    phone.goto(f"{place.live}/akun/kunci-sandi/")
    expect(phone.get_by_role("heading", name="Ponsel merah")).to_be_visible()
    phone.get_by_role("link", name="Ganti nama").click()
    phone.get_by_label("Nama kunci sandi").fill("Ponsel biru")
    press(phone, "Simpan")
    expect(phone.get_by_role("heading", name="Ponsel biru")).to_be_visible()
    phone.get_by_role("link", name="Lepas").click()
    press(phone, "Lepas")
    expect(phone.get_by_text("Anda belum memasang kunci sandi")).to_be_visible()
    people.sign_out(phone, place.live)
    phone.goto(f"{place.live}/masuk/")
    press(phone, WITH_PASSKEY)
    expect(phone.get_by_text("Kunci sandi ini tidak dikenal di sini")).to_be_visible()
    expect(people.account(phone)).to_have_count(0)


def test_who_is_not_recognised_by_the_device_is_told_and_stays_out(
    phone: Page, place: Place, citizen: Person, device: Device
) -> None:
    people.sign_out(phone, place.live)
    device.recognises(owner=False)
    phone.goto(f"{place.live}/masuk/")
    press(phone, WITH_PASSKEY)
    expect(phone.get_by_role("alert")).to_contain_text("silakan coba lagi")
    expect(people.account(phone)).to_have_count(0)


def test_an_administrator_may_do_with_a_passkey_alone(desk: Page, place: Place, cast: Cast) -> None:
    device = Device.of(desk)
    people.sign_in(desk, place.live, cast.administrator)
    desk.goto(f"{place.live}/akun/kunci-sandi/baru/")
    press(desk, "Pasang")
    expect(desk).to_have_url(f"{place.live}/akun/kunci-sandi/")  # and not on the way there
    assert device.kept()
    people.sign_out(desk, place.live)
    desk.goto(f"{place.live}/masuk/")
    press(desk, WITH_PASSKEY)
    expect(desk.get_by_role("link", name="Orang dan peran")).to_be_visible()
    desk.goto(f"{place.live}/akun/kunci-sandi/")  # as it was for the tests that follow
    desk.get_by_role("link", name="Lepas").click()
    press(desk, "Lepas")
    expect(desk.get_by_text("Anda belum memasang kunci sandi")).to_be_visible()


def test_without_javascript_the_page_offers_no_passkey(browser: Browser, place: Place) -> None:
    page = chromium.phone(browser, scripts=False).new_page()
    page.goto(f"{place.live}/masuk/")
    expect(page.get_by_role("button", name=WITH_PASSKEY)).to_have_count(0)
    expect(page.get_by_label("Kata sandi", exact=True)).to_be_visible()
    page.context.close()
