"""The administrator's templates for answers: a list, and a form for one."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from smartcity_base import audit
from smartcity_base.roles import role_required

from laksa.models import AnswerTemplate
from laksa.replies.forms import TemplateForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@role_required("administrator")
def templates(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """All of them, and a form for a new one or for the one that is changed."""
    one = get_object_or_404(AnswerTemplate, pk=pk) if pk else None
    form = TemplateForm(request.POST if request.method == "POST" else None, instance=one)
    if form.is_bound and form.is_valid():
        with transaction.atomic():
            kept = form.save()
            audit.record(request.user, "templat-diubah" if one else "templat-dibuat", kept)
        messages.success(request, _("Templat “%(name)s” disimpan.") % {"name": kept.name})
        return redirect("answer-templates")
    known = AnswerTemplate.objects.select_related("agency")
    context = {"form": form, "templates": known, "one": one}
    return render(request, "laksa/templates.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_POST
@role_required("administrator")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """It is gone; answers that were written with it stay as they are."""
    one = get_object_or_404(AnswerTemplate, pk=pk)
    with transaction.atomic():
        audit.record(request.user, "templat-dihapus", one, name=one.name)
        one.delete()
    messages.success(request, _("Templat “%(name)s” dihapus.") % {"name": one.name})
    return redirect("answer-templates")
