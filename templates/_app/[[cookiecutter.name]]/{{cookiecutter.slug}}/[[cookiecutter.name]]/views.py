"""The public's list and page of an item, and the officers' form."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from smartcity_base.config import config
from smartcity_base.models import User
from smartcity_base.roles import role_required, staff
from smartcity_base.tables import export
from smartcity_base.timeline import Line

from [[ cookiecutter.name ]] import queries, work
from [[ cookiecutter.name ]].forms import ItemFilter, ItemForm
from [[ cookiecutter.name ]].models import Item
from [[ cookiecutter.name ]].tables import ITEMS


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """GET /: the list, narrowed by the filter above it."""
    form = ItemFilter(request.GET)
    wanted = form.wanted()
    if export.wanted(request):
        return export.answer(request, "butir", ITEMS, queries.public(wanted))
    pages = Paginator(queries.public(wanted), config().setting("per_page"))
    context = {
        "form": form,
        "narrowed": bool(wanted),
        "page": pages.get_page(request.GET.get("halaman")),
    }
    return render(request, "[[ cookiecutter.name ]]/home.html", context)


@require_safe
def item(request: HttpRequest, item_id: int) -> HttpResponse:
    """GET /butir/7/: who may change it also sees what happened to it."""
    user = request.user
    mine = (
        work.items_of(user).filter(pk=item_id).first()
        if isinstance(user, User) and user.has_role(*work.OFFICERS)
        else None
    )
    found = mine or get_object_or_404(queries.public({}), pk=item_id)
    events = found.events.select_related("user") if mine else []
    context = {"item": found, "mine": mine, "lines": [Line.of(event) for event in events]}
    return render(request, "[[ cookiecutter.name ]]/item.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*work.OFFICERS)
def edit(request: HttpRequest, item_id: int | None = None) -> HttpResponse:
    """GET, POST /butir/baru/ and /butir/7/ubah/; another agency's is as good as none: 404."""
    user = staff(request)
    found = get_object_or_404(work.items_of(user), pk=item_id) if item_id else Item()
    form = ItemForm(user, request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        saved = work.save(form.save(commit=False), user)
        messages.success(request, _("%(title)s disimpan.") % {"title": saved.title})
        return redirect("item", item_id=saved.pk)
    context, status = {"form": form, "item_id": item_id}, 422 if form.errors else 200
    return render(request, "[[ cookiecutter.name ]]/edit.html", context, status=status)
