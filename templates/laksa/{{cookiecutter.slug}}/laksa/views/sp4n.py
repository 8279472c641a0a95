"""SP4N-LAPOR! in and out: a file is looked at first, and brought in when nothing is wrong."""

import csv
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from smartcity_base import audit
from smartcity_base.roles import role_required

from laksa.channels import sp4n
from laksa.channels.models import Sp4nCategory
from laksa.models import Category

IMPORTED, EXPORTED = "sp4n-diimpor", "sp4n-diekspor"
LARGEST = 700_000  # it is sent back and forth with the form


class FileForm(forms.Form):
    """A file, or what it held when it was looked at; `content` is its text."""

    file = forms.FileField(label=gettext_lazy("Berkas CSV dari SP4N-LAPOR!"), required=False)
    content = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if file := data.get("file"):
            raw = file.read(LARGEST + 1)
            if len(raw) > LARGEST:
                raise forms.ValidationError(_("Berkas lebih besar dari 700 KB; bagi dahulu."))
            try:
                data["content"] = raw.decode("utf-8-sig")
            except UnicodeDecodeError:
                data["content"] = raw.decode("cp1252", "replace")
        if not data.get("content", "").strip():
            self.add_error("file", _("Pilih berkasnya dulu."))
        return data


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@role_required("operator", "administrator")
def sp4n_import(request: HttpRequest) -> HttpResponse:
    """Look at the file; remember what its categories are here; bring it in when asked to."""
    if request.method != "POST":
        return _page(request, FileForm())
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    _remember(request)
    content = form.cleaned_data["content"]
    reading = sp4n.read(content)
    if request.POST.get("do") == "impor" and reading.is_ready:
        made = sp4n.make(reading.rows)
        audit.record(request.user, IMPORTED, "laksa.report", made=made, known=reading.known)
        messages.success(request, _("%d laporan dibuat dari SP4N-LAPOR!.") % made)
        return redirect("sp4n")
    return _page(request, FileForm(initial={"content": content}), reading)


@never_cache
@require_safe
@role_required("operator", "administrator")
def sp4n_export(request: HttpRequest) -> HttpResponse:
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    name = f"laksa-sp4n-{timezone.localdate():%Y%m%d}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    csv.writer(answer).writerows(sp4n.export())
    audit.record(request.user, EXPORTED, "laksa.report")
    return answer


def _remember(request: HttpRequest) -> None:
    """The categories that the operator named beside theirs."""
    pairs = zip(request.POST.getlist("theirs"), request.POST.getlist("ours"), strict=False)
    known = set(Category.objects.filter(active=True).values_list("pk", flat=True))
    for theirs, ours in pairs:
        if theirs and ours in known:
            Sp4nCategory.objects.update_or_create(
                theirs=theirs[:200], defaults={"category_id": ours}
            )


def _page(
    request: HttpRequest, form: FileForm, reading: sp4n.Reading | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "reading": reading,
        "mapped": Sp4nCategory.objects.select_related("category"),
        "categories": Category.objects.filter(active=True),
    }
    return render(request, "laksa/sp4n.html", context, status=status)
