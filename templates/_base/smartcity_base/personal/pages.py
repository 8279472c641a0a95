"""Two pages of every app: the log, for its administrators; and what is held of people, for all."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from smartcity_base import audit
from smartcity_base.fields import DayField, offer
from smartcity_base.filters import Filter
from smartcity_base.models import AuditEntry, User
from smartcity_base.personal.holdings import holdings
from smartcity_base.personal.retention import kinds
from smartcity_base.roles import role_required

READ = "catatan-dibaca"
PER_PAGE = 50
_FEW = 10


class LogFilter(Filter):
    """Ids and words of the log itself: no name is in an address."""

    hari = DayField(label=_("Hari"), required=False)
    kegiatan = forms.ChoiceField(label=_("Kegiatan"), required=False)
    hal = forms.CharField(label=_("Hal"), required=False, max_length=200)
    orang = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = AuditEntry.objects.order_by("action").values_list("action", flat=True).distinct()
        named = sorted((audit.title(name), name) for name in known)
        offer(self, "kegiatan", [("", _("Semua")), *((name, title) for title, name in named)])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@role_required("administrator")
def log(request: HttpRequest) -> HttpResponse:
    """Newest first. Whoever reads the log is in it as well; a name is looked for by POST."""
    asked = request.POST.get("q", "").strip() if request.method == "POST" else ""
    people = list(_people(asked)) if asked else []
    if len(people) == 1:
        return redirect(f"{request.path}?orang={people[0].pk}")
    form = LogFilter(request.GET)
    wanted = form.wanted()
    page = Paginator(_entries(wanted), PER_PAGE).get_page(request.GET.get("halaman"))
    rows = [audit.Line.of(entry) for entry in page]  # before this reading is among them
    audit.record(request.user, READ, "base.auditentry", **_told(wanted))
    context = {
        "form": form,
        "narrowed": bool(wanted),
        "page": page,
        "rows": rows,
        "person": User.objects.filter(pk=wanted["orang"]).first() if "orang" in wanted else None,
        "asked": asked,
        "people": people,
    }
    return render(request, "base/log.html", context)


def _entries(wanted: dict[str, Any]) -> QuerySet[AuditEntry]:
    found = AuditEntry.objects.select_related("actor")
    if "orang" in wanted:  # what they did, and what was done to their account
        them = audit.target_of(User(pk=wanted["orang"]))
        found = found.filter(Q(actor=wanted["orang"]) | Q(target=them))
    if "hari" in wanted:
        found = found.filter(at__date=wanted["hari"])
    if "kegiatan" in wanted:
        found = found.filter(action=wanted["kegiatan"])
    if words := wanted.get("hal"):
        found = found.filter(target__in=audit.targets_named(words))
    return found


def _people(words: str) -> QuerySet[User]:
    named = User.objects.filter(Q(name__icontains=words) | Q(email__iexact=words))
    return named.order_by("name")[:_FEW]


def _told(wanted: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in wanted.items()}


@require_safe
def held(request: HttpRequest) -> HttpResponse:
    """What this app holds of people, how long, and what of it stays when they leave."""
    context = {"holdings": holdings(), "kinds": kinds()}
    return render(request, "base/held.html", context)
