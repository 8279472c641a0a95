"""A line that goes away, in a real browser: pages that stay, and forms that are sent once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import LazySettings, settings
from playwright.sync_api import BrowserContext, Page, Route, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from smartcity_base.signin import provider
from smartcity_base.testing.cast import Person
from smartcity_base.testing.chromium import IN_A_BROWSER, LAUNCH
from smartcity_base.testing.running import until

from contoh import views

WAITS = "Tersimpan di HP ini, dikirim bila ada sambungan."
RESTORED = "Isian yang belum Anda kirim dikembalikan dari HP ini."

pytestmark = [pytest.mark.django_db(transaction=True), *IN_A_BROWSER]


@pytest.fixture
def phone(
    live_server: LiveServer, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[BrowserContext]:
    """A phone whose line the test takes away."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright holds an event loop
    settings.ALLOWED_HOSTS = ["*"]
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    monkeypatch.setattr(views, "TAKEN", [])
    monkeypatch.setattr(views, "GONE", [])
    # LIVE is not there: who signs out comes back at once.
    monkeypatch.setattr(provider, "endpoint", lambda _name: f"{live_server.url}/")
    expect.set_options(timeout=20_000)  # nothing is measured here
    with sync_playwright() as driver:
        browser = driver.chromium.launch(**LAUNCH)
        context = browser.new_context(base_url=live_server.url)
        yield context
        browser.close()


def opened(phone: BrowserContext, path: str = "/simpan/") -> Page:
    page = phone.new_page()
    page.goto(path)
    return page


def written(phone: BrowserContext, words: str = "Lubang di tikungan") -> Page:
    """The form on the screen, filled in, with a photo."""
    page = opened(phone)
    page.get_by_label("Apa yang terjadi?").fill(words)
    page.get_by_label("Foto").set_input_files(
        {"name": "lubang.jpg", "mimeType": "image/jpeg", "buffer": b"x" * 3000}
    )
    return page


def press(page: Page) -> None:
    page.get_by_role("button", name="Kirim", exact=True).click()


def with_worker(page: Page) -> None:
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    until(lambda: bool(page.evaluate("navigator.serviceWorker.controller !== null")))


FORMS = """async () => {
  const asked = (request) => new Promise((d) => { request.onsuccess = () => d(request.result); });
  const open = await asked(indexedDB.open("kept", 1));
  if (!open.objectStoreNames.contains("forms")) return "";
  return JSON.stringify(await asked(open.transaction("forms").objectStore("forms").getAll()));
}"""
HELD = """async () => {
  const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  const held = await Promise.all(caches_.map((cache) => cache.keys()));
  return held.flat().map((one) => new URL(one.url).pathname);
}"""


def kept(page: Page) -> str:
    """Everything of forms that lies on the phone, as text."""
    return str(page.evaluate(FORMS))


def test_without_a_line_the_app_says_so_and_keeps_the_emergency_numbers(
    phone: BrowserContext,
) -> None:
    page = opened(phone, "/")
    with_worker(page)
    phone.set_offline(True)
    page.goto("/pameran/")
    expect(page.get_by_role("heading", name="Tidak ada sambungan")).to_be_visible()
    expect(page.get_by_text("No connection.", exact=False)).to_be_visible()
    page.goto("/darurat/")
    expect(page.get_by_role("heading", name="Nomor darurat")).to_be_visible()
    phone.set_offline(False)
    page.goto("/pameran/")
    expect(page.get_by_role("heading", name="Tidak ada sambungan")).to_have_count(0)


def test_no_page_of_a_person_is_ever_kept(phone: BrowserContext) -> None:
    page = opened(phone, "/")
    with_worker(page)
    page.goto("/simpan/")
    page.goto("/pameran/")
    held = page.evaluate(HELD)
    assert "/tanpa-sambungan/" in held
    assert not {"/", "/simpan/", "/pameran/"} & set(held)


def test_an_app_that_was_taken_away_for_good_leaves_nothing_behind(phone: BrowserContext) -> None:
    page = written(phone)
    with_worker(page)
    until(lambda: bool(page.evaluate("localStorage.getItem('kept') !== null")))
    views.GONE.append(True)
    page.goto("/")
    page.goto("/pameran/")  # what is at this address now
    until(
        lambda: bool(
            page.evaluate(
                "caches.keys().then((names) => !names.some((name) => /^contoh/.test(name)))"
            )
        )
    )
    assert "Lubang" not in kept(page)


