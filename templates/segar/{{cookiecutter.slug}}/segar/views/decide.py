"""The second pair of eyes: what waits, what is missing, approving, sending back, correcting."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from smartcity_base.roles import role_required, staff

from segar import timeline, work
from segar.forms import CorrectForm, ReturnForm
from segar.markets import DECIDES
from segar.missing import missing
from segar.models import Alert, Price, Sheet, State
from segar.views.entry import before

DAYS = 14
RECENT = 30


@never_cache
@require_safe
@role_required(*DECIDES)
def overview(request: HttpRequest) -> HttpResponse:
    """GET /persetujuan/: sheets that wait, oldest first; then what is missing and was decided."""
    sheets = Sheet.objects.select_related("market")
    context = {
        "waiting": sheets.filter(state=State.WAITING).order_by("day", "market__name"),
        "missing": missing(timezone.localdate(), DAYS),
        "days": DAYS,
        "decided": sheets.exclude(state=State.WAITING)[:RECENT],
    }
    return render(request, "segar/overview.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*DECIDES)
def review(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """GET, POST /persetujuan/7/: `setuju`, or back with a reason."""
    user = staff(request)
    sheet = get_object_or_404(Sheet.objects.select_related("market"), pk=sheet_id)
    form = ReturnForm(request.POST if "kembali" in request.POST else None)
    refusal = ""
    if request.method == "POST":
        try:
            if "setuju" in request.POST:
                work.approve(user, sheet)
                messages.success(request, _("Disetujui; harganya sekarang tampil."))
                return redirect("overview")
            if form.is_valid():
                work.send_back(user, sheet, form.cleaned_data["text"])
                messages.success(request, _("Dikembalikan kepada petugas."))
                return redirect("overview")
        except work.Refused as why:
            refusal = str(why)
    hints = {key: price for key, (price, _day) in before(sheet.market, sheet.day).items()}
    prices = sheet.prices.select_related("commodity").order_by("commodity__rank")
    found = [(price, hints.get(price.commodity_id)) for price in prices]
    context = {
        "sheet": sheet,
        "lines": [(price, known, _compared(price, known)) for price, known in found],
        "history": timeline.lines(sheet),
        "wrote": work.wrote(user, sheet),
        "form": form,
        "refusal": refusal,
    }
    status = 422 if refusal or form.errors else 200
    return render(request, "segar/review.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*DECIDES)
def correct(request: HttpRequest, price_id: int) -> HttpResponse:
    """GET, POST /koreksi/7/: another price on an approved sheet, with a reason."""
    prices = Price.objects.filter(sheet__state=State.APPROVED)
    price = get_object_or_404(prices.select_related("sheet__market", "commodity"), pk=price_id)
    form = CorrectForm(request.POST or None, initial={"price": price.price})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            work.correct(staff(request), price, data["price"], data["text"])
        except work.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Dikoreksi; harga sebelumnya tetap dalam riwayat."))
            return redirect("review", sheet_id=price.sheet_id)
    context = {"form": form, "price": price}
    return render(request, "segar/correct.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
@role_required(*DECIDES)
def alerts(request: HttpRequest) -> HttpResponse:
    """GET /peringatan/: what TPID was told of."""
    found = Alert.objects.select_related("commodity")[:100]
    return render(request, "segar/alerts.html", {"alerts": found})


def _compared(price: Price, before: int | None) -> float | None:
    """The change against the price before, in percent."""
    return round(100 * (price.price - before) / before, 1) if before else None
