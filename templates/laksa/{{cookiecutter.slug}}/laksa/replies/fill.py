"""The words of a template for one report, and which templates its officers may choose from."""

import re
from collections.abc import Iterable

from django.db.models import Q

from smartcity_base.language import indonesian
from smartcity_base.models import Agency
from smartcity_base.templatetags.smartcity import tanggal

from laksa.models import AnswerTemplate, Report

PLACES = ("nomor", "jenis", "tempat", "instansi", "tenggat")
_PLACE = re.compile(r"\{(\w+)\}")


@indonesian()
def filled(template: AnswerTemplate, report: Report) -> str:
    """Each `{nomor}` and its like as this report has it; other braces stay as they are."""
    village = report.village
    known = {
        "nomor": report.number,
        "jenis": report.category.name,
        "tempat": village.name if village else "",
        "instansi": report.agency.name,
        "tenggat": tanggal(report.due),
    }
    return _PLACE.sub(lambda place: known.get(place[1], place[0]), template.text)


def unknown_places(text: str) -> list[str]:
    """What looks like a place to fill in and is none: a slip that citizens would read."""
    return [f"{{{name}}}" for name in _PLACE.findall(text) if name not in PLACES]


def for_report(report: Report) -> Iterable[AnswerTemplate]:
    """Those of all, of its agency and of those above it, one query and one more for each level."""
    agencies: set[str] = set()
    above: Agency | None = report.agency
    while above is not None and above.pk not in agencies:
        agencies.add(above.pk)
        above = above.parent
    return AnswerTemplate.objects.filter(Q(agency=None) | Q(agency__in=agencies))
