"""How long SIGAP keeps who worked when."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from smartcity_base.personal.retention import keep

from sigap.models import Shift


@keep(
    "jadwal",
    _("Jadwal kerja petugas"),
    setting="keep_shift_days",
    why=_("Untuk pertanggungjawaban jam kerja dan lembur."),
)
def old_shifts(before: datetime) -> QuerySet[Shift]:
    return Shift.objects.filter(day__lt=before.date())
