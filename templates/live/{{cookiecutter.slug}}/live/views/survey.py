"""At the counter: a link for the person who was just served, to say how that was."""

from __future__ import annotations

import base64

from allauth.mfa.adapter import get_adapter
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.crypto import get_random_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from smartcity_base import audit, portal
from smartcity_base.models import User
from smartcity_base.skm.invite import invite

from live import directory
from live.models import Service


@never_cache
@require_POST
@login_required
def hand_out(request: HttpRequest, pk: str) -> HttpResponse:
    """POST /layanan-publik/<id>/survei/: one link for one service that has ended."""
    service = get_object_or_404(directory.services(), pk=pk)
    if not isinstance(request.user, User) or not serves(request.user, service):
        raise PermissionDenied
    address = portal.address(
        invite(f"{service.pk}-{get_random_string(12)}", service.name, service.agency)
    )
    audit.record(request.user, "survey.handed-out", service)
    drawn = base64.b64encode(get_adapter().build_totp_svg(address).encode()).decode()
    context = {
        "service": service,
        "address": address,
        "picture": f"data:image/svg+xml;base64,{drawn}",
    }
    return render(request, "live/survey.html", context)


def serves(user: User, service: Service) -> bool:
    """Who works for the agency of this service, or above it."""
    return bool(
        user.agency and service.agency_id is not None and service.agency_id in user.agency.family()
    )
