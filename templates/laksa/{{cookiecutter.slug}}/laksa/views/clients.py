"""Apps of others: the administrator's accounts for them, and the page that tells how to begin."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from smartcity_base import audit
from smartcity_base.config import config
from smartcity_base.models import User
from smartcity_base.roles import role_required

from laksa.forms.clients import ClientForm
from laksa.models import Category, Question
from laksa.open311.keys import give_key
from laksa.open311.models import ApiClient
from laksa.open311.services import is_batch
from laksa.questions.models import Kind


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@role_required("administrator")
def clients(request: HttpRequest) -> HttpResponse:
    """The accounts, and a form for one more; a new key is shown on this page, this once."""
    form = ClientForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _page(request, form, status=422 if form.is_bound else 200)
    client = form.save(commit=False)
    client.made_by = request.user if isinstance(request.user, User) else None
    with transaction.atomic():
        key = give_key(client)
        audit.record(request.user, "open311-akun-dibuat", client, name=client.name)
    return _page(request, ClientForm(), client, key)


@never_cache
@require_POST
@role_required("administrator")
def change(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """A new key (`kunci`), or an end (`cabut`) and a new beginning (`pulihkan`) of the old one."""
    client = get_object_or_404(ApiClient, pk=pk)
    with transaction.atomic():
        match action:
            case "kunci":
                client.active = True
                key = give_key(client)
                audit.record(request.user, "open311-kunci-diganti", client)
                return _page(request, ClientForm(), client, key)
            case "cabut" | "pulihkan":
                client.active = action == "pulihkan"
                client.save(update_fields=["active"])
                audit.record(request.user, f"open311-{action}", client)
            case _:
                raise Http404
    said = _("Kunci %(name)s berlaku lagi.") if client.active else _("Kunci %(name)s dicabut.")
    messages.success(request, said % {"name": client.name})
    return redirect("api-clients")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """For programmers: what Open311 is here, and how to begin."""
    question = Question.objects.filter(active=True).exclude(kind=Kind.INFO).first()
    service = question.category if question else Category.objects.filter(active=True).first()
    context = {
        "endpoint": config().app.url + "/open311/v2",
        "service": service,
        "question": question,
        "answer": question.values[0][0] if question and question.values else "…",
        "is_batch": is_batch(),
    }
    return render(request, "laksa/open311.html", context)


def _page(
    request: HttpRequest,
    form: ClientForm,
    client: ApiClient | None = None,
    key: str = "",
    status: int = 200,
) -> HttpResponse:
    known = ApiClient.objects.annotate(count=Count("posted"), last=Max("posted__at"))
    context = {"form": form, "clients": known, "made": client, "key": key}
    return render(request, "laksa/clients.html", context, status=status)
