"""What programs ask: a browser's subscription, a provider's delivery reports."""

from __future__ import annotations

import json
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from live.reach import messages, push
from live.reach.models import Dispatch, Subscription, Way
from live.reach.views import person

MOST = 10  # browsers of one person; the oldest goes


@require_POST
@login_required
def subscribe(request: HttpRequest) -> HttpResponse:
    """POST endpoint, p256dh and auth of a PushSubscription: 204; 422 for what cannot be one."""
    endpoint, keys = request.POST.get("endpoint", ""), {}
    for name, length in (("p256dh", 65), ("auth", 16)):
        keys[name] = request.POST.get(name, "")
        try:
            fits = len(push.unb64(keys[name])) == length and len(keys[name]) <= 100
        except ValueError:
            fits = False
        if not fits:
            return HttpResponse(status=422)
    if len(endpoint) > 1000 or not push.is_service(endpoint) or not _is_point(keys["p256dh"]):
        return HttpResponse(status=422)
    user = person(request)
    Subscription.objects.update_or_create(endpoint=endpoint, defaults={"user": user, **keys})
    kept = user.subscriptions.order_by("-made_at").values_list("pk", flat=True)[:MOST]
    user.subscriptions.exclude(pk__in=list(kept)).delete()
    return HttpResponse(status=204)


@require_POST
@login_required
def unsubscribe(request: HttpRequest) -> HttpResponse:
    """POST endpoint: this browser is left in peace."""
    person(request).subscriptions.filter(endpoint=request.POST.get("endpoint", "")).delete()
    return HttpResponse(status=204)


@csrf_exempt  # the caller is a provider: its signature is what counts
@require_POST
@never_cache
def status(request: HttpRequest) -> HttpResponse:
    """A delivery report (docs/message-providers.md): {"key": …, "state": …, "reason": …}."""
    if not messages.signed(request.body, request.headers.get("X-Signature", "")):
        return HttpResponse(status=401)
    try:
        told = json.loads(request.body)
        key, state = UUID(str(told["key"])), str(told["state"])
        reason = str(told.get("reason", ""))
    except (ValueError, KeyError, TypeError, AttributeError):
        return HttpResponse(status=400)
    if state not in ("delivered", "read", "failed"):
        return HttpResponse(status=400)
    found = Dispatch.objects.filter(key=key, way=Way.MESSAGE)
    changes: dict[str, object] = {"said": f"{state} {reason}".strip()[:200]}
    if state == "failed":
        changes["given_up_at"] = timezone.now()
    return HttpResponse(status=204 if found.update(**changes) else 404)


def _is_point(text: str) -> bool:
    from cryptography.hazmat.primitives.asymmetric import ec

    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), push.unb64(text))
    except ValueError:
        return False
    return True