def test_an_app_that_rests_is_there_again_with_what_was_written(phone: BrowserContext) -> None:
    """A region that takes an app off its profile keeps its data: so does a phone."""
    page = written(phone)
    with_worker(page)
    until(lambda: bool(page.evaluate("localStorage.getItem('kept') !== null")))
    phone.set_offline(True)
    page.goto("/")
    expect(page.get_by_role("heading", name="Tidak ada sambungan")).to_be_visible()
    phone.set_offline(False)
    page.goto("/simpan/")
    expect(page.get_by_text(RESTORED)).to_be_visible()


def test_what_was_pressed_without_a_line_is_sent_once_when_it_is_back(
    phone: BrowserContext,
) -> None:
    page = written(phone)
    phone.set_offline(True)
    press(page)
    expect(page.get_by_text(WAITS)).to_be_visible()
    page.close()
    phone.set_offline(False)
    page = opened(phone, "/")
    expect(page.get_by_text("Sudah terkirim, satu kali.")).to_be_visible()
    assert views.TAKEN == [("Lubang di tikungan", 3000)]
    page.get_by_role("button", name="Hapus dari HP ini").click()
    expect(page.get_by_text("Sudah terkirim")).to_have_count(0)
    assert kept(page) == "[]"


def test_a_line_that_is_cut_before_the_answer_and_a_closed_page_send_it_once(
    phone: BrowserContext,
) -> None:
    page = written(phone)

    def cut(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch()  # the server has it all, and the phone does not know
            phone.set_offline(True)  # for the worker too, which would ask again at once
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.route("**/simpan/", cut)
    press(page)
    expect(page.get_by_text(WAITS)).to_be_visible()
    assert len(views.TAKEN) == 1
    page.close()
    phone.set_offline(False)
    page = opened(phone, "/")
    expect(page.get_by_text("Sudah terkirim, satu kali.")).to_be_visible()
    assert views.TAKEN == [("Lubang di tikungan", 3000)]


def test_a_form_that_arrives_at_once_leaves_nothing_on_the_phone(phone: BrowserContext) -> None:
    page = written(phone)
    press(page)
    expect(page.get_by_text("Terkirim.", exact=True)).to_be_visible()
    assert kept(page) == "[]"
    assert len(views.TAKEN) == 1


def test_a_closed_page_loses_nothing_that_was_typed(phone: BrowserContext) -> None:
    page = written(phone, "Setengah jalan")
    until(lambda: bool(page.evaluate("localStorage.getItem('kept') !== null")))
    page.close()
    page = opened(phone)
    expect(page.get_by_text(RESTORED)).to_be_visible()
    assert page.get_by_label("Apa yang terjadi?").input_value() == "Setengah jalan"
    assert page.get_by_label("Foto").evaluate("input => input.files[0].size") == 3000
    assert views.TAKEN == []


def test_a_fault_is_shown_by_the_page_that_the_server_makes(phone: BrowserContext) -> None:
    page = opened(phone)
    page.locator("form[data-keep]").evaluate("form => { form.noValidate = true; }")
    press(page)
    expect(page.locator(".errorlist, .wrong").first).to_be_visible()
    assert views.TAKEN == []


def test_an_identity_number_never_lies_on_the_phone(phone: BrowserContext) -> None:
    page = written(phone)
    page.get_by_label("NIK").fill("7571010101010001")
    page.get_by_label("Apa yang terjadi?").fill("Lubang besar")
    until(lambda: bool(page.evaluate("localStorage.getItem('kept') !== null")))
    assert "7571010101010001" not in kept(page)
    press(page)
    expect(page.get_by_text("Terkirim.", exact=True)).to_be_visible()
    assert kept(page) == "[]"


def test_what_is_told_in_secret_leaves_nothing(phone: BrowserContext) -> None:
    page = written(phone)
    until(lambda: bool(page.evaluate("localStorage.getItem('kept') !== null")))
    page.get_by_label("Rahasia").check()
    until(lambda: bool(page.evaluate("localStorage.getItem('kept') === null")))
    assert kept(page) == "[]"


def signed_in(phone: BrowserContext, person: Person | None) -> None:
    """From now on this person holds the phone; None: somebody without an account."""
    phone.clear_cookies()
    if person:
        name, address = settings.SESSION_COOKIE_NAME, phone.pages[0].url
        session = person.client.cookies[name].value
        phone.add_cookies([{"name": name, "value": session, "url": address}])


def sign_out(page: Page) -> None:
    page.locator("details.account").evaluate("one => { one.open = true; }")
    page.get_by_role("button", name="Keluar").click()


def test_who_signs_out_leaves_nothing_that_they_typed(
    phone: BrowserContext, officer: Person
) -> None:
    opened(phone, "/")
    signed_in(phone, officer)
    page = written(phone, "Hanya untuk saya")
    until(lambda: bool(page.evaluate("localStorage.getItem('kept') !== null")))
    page.goto("/")
    with page.expect_navigation():
        sign_out(page)
    signed_in(phone, None)
    page.goto("/simpan/")
    expect(page.get_by_label("Apa yang terjadi?")).to_have_value("")
    assert "Hanya untuk saya" not in kept(page) + page.evaluate("JSON.stringify(localStorage)")


def test_who_signs_out_is_asked_when_something_still_waits(
    phone: BrowserContext, officer: Person
) -> None:
    opened(phone, "/")
    signed_in(phone, officer)
    page = written(phone, "rusak")  # the server breaks at it
    press(page)
    expect(page.get_by_text(WAITS)).to_be_visible()
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    with page.expect_event("dialog"):
        sign_out(page)
    expect(page.get_by_text(WAITS)).to_be_visible()
    assert "belum terkirim" in asked[0]
    assert "rusak" in kept(page)
    page.once("dialog", lambda dialog: dialog.accept())
    with page.expect_navigation():
        sign_out(page)
    until(lambda: bool(page.evaluate("localStorage.getItem('kept') === null")))
    assert kept(page) == "[]"


def test_who_holds_the_phone_next_sees_nothing_of_it_and_loses_nothing(
    phone: BrowserContext, officer: Person, citizen: Person
) -> None:
    opened(phone, "/")
    signed_in(phone, officer)
    page = written(phone, "Punya petugas")
    phone.set_offline(True)
    press(page)
    expect(page.get_by_text(WAITS)).to_be_visible()
    signed_in(phone, citizen)
    page.close()

    phone.set_offline(False)
    page = opened(phone)
    expect(page.get_by_text("Ada isian milik orang lain di HP ini.", exact=False)).to_be_visible()
    expect(page.get_by_label("Apa yang terjadi?")).to_have_value("")
    assert page.get_by_role("button", name="Hapus dari HP ini").count() == 0
    page.get_by_label("Apa yang terjadi?").fill("Punya warga")
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.get_by_text("Terkirim.", exact=True)).to_be_visible()
    assert views.TAKEN == [("Punya warga", 0)]
    with page.expect_navigation():
        sign_out(page)

    signed_in(phone, officer)
    page = opened(phone, "/")
    expect(page.get_by_text("Sudah terkirim, satu kali.")).to_be_visible()
    assert views.TAKEN[1:] == [("Punya petugas", 3000)]


