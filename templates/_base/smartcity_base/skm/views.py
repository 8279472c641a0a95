"""Answering once, and what all answers say: a public page with its formula, and the same as CSV."""

from __future__ import annotations

import csv
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from smartcity_base.models import SurveyAnswer, SurveyInvitation
from smartcity_base.skm import invite, results
from smartcity_base.skm.forms import ResultsFilter, SurveyForm
from smartcity_base.skm.index import Band


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest, code: str) -> HttpResponse:
    """GET, POST /survei/<code>/: whoever has the link answers, once."""
    invitation = get_object_or_404(SurveyInvitation, code=code)
    form = SurveyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and invite.is_open(invitation) and form.is_valid():
        if invite.take(code, form.cleaned_data):
            return redirect("skm_thanks")
        invitation.refresh_from_db()
    if not invite.is_open(invitation):
        return render(request, "base/skm/closed.html", {"invitation": invitation}, status=410)
    context = {"invitation": invitation, "form": form}
    return render(request, "base/skm/fill.html", context, status=422 if form.errors else 200)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "base/skm/thanks.html")


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """GET /survei/: what people think, by period, agency and service."""
    form = ResultsFilter(request.GET)
    wanted = form.wanted()
    answers, span = _chosen(wanted)
    found = results.of(answers)
    context = {
        "form": form,
        "narrowed": bool(wanted),
        "result": found,
        "first": span[0],
        "last": span[1],
        "profile": list(results.profile(answers)) if found.lines else [],
        "bands": list(Band),
        "fewest": results.FEWEST,
    }
    return render(request, "base/skm/results.html", context)


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """GET /survei/hasil.csv: one line for each element, then the index; dot for the decimals."""
    answers, (first, last) = _chosen(ResultsFilter(request.GET).wanted())
    found = results.of(answers)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="skm-{first}-{last}.csv"'
    write = csv.writer(answer, lineterminator="\r\n").writerow
    write(["dari", "sampai", "kode", "unsur", "responden", "jumlah_nilai", "nrr", "ikm", "mutu"])
    for line in found.lines:
        element = line.element
        write([first, last, element.field.upper(), element.name, found.answers, line.total,
               line.mean, "", ""])  # fmt: skip
    mutu = found.band.name if found.band else ""
    index = "" if found.index is None else found.index
    write([first, last, "IKM", "Indeks kepuasan", found.answers, "", "", index, mutu])
    return answer


def _chosen(wanted: dict[str, Any]) -> tuple[QuerySet[SurveyAnswer], tuple[Any, Any]]:
    span = results.period(wanted.get("tahun") or timezone.localdate().year, wanted.get("triwulan"))
    answers = SurveyAnswer.objects.filter(day__range=span)
    if agency := wanted.get("instansi"):
        answers = answers.filter(agency__in=agency.family())
    if service := wanted.get("layanan"):
        answers = answers.filter(service=service)
    return answers, span
