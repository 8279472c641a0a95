"""The weeks: to read, to print, and as a paper."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from smartcity_base.config import config
from smartcity_base.papers.serve import send

from segar.weekly import make
from segar.weekly.content import Week, told, week_named


@require_safe
def weeks(request: HttpRequest) -> HttpResponse:
    """GET /mingguan/: the weeks of which there is something to tell, newest first."""
    return render(request, "segar/weeks.html", {"weeks": make.weeks()})


@require_safe
def week(request: HttpRequest, name: str) -> HttpResponse:
    """GET /mingguan/2026-W47/: to read and to print; a week that is not over says so."""
    one = _named(name)
    context = {"week": one, "report": make.report_of(one), "fresh": config().setting("fresh_days")}
    return render(request, "segar/week.html", context | told(one))


@require_safe
def week_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """GET /mingguan/2026-W47.pdf"""
    report = make.report_of(_named(name))
    if report is None:
        raise Http404
    return send(report, f"harga-mingguan-{name}.pdf")


def _named(name: str) -> Week:
    found = week_named(name)
    if found is None:
        raise Http404
    return found
