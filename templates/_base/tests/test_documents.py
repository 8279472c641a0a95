"""Documents: what is taken and what is refused, how they are kept and given out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import LazySettings
from django.http import HttpRequest

from smartcity_base import config as config_module
from smartcity_base.documents import take, views
from smartcity_base.documents.take import DocumentRejected, take_in, used
from smartcity_base.models import Agency, AuditEntry, Document, DocumentState, User
from smartcity_base.testing.cast import Person
from smartcity_base.testing.files import docx, odt, package, pdf, uploaded

Allowed = Callable[..., None]


@pytest.fixture(autouse=True)
def _uploads(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def thing(region: None) -> Agency:
    """Something that documents are attached to; whoever is signed in may open them."""
    return Agency.objects.get(pk="dinas-pekerjaan-umum")


@pytest.fixture(autouse=True)
def _may(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def signed_in(request: HttpRequest, document: Document) -> bool:
        return bool(request.user.is_authenticated)

    monkeypatch.setitem(views._may, "base.agency", signed_in)
    return


@pytest.fixture
def allowed(monkeypatch: pytest.MonkeyPatch) -> Allowed:
    def set_to(**changes: Any) -> None:
        known = config_module.config()
        changed = replace(known, safety=replace(known.safety, **changes))
        for module in (take, views):
            monkeypatch.setattr(module, "config", lambda: changed)

    return set_to


def kept_bytes(document: Document) -> bytes:
    with document.file.open("rb") as file:
        return bytes(file.read())


@pytest.mark.parametrize(
    ("content", "kind"),
    [(pdf(), "pdf"), (docx(), "docx"), (odt(), "odt")],
    ids=["pdf", "docx", "odt"],
)
def test_it_is_known_by_its_content_and_called_so(thing: Agency, content: bytes, kind: str) -> None:
    document = take_in(uploaded(content, "Surat tugas (1).exe"), thing, None)
    assert (document.kind, document.name) == (kind, f"Surat tugas (1).{kind}")
    assert document.state == DocumentState.FREE


@pytest.mark.parametrize("content", [pdf(), docx(), odt()], ids=["pdf", "docx", "odt"])
def test_its_author_is_not_kept(thing: Agency, content: bytes) -> None:
    document = take_in(uploaded(content), thing, None)
    if document.kind == "pdf":
        with pikepdf.open(document.file) as kept:
            assert "/Author" not in kept.docinfo
            assert len(kept.pages) == 1
    else:
        from zipfile import ZipFile

        with ZipFile(document.file) as kept_parts:
            assert not any(b"Budi" in kept_parts.read(name) for name in kept_parts.namelist())


def test_what_was_signed_is_kept_to_the_last_byte(thing: Agency) -> None:
    content = pdf(SmartcityTest=b"<< /Type /Sig /ByteRange [0 10 20 30] >>")
    assert kept_bytes(take_in(uploaded(content), thing, None)) == content


JAVASCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
LAUNCH = b"<< /S /Launch /F (cmd.exe) >>"
HELD_INSIDE = b"<< /EmbeddedFiles << /Names [] >> >>"
TEMPLATE = (
    b'<Relationship Type="http://x/attachedTemplate" Target="http://x" TargetMode="External"/>'
)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (pdf(OpenAction=JAVASCRIPT), "script"),
        (pdf(OpenAction=LAUNCH), "script"),
        (pdf(AA=b"<< /WC " + JAVASCRIPT + b" >>"), "script"),
        (pdf(Names=HELD_INSIDE), "attachment"),
        (b"%PDF-1.7\nrubbish", "damaged"),
        (docx(b"application/vnd.ms-word.document.macroEnabled.main+xml"), "macro"),
        (docx(word__vbaProject_bin=b"x"), "macro"),
        (docx(word__embeddings__a_bin=b"x"), "attachment"),
        (docx(word___rels__settings_xml_rels=TEMPLATE), "script"),
        (docx(word__footer_xml=b"<w:instrText>DDEAUTO c:\\cmd</w:instrText>"), "script"),
        (odt(b"<script:event-listener/>"), "script"),
        (package({"surat.pdf": b"x"}), "archive"),
        (package({"a.txt": b"0" * 1000}), "archive"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"0" * 600, "old"),
        (b"MZ\x90\x00 program", "kind"),
        (b"<html><script>alert(1)</script></html>", "kind"),
        (b"", "kind"),
    ],
    ids=lambda part: part if isinstance(part, str) else "file",
)  # fmt: skip
def test_what_could_do_something_is_refused_with_what_to_do_instead(
    thing: Agency, content: bytes, why: str
) -> None:
    with pytest.raises(DocumentRejected, match=re.escape(str(take.WHY[why]))):
        take_in(uploaded(content), thing, None)
    assert not Document.objects.exists()


def test_a_package_that_unpacks_to_more_than_fits_is_refused(thing: Agency) -> None:
    bomb = docx(word__big_xml=b"0" * (160 * 2**20))
    with pytest.raises(DocumentRejected, match="rusak atau terlalu rumit"):
        take_in(uploaded(bomb), thing, None)


def test_a_document_is_no_larger_than_the_region_allows(thing: Agency, allowed: Allowed) -> None:
    allowed(document_mb=0)
    with pytest.raises(DocumentRejected, match="paling besar 0 MB"):
        take_in(uploaded(pdf()), thing, None)


def test_one_person_and_one_app_have_a_quota(
    thing: Agency, allowed: Allowed, citizen: Person, officer: Person
) -> None:
    assert isinstance(citizen.user, User)
    assert isinstance(officer.user, User)
    take_in(uploaded(pdf()), thing, citizen.user)
    allowed(person_mb=0)
    with pytest.raises(DocumentRejected, match="Ruang Anda untuk dokumen sudah penuh"):
        take_in(uploaded(pdf()), thing, citizen.user)
    take_in(uploaded(pdf()), thing, None)
    allowed(app_mb=0)
    with pytest.raises(DocumentRejected, match="Ruang dokumen aplikasi ini sudah penuh"):
        take_in(uploaded(pdf()), thing, None)
    assert used(officer.user) == 0
    assert used() > used(citizen.user) > 0


def test_one_thing_has_only_so_many_documents(
    thing: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(take, "MOST", 1)
    take_in(uploaded(pdf()), thing, None)
    with pytest.raises(DocumentRejected, match="Paling banyak 1 dokumen"):
        take_in(uploaded(pdf()), thing, None)


def test_nobody_guesses_its_name_and_it_has_no_ending(thing: Agency) -> None:
    one, other = (take_in(uploaded(pdf()), thing, None).file.name for _ in range(2))
    assert re.fullmatch(r"documents/[0-9a-f]{2}/[0-9a-f]{40}", str(one))
    assert one != other


def test_it_is_a_download_that_no_page_can_be(thing: Agency, citizen: Person) -> None:
    document = take_in(uploaded(pdf(), "Surat “baru”.pdf"), thing, None)
    answer = citizen.client.get(f"/berkas/{document.pk}/")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Type"] == "application/pdf"
    assert answer.getvalue().startswith(b"%PDF-")


def test_who_may_not_see_the_thing_does_not_see_its_documents(
    thing: Agency, stranger: Person
) -> None:
    document = take_in(uploaded(pdf()), thing, None)
    assert stranger.client.get(f"/berkas/{document.pk}/").status_code == 404


@pytest.mark.parametrize("state", [DocumentState.HELD, DocumentState.INFECTED])
def test_what_was_not_scanned_or_is_bad_is_given_to_nobody(
    thing: Agency, citizen: Person, state: DocumentState
) -> None:
    document = take_in(uploaded(pdf()), thing, None)
    Document.objects.update(state=state)
    assert citizen.client.get(f"/berkas/{document.pk}/").status_code == 404


def test_only_who_sent_it_takes_it_back(
    thing: Agency, citizen: Person, officer: Person, stranger: Person
) -> None:
    assert isinstance(citizen.user, User)
    document = take_in(uploaded(pdf()), thing, citizen.user)
    where = Path(document.file.path)
    for other in (officer, stranger):
        assert other.client.post(f"/berkas/{document.pk}/hapus/").status_code == 404
    assert where.exists()
    citizen.client.post(f"/berkas/{document.pk}/hapus/")
    assert not where.exists()
    assert not Document.objects.exists()
    assert AuditEntry.objects.get(action="document.removed").details["about"] == document.about


def test_the_administrator_sees_what_room_is_taken_and_others_do_not(
    thing: Agency, administrator: Person, officer: Person
) -> None:
    assert isinstance(officer.user, User)
    take_in(uploaded(pdf()), thing, officer.user)
    Document.objects.create(
        about="x",
        name="buruk.pdf",
        kind="pdf",
        size=1,
        digest="",
        state="terinfeksi",
        found="Eicar",
    )
    page = administrator.client.get("/berkas/").content.decode()
    assert "Petugas" in page
    assert "buruk.pdf" in page
    assert "tidak memakai pemindai virus" in page
    assert officer.client.get("/berkas/").status_code == 403
