"""The people of SIGAP, and what a field officer does on a phone, with and without signal."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Geolocation, Page, expect

from tests.browser import cast as people
from tests.browser import chromium
from tests.browser.cast import ROADS, Cast, Person
from tests.browser.place import Embedded, Place
from tests.servers.machine import wait_until

SPOT: Geolocation = {"longitude": 123.0595, "latitude": 0.5442, "accuracy": 12}


@dataclass
class Crew:
    """Who works at SIGAP: the officer and the supervisor of the roads' agency."""

    sigap: str
    officer: Person
    supervisor: Person


def hire(browser: Browser, place: Place, sigap: str, cast: Cast) -> Crew:
    """As the administrator: an officer and a supervisor, who then sign in for the first time."""
    crew = Crew(
        sigap,
        Person("Fajar Lapangan", "fajar@contoh.go.id"),
        Person("Wati Pengawas", "wati@contoh.go.id"),
    )
    office = chromium.desk(browser).new_page()
    people.sign_in(office, place.live, cast.administrator)
    for person, role, first in (
        (crew.officer, "sigap:officer", "lapangan"),
        (crew.supervisor, "sigap:supervisor", "pengawasan"),
    ):
        code = people.add_person(office, place, person, ROADS, role)
        own = chromium.desk(browser).new_page()
        people.begin(own, place, person, code)
        own.goto(f"{sigap}/masuk/")
        expect(own).to_have_url(f"{sigap}/{first}/")
        own.context.close()
    office.context.close()
    return crew


def phone(browser: Browser, workers: Literal["allow", "block"] = "allow") -> BrowserContext:
    """An officer's phone: it knows where it is."""
    return browser.new_context(
        service_workers=workers,
        viewport=chromium.PHONE, is_mobile=True, has_touch=True, locale="id-ID",
        geolocation=SPOT, permissions=["geolocation"],
    )  # fmt: skip


def sign_in(page: Page, crew: Crew, person: Person) -> None:
    """At SIGAP's own page, by LIVE's form."""
    page.goto(f"{crew.sigap}/")
    page.get_by_role("link", name="Masuk sebagai petugas").click()
    people.give_password(page, person.email, person.password)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Tugas saya" if person is crew.officer else "Pengawasan Dinas PUPR"
    )


def order(page: Page, crew: Crew, title: str) -> str:
    """As the supervisor: make a task and give it to the officer; returns its number."""
    page.goto(f"{crew.sigap}/pengawasan/buat/")
    page.get_by_label("Apa yang harus dikerjakan?").fill(title)
    page.get_by_label("Patokan atau alamat").fill("Depan pasar")
    page.get_by_role("button", name="Tandai titik di peta").click()
    expect(page.locator(".leaflet-container path").first).to_be_attached()
    page.locator("#new-map").click()
    page.get_by_role("button", name="Buat tugas").click()
    number = page.locator("header .meta span").first.inner_text()
    assign(page, crew, number)
    return number


def assign(page: Page, crew: Crew, number: str) -> None:
    page.goto(f"{crew.sigap}/tugas/{number}/")
    page.get_by_text("Tugaskan", exact=True).first.click()
    form = page.locator("details#assign form")
    choice = form.locator("option", has_text=crew.officer.name).get_attribute("value")
    form.get_by_label("Tim atau petugas").select_option(choice)
    form.get_by_role("button", name="Tugaskan").click()
    expect(page.locator("header .status")).to_have_text("Ditugaskan")


def state(page: Page, crew: Crew, number: str) -> str:
    """What the supervisor's page says of a task."""
    page.goto(f"{crew.sigap}/tugas/{number}/")
    return page.locator("header .status").inner_text()


def carried(page: Page, crew: Crew) -> None:
    """Open the officer's page until it is on the phone, worker and all."""
    page.goto(f"{crew.sigap}/lapangan/")
    has_the_worker(page)
    expect(page.get_by_role("heading", name="Tugas saya")).to_be_visible()


def has_the_worker(page: Page) -> None:
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    controlled = "navigator.serviceWorker.controller !== null"
    wait_until("the worker answers for the page", lambda: page.evaluate(controlled))


def opened(page: Page, crew: Crew, number: str) -> None:
    page.goto(f"{crew.sigap}/lapangan/#/{number}")
    expect(page.get_by_text(number).first).to_be_visible()


def shoot(page: Page, kind: str, photo: Path) -> None:
    """Take a photo `sebelum` or `sesudah`; it is on the phone's disk when this returns."""
    field = page.locator(f"[data-kind={kind}]")
    there = field.locator("img").count()
    field.locator("input[type=file]").set_input_files(photo)
    expect(field.locator("img")).to_have_count(there + 1)


def waiting(page: Page) -> int:
    """How many steps wait on the phone, as its disk has it."""
    count: int = page.evaluate("Outbox.steps().then((steps) => steps.length)")
    return count


def sent(page: Page, seconds: int = 20) -> None:
    said = page.locator("#line-said")
    expect(said).to_have_text("Semua sudah terkirim", timeout=seconds * 1000)
    expect(page.locator("#line-waiting")).to_have_text("")


def heavy(path: Path) -> Path:
    """A photo that stays heavy when it is made small, so that sending it takes many pieces."""
    Image.effect_noise((2400, 1800), 90).convert("RGB").save(path, "JPEG", quality=92)
    return path


def slow(context: BrowserContext, page: Page, bytes_per_second: int) -> None:
    """A bad line, such as a village has."""
    context.new_cdp_session(page).send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 100, "downloadThroughput": 50_000,
         "uploadThroughput": bytes_per_second},
    )  # fmt: skip


def on_disk(embedded: Embedded) -> list[int]:
    """The sizes of the photos of which a part has come."""
    folder = embedded.folder / "var/sigap/uploads/partial"
    return [file.stat().st_size for file in folder.glob("*.part")] if folder.is_dir() else []


def told(embedded: Embedded, number: str) -> list[dict[str, object]]:
    """What the log of a task holds, as the database has it."""
    ask = (
        "import json; from sigap.models import TaskEvent as E; "
        f"print(json.dumps([{{'action': e.action, 'wanted': e.wanted, 'text': e.text, "
        "'photos': e.photos.count(), 'materials': e.materials, 'accuracy': e.accuracy_m} "
        f"for e in E.objects.filter(task__number='{number}').order_by('id')]))"
    )
    said: list[dict[str, object]] = json.loads(
        embedded.manage("sigap", "shell", "--no-imports", "-c", ask).splitlines()[-1]
    )
    return said


def officers_page(pocket: BrowserContext, crew: Crew) -> Page:
    """The officer, signed in, with the app on the phone."""
    page = pocket.new_page()
    sign_in(page, crew, crew.officer)
    carried(page, crew)
    return page
