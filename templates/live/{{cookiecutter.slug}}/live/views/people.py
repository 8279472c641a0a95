"""The administrators' screens: people, their roles, their first way in. All is in the audit."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from smartcity_base import audit
from smartcity_base.config import config
from smartcity_base.models import User
from smartcity_base.personal.columns import same
from smartcity_base.personal.looks import seen
from smartcity_base.roles import role_required
from smartcity_base.signin.proof import proven_recently
from smartcity_base.tables import export

from live import acting, delegation, history, people, roles, sessions, setup_codes, verification
from live.forms import NewPersonForm, PersonForm
from live.jobs import send_setup_link
from live.models import Assignment
from live.tables import PEOPLE

_PER_PAGE = 25
_HISTORY = 20


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*delegation.MANAGERS)
@never_cache
def index(request: HttpRequest) -> HttpResponseBase:
    """Searched by POST: what is typed here (a NIP, a name) belongs in no address or log."""
    asked = request.POST.get("q", "").strip()
    only = request.POST.get("only", "staff")
    found = _found(_me(request), asked, only)
    if request.method == "POST" and export.wanted(request):
        return export.answer(request, "orang", PEOPLE, found, personal=True)
    page = Paginator(found, _PER_PAGE).get_page(request.POST.get("page"))
    return render(
        request,
        "live/people.html",
        {
            "page": page,
            "rows": [(user, [_title(given) for given in user.assignments.all()]) for user in page],
            "asked": asked,
            "only": only,
        },
    )


def _title(given: Assignment) -> str:
    return roles.title((given.app, given.role))


def _found(actor: User, asked: str, only: str) -> QuerySet[User]:
    found = delegation.managed(actor).select_related("agency", "staff")
    found = found.prefetch_related("assignments")
    if only == "roles":
        found = found.filter(pk__in=Assignment.objects.values("user"))
    elif only == "staff" and not asked:
        found = found.filter(Q(staff__listed=True) | Q(pk__in=Assignment.objects.values("user")))
    for word in asked.split():
        found = found.filter(
            Q(name__icontains=word)
            | Q(email__icontains=word)
            | Q(position__icontains=word)
            | Q(agency__name__icontains=word)
            | Q(agency__short_name__iexact=word)
            | same("nip", word, at="staff__")
        )
    return found.order_by("name", "pk")


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*delegation.MANAGERS)
@never_cache
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who they are, what they may, where they are signed in, and what was done to the account."""
    user = _theirs(request, pk)
    listed = people.is_listed(user)
    form = None if listed else PersonForm(request.POST or None, instance=user, actor=_me(request))
    if request.method == "POST" and form and form.is_valid():
        fields: dict[str, Any] = {name: form.cleaned_data[name] for name in form.cleaned_data}
        # The form has written into `user` already; compare with what is stored.
        if people.change(User.objects.get(pk=pk), _me(request), **fields):
            messages.success(request, _("Perubahan disimpan."))
        return redirect("person", pk=pk)
    given, mine = roles.of(user), delegation.giveable(_me(request))
    if user != request.user:
        seen(_me(request), user)
    return render(
        request,
        "live/person.html",
        {
            "person": user,
            "form": form,
            "apps": [
                (
                    app,
                    [
                        (role, about, (app.name, role) in given)
                        for role, about in app.roles.items()
                        if (app.name, role) in mine
                    ],
                )
                for app in roles.apps_with_roles()
            ],
            "actings": list(acting.coming(user)),
            "may_have_roles": people.is_vouched_for(user),
            "level": verification.level_of(user),
            "verifications": user.verifications.filter(ended_at=None),
            "has_password": user.has_usable_password(),
            "open_code": user.setup_codes.usable().first(),
            "devices": sessions.alive(user).count(),
            "history": list(history.of(user, _HISTORY)),
            "mail": config().mail,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*delegation.MANAGERS)
@never_cache
def add(request: HttpRequest) -> HttpResponse:
    form = NewPersonForm(request.POST or None, actor=_me(request))
    if request.method == "POST" and form.is_valid():
        user = people.create(_me(request), **form.cleaned_data)
        messages.success(request, _("Akun dibuat. Beri perannya, lalu serahkan kode awal."))
        return redirect("person", pk=user.pk)
    return render(request, "live/person_add.html", {"form": form})


@require_POST
@role_required(*delegation.MANAGERS)
@proven_recently()
def set_roles(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The boxes that are ticked are the roles; what is not ticked is taken."""
    user = _theirs(request, pk)
    ticked = {tuple(value.split(":", 1)) for value in request.POST.getlist("role")}
    mine = delegation.giveable(_me(request))  # what is not theirs to give stays as it is
    wanted = {role for role in mine if role in ticked}
    had = roles.of(user) & mine
    if wanted - had and not people.is_vouched_for(user):
        messages.error(
            request,
            _(
                "Peran belum diberikan: surel akun ini belum diperiksa. Serahkan kode awal kepada "
                "orangnya lebih dulu. Tidak ada yang diubah."
            ),
        )
    elif user == request.user and ("live", roles.ADMINISTRATOR) in had - wanted:
        messages.error(
            request,
            _(
                "Peran administrator Anda sendiri hanya dapat dicabut oleh administrator lain. "
                "Tidak ada yang diubah."
            ),
        )
    else:
        roles.take(user, had - wanted, by=_me(request))
        roles.give(user, wanted - had, by=_me(request))
        messages.success(request, _("Peran disimpan. Aplikasi memakainya dalam beberapa menit."))
    return redirect("person", pk=pk)


@require_POST
@role_required(*delegation.MANAGERS)
@proven_recently()
@never_cache
def setup_code(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A code to hand over on paper, shown this once; with mail, a link to the person's address."""
    user = _theirs(request, pk)
    if not user.is_active:
        raise Http404
    by_mail = "mail" in request.POST and config().mail is not None
    audit.record(_me(request), "setup-code.issued", user, by_mail=by_mail)
    if by_mail:
        send_setup_link.enqueue(str(user.pk))
        messages.success(request, _("Tautan untuk mulai dikirim ke %s.") % user.email)
        return redirect("person", pk=pk)
    code = setup_codes.issue(user)
    return render(
        request,
        "live/setup_code.html",
        {"person": user, "code": code, "open_code": user.setup_codes.usable().first()},
    )


@require_POST
@role_required(*delegation.MANAGERS)
@proven_recently()
def set_active(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = _theirs(request, pk)
    if user == request.user:
        messages.error(request, _("Akun Anda sendiri tidak dapat Anda nonaktifkan."))
    elif user.is_active:
        people.close(user, by=_me(request))
        messages.success(request, _("Akun dinonaktifkan dan dikeluarkan dari semua perangkat."))
    else:
        people.reopen(user, by=_me(request))
        messages.success(request, _("Akun diaktifkan kembali."))
    return redirect("person", pk=pk)


@require_POST
@role_required(*delegation.MANAGERS)
def end_sessions(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = _theirs(request, pk)
    ended = sessions.end(sessions.running(user))
    audit.record(_me(request), "session.revoked", user, sessions=ended)
    messages.success(request, _("%(n)d perangkat sudah dikeluarkan.") % {"n": ended})
    return redirect("person", pk=pk)


def _theirs(request: HttpRequest, pk: UUID) -> User:
    """The account, if it is this administrator's to arrange; else it is as good as none."""
    return get_object_or_404(delegation.managed(_me(request)).select_related("agency"), pk=pk)


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  (role_required has seen to it)
    return request.user
