"""Announcements beyond the portal: urgent ones for every app, all of them for feed readers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

from django.utils import timezone

from smartcity_base.testing.cast import Person

from live import jobs
from live.models import Announcement

URGENT = "/pengumuman/penting.json"
ATOM = "{http://www.w3.org/2005/Atom}"


def write(editor: Person, **changes: Any) -> Announcement:
    form = {"title": "Banjir", "body": "Jauhi sungai.", "date": timezone.localdate().isoformat(),
            "until": "", "urgent": "on"}  # fmt: skip
    answer = editor.client.post("/pengumuman/kelola/baru/", form | changes)
    assert answer.status_code == 302
    return Announcement.objects.latest("pk")


def test_an_urgent_one_is_on_top_of_live_at_once_and_in_what_the_apps_pull(
    region: None, editor: Person, stranger: Person
) -> None:
    written = write(editor)
    where = f"https://live.kotacontoh.go.id/pengumuman/{written.slug}/"
    assert f'href="{where}">Banjir</a>' in stranger.client.get("/pengumuman/").content.decode()
    told = stranger.client.get(URGENT)
    assert told.json() == {
        "announcements": [{"id": written.slug, "title": "Banjir", "url": where, "until": None}]
    }
    same = stranger.client.get(URGENT, headers={"if-none-match": told["ETag"]})
    assert same.status_code == 304
    editor.client.post(f"/pengumuman/kelola/{written.pk}/tarik/")
    assert stranger.client.get(URGENT).json() == {"announcements": []}
    assert 'class="headlines"' not in stranger.client.get("/pengumuman/").content.decode()


def test_an_ordinary_one_or_one_of_tomorrow_is_not(
    region: None, editor: Person, stranger: Person
) -> None:
    write(editor, urgent="")
    tomorrow = timezone.localdate() + timedelta(days=1)
    later = write(editor, date=tomorrow.isoformat())
    assert stranger.client.get(URGENT).json() == {"announcements": []}
    Announcement.objects.filter(pk=later.pk).update(date=timezone.localdate())
    jobs.announce.call()
    assert 'class="headlines"' in stranger.client.get("/").content.decode()


def test_the_feed_is_atom_with_the_newest_and_what_is_out_alone(
    region: None, editor: Person, stranger: Person
) -> None:
    write(editor, title="Banjir & angin", body="Jauhi <sungai>.")
    answer = stranger.client.get("/pengumuman/atom.xml")
    assert answer["content-type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.content)  # noqa: S314  (our own)
    titles = [str(entry.findtext(f"{ATOM}title")) for entry in feed.iter(f"{ATOM}entry")]
    assert titles[0] == "Banjir & angin"
    assert "Belum terbit" not in titles
    assert "/pengumuman/atom.xml" in stranger.client.get("/pengumuman/").content.decode()
