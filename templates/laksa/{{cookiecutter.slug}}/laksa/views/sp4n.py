"""SP4N-LAPOR! in and out: the import is the base's page, the results go back as a table."""

import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from smartcity_base import audit
from smartcity_base.language import indonesian
from smartcity_base.models import ImportName
from smartcity_base.roles import role_required

from laksa.channels import sp4n
from laksa.models import Category

EXPORTED = "sp4n-diekspor"


@never_cache
@require_safe
@role_required("operator", "administrator")
def sp4n_page(request: HttpRequest) -> HttpResponse:
    """The two ways, and what their categories are here."""
    names = dict(Category.objects.values_list("pk", "name"))
    said = ImportName.objects.filter(importer=sp4n.NAME)
    context = {"mapped": [(one.theirs, names.get(one.ours, one.ours)) for one in said]}
    return render(request, "laksa/sp4n.html", context)


@never_cache
@require_safe
@role_required("operator", "administrator")
def sp4n_export(request: HttpRequest) -> HttpResponse:
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    name = f"laksa-sp4n-{timezone.localdate():%Y%m%d}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    with indonesian():  # their file, with their headings
        csv.writer(answer).writerows(sp4n.export())
    audit.record(request.user, EXPORTED, "laksa.report")
    return answer
