"""The people of the journey, and how LIVE makes them: every account through its own pages."""

import re
import secrets
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.otp import Authenticator
from tests.browser.place import Place

ROADS = "dinas-pupr"  # both samples route a damaged road to it
POLICE = "satpol-pp"
PASSWORD = "lampu jalan 7 sudah menyala"


@dataclass
class Person:
    """Somebody with an account at LIVE."""

    name: str
    email: str
    password: str = PASSWORD
    authenticator: Authenticator | None = None


def citizen() -> Person:
    """Somebody whom LIVE does not know yet."""
    return Person("Warga Baru", f"warga-{secrets.token_hex(4)}@contoh.id")


@dataclass
class Cast:
    """Who works at a place: the officer follows up damaged roads, the stranger is of the police.

    `first_link` is what the first administrator began with.
    """

    first_link: str
    administrator: Person
    operator: Person
    officer: Person
    stranger: Person


def assemble(page: Page, place: Place) -> Cast:
    """Make everybody, beginning with the link that the operator was given. Ends signed out."""
    first_link = place.first_login()
    administrator = become_administrator(page, first_link)
    operator = Person("Oki Operator", "oki@contoh.go.id")
    officer = Person("Petrus Petugas", "petrus@contoh.go.id")
    stranger = Person("Sari Satpol", "sari@contoh.go.id")
    codes = [
        add_person(page, place, operator, "", "laksa:operator"),
        add_person(page, place, officer, ROADS, "laksa:officer"),
        add_person(page, place, stranger, POLICE, "laksa:officer"),
    ]
    give_role(page, place, administrator, "laksa:administrator")
    for person, code in zip((operator, officer, stranger), codes, strict=True):
        sign_out(page, place.live)
        begin(page, place, person, code)
    sign_out(page, place.live)
    return Cast(first_link, administrator, operator, officer, stranger)


def become_administrator(page: Page, first_link: str) -> Person:
    """Open the first link, make the account, and set up the second factor that it needs."""
    person = Person("Ayu Administrator", "ayu@contoh.go.id")
    page.goto(first_link)
    page.get_by_label("Nama lengkap").fill(person.name)
    page.get_by_label("Surel").fill(person.email)
    choose_password(page, person)
    page.get_by_role("link", name="Mulai memasang").click()
    person.authenticator = Authenticator(secret_shown(page))
    page.get_by_label("Ketik 6 angka").fill(person.authenticator.code())
    page.get_by_role("button", name="Pasang").click()
    expect(page.get_by_role("heading", name="Kode pemulihan")).to_be_visible()
    page.get_by_role("link", name="Sudah saya simpan").click()
    expect(page.get_by_role("heading", name="Akun saya")).to_be_visible()
    return person


def secret_shown(page: Page) -> str:
    """The key for an authenticator app that cannot scan."""
    page.get_by_text("Tidak dapat memindai?").click()
    return page.locator("details .code").inner_text().strip()


def add_person(page: Page, place: Place, person: Person, agency: str, role: str) -> str:
    """As the administrator: an account with a role; returns the code to hand over on paper."""
    page.goto(f"{place.live}/orang/baru/")
    page.get_by_label("Nama").fill(person.name)
    page.get_by_label("Surel").fill(person.email)
    page.get_by_label("Instansi").select_option(agency)
    page.get_by_role("button", name="Buat akun").click()
    tick_role(page, role)
    page.get_by_role("button", name="Tampilkan kode").click()
    return page.locator("p.code").inner_text()


def give_role(page: Page, place: Place, person: Person, role: str) -> None:
    """As the administrator: find the person, and give the role besides what they have."""
    page.goto(f"{place.live}/orang/")
    page.get_by_label("Nama, surel").fill(person.email)
    page.get_by_role("button", name="Cari").click()
    page.get_by_role("link", name=person.name).click()
    tick_role(page, role)


def tick_role(page: Page, role: str) -> None:
    page.locator(f"input[name=role][value='{role}']").check()
    page.get_by_role("button", name="Simpan peran").click()
    expect(page.get_by_text("Peran disimpan")).to_be_visible()


def begin(page: Page, place: Place, person: Person, code: str) -> None:
    """With a code on paper: choose a password and be signed in."""
    page.goto(f"{place.live}/mulai/")
    page.get_by_label("Surel").fill(person.email)
    page.get_by_label("Kode awal").fill(code)
    page.get_by_role("button", name="Lanjut").click()
    choose_password(page, person)
    expect(page.get_by_role("heading", name="Akun saya")).to_be_visible()


def choose_password(page: Page, person: Person) -> None:
    page.get_by_label("Kata sandi baru").fill(person.password)
    page.get_by_label("Kata sandi sekali lagi").fill(person.password)
    page.get_by_role("button", name="Simpan dan masuk").click()


def register(page: Page, place: Place, person: Person) -> None:
    """As a citizen, without anybody's help."""
    page.goto(f"{place.live}/daftar/")
    page.get_by_label("Nama lengkap").fill(person.name)
    page.get_by_label("Surel").fill(person.email)
    page.get_by_label("Kata sandi", exact=True).fill(person.password)
    page.get_by_label("Kata sandi sekali lagi").fill(person.password)
    page.get_by_role("button", name="Daftar").click()


def sign_in(page: Page, app: str, person: Person) -> None:
    """From an app's own page, by LIVE's form, back to the app."""
    page.goto(f"{app}/")
    page.locator("header .signin").click()
    give_password(page, person.email, person.password)
    if person.authenticator:
        give_code(page, person)
    expect(account(page)).to_be_visible()


def enter(page: Page, app: str) -> None:
    """As somebody who is signed in at LIVE already: nothing more is asked."""
    page.goto(f"{app}/")
    page.locator("header .signin").click()
    expect(page).to_have_url(re.compile(f"^{re.escape(app)}/"))
    expect(account(page)).to_be_visible()


def give_password(page: Page, email: str, password: str) -> None:
    page.get_by_label("Surel").fill(email)
    page.get_by_label("Kata sandi", exact=True).fill(password)
    page.get_by_role("button", name="Masuk", exact=True).click()


def give_code(page: Page, person: Person) -> None:
    assert person.authenticator, f"{person.name} has no authenticator"
    page.get_by_label("Kode").fill(person.authenticator.code())
    page.get_by_role("button", name="Masuk", exact=True).click()


def sign_out(page: Page, app: str) -> None:
    """By the menu of the page's header, in one of the apps."""
    page.goto(f"{app}/")
    account(page).locator("summary").click()
    page.get_by_role("button", name="Keluar").click()
    expect(page.locator("header .signin")).to_be_visible()


def account(page: Page) -> Locator:
    """The menu of whoever is signed in; it is not there for anybody else."""
    return page.locator("header details.account")
