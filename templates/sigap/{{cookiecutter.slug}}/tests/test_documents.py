"""Documents of a task: who adds them, and who may open them."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from smartcity_base.models import Document
from smartcity_base.testing.cast import Person, user_of
from smartcity_base.testing.files import docx, pdf, uploaded

from sigap.models import Task

from .conftest import Tasking


@pytest.fixture(autouse=True)
def _uploads(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def task(tasked: Tasking) -> Task:
    return tasked()


def attach(person: Person, task: Task, content: bytes) -> int:
    sent = {"document": uploaded(content, "Surat perintah.pdf")}
    return person.client.post(f"/tugas/{task.number}/dokumen/", sent).status_code


def test_a_supervisor_adds_the_letter_of_order_and_the_officer_opens_it(
    task: Task, supervisor: Person, officer: Person
) -> None:
    assert attach(supervisor, task, pdf()) == 302
    document = Document.objects.get()
    assert document.owner == user_of(supervisor)
    page = officer.client.get(f"/tugas/{task.number}/").content.decode()
    assert "Surat perintah.pdf" in page
    assert f"/berkas/{document.pk}/" in page
    assert f"/berkas/{document.pk}/hapus/" not in page
    assert officer.client.get(f"/berkas/{document.pk}/").status_code == 200


def test_who_does_not_see_the_task_opens_none_of_its_documents(
    task: Task, officer: Person, outsider: Person, stranger: Person, citizen: Person
) -> None:
    attach(officer, task, pdf())
    address = f"/berkas/{Document.objects.get().pk}/"
    for other in (outsider, stranger, citizen):
        assert other.client.get(address).status_code == 404
    assert attach(outsider, task, pdf()) == 404


def test_what_is_refused_is_said_on_the_page_and_nothing_is_kept(
    task: Task, officer: Person
) -> None:
    sent = {"document": uploaded(docx(word__vbaProject_bin=b"x"), "anggaran.docx")}
    answer = officer.client.post(f"/tugas/{task.number}/dokumen/", sent)
    assert answer.status_code == 422
    assert "berisi makro" in answer.content.decode()
    assert not Document.objects.exists()
