"""The figures of LIVE's card."""

from __future__ import annotations

from django.utils import timezone

from smartcity_base.api import indicator
from smartcity_base.models import AuditEntry, User


@indicator("accounts")
def accounts() -> int:
    return User.objects.filter(is_active=True).count()


@indicator("sign_ins_today")
def sign_ins_today() -> int:
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return AuditEntry.objects.filter(action="signin", at__gte=midnight).count()
