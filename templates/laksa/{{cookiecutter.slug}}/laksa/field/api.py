"""What SIGAP may ask of LAKSA, by the token that the two share."""

from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import File, Form, Router, Schema, UploadedFile
from ninja.errors import HttpError

from smartcity_base import links
from smartcity_base.openapi import REFUSES, Moment
from smartcity_base.uploads import send_upload

from laksa.field import offer, steps
from laksa.field.models import Step
from laksa.models import Photo, Report

router = Router(tags=["field"])
# Beyond these Django reads no more of a form, and the document says so.
MOST: Any = File(  # type: ignore[type-arg]  # ninja gives types to File[...] alone
    max_length=settings.DATA_UPLOAD_MAX_NUMBER_FILES
)


class Told(Schema):
    """A step. `before_after`: what the photos show, in their order (sebelum,sesudah)."""

    step: Step
    at: Moment
    task: str = ""
    team: str = ""
    note_public: str = ""
    note_internal: str = ""
    before_after: str = ""


class Stands(Schema):
    """The report and its state after the step."""

    report: str
    state: str


@router.post(
    "/laporan/{number}/langkah",
    auth=links.caller,
    response=Stands,
    summary="Satu langkah petugas lapangan",
    openapi_extra=REFUSES,
)
def step(
    request: HttpRequest,
    number: str,
    told: Form[Told],
    photos: Annotated[list[UploadedFile], MOST] = [],  # noqa: B006  (ninja reads the default)
) -> dict[str, Any]:
    def do() -> dict[str, Any]:
        report = Report.objects.filter(number=number.upper()).first()
        if report is None or not report.field_orders.exists():
            raise HttpError(409, _("Laporan ini tidak pernah ditugaskan ke lapangan."))
        try:
            steps.receive(report, steps.Told(**told.dict(exclude={"before_after"})), photos)
        except steps.Unacceptable as refusal:
            raise HttpError(409, str(refusal)) from refusal
        report.refresh_from_db()
        return {"report": report.number, "state": report.state}

    _only_sigap(request)
    return links.once(request, do)


@router.get(
    "/foto/{uuid:photo_id}",
    auth=links.caller,
    summary="Foto laporan yang ditugaskan ke lapangan",
    openapi_extra={"responses": {200: {"content": {"image/jpeg": {}}}}},
)
def photo(request: HttpRequest, photo_id: str) -> HttpResponseBase:
    """A photo of a report that field officers were asked for."""
    _only_sigap(request)
    given = Photo.objects.filter(report__field_orders__isnull=False).exclude(image="").distinct()
    return send_upload(str(get_object_or_404(given, pk=photo_id).image.name))


def _only_sigap(request: HttpRequest) -> None:
    # Ninja sets what `caller` answered.
    if request.auth != offer.SIGAP:  # type: ignore[attr-defined]
        raise HttpError(403, _("Hanya SIGAP yang dapat mengabarkan langkah petugas lapangan."))
