"""What one report costs: a storm brings fifty a second."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from smartcity_base import kept
from smartcity_base.config import Mail
from smartcity_base.testing.cast import Person

from .conftest import picture
from .test_send import typed

RELAY = Mail(host="surel", port=587, user=None, sender="laksa@kotacontoh.go.id", security="none")
# Seven rows to write and one for the limit, one look for what the form has made, a transaction.
MOST = 11


@pytest.fixture
def kept_for_a_minute(settings: LazySettings) -> Iterator[None]:
    kept.forget()
    settings.KEPT_S = 60
    yield
    kept.forget()


@pytest.mark.usefixtures("region", "kept_for_a_minute")
def test_a_report_with_a_photo_and_an_address_takes_few_statements(
    stranger: Person, settled: Callable[..., None]
) -> None:
    settled(mail=RELAY)
    for _first_then_measured in range(2):
        DBTaskResult.objects.all().delete()
        form = typed(photos=[picture()], email="budi@example.org", lon="123.051", lat="0.561")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert stranger.client.post("/lapor/", form).status_code == 302
    assert len(asked) <= MOST, "\n".join(query["sql"] for query in asked)
    assert DBTaskResult.objects.count() == 2  # the photo's and the letter's, with the report
