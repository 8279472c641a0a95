"""What holds for regions embedded on one machine: they stop, start, are killed, and are two."""

import os
import re
import signal
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import cast as people
from tests.browser import chromium, reports
from tests.browser import photo as camera
from tests.browser.cast import Cast
from tests.browser.place import Embedded, Place
from tests.servers.machine import wait_until

WORDS = "Lampu di gang tidak menyala sejak Senin."

# Everybody who is signed in proved an hour ago who they are: to the app, and to LIVE.
OLD = "timezone.now() - timedelta(hours=1)"
AGE_AT_LAKSA = f"""
from datetime import timedelta
from django.utils import timezone
from smartcity_base.models import SignIn
SignIn.objects.update(proven_at={OLD})
"""
AGE_AT_LIVE = f"""
from datetime import timedelta
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from live.models import BrowserSession
BrowserSession.objects.update(started_at={OLD})
for session in BrowserSession.objects.filter(ended_at=None):
    store = SessionStore(session.session_key)
    for record in store.get("account_authentication_methods", []):
        record["at"] -= 3600
    store.save()
"""


def an_hour_passes(gorontalo: Embedded) -> None:
    gorontalo.manage("laksa", "shell", "--no-imports", "-c", AGE_AT_LAKSA)
    gorontalo.manage("live", "shell", "--no-imports", "-c", AGE_AT_LIVE)


def prove(page: Page, place: Place, cast: Cast) -> None:
    """By LIVE's form, which must be what the page has come to."""
    expect(page).to_have_url(re.compile(f"^{re.escape(place.live)}/akun/pastikan/"))
    page.get_by_label("Kata sandi").fill(cast.administrator.password)
    page.get_by_role("button", name="Lanjut", exact=True).click()


def test_a_sensitive_act_asks_once_more_who_it_is_and_loses_nothing(
    gorontalo: Embedded, place: Place, cast: Cast, browser: Browser
) -> None:
    """First a page, then what was typed into it meanwhile, with scripts and without."""
    tokens = f"{place.laksa}/pengaturan/token/"
    context = chromium.desk(browser)
    desk = context.new_page()
    people.sign_in(desk, place.laksa, cast.administrator)
    desk.goto(tokens)
    expect(desk).to_have_url(tokens)  # proven just now, and so not asked for
    an_hour_passes(gorontalo)
    desk.goto(tokens)
    prove(desk, place, cast)
    expect(desk).to_have_url(tokens)
    make_token_an_hour_later(desk, gorontalo, place, cast, "Peta kota")
    signed_in = context.storage_state()
    context.close()

    context = browser.new_context(java_script_enabled=False, storage_state=signed_in)
    desk = context.new_page()
    desk.goto(tokens)
    make_token_an_hour_later(desk, gorontalo, place, cast, "Peta desa")
    context.close()


def make_token_an_hour_later(
    desk: Page, gorontalo: Embedded, place: Place, cast: Cast, name: str
) -> None:
    desk.get_by_label("Nama aplikasi").fill(name)
    desk.get_by_label("Surel penanggung jawab").fill("peta@contoh.go.id")
    desk.locator("input[name=scopes]").first.check()
    an_hour_passes(gorontalo)
    desk.get_by_role("button", name="Buat token", exact=True).click()
    expect(desk.get_by_role("heading", name="Pastikan dulu bahwa ini Anda")).to_be_visible()
    with desk.context.expect_page() as opened:
        desk.get_by_role("link", name="Pastikan di tab baru").click()
    prove(opened.value, place, cast)
    expect(opened.value).to_have_url(f"{place.laksa}/sesi/")
    opened.value.close()
    desk.get_by_role("button", name="Lanjutkan").click()
    expect(desk.get_by_text(name).first).to_be_visible()
    expect(desk.locator("main p.code.key")).to_be_visible()


def test_what_was_entered_is_there_after_a_stop_and_a_start(
    gorontalo: Embedded, place: Place, cast: Cast, phone: Page, desk: Page, photo: Path
) -> None:
    sent = reports.send(phone, place, WORDS, photo, on_map=False)
    people.sign_in(desk, place.laksa, cast.operator)

    gorontalo.region.smartcity("stop")
    for address in (place.live, place.laksa):
        # Not by a browser, which may have the app's page without a line.
        with pytest.raises(URLError, match="refused"):
            urlopen(address)  # noqa: S310 (the region's own)

    gorontalo.region.smartcity("start")
    expect(reports.look_up(phone, place, sent.number)).to_have_text("Menunggu")
    expect(reports.queue(desk, place).filter(has_text=sent.number)).to_have_count(1)


def test_programs_that_are_killed_come_back_by_themselves(
    gorontalo: Embedded, place: Place, phone: Page, photo: Path
) -> None:
    sent = reports.send(phone, place, WORDS, photo, on_map=False)
    before = gorontalo.processes()
    assert len(before) == 4  # the web and the jobs of two apps
    for process in before.values():
        os.kill(process, signal.SIGKILL)

    def are_back() -> bool:
        now = gorontalo.processes()
        fresh = now.keys() == before.keys() and not set(now.values()) & set(before.values())
        return fresh and all(app["healthy"] for app in gorontalo.region.status().values())

    wait_until("all programs are back", are_back, seconds=60)
    expect(reports.look_up(phone, place, sent.number)).to_have_text("Menunggu")


def test_two_regions_are_signed_in_to_at_once_in_one_browser(
    place: Place, tangerang: Embedded, cast: Cast, desk: Page
) -> None:
    other = tangerang.place()
    citizen = people.citizen()
    people.sign_in(desk, place.laksa, cast.officer)
    people.register(desk, other, citizen)
    people.enter(desk, other.laksa)
    for laksa, region, name in (
        (place.laksa, "Kota Gorontalo", cast.officer.name),
        (
            other.laksa,
            "Tangerang LIVE",
            citizen.name,
        ),  # the portal's name of that region's choosing
    ):
        desk.goto(f"{laksa}/")
        expect(desk.locator("header .brand")).to_contain_text(region)
        expect(people.account(desk)).to_contain_text(name.split()[0])

    people.sign_out(desk, other.laksa)
    expect(reports.queue(desk, place).first).to_be_visible()


def test_no_stored_photo_tells_where_it_was_taken(
    gorontalo: Embedded, place: Place, phone: Page, photo: Path
) -> None:
    reports.send(phone, place, WORDS, photo, on_map=False)
    reports.cleaned(phone)
    data = gorontalo.folder / "var/laksa"
    stored = [path for path in (data / "uploads").rglob("*") if path.is_file()]
    assert stored
    assert not [path for path in (data / "incoming").rglob("*") if path.is_file()]
    for path in stored:
        assert camera.tells(path.read_bytes()) == {}, path.name
