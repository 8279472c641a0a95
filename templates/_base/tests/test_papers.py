"""A paper: on the letterhead, with a number and a code; anybody may check it, and a copy of it."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from smartcity_base.config import config
from smartcity_base.models import AuditEntry, Paper, PaperState
from smartcity_base.papers import head, issue
from smartcity_base.papers.forms import plain
from smartcity_base.papers.press import PressError
from smartcity_base.testing.cast import Casting, Person

LETTER = '#import "kop.typ": listed, paper, told\n#show: paper\n#told.words\n'
Issuing = Callable[..., Paper]


@pytest.fixture
def issued(db: None, settings: Any, tmp_path: Path) -> Issuing:
    """issued("bulanan:2026-07", words="…") -> a paper, set in earnest."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    letter = tmp_path / "surat.typ"

    def make(subject: str = "a", words: str = "Isi.", text: str = LETTER) -> Paper:
        letter.write_text(text)
        return issue.issue(subject, "Laporan Contoh", letter, {"words": words})

    return make


def content(paper: Paper) -> bytes:
    with default_storage.open(paper.file) as file:
        return bytes(file.read())


def page(person: Person, paper: Paper) -> str:
    return str(person.client.get(f"/periksa/{paper.spaced_code}/").content.decode())


def test_it_can_be_read_aloud_kept_and_told_from_every_other(issued: Issuing) -> None:
    """PDF/UA-1 and PDF/A-2a: the typesetter refuses what would not conform, and says so inside."""
    one, two = issued("a"), issued("b")
    pdf = content(one)
    for sign in (b"/MarkInfo", b"/StructTreeRoot", b"/Lang", b"pdfuaid:part>1", b"pdfaid:part>2"):
        assert sign in pdf, sign
    assert one.sha256 == sha256(pdf).hexdigest()
    assert one.code != two.code
    assert [paper.number.rpartition("-")[2] for paper in (one, two)] == ["000001", "000002"]
    assert one.number.startswith("CONTOH/DOK-")


def test_what_somebody_typed_is_text_and_never_typst(issued: Issuing) -> None:
    assert issued(words='#panic("a") *b* $c$ "]').status == PaperState.VALID


def test_a_letter_that_cannot_be_set_leaves_nothing(issued: Issuing) -> None:
    with pytest.raises(PressError):
        issued(text="#panic()")
    assert not Paper.objects.exists()
    assert issued().number.endswith("000001")


def test_the_qr_code_leads_to_the_page_that_checks_it(issued: Issuing, stranger: Person) -> None:
    paper = issued()
    address = head.address(paper)
    assert address.startswith(config().app.url)
    answer = stranger.client.get(address.removeprefix(config().app.url))
    assert answer.status_code == 200
    assert b"<path" in head.qr(address)


def test_a_stranger_learns_what_it_is_and_that_it_counts(issued: Issuing, stranger: Person) -> None:
    paper = issued()
    told = page(stranger, paper)
    for words in (paper.number, paper.title, "Pemerintah Kota Contoh", "masih berlaku"):
        assert words in told


def test_a_newer_one_of_the_same_replaces_it(issued: Issuing, stranger: Person) -> None:
    old, other, new = issued("a"), issued("b"), issued("a")
    assert "ada yang lebih baru" in page(stranger, old)
    assert "masih berlaku" in page(stranger, other)
    assert issue.current("a") == new


def test_an_administrator_takes_one_back_and_says_why(
    issued: Issuing, administrator: Person, stranger: Person
) -> None:
    paper = issued()
    where = f"/periksa/{paper.spaced_code}/tarik/"
    assert administrator.client.post(where, {"reason": ""}).status_code == 422
    assert administrator.client.post(where, {"reason": "Angkanya keliru"}).status_code == 302
    assert "Angkanya keliru" in page(stranger, paper)
    assert issue.current("a") is None
    entry = AuditEntry.objects.get(action="dokumen-ditarik")
    assert (entry.actor, entry.details["number"]) == (administrator.user, paper.number)


def test_nobody_else_may(
    issued: Issuing, officer: Person, person: Casting, stranger: Person
) -> None:
    paper = issued()
    where = f"/periksa/{paper.spaced_code}/tarik/"
    for other in (officer, person("Warga")):
        assert other.client.post(where, {"reason": "x"}).status_code == 403
        assert "tarik" not in page(other, paper)
    assert stranger.client.post(where, {"reason": "x"}).status_code == 302
    assert issue.current("a") == paper


@pytest.mark.parametrize(("change", "said"), [(b"", "Sama:"), (b" ", "Berbeda:")])
def test_without_javascript_a_file_is_sent_compared_and_not_kept(
    issued: Issuing, stranger: Person, change: bytes, said: str
) -> None:
    paper = issued()
    file = SimpleUploadedFile("a.pdf", content(paper) + change)
    where = f"/periksa/{paper.spaced_code}/"
    told = stranger.client.post(where, {"berkas": file}).content.decode()
    assert f">{said}" in told
    assert default_storage.listdir("")[0] == ["dokumen"]
    assert len(default_storage.listdir("dokumen")[1]) == 1


def test_no_file_is_a_fault_that_is_named(issued: Issuing, stranger: Person) -> None:
    assert stranger.client.post(f"/periksa/{issued().spaced_code}/").status_code == 422


def test_a_code_that_was_typed_leads_to_it(issued: Issuing, stranger: Person) -> None:
    paper = issued()
    typed = f" {paper.spaced_code.lower().replace('0', 'o').replace('1', 'l')} "
    assert plain(typed) == paper.code
    answer = stranger.client.get("/periksa/", {"kode": typed})
    assert answer["Location"] == f"/periksa/{paper.spaced_code}/"


@pytest.mark.parametrize("address", ["/periksa/?kode=AAAA", "/periksa/AAAA-BBBB-CCCC-DDDD/"])
def test_a_code_of_nothing_is_not_found(region: None, stranger: Person, address: str) -> None:
    assert stranger.client.get(address).status_code == 404
