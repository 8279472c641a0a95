"""What every app owes: health, figures, migrations, pages in the region's dress."""

from __future__ import annotations

import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from smartcity_base.config import config
from smartcity_base.testing.cast import Person


def test_it_is_alive_and_ready(region: None, stranger: Person) -> None:
    assert stranger.client.get("/healthz").status_code == 200
    assert stranger.client.get("/readyz").json()["ready"] is True


def test_its_api_is_described(region: None, stranger: Person) -> None:
    assert stranger.client.get("/api/v1/openapi.json").json()["openapi"].startswith("3.1")


def test_its_figures_count_accounts_and_sign_ins(citizen: Person, officer: Person) -> None:
    figures = {f["name"]: f for f in citizen.client.get("/api/v1/indicators").json()}
    assert figures["accounts"]["value"] == 2
    assert figures["accounts"]["unit"] == "akun"
    assert figures["sign_ins_today"]["value"] == 2


def test_no_migration_is_missing(db: None) -> None:
    call_command("makemigrations", "live", check=True, dry_run=True, stdout=StringIO())


def test_loading_the_region_twice_changes_nothing(region: None) -> None:
    from smartcity_base.region_data import load_region

    counts = load_region(config().data)
    assert {tuple(count.values()) for count in counts.values()} == {(0, 0, 0)}


PUBLIC = [
    *("/", "/pengumuman/", "/masuk/", "/daftar/", "/lupa/", "/mulai/", "/nonaktif/", "/keluar/"),
    *("/layanan-publik/", "/layanan-publik/izin-galian/", "/instansi/", "/tempat/"),
    *("/instansi/dinas-pekerjaan-umum/", "/tempat/pasar-bukit/"),
    *("/cari/", "/cari/?q=jalan", "/cari/?q=xyzzy", "/darurat/"),
    *("/lupa/selesai/", "/mulai/XXXX/", "/identity/o/authorize", "/tidak-ada/"),
]
OWN = [
    *("/akun/", "/akun/sandi/", "/akun/perangkat/", "/akun/dua-langkah/", "/keluar/"),
    *("/akun/pastikan/", "/identity/o/logout", "/akun/kunci-sandi/", "/akun/kunci-sandi/baru/"),
]


def in_the_regions_dress(answer: Any) -> None:
    page = answer.content.decode()
    names = {template.name for template in answer.templates}
    assert "base/base.html" in names, names
    assert not any(str(name).startswith("allauth/") for name in names), names
    assert f"{config().brand}</title>" in page
    assert '<html lang="id">' in page


@pytest.mark.parametrize("address", PUBLIC)
def test_a_stranger_sees_no_page_of_allauths_own(
    region: None, stranger: Person, address: str
) -> None:
    in_the_regions_dress(stranger.client.get(address, follow=True))


@pytest.mark.parametrize("address", OWN)
def test_a_citizen_sees_no_page_of_allauths_own(citizen: Person, address: str) -> None:
    in_the_regions_dress(citizen.client.get(address, follow=True))


SECOND_FACTOR = ["", "pasang/", "lepas/", "pemulihan/", "pemulihan/baru/", "wajib/"]


@pytest.mark.parametrize("address", SECOND_FACTOR)
def test_nor_does_an_administrator(administrator: Person, address: str) -> None:
    in_the_regions_dress(administrator.client.get(f"/akun/dua-langkah/{address}", follow=True))


def test_an_empty_notice_of_too_many_requests_is_ours_too(
    region: None, stranger: Person, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    for _ in range(2):
        answer = stranger.client.post("/masuk/", {})
    assert answer.status_code == 429
    in_the_regions_dress(answer)


@pytest.mark.parametrize("page", ["/", "/masuk/", "/daftar/"])
def test_no_script_or_style_is_in_a_page(region: None, stranger: Person, page: str) -> None:
    answer = stranger.client.get(page)
    assert not re.search(r"<script(?![^>]* src=)", answer.content.decode())
    assert " style=" not in answer.content.decode()
    assert "script-src 'self'" in answer["Content-Security-Policy"]
