"""The clock of an officer's page, in a real browser: it warns, hides, and loses no word."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import LazySettings, settings
from django.utils import timezone
from playwright.sync_api import Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from smartcity_base.models import SignIn, User
from smartcity_base.testing.cast import Person
from smartcity_base.testing.chromium import IN_A_BROWSER, LAUNCH

MINUTE = 60_000
LOOK = 16_000  # the page looks at the clock every quarter of a minute

pytestmark = [pytest.mark.django_db(transaction=True), *IN_A_BROWSER]


def signed_in(officer: Person) -> dict[str, str]:
    """The cookie of a sign-in that began just now."""
    assert isinstance(officer.user, User)
    officer.client.force_login(officer.user)
    key = str(officer.client.session.session_key)
    now = timezone.now()
    SignIn.objects.update_or_create(
        session_id=key,
        defaults={"user": officer.user, "sid": key, "id_token": "x", "checked_at": now}
        | {"began_at": now, "seen_at": now},
    )
    return {"name": settings.SESSION_COOKIE_NAME, "value": key}


def last_used(minutes: float) -> None:
    SignIn.objects.update(seen_at=timezone.now() - timedelta(minutes=minutes))


@pytest.fixture
def page(
    live_server: LiveServer,
    officer: Person,
    settings: LazySettings,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Page]:
    """A page with a form, of an officer whose browser's clock the test moves."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright holds an event loop
    settings.ALLOWED_HOSTS = ["*"]
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    with sync_playwright() as driver:
        browser = driver.chromium.launch(**LAUNCH)
        context = browser.new_context()
        context.add_cookies([{**signed_in(officer), "url": live_server.url}])
        made = context.new_page()
        made.clock.install()
        made.goto(f"{live_server.url}/pameran/")
        made.get_by_label("Nama").fill("Tutup lubang")
        yield made
        browser.close()


def pass_(page: Page, milliseconds: int) -> None:
    """Time passes, and the page asks the server what the clock says."""
    with page.expect_response("**/sesi.json"):
        page.clock.fast_forward(milliseconds)


def test_who_typed_was_there(page: Page) -> None:
    last_used(20)
    pass_(page, 9 * MINUTE)
    assert timezone.now() - SignIn.objects.get().seen_at < timedelta(minutes=1)


def test_who_is_quiet_is_asked_and_may_stay(page: Page) -> None:
    pass_(page, 9 * MINUTE)
    last_used(28.5)
    pass_(page, 28 * MINUTE + LOOK)
    page.get_by_text("Masih di sana?").wait_for()
    page.get_by_role("button", name="Tetap masuk").click()
    page.get_by_text("Masih di sana?").wait_for(state="hidden")
    assert timezone.now() - SignIn.objects.get().seen_at < timedelta(minutes=1)


def test_a_page_that_was_left_is_hidden_and_shows_its_words_again_after_signing_in(
    page: Page, officer: Person, live_server: LiveServer
) -> None:
    pass_(page, 9 * MINUTE)
    last_used(28.5)
    pass_(page, 28 * MINUTE + LOOK)
    page.get_by_text("Masih di sana?").wait_for()
    last_used(32)
    pass_(page, 3 * MINUTE)
    page.get_by_role("heading", name="Sesi Anda berakhir").wait_for()
    assert not page.get_by_label("Nama").is_visible()
    page.context.add_cookies([{**signed_in(officer), "url": live_server.url}])
    page.evaluate("dispatchEvent(new Event('focus'))")
    page.get_by_label("Nama").wait_for()
    assert page.get_by_label("Nama").input_value() == "Tutup lubang"
