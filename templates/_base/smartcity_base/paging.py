"""The pages beside this one, as a Link header (RFC 8288): a program follows it without counting."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpRequest

from smartcity_base.config import config


def link_header(request: HttpRequest, beside: Mapping[str, Mapping[str, int]]) -> str:
    """`beside`: a relation ("next") to what differs in the address there ({"offset": 200})."""
    base = config().app.origin + request.path
    query = {name: request.GET.getlist(name) for name in request.GET}
    return ", ".join(
        f'<{base}?{urlencode({**query, **changed}, doseq=True)}>; rel="{name}"'
        for name, changed in beside.items()
    )


def neighbours(offset: int, limit: int, count: int) -> dict[str, dict[str, int]]:
    """The first, the last and the two beside the page that begins at `offset`, as far as they are.

    >>> neighbours(20, 10, 25)
    {'first': {'offset': 0}, 'prev': {'offset': 10}, 'last': {'offset': 20}}
    """
    found = {"first": 0}
    if offset > 0:
        found["prev"] = max(offset - limit, 0)
    if offset + limit < count:
        found["next"] = offset + limit
    found["last"] = max(count - 1, 0) // limit * limit
    return {name: {"offset": at} for name, at in found.items()}