def test_what_was_typed_before_signing_in_in_the_same_tab_goes_on(
    phone: BrowserContext, officer: Person
) -> None:
    page = written(phone, "Belum masuk")
    until(lambda: bool(page.evaluate("localStorage.getItem('kept') !== null")))
    other = opened(phone, "/")
    signed_in(phone, officer)
    other.goto("/simpan/")
    expect(other.get_by_label("Apa yang terjadi?")).to_have_value("")
    page.reload()
    expect(page.get_by_text(RESTORED)).to_be_visible()
    expect(page.get_by_label("Apa yang terjadi?")).to_have_value("Belum masuk")
    assert page.get_by_label("Foto").evaluate("input => input.files[0].size") == 3000


def test_a_form_that_was_changed_while_it_waited_is_another_one(phone: BrowserContext) -> None:
    page = written(phone, "Lubang kecil")

    def lose(route: Route) -> None:
        route.fetch()
        phone.set_offline(True)
        route.abort("internetdisconnected")

    page.route("**/simpan/", lose)
    press(page)
    expect(page.get_by_text(WAITS)).to_be_visible()
    page.unroute("**/simpan/")
    page.get_by_label("Apa yang terjadi?").fill("Lubang besar")
    press(page)
    until(lambda: bool(page.evaluate("Kept.all().then(([form]) => form.state === 'waiting')")))
    phone.set_offline(False)
    expect(page.get_by_text("Terkirim.", exact=True).first).to_be_visible()
    assert [words for words, _ in views.TAKEN] == ["Lubang kecil", "Lubang besar"]


def test_one_form_that_the_server_fails_at_holds_up_no_other(phone: BrowserContext) -> None:
    page = written(phone, "Sampai juga")
    phone.set_offline(True)
    press(page)
    expect(page.get_by_text(WAITS)).to_be_visible()
    # Beside it, and before it in the order: one that the server always breaks at.
    page.evaluate("""async () => {
      const [form] = await Kept.all();
      const entries = [["words", "rusak"]];
      await Kept.put({ ...form, key: " a", id: "0".repeat(32), sum: "", entries }, []);
    }""")
    page.close()
    phone.set_offline(False)
    page = opened(phone, "/")
    expect(page.get_by_text("Sudah terkirim, satu kali.")).to_be_visible()
    assert ("Sampai juga", 3000) in views.TAKEN
