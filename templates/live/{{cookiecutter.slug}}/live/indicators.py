"""The figures of LIVE's card."""

from __future__ import annotations

from django.utils import timezone

from smartcity_base.api import indicator
from smartcity_base.models import AuditEntry, User

from live.models import Service, Verification
from live.standard import is_complete


@indicator("accounts")
def accounts() -> int:
    return User.objects.filter(is_active=True).count()


@indicator("verified_accounts")
def verified_accounts() -> int:
    held = Verification.objects.filter(ended_at=None, user__is_active=True)
    return held.values("user").distinct().count()


@indicator("sign_ins_today")
def sign_ins_today() -> int:
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return AuditEntry.objects.filter(action="signin", at__gte=midnight).count()


@indicator("services_complete")
def services_complete() -> float:
    """In percent; a region without services has none that lacks anything."""
    told = list(Service.objects.filter(active=True))
    return round(100 * sum(map(is_complete, told)) / len(told), 1) if told else 100.0
