"""The first page: services, search, announcements, and what it weighs on the way to a phone."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils import timezone

from smartcity_base.testing.cast import Person

from live.models import Announcement


def test_every_adopted_app_has_a_tile_except_live_itself(region: None, stranger: Person) -> None:
    page = stranger.client.get("/").content.decode()
    tiles = re.findall(r'class="tile" href="(https:[^"]+)"', page)
    assert tiles == ["https://laksa.kotacontoh.go.id"]


def test_it_shows_the_regions_name(region: None, stranger: Person) -> None:
    assert "Layanan Kota Contoh" in stranger.client.get("/").content.decode()


def test_it_announces_what_is_out_and_not_over(region: None, stranger: Person) -> None:
    page = stranger.client.get("/pengumuman/").content.decode()
    assert "Loket tutup 1 Januari" in page
    assert "Sudah lewat" not in page
    assert "Belum terbit" not in page
    assert stranger.client.get("/pengumuman/belum-terbit/").status_code == 404


def test_an_editor_writes_changes_and_withdraws(region: None, editor: Person) -> None:
    today = timezone.localdate()
    form = {"title": "Listrik padam", "body": "Besok.", "date": today.isoformat(), "until": ""}
    editor.client.post("/pengumuman/kelola/baru/", form)
    written = Announcement.objects.get(from_profile=False)
    assert "Listrik padam" in editor.client.get("/").content.decode()
    form["title"] = "Listrik padam bergilir"
    editor.client.post(f"/pengumuman/kelola/{written.pk}/", form)
    assert "bergilir" in editor.client.get(f"/pengumuman/{written.slug}/").content.decode()
    editor.client.post(f"/pengumuman/kelola/{written.pk}/tarik/")
    assert "bergilir" not in editor.client.get("/").content.decode()


def test_an_announcement_that_ends_before_it_begins_is_refused(editor: Person) -> None:
    today = timezone.localdate()
    form = {"title": "A", "body": "B", "date": today, "until": today - timedelta(days=1)}
    answer = editor.client.post("/pengumuman/kelola/baru/", form)
    assert answer.context["form"].errors["until"]


def test_only_editors_and_administrators_write(
    region: None, stranger: Person, citizen: Person, officer: Person, administrator: Person
) -> None:
    assert stranger.client.get("/pengumuman/kelola/").status_code == 302
    assert citizen.client.get("/pengumuman/kelola/").status_code == 403
    assert officer.client.get("/pengumuman/kelola/baru/").status_code == 403
    assert administrator.client.get("/pengumuman/kelola/").status_code == 200


def test_the_profiles_announcements_are_read_only_here(region: None, editor: Person) -> None:
    owned = Announcement.objects.get(slug="libur-loket")
    assert editor.client.get(f"/pengumuman/kelola/{owned.pk}/").status_code == 404
    assert editor.client.post(f"/pengumuman/kelola/{owned.pk}/tarik/").status_code == 404


def test_the_first_page_with_everything_it_loads_is_under_100_kb(
    region: None, stranger: Person
) -> None:
    """Each answer compressed as the servers do it; what needs no compression counts as it is."""
    page = stranger.client.get("/").content
    addresses = {a.decode() for a in re.findall(rb'<(?:img|link|script)[^>]*="(/[^"#]+)', page)}
    loaded = {address for address in addresses if "." in address or "logo" in address}
    assert any("smartcity.css" in address for address in loaded)
    total = len(gzip.compress(page))
    for address in loaded | {"/static/base/icons.svg"}:
        total += len(gzip.compress(content(stranger, address)))
    assert total < 100 * 1024


def content(stranger: Person, address: str) -> bytes:
    if address.startswith("/static/"):
        return Path(str(finders.find(address.removeprefix("/static/")))).read_bytes()
    answer = stranger.client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer) if answer.streaming else answer.content
