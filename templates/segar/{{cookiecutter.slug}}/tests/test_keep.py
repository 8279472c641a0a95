"""What was typed on a phone survives a line that drops, and is sent once when it is back.

In a real browser; skipped where there is none.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from smartcity_base.config import config
from smartcity_base.models import User
from smartcity_base.region_data import load_region
from smartcity_base.testing.chromium import IN_A_BROWSER, LAUNCH
from smartcity_base.testing.running import until

from segar.models import Duty, Price, SheetEvent

from .conftest import HILL, RICE, ago

browsers = pytest.importorskip("playwright.sync_api")
pytestmark = IN_A_BROWSER
FIELD = f"[name='harga-{RICE}']"


@pytest.fixture
def phone(
    transactional_db: None, live_server: Any, settings: LazySettings,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Any]:  # fmt: skip
    """A surveyor's browser, signed in; over plain http, which the app's own address is not."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright has a loop of its own
    settings.ALLOWED_HOSTS = ["*"]
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    load_region(config().data)
    user = User.objects.create_user(email="p@contoh.go.id", name="Pencatat", roles=["surveyor"])
    Duty.objects.create(market_id=HILL, user=user)
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    with browsers.sync_playwright() as program:
        browser = program.chromium.launch(**LAUNCH)
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": 360, "height": 640}
        )
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        yield context
        browser.close()


def at() -> str:
    return f"/catat/{HILL}/{ago(0).isoformat()}/"


def test_a_sheet_typed_without_signal_is_sent_once_when_it_is_back(phone: Any) -> None:
    page = phone.new_page()
    page.goto(at())
    page.fill(FIELD, "14.000")
    phone.set_offline(True)
    page.click("button:has-text('Kirim')")
    page.get_by_text("Tersimpan di HP ini, dikirim bila ada sambungan.").wait_for()
    assert not Price.objects.exists()
    phone.set_offline(False)
    page.wait_for_url("**/catat/")
    assert Price.objects.get().price == 14000
    assert SheetEvent.objects.count() == 1
    until(lambda: bool(page.evaluate("localStorage.getItem('kept') === null")))


def test_a_page_that_was_closed_is_opened_again_as_it_was(phone: Any) -> None:
    page = phone.new_page()
    page.goto(at())
    page.fill(FIELD, "14.000")
    page.close()
    again = phone.new_page()
    again.goto(at())
    again.get_by_text("dikembalikan dari HP ini").wait_for()
    assert again.input_value(FIELD) == "14.000"
    assert not Price.objects.exists()


def test_without_javascript_the_sheet_works_as_it_is(phone: Any, live_server: Any) -> None:
    plain = phone.browser.new_context(base_url=live_server.url, java_script_enabled=False)
    plain.add_cookies(phone.cookies())
    page = plain.new_page()
    page.goto(at())
    page.fill(FIELD, "14000")
    page.click("button:has-text('Kirim')")
    page.wait_for_url("**/catat/")
    assert Price.objects.get().price == 14000
