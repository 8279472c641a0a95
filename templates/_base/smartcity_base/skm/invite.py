"""One link for each service that has ended."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from smartcity_base.models import Agency, SurveyAnswer, SurveyInvitation

OPEN_DAYS = 60


def invite(reference: str, service: str, agency: Agency | None) -> str:
    """The path to the questions about a finished service; the same reference is the same link.

    `reference` is the app's own name for it and stays in the app; the answer does not carry it.
    """
    made, _new = SurveyInvitation.objects.get_or_create(
        reference=reference,
        defaults={
            "service": service[:200],
            "agency": agency,
            "until": timezone.localdate() + timedelta(days=OPEN_DAYS),
        },
    )
    return reverse("skm_fill", args=[made.code])


def open_path(reference: str) -> str:
    """The path, while the service may still be judged; else ""."""
    found = SurveyInvitation.objects.filter(reference=reference).first()
    return reverse("skm_fill", args=[found.code]) if found and is_open(found) else ""


def is_open(invitation: SurveyInvitation) -> bool:
    return not invitation.used and timezone.localdate() <= invitation.until


@transaction.atomic
def take(code: str, given: dict[str, Any], day: date | None = None) -> bool:
    """Keep the answer; False when the link was used, has ended, or never was.

    The row is locked: the same form twice, even at the same moment, is one answer.
    """
    found = SurveyInvitation.objects.select_for_update().filter(code=code).first()
    if found is None or not is_open(found):
        return False
    found.used = True
    found.save(update_fields=["used"])
    SurveyAnswer.objects.create(
        day=day or timezone.localdate(), service=found.service, agency=found.agency, **given
    )
    return True
