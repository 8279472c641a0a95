"""The receipt: made once, for who has the code; who checks it learns nothing of the report."""

from hashlib import sha256

from smartcity_base.models import Paper
from smartcity_base.testing.cast import Person

from .conftest import Reporting
from .test_browse import page
from .test_privacy import SECRETS


def test_its_reporter_keeps_one_and_anybody_may_check_it(
    reported: Reporting, stranger: Person
) -> None:
    report = reported(**SECRETS)
    address = f"/ikuti/{report.code}/tanda-terima.pdf"
    first, again = (stranger.client.get(address).getvalue() for _ in range(2))
    assert first.startswith(b"%PDF-1.")
    assert first == again
    paper = Paper.objects.get()
    assert paper.sha256 == sha256(first).hexdigest()
    told = page(stranger, f"/periksa/{paper.spaced_code}/")
    assert "masih berlaku" in told
    assert report.number not in told
    assert not any(secret in told for secret in SECRETS.values())


def test_without_the_code_there_is_none(reported: Reporting, stranger: Person) -> None:
    report = reported()
    assert stranger.client.get(f"/ikuti/{report.number}/tanda-terima.pdf").status_code == 404
    assert not Paper.objects.exists()
