"""What this app holds of a person, and what becomes of it when they leave."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smartcity_base.personal.holdings import ARCHIVES, Holding, Subject

from [[ cookiecutter.name ]].models import ItemEvent


def _acts(subject: Subject) -> QuerySet[ItemEvent]:
    return ItemEvent.objects.filter(user=subject.user).select_related("item")


HOLDINGS = (
    Holding(
        "tindakan",
        _("Tindakan Anda pada butir"),
        _acts,
        lambda event: {
            "Waktu": timezone.localtime(event.at).isoformat(timespec="minutes"),
            "Butir": event.item.title,
            "Tindakan": str(event.get_action_display()),
        },
        kept=ARCHIVES,
        covers=("[[ cookiecutter.name ]].ItemEvent.user",),
    ),
)
