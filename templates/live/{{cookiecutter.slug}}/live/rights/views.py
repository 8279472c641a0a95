"""The page "Data pribadi saya", and the administrators' list of erasures."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from smartcity_base import audit
from smartcity_base.config import config
from smartcity_base.models import User
from smartcity_base.roles import role_required, staff
from smartcity_base.signin.proof import proven_recently

from live import people, roles
from live.rights import copies, erasure, purposes
from live.rights.models import Copy, Erasure, ErasureAnswer

_COPIES = 3
_PER_PAGE = 25


@require_safe
@login_required
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    user = _me(request)
    return render(
        request,
        "live/rights/index.html",
        {
            "vouched_for": people.is_vouched_for(user),
            "may_change_email": config().mail is not None and not people.is_listed(user),
            "standings": purposes.of(user),
            "copies": [_about(copy) for copy in user.copies.all()[:_COPIES]],
            "kept_days": copies.KEPT.days,
            "erasure": erasure.open_for(user),
            "wait": config().setting("erasure_wait_days"),
            "why_not": erasure.why_not(user),
        },
    )


def _about(copy: Copy) -> dict[str, object]:
    titles = {app.name: app.title for app in config().apps}
    missing = [part.app for part in copy.parts.all() if part.answered_at is None]
    return {
        "copy": copy,
        "until": copy.ready_at + copies.KEPT if copy.ready_at else None,
        "missing": [titles.get(name, name) for name in missing],
    }


@require_POST
@login_required
def consent(request: HttpRequest) -> HttpResponse:
    """The person's word on one purpose: yes or no."""
    try:
        purposes.say(_me(request), request.POST.get("purpose", ""), yes="yes" in request.POST)
    except KeyError:
        raise Http404 from None
    messages.success(request, _("Pilihan Anda disimpan. Aplikasi memakainya dalam beberapa menit."))
    return redirect("rights")


@require_POST
@login_required
def ask_copy(request: HttpRequest) -> HttpResponse:
    copies.ask(_me(request))
    messages.success(request, _("Salinan sedang dikumpulkan dari semua aplikasi."))
    return redirect("rights")


@require_safe
@login_required
@proven_recently()
@never_cache
def download(request: HttpRequest, pk: UUID) -> HttpResponse:
    """After proving once more who asks: a phone that was left open must not tell everything."""
    user = _me(request)
    copy = get_object_or_404(Copy.objects.exclude(ready_at=None), pk=pk, user=user)
    audit.record(user, "data-rights.copy-taken", user)
    answer = HttpResponse(copies.as_zip(copy), content_type="application/zip")
    answer["Content-Disposition"] = (
        f'attachment; filename="data-pribadi-{timezone.localdate():%Y-%m-%d}.zip"'
    )
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@proven_recently()
@never_cache
def erase(request: HttpRequest) -> HttpResponse:
    """What will happen, and the button that asks for it."""
    user = _me(request)
    if request.method == "POST":
        try:
            asked = erasure.ask(user)
        except erasure.Refused as refusal:
            messages.error(request, f"{refusal} {_('Tidak ada yang diubah.')}")
        else:
            _write(user, asked)
            messages.success(request, _("Permintaan penghapusan dicatat."))
        return redirect("rights")
    context = {
        "apps": [app for app in config().apps if app.name != config().app.name],
        "wait": config().setting("erasure_wait_days"),
        "why_not": erasure.why_not(user),
    }
    return render(request, "live/rights/erase.html", context)


def _write(user: User, asked: Erasure) -> None:
    """Whoever did not ask for it learns of it in time."""
    from live.jobs import send_erasure_asked  # jobs imports half of LIVE

    if config().mail is not None and user.email:
        send_erasure_asked.enqueue(str(asked.pk))


@require_POST
@login_required
def withdraw(request: HttpRequest) -> HttpResponse:
    if erasure.withdraw(_me(request)):
        messages.success(request, _("Permintaan penghapusan dibatalkan. Akun Anda tetap ada."))
    else:
        messages.error(request, _("Tidak ada permintaan yang dapat dibatalkan."))
    return redirect("rights")


@require_safe
@role_required(roles.ADMINISTRATOR)
@never_cache
def erasures(request: HttpRequest) -> HttpResponse:
    """All of them with each app's answer: accounts by number alone, for the names are gone."""
    found = Erasure.objects.prefetch_related("answers")
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("halaman"))
    titles = {app.name: app.title for app in config().apps}
    rows = [
        (one, [(titles.get(answer.app, answer.app), answer) for answer in one.answers.all()])
        for one in page
    ]
    return render(request, "live/rights/erasures.html", {"page": page, "rows": rows})


@require_POST
@role_required(roles.ADMINISTRATOR)
@proven_recently()
def ask_again(request: HttpRequest, pk: int) -> HttpResponse:
    answer = get_object_or_404(ErasureAnswer.objects.exclude(refused=""), pk=pk)
    erasure.ask_again(answer, staff(request))
    messages.success(request, _("Aplikasi itu ditanya lagi."))
    return redirect("erasures")


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  (login_required sees to it)
    return request.user
