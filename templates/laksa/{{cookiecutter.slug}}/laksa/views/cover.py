"""The page on which an officer covers parts of a photo: boxes over it, no script."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from smartcity_base.models import User
from smartcity_base.roles import role_required

from laksa import work
from laksa.models import Photo
from laksa.privacy import access, covers
from laksa.views.queue import STAFF


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*STAFF)
def cover(request: HttpRequest, number: str, photo_id: str) -> HttpResponse:
    """Show the photo under its grid; cover what was ticked, and nothing else."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101  (role_required sees to it)
    report = get_object_or_404(work.in_charge(user), number=number.upper())
    photo = get_object_or_404(
        Photo.objects.select_related("cover").exclude(image=""), pk=photo_id, report=report
    )
    if request.method == "POST":
        cells = {int(cell) for cell in request.POST.getlist("sel") if cell.isdecimal()}
        made = covers.cover(photo, cells, user)
        said = _("Foto ditutupi untuk publik.") if made else _("Foto tampil tanpa penutup.")
        messages.success(request, said)
        return redirect("work", number=report.number)
    access.opened(user, report, contact=False)
    chosen = set(photo.cover.cells) if photo.cover else set()
    context = {
        "report": report,
        "photo": photo,
        "reader": "officer",
        "rows": [
            [(cell, cell in chosen) for cell in range(first, first + covers.COLUMNS)]
            for first in range(0, covers.COLUMNS * covers.ROWS, covers.COLUMNS)
        ],
    }
    return render(request, "laksa/cover.html", context)
