"""Every list as a file: the same rows, by the same filter, as `base/export.html` offers them.

A view asks first: `if export.wanted(request): return export.answer(request, …)`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from smartcity_base import audit
from smartcity_base.config import config
from smartcity_base.language import indonesian
from smartcity_base.models import User
from smartcity_base.signin.proof import wanting
from smartcity_base.tables.columns import Column, values
from smartcity_base.tables.write import as_sheet_csv, as_xlsx

KIND, PERSONAL = "unduh", "pribadi"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AT_ONCE = 2000  # rows that the database hands over


def wanted(request: HttpRequest) -> bool:
    """Whether this request is for a file of the list, and not for its page."""
    return _asked(request).get(KIND) in {"csv", "xlsx"}


def answer(
    request: HttpRequest,
    name: str,
    columns: Sequence[Column],
    rows: QuerySet[Any] | Iterable[Any],
    *,
    personal: bool = False,
) -> HttpResponseBase:
    """The rows as the kind that is asked for; call it when `wanted`.

    `personal`: this person may have the personal columns. They come only when they were asked for
    as well, to who proved lately who they are. Who has a role in the app leaves a line in the
    audit.
    """
    asked = _asked(request)
    with_personal = personal and asked.get(PERSONAL) == "1"
    if with_personal and (first := wanting(request, back=_list(request))):
        messages.info(request, _("Sesudah memastikan diri, pilih berkasnya sekali lagi."))
        return first
    shown = [column for column in columns if with_personal or not column.personal]
    _note(request, name, asked[KIND], shown)
    return _file(name, asked[KIND], shown, rows)


@indonesian()  # a file is kept, and read by others
def _file(
    name: str, kind: str, shown: Sequence[Column], rows: QuerySet[Any] | Iterable[Any]
) -> HttpResponseBase:
    if isinstance(rows, QuerySet):
        rows = rows.iterator(chunk_size=AT_ONCE)
    heading = [column.heading for column in shown]
    told = values(shown, rows)
    file_name = f"{config().app.name}-{name}-{timezone.localdate():%Y%m%d}.{kind}"
    headers = {
        "Content-Disposition": f'attachment; filename="{file_name}"',
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex",
    }
    if kind == "xlsx":
        return FileResponse(as_xlsx(name, heading, told), content_type=XLSX, headers=headers)
    text = as_sheet_csv(heading, told)
    return StreamingHttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


def _asked(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else request.GET


def _list(request: HttpRequest) -> str:
    """The page that the file was asked for on: a file leaves nothing to look at."""
    kept = request.GET.copy()
    for name in (KIND, PERSONAL):
        kept.pop(name, None)
    return f"{request.path}?{kept.urlencode()}" if kept else request.path


def _note(request: HttpRequest, name: str, kind: str, shown: Sequence[Column]) -> None:
    user = request.user
    if isinstance(user, User) and user.roles:
        audit.record(
            user,
            "ekspor",
            name,
            kind=kind,
            personal=[column.name for column in shown if column.personal],
            # What was narrowed by, not by which words: they may be somebody's name.
            filters=sorted({key for key, value in _asked(request).items() if value}),
        )
