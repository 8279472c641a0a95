"""Receiving a POST request: a report now, or a token for one that the worker makes."""

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from smartcity_base.config import config
from smartcity_base.models import ApiToken, Village

from laksa import intake, photos
from laksa.channels.models import Channel
from laksa.models import Category
from laksa.open311 import services
from laksa.open311.forms import PostForm
from laksa.open311.models import Posted
from laksa.open311.render import Fault

_BODIES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


def receive(request: HttpRequest, client: ApiToken) -> list[dict[str, Any]]:
    """POST requests: the number of the new report, or its token; a Fault leaves nothing behind."""
    if request.content_type not in _BODIES:
        raise Fault(400, _("Kirim sebagai application/x-www-form-urlencoded."))
    code = request.POST.get("service_code", "").strip()
    if not code:
        raise Fault(400, _("service_code wajib diisi."))
    services.find(code)
    form = PostForm(request.POST, request.FILES)
    if not form.is_valid():
        raise form.fault()
    token = _token(request, client)
    posted = Posted.objects.filter(pk=token).first() or _accept(token, client, form)
    account = request.POST.get("account_id", "").strip() or None
    days = config().setting("verify_days")
    notice = _("Laporan diperiksa dalam %(days)d hari kerja.") % {"days": days}
    named = (
        {"service_request_id": posted.report.number} if posted.report else {"token": str(posted.pk)}
    )
    return [{**named, "service_notice": notice, "account_id": account}]


def number_of(token: str) -> list[dict[str, Any]]:
    """GET tokens/<token>: the number is null until the worker has made the report."""
    try:
        posted = Posted.objects.select_related("report").filter(pk=UUID(token)).first()
    except ValueError:
        posted = None
    if posted is None:
        raise Fault(404, _("token “%(token)s” tidak ditemukan.") % {"token": token})
    number = posted.report.number if posted.report else None
    return [{"service_request_id": number, "token": str(posted.pk)}]


def make_report(posted: Posted) -> None:
    """Make the report of a POST that waits for it; once, however often it is called."""
    sent = posted.waiting.get("sent")
    if posted.report is not None or sent is None:
        return
    with transaction.atomic():
        posted.report = intake.receive(_unpacked(posted.pk, sent))
        posted.waiting = {key: value for key, value in posted.waiting.items() if key != "sent"}
        posted.save(update_fields=["report", "waiting"])


def _accept(token: UUID, client: ApiToken, form: PostForm) -> Posted:
    taken, rejected = photos.set_aside(token, form.cleaned_data.get("photos") or [])
    if rejected:
        photos.discard(taken)
        raise Fault(400, *rejected)
    from laksa.open311.jobs import finish

    waiting: dict[str, Any] = {"sent": _packed(token, form)}
    if form.cleaned_data["media_url"]:
        waiting["media_url"] = form.cleaned_data["media_url"]
    try:
        with transaction.atomic():
            posted = Posted.objects.create(
                pk=token, token=client, at=timezone.now(), waiting=waiting
            )
            if not services.is_batch():
                make_report(posted)
            if posted.waiting:
                # In the same transaction: what was answered with a token is never forgotten.
                finish.enqueue(str(token))
    except IntegrityError:  # the same request, sent again before this one was answered
        return Posted.objects.get(pk=token)
    return posted


def _token(request: HttpRequest, client: ApiToken) -> UUID:
    """A client that names its request may send it again over a bad line, and still makes one."""
    key = request.headers.get("Idempotency-Key", "").strip()
    return uuid5(NAMESPACE_URL, f"open311:{client.pk}:{key}") if key else uuid4()


def _packed(token: UUID, form: PostForm) -> dict[str, Any]:
    """What was sent, as JSON."""
    form.cleaned_data["submission"] = token
    sent = dict(vars(form.sent(None)))
    del sent["submission"], sent["user"]
    return {
        **sent,
        "channel": Channel.OPEN311.value,
        "category": sent["category"].pk,
        "village": getattr(sent["village"], "pk", None),
    }


def _unpacked(token: UUID, sent: dict[str, Any]) -> intake.Sent:
    village = Village.objects.get(pk=sent["village"]) if sent["village"] else None
    category = Category.objects.get(pk=sent["category"])
    return intake.Sent(**{**sent, "submission": token, "category": category, "village": village})
