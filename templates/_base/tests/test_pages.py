from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings

from smartcity_base.config import config
from smartcity_base.testing.cast import Person, browser, user_of
from smartcity_base.theme import ICONS


def test_the_first_page_names_the_app_and_the_region(stranger: Person) -> None:
    page = stranger.client.get("/")
    assert page.status_code == 200
    assert "<title>Contoh – Kota Contoh LIVE</title>" in page.text
    assert "Pemerintah Kota Contoh" in page.text
    assert "halo@kotacontoh.go.id" in page.text


def test_a_page_allows_no_inline_script_or_style_and_no_frame(stranger: Person) -> None:
    page = stranger.client.get("/pameran/")
    policy = dict(part.strip().split(" ", 1) for part in page["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert config().issuer in policy["form-action"]
    assert "unsafe" not in page["Content-Security-Policy"]
    assert not re.search(r"<style|style=|<script(?! src)|\son[a-z]+=", page.text)
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["X-Frame-Options"] == "DENY"
    assert page["Referrer-Policy"] == "same-origin"


def test_a_page_can_be_walked_without_a_mouse(stranger: Person) -> None:
    page = stranger.client.get("/pameran/").text
    assert page.index('class="skip" href="#isi"') < page.index("<header")
    assert '<main id="isi"' in page
    assert '<html lang="id">' in page


def test_a_field_ties_its_label_help_and_fault_together(stranger: Person) -> None:
    page = browser().post("/pameran/", {"kind": "jalan"}).text
    name = re.search(r'<input type="text" name="name".*?>', page, re.S)
    assert name
    assert 'aria-invalid="true"' in name[0]
    described = re.search(r'aria-describedby="([^"]+)"', name[0])
    assert described
    for part in described[1].split():
        assert f'id="{part}"' in page
    assert '<label for="id_name">' in page
    assert "<legend>Tentang apa?" in page


def test_a_form_with_faults_says_so_on_top_with_a_way_to_each_field(stranger: Person) -> None:
    page = browser().post("/pameran/", {"kind": "jalan", "district": "u", "words": "x"}).text
    summary = page[page.index('role="alert"', page.index("<h2>Formulir")) :]
    assert "tidak ada yang diubah" in summary
    assert '<a href="#id_name">Nama</a>: Bidang ini tidak boleh kosong.' in summary


def test_the_account_menu_signs_out_by_post(citizen: Person) -> None:
    page = citizen.client.get("/").text
    assert "Warga" in page
    assert re.search(r'<form method="post"\s+action="/keluar/">', page)


def test_a_role_page_sends_the_stranger_to_sign_in_and_keeps_the_way_back(stranger: Person) -> None:
    assert stranger.client.get("/petugas/").headers["Location"] == "/masuk/?next=/petugas/"


def test_a_role_page_refuses_the_citizen_and_lets_the_officer_in(
    citizen: Person, officer: Person
) -> None:
    refused = citizen.client.get("/petugas/")
    assert refused.status_code == 403
    assert "bukan untuk akun Anda" in refused.text
    assert officer.client.get("/petugas/").text == "meja"


def test_a_role_is_lost_with_the_account(officer: Person) -> None:
    type(user_of(officer)).objects.update(is_active=False)
    assert officer.client.get("/petugas/").status_code == 302


def test_an_unknown_address_says_so_and_where_to_go(stranger: Person) -> None:
    page = stranger.client.get("/tidak/ada/")
    assert page.status_code == 404
    assert "Halaman tidak ditemukan" in page.text


def test_a_fault_of_ours_says_nothing_of_its_cause(stranger: Person) -> None:
    stranger.client.raise_request_exception = False
    page = stranger.client.get("/rusak/")
    assert page.status_code == 500
    assert "gangguan pada sistem kami" in page.text
    assert "RuntimeError" not in page.text


def test_a_form_from_another_site_is_refused_and_says_that_nothing_was_changed(db: None) -> None:
    client = Client(
        enforce_csrf_checks=True,
        headers={"host": config().app.host, "x-forwarded-proto": "https"},
    )
    page = client.post("/pameran/", {"name": "x"}, headers={"origin": "https://jahat.example"})
    assert page.status_code == 403
    assert "tidak ada yang diubah" in page.text


def test_a_request_for_another_host_is_not_answered(db: None) -> None:
    assert Client(headers={"host": "jahat.example"}).get("/").status_code == 400


@override_settings(SECURE_SSL_REDIRECT=True)
def test_plain_http_is_sent_to_https_but_for_the_health_checks(db: None) -> None:
    client = Client(headers={"host": config().app.host})
    assert client.get("/").headers["Location"].startswith("https://")
    assert client.get("/healthz").status_code == 200


def test_the_regions_colours_come_as_a_file_that_is_kept_for_ever(stranger: Person) -> None:
    page = stranger.client.get("/").text
    address = re.search(r'href="(/tema.css\?\w+)"', page)
    assert address
    sheet = stranger.client.get(address[1])
    assert sheet["Content-Type"].startswith("text/css")
    assert "--primary:#0b5c8a" in sheet.text
    assert "immutable" in sheet["Cache-Control"]


def test_a_logo_that_is_opened_alone_runs_and_loads_nothing(stranger: Person) -> None:
    logo = stranger.client.get("/logo")
    assert logo["Content-Type"] == "image/svg+xml"
    assert "sandbox" in logo["Content-Security-Policy"]
    assert "default-src 'none'" in logo["Content-Security-Policy"]


def test_a_phone_finds_what_it_puts_on_its_home_screen(
    stranger: Person, drawn: dict[str, bytes]
) -> None:
    page = stranger.client.get("/").text
    assert f'<meta name="theme-color" content="{config().branding.primary}">' in page
    address = re.search(r'<link rel="manifest" href="([^"]+)">', page)
    assert address
    answer = stranger.client.get(address[1])
    assert answer["Content-Type"] == "application/manifest+json"
    manifest = answer.json()
    assert (manifest["name"], manifest["short_name"]) == ("Contoh Kota Contoh LIVE", "Contoh")
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        assert stranger.client.get(icon["src"]).content == drawn[icon["src"][1:].split("?")[0]]
    touched = re.search(r'<link rel="apple-touch-icon" href="([^"]+)">', page)
    assert touched
    assert stranger.client.get(touched[1])["Content-Type"] == "image/png"


def test_a_browser_gets_the_icon_it_asks_for_unasked(
    stranger: Person, drawn: dict[str, bytes]
) -> None:
    icon = stranger.client.get("/favicon.ico")
    assert icon.content == drawn["favicon.ico"]
    assert icon["Content-Type"] == "image/x-icon"
    assert "immutable" not in icon["Cache-Control"]
    assert "immutable" in stranger.client.get("/favicon.ico?1")["Cache-Control"]


def test_an_icon_that_was_not_drawn_is_not_found(stranger: Person) -> None:
    assert stranger.client.get("/icon-192.png").status_code == 404


@pytest.fixture
def drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Icons as the kit draws them beside the logo, each with bytes of its own."""
    folder = shutil.copytree(config().folder / "branding", tmp_path / "branding")
    made = {name: f"drawn {name}".encode() for name in ICONS}
    for name, content in made.items():
        (folder / name).write_bytes(content)
    here = replace(config(), folder=tmp_path)
    monkeypatch.setattr("smartcity_base.theme.config", lambda: here)
    return made


@pytest.mark.parametrize(
    "path", ["/healthz", "/readyz", "/tema.css", "/logo", "/wilayah.json", "/manifest.webmanifest"]
)
def test_what_machines_ask_for_opens_no_session(stranger: Person, path: str) -> None:
    answer = stranger.client.get(path)
    assert answer.status_code == 200
    assert settings.SESSION_COOKIE_NAME not in answer.cookies
