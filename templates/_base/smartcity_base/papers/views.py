"""The public page on which anybody checks a paper."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from smartcity_base.models import Paper, PaperState
from smartcity_base.papers.forms import CodeForm, FileForm, WithdrawForm, plain
from smartcity_base.papers.issue import withdraw
from smartcity_base.roles import role_required, staff


@never_cache
@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """GET /periksa/?kode=: from the code on a print to the paper's own page."""
    form = CodeForm(request.GET or None)
    if not form.is_bound or not form.is_valid():
        return render(request, "base/papers.html", {"form": form})
    found = Paper.objects.filter(code=plain(form.cleaned_data["kode"])).first()
    if found is not None:
        return redirect("paper", code=found.spaced_code)
    form.add_error(
        "kode",
        _("Tidak ada dokumen dengan kode ini. Periksa tulisannya; bila sudah benar, dokumen itu"
          " bukan dari sini."),
    )  # fmt: skip
    return render(request, "base/papers.html", {"form": form}, status=404)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """What it is and whether it counts; a file that is sent here is compared and not kept."""
    found = get_object_or_404(Paper, code=plain(code))
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form, same = FileForm(*sent), None
    if form.is_bound and form.is_valid():
        same = form.digest() == found.sha256
    context = {"paper": found, "form": form, "same": same, "withdraw": WithdrawForm()}
    status = 422 if form.errors else 200
    return render(request, "base/paper.html", context, status=status)


@never_cache
@require_POST
@role_required("administrator")
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """POST /periksa/<code>/tarik/"""
    found = get_object_or_404(Paper, code=plain(code))
    form = WithdrawForm(request.POST)
    if not form.is_valid() or found.state == PaperState.WITHDRAWN:
        context = {"paper": found, "form": FileForm(), "same": None, "withdraw": form}
        return render(request, "base/paper.html", context, status=422)
    withdraw(found, staff(request), form.cleaned_data["reason"])
    messages.success(request, _("Dokumen %(number)s ditarik.") % {"number": found.number})
    return redirect("paper", code=found.spaced_code)
