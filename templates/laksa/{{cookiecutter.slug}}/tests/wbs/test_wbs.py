"""Whistle-blowing: the inspectorate alone reads it, and nothing tells who it was or when."""

import io
import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.files import uploadhandler
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from PIL import Image

from smartcity_base.models import AuditEntry
from smartcity_base.testing.cast import Casting, Person

from laksa.numbers import plain_code
from laksa.wbs import desk, untraceable
from laksa.wbs.models import Letter, SealKey, Whisper

from ..conftest import picture

WORDS = "Kepala gudang menjual beras bantuan"
PASSPHRASE = "kuda nil makan semangka"


@pytest.fixture(autouse=True)
def nobody_counted() -> None:
    untraceable._count.clear()


@pytest.fixture
def key(region: None) -> SealKey:
    return desk.new_key(PASSPHRASE)


@pytest.fixture
def inspector(region: None, person: Casting) -> Person:
    return person("Inspektur", roles=["inspector"])


def whisper(person: Person, **more: Any) -> str:
    """Send one; answers the code word that the page shows."""
    answer = person.client.post("/wbs/", {"words": WORDS, **more})
    assert answer.status_code == 200
    found = re.search(r'"code key">([0-9A-Z-]{19})<', answer.content.decode())
    assert found
    return found[1]


def everything() -> str:
    """All that the database holds, as text."""
    parts = []
    for model in apps.get_models():
        for row in model._default_manager.values():
            parts += [
                bytes(value).decode("latin-1")
                if isinstance(value, memoryview | bytes)
                else str(value)
                for value in row.values()
            ]
    return "\n".join(parts)


def opened(person: Person, passphrase: str = PASSPHRASE) -> str:
    at = f"/inspektorat/{Whisper.objects.get().pk}/"
    return str(person.client.post(at, {"passphrase": passphrase}).content.decode())


@pytest.mark.usefixtures("key")
def test_the_box_opens_to_nobody_who_came_long_ago(stranger: Person, person: Casting) -> None:
    whisper(stranger)
    left = person("Inspektur", roles=["inspector"], proven=timedelta(hours=1)).client
    at = f"/inspektorat/{Whisper.objects.get().pk}/"
    for address in ("/inspektorat/", "/inspektorat/kunci/", at):
        assert left.get(address)["Location"].startswith("/masuk/lagi/?max_age=900&")
    assert WORDS not in left.post(at, {"passphrase": PASSPHRASE}).content.decode()


@pytest.mark.usefixtures("key")
def test_the_inspectorate_reads_it_with_its_passphrase(stranger: Person, inspector: Person) -> None:
    whisper(stranger, photos=[picture()])
    page = opened(inspector)
    assert WORDS in page
    assert "data:image/jpeg;base64," in page
    assert WORDS not in opened(inspector, "bukan ini kuncinya")
    assert (
        WORDS
        not in inspector.client.get(f"/inspektorat/{Whisper.objects.get().pk}/").content.decode()
    )
    assert WORDS not in inspector.client.get("/inspektorat/").content.decode()


@pytest.mark.usefixtures("key")
def test_nobody_else_comes_near_it(
    stranger: Person, operator: Person, officer: Person, administrator: Person, citizen: Person
) -> None:
    whisper(stranger)
    for at in ("/inspektorat/", "/inspektorat/kunci/", f"/inspektorat/{Whisper.objects.get().pk}/"):
        for person in (operator, officer, administrator, citizen):
            assert person.client.get(at).status_code == 403, at
        assert stranger.client.get(at).status_code == 302


@pytest.mark.usefixtures("key")
def test_the_inspectorate_does_not_read_other_reports(inspector: Person) -> None:
    assert inspector.client.get("/antrean/").status_code == 403
    assert inspector.client.get("/catatan/").status_code == 403


@pytest.mark.usefixtures("key")
def test_the_database_holds_neither_words_nor_code_nor_sender_nor_hour(
    citizen: Person, operator: Person
) -> None:
    before = {model: model._default_manager.count() for model in apps.get_models()}
    code = whisper(citizen, photos=[picture()])  # somebody who is signed in, even
    grown = {
        model for model in apps.get_models() if model._default_manager.count() != before[model]
    }
    assert grown == {Whisper, Letter}
    held = everything()
    for told in (WORDS, code, plain_code(code), PASSPHRASE, "127.0.0.1"):
        assert told not in held, told
    for model in (Whisper, Letter):
        names = {field.name for field in model._meta.get_fields() if field.concrete}
        kinds = {field.get_internal_type() for field in model._meta.get_fields() if field.concrete}
        assert "DateTimeField" not in kinds
        assert not names & {"user", "author", "address", "session"}
        assert model._meta.pk is not None
        assert model._meta.pk.get_internal_type() == "UUIDField"
    assert not DBTaskResult.objects.exists()
    assert mail.outbox == []


@pytest.mark.usefixtures("key")
def test_no_session_is_read_or_written_and_no_cookie_is_set(stranger: Person) -> None:
    with CaptureQueriesContext(connection) as queries:
        answer = stranger.client.get("/wbs/")
        sent = stranger.client.post("/wbs/", {"words": WORDS})
    assert not answer.cookies
    assert not sent.cookies
    assert not [query for query in queries if "session" in query["sql"].lower()]
    for one in (answer, sent):
        assert one["Referrer-Policy"] == "no-referrer"
        assert "no-store" in one["Cache-Control"]
        assert "csrfmiddlewaretoken" not in one.content.decode()


