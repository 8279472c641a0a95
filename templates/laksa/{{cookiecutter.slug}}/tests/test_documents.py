"""Documents of a report: the reporter's and the agency's, and who may open which."""

from collections.abc import Callable
from typing import Any

import pytest

from smartcity_base.models import Document
from smartcity_base.testing.cast import Casting, Person
from smartcity_base.testing.files import docx, pdf, uploaded

from laksa.models import Report
from laksa.states import State

from .conftest import Reporting


@pytest.fixture
def report(reported: Reporting) -> Report:
    return reported(State.PROSES)


def attach(person: Person, address: str, content: bytes, **more: Any) -> int:
    sent = {"document": uploaded(content, "Surat keterangan.pdf"), **more}
    return person.client.post(address, sent).status_code


def test_a_reporter_adds_a_document_and_the_agency_opens_it(
    report: Report, stranger: Person, officer: Person, citizen: Person, person: Casting
) -> None:
    assert attach(stranger, f"/ikuti/{report.code}/dokumen/", pdf()) == 302
    document = Document.objects.get()
    own = f"/ikuti/{report.code}/dokumen/{document.pk}/"
    assert own in stranger.client.get(f"/ikuti/{report.code}/").content.decode()
    assert stranger.client.get(own).status_code == 200
    assert stranger.client.get(f"/berkas/{document.pk}/").status_code == 404
    assert "Surat keterangan.pdf" in officer.client.get(f"/antrean/{report.number}/").text
    assert officer.client.get(f"/berkas/{document.pk}/").status_code == 200
    leader = person("Wali Kota", roles=["leader"])
    for other in (citizen, leader):
        assert other.client.get(f"/berkas/{document.pk}/").status_code == 404


def test_what_an_officer_keeps_for_the_agency_is_not_the_reporters(
    report: Report, stranger: Person, officer: Person, other_officer: Person
) -> None:
    address = f"/antrean/{report.number}/dokumen/"
    assert attach(officer, address, docx()) == 302
    hidden = Document.objects.get()
    assert attach(officer, address, pdf(), shared="on") == 302
    shared = Document.objects.exclude(pk=hidden.pk).get()
    page = stranger.client.get(f"/ikuti/{report.code}/").content.decode()
    assert str(shared.pk) in page
    assert str(hidden.pk) not in page
    own = f"/ikuti/{report.code}/dokumen"
    assert stranger.client.get(f"{own}/{shared.pk}/").status_code == 200
    assert stranger.client.get(f"{own}/{hidden.pk}/").status_code == 404
    assert other_officer.client.get(f"/berkas/{hidden.pk}/").status_code == 404


def test_no_document_is_on_the_public_page(
    report: Report, stranger: Person, officer: Person
) -> None:
    attach(officer, f"/antrean/{report.number}/dokumen/", pdf(), shared="on")
    assert "Surat keterangan" not in stranger.client.get(f"/laporan/{report.number}/").text


def test_a_closed_report_takes_no_more_documents(reported: Reporting, stranger: Person) -> None:
    closed = reported(State.SELESAI)
    assert attach(stranger, f"/ikuti/{closed.code}/dokumen/", pdf()) == 422
    assert not Document.objects.exists()


def test_a_program_cannot_send_documents_without_end(
    report: Report, stranger: Person, settled: Callable[..., None]
) -> None:
    settled(reports_per_hour=1)
    assert attach(stranger, f"/ikuti/{report.code}/dokumen/", pdf()) == 302
    assert attach(stranger, f"/ikuti/{report.code}/dokumen/", pdf()) == 429
