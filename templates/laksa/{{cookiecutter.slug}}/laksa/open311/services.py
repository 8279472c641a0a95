"""What may be reported, and what each service asks: the categories and questions of the region."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from smartcity_base.config import config
from smartcity_base.models import AuditEntry

from laksa.load import SERVICES_CHANGED
from laksa.models import Category, Question
from laksa.open311.render import TYPES, Fault
from laksa.questions.models import Kind

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


def is_batch() -> bool:
    """Whether a POST is answered with a token, and its report made by the worker."""
    return bool(config().setting("open311_batch"))


def find(code: str) -> Category:
    """The service with this code; 404 when there is none."""
    found = Category.objects.filter(active=True, pk=code).first()
    if found is None:
        raise Fault(404, _("service_code “%(code)s” tidak ditemukan.") % {"code": code})
    return found


def service_list() -> list[dict[str, Any]]:
    """GET services."""
    asks = Question.objects.filter(active=True, category=OuterRef("pk"))
    services = Category.objects.filter(active=True).select_related("agency")
    return [
        {
            "service_code": service.pk,
            "service_name": service.name,
            "description": service.description or None,
            "metadata": service.asks,
            "type": "batch" if is_batch() else "realtime",
            "keywords": None,
            "group": service.agency.name,
        }
        for service in services.annotate(asks=Exists(asks))
    ]


def definition(code: str) -> dict[str, Any]:
    """GET services/<code>."""
    service = find(code)
    questions = service.questions.filter(active=True)
    return {
        "service_code": service.pk,
        "attributes": [_attribute(place, one) for place, one in enumerate(questions, start=1)],
    }


def _attribute(place: int, question: Question) -> dict[str, Any]:
    return {
        "variable": question.asks,
        "code": question.code,
        # What only informs is still given a type, because the specification knows no other.
        "datatype": question.kind if question.asks else Kind.STRING.value,
        "required": question.required,
        "datatype_description": question.help or None,
        "order": place,
        "description": question.text,
        "values": [{"key": key, "name": name} for key, name in question.values],
    }


def discovery() -> dict[str, Any]:
    """The service discovery document."""
    known = config()
    changed = AuditEntry.objects.filter(action=SERVICES_CHANGED).first()
    moment = timezone.localtime(changed.at).isoformat(timespec="seconds") if changed else ""
    contact = [known.contact.email, known.contact.phone, known.contact.address]
    return {
        "changeset": moment,
        "contact": ", ".join([known.region.government, *(one for one in contact if one)]),
        "key_service": _("Cara meminta kunci: %(address)s")
        % {"address": known.app.url + reverse("open311-docs")},
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": known.app.url + "/open311/v2",
                "changeset": moment,
                "type": "production",
                "formats": [kind.partition(";")[0] for kind in TYPES.values()],
            }
        ],
    }
