"""Held until scanned, by a real clamd with a signature of the tests' own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks

from smartcity_base import config as config_module
from smartcity_base.config import Mail
from smartcity_base.documents import jobs, take
from smartcity_base.documents.take import take_in
from smartcity_base.models import Agency, AuditEntry, Document, DocumentState, User
from smartcity_base.testing.cast import Person
from smartcity_base.testing.files import docx, uploaded

from clamav import CLAMD, EICAR, Clamd

pytestmark = [
    pytest.mark.xdist_group("clamd"),
    pytest.mark.skipif(
        not CLAMD and not os.environ.get("SMARTCITY_TESTS_STRICT"), reason="needs clamav-daemon"
    ),
]


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clamd]:
    made = Clamd(tmp_path_factory.mktemp("clamd"))
    made.start()
    yield made
    made.stop()


@pytest.fixture(autouse=True)
def _scanned(
    clamd: Clamd, monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path
) -> None:
    """A region that has the scanner, and mail."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    known = config_module.config()
    relay = Mail("localhost", 25, None, "kota@contoh.go.id", "none")
    changed = replace(known, safety=replace(known.safety, antivirus=True), mail=relay)
    for module in (take, jobs):
        monkeypatch.setattr(module, "config", lambda: changed)
    monkeypatch.setenv("SMARTCITY_CLAMD", str(clamd.socket))


def sent(content: bytes, owner: Person | None = None) -> Document:
    user = owner.user if owner and isinstance(owner.user, User) else None
    return take_in(uploaded(content), Agency.objects.all()[0], user)


def scanned() -> str:
    jobs.scan_held.func()
    return str(Document.objects.get().state)


BAD = docx(word__footer_xml=EICAR)


def test_a_document_is_held_until_a_job_has_scanned_it(
    region: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert sent(docx()).state == DocumentState.HELD
    assert DBTaskResult.objects.get().task_path == "smartcity_base.documents.jobs.scan_held"
    assert scanned() == DocumentState.FREE


def test_an_infected_one_is_put_away_and_its_sender_told(officer: Person) -> None:
    sent(BAD, officer)
    assert scanned() == DocumentState.INFECTED
    assert Document.objects.get().found == "Smartcity.Test.UNOFFICIAL"
    assert AuditEntry.objects.get(action="document.infected").details["found"]
    assert mail.outbox[0].to == ["petugas@example.org"]
    assert "program jahat" in mail.outbox[0].body
    jobs.scan_held.func()
    assert len(mail.outbox) == 1


def test_while_the_scanner_is_away_nothing_is_released_and_then_it_is(
    region: None, clamd: Clamd
) -> None:
    clamd.stop()
    try:
        sent(docx())
        assert scanned() == DocumentState.HELD
    finally:
        clamd.start()
    assert scanned() == DocumentState.FREE


def test_what_the_scanner_cannot_judge_stays_held(region: None) -> None:
    sent(docx(word__media__gambar_png=os.urandom(2 * 2**20)))  # more than clamd takes here
    assert scanned() == DocumentState.HELD


def test_the_bytes_of_an_infected_one_go_after_a_month(officer: Person) -> None:
    sent(BAD, officer)
    scanned()
    where = Path(Document.objects.get().file.path)
    jobs.forget_infected.func()
    assert where.exists()
    Document.objects.update(scanned_at=timezone.now() - timedelta(days=31))
    jobs.forget_infected.func()
    assert not where.exists()
    assert Document.objects.get().found