@pytest.mark.usefixtures("key")
def test_the_pages_do_not_know_who_is_signed_in(citizen: Person) -> None:
    assert "Warga" in citizen.client.get("/").content.decode()
    assert "Warga" not in citizen.client.get("/wbs/").content.decode()


@pytest.mark.usefixtures("key")
def test_an_upload_never_touches_the_disk(
    stranger: Person, inspector: Person, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    def caught(*_: Any, **__: Any) -> None:
        raise AssertionError("a file on the disk")

    monkeypatch.setattr(uploadhandler.TemporaryFileUploadHandler, "new_file", caught)
    out = io.BytesIO()
    Image.effect_noise((1800, 1800), 90).convert("RGB").save(out, "PNG")
    assert out.tell() > settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    out.seek(0)
    out.name = "foto.png"
    whisper(stranger, photos=[out])
    assert "data:image/jpeg" in opened(inspector)
    assert not settings.MEDIA_ROOT.exists()


@pytest.mark.usefixtures("key")
def test_what_goes_wrong_is_not_logged(
    stranger: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> str:
        raise RuntimeError(WORDS)

    monkeypatch.setattr(desk, "receive", fail)
    with caplog.at_level(logging.DEBUG):
        caplog.clear()
        answer = stranger.client.post("/wbs/", {"words": WORDS})
    assert answer.status_code == 500
    assert "tidak ada yang disimpan" in answer.content.decode()
    assert not [one for one in caplog.records if one.name.startswith(("django.request", "laksa"))]
    assert WORDS not in caplog.text


@pytest.mark.usefixtures("key")
def test_by_the_code_word_the_reporter_reads_the_answer_and_adds_to_it(
    stranger: Person, inspector: Person
) -> None:
    code = whisper(stranger)
    at = f"/inspektorat/{Whisper.objects.get().pk}/"
    inspector.client.post(at, {"answer": "1", "words": "Gudang yang mana?"})
    assert "Gudang yang mana" not in everything()
    page = stranger.client.post("/wbs/jawaban/", {"code": code.lower()}).content.decode()
    assert "Gudang yang mana?" in page
    assert WORDS not in page
    more = {"code": code, "words": "Gudang di pelabuhan"}
    assert stranger.client.post("/wbs/jawaban/", more).status_code == 200
    assert "Gudang di pelabuhan" not in everything()
    page = opened(inspector)
    assert page.index(WORDS) < page.index("Gudang di pelabuhan")


@pytest.mark.usefixtures("key")
def test_a_wrong_code_word_opens_nothing(stranger: Person) -> None:
    whisper(stranger)
    answer = stranger.client.post("/wbs/jawaban/", {"code": "0000-0000-0000-0000"})
    assert answer.status_code == 404
    assert "tidak dikenal" in answer.content.decode()


@pytest.mark.usefixtures("key")
def test_a_closed_report_is_opened_again_by_its_reporter(
    stranger: Person, inspector: Person
) -> None:
    code = whisper(stranger)
    at = f"/inspektorat/{Whisper.objects.get().pk}/"
    inspector.client.post(at, {"answer": "1", "close": "on", "words": "Selesai"})
    assert Whisper.objects.get().closed
    stranger.client.post("/wbs/jawaban/", {"code": code, "words": "Belum"})
    assert not Whisper.objects.get().closed


@pytest.mark.usefixtures("key")
def test_what_the_inspectorate_does_is_logged_and_what_it_reads_is_not(
    stranger: Person, inspector: Person
) -> None:
    whisper(stranger)
    opened(inspector)
    entry = AuditEntry.objects.get(action="wbs-dibuka")
    assert (entry.actor, entry.details) == (inspector.user, {})


def test_without_a_key_nothing_is_taken(region: None, stranger: Person) -> None:
    page = stranger.client.post("/wbs/", {"words": WORDS}).content.decode()
    assert "belum membuka jalur ini" in page
    assert not Whisper.objects.exists()


def test_the_inspectorate_makes_its_key_and_a_new_one_opens_the_old_reports_too(
    stranger: Person, inspector: Person
) -> None:
    at = "/inspektorat/kunci/"
    assert inspector.client.post(at, {"passphrase": "pendek", "again": "pendek"}).status_code == 422
    first = {"passphrase": PASSPHRASE, "again": PASSPHRASE}
    assert inspector.client.post(at, {**first, "again": "lain sekali"}).status_code == 422
    assert inspector.client.post(at, first).status_code == 302
    whisper(stranger)
    new = "gajah duduk di atas roti"
    second = {"before": "bukan ini", "passphrase": new, "again": new}
    assert inspector.client.post(at, second).status_code == 422
    assert inspector.client.post(at, {**second, "before": PASSPHRASE}).status_code == 302
    assert SealKey.objects.count() == 2
    assert WORDS in opened(inspector, new)
    assert WORDS not in opened(inspector)


@pytest.mark.usefixtures("key")
def test_a_flood_is_stopped_without_knowing_its_senders(
    stranger: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(untraceable.Forgetful, "allowed", 1)
    whisper(stranger)
    answer = stranger.client.post("/wbs/", {"words": WORDS})
    assert answer.status_code == 429
    assert "Terlalu sering" in answer.content.decode()
    assert WORDS in answer.content.decode()


@pytest.mark.usefixtures("key")
def test_a_file_that_is_no_picture_is_said_and_nothing_is_kept(stranger: Person) -> None:
    file = io.BytesIO(b"MZ not a picture")
    file.name = "bukti.jpg"
    answer = stranger.client.post("/wbs/", {"words": WORDS, "photos": [file]})
    assert answer.status_code == 422
    assert "bukan foto" in answer.content.decode()
    assert not Whisper.objects.exists()
