"""The administrator's page of tokens; a new key is shown on it once."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from smartcity_base import audit
from smartcity_base.models import ApiToken
from smartcity_base.roles import role_required, staff
from smartcity_base.signin.proof import proven_recently
from smartcity_base.tokens.forms import TokenForm
from smartcity_base.tokens.keys import give_key, scopes


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@role_required("administrator")
@proven_recently()
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens, and a form for one more."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _page(request, form, status=422 if form.is_bound else 200)
    token = form.save(commit=False)
    token.made_by = staff(request)
    with transaction.atomic():
        key = give_key(token)
        audit.record(request.user, "token-dibuat", token, name=token.name, scopes=token.scopes)
    return _page(request, TokenForm(), token, key)


@never_cache
@require_POST
@role_required("administrator")
@proven_recently()
def change(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """A new key (`kunci`), or an end (`cabut`) and a new beginning (`pulihkan`) of the old one."""
    token = get_object_or_404(ApiToken, pk=pk)
    with transaction.atomic():
        match action:
            case "kunci":
                token.active = True
                key = give_key(token)
                audit.record(request.user, "token-kunci-diganti", token)
                return _page(request, TokenForm(), token, key)
            case "cabut" | "pulihkan":
                token.active = action == "pulihkan"
                token.save(update_fields=["active"])
                audit.record(request.user, f"token-{action}", token)
            case _:
                raise Http404
    said = _("Token %(name)s berlaku lagi.") if token.active else _("Token %(name)s dicabut.")
    messages.success(request, said % {"name": token.name})
    return redirect("api-tokens")


def _page(
    request: HttpRequest,
    form: TokenForm,
    made: ApiToken | None = None,
    key: str = "",
    status: int = 200,
) -> HttpResponse:
    known = scopes()
    rows = [
        (token, [known.get(name, {}).get("title", name) for name in token.scopes])
        for token in ApiToken.objects.all()
    ]
    context = {"rows": rows, "form": form, "made": made, "key": key, "scopes": known}
    return render(request, "base/tokens.html", context, status=status)
