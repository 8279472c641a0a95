"""Sending a paper to who may have it; the view has checked that."""

from __future__ import annotations

from django.http.response import HttpResponseBase

from smartcity_base.models import Paper
from smartcity_base.uploads import send_upload


def send(paper: Paper, name: str) -> HttpResponseBase:
    """The PDF, to keep under `name`: in the sandbox of every upload no viewer starts."""
    answer = send_upload(paper.file, "application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
