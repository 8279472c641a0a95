"""An officer asks for field officers, from the page of a report."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from smartcity_base.links import linked
from smartcity_base.models import User
from smartcity_base.roles import role_required

from laksa import work
from laksa.field import offer, order
from laksa.models import Report
from laksa.states import Action, Actor, Priority


class OrderForm(forms.Form):
    """What an officer on the spot has to know besides the report."""

    text = forms.CharField(
        label=_("Petunjuk untuk petugas lapangan"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    priority = forms.ChoiceField(
        label=_("Prioritas"),
        choices=[("biasa", _("Biasa")), ("tinggi", _("Didahulukan")), ("darurat", _("Darurat"))],
    )


def on_page(report: Report, actor: Actor) -> dict[str, object]:
    """What the page of a report shows of the field officers."""
    begun, sigap = offer.current(report), linked(offer.SIGAP)
    initial = {"priority": Priority(report.priority).name.lower()}
    form = OrderForm(prefix="field", initial=initial)
    # Who only helps does not send people out in the name of who is responsible.
    may = actor != Actor.HELPER and offer.possible(report)
    return {
        "field_order": begun,
        "field_form": form if may else None,
        "field_url": f"{sigap.url}/tugas/{begun.task}/" if sigap and begun and begun.task else "",
    }


@never_cache
@require_POST
@role_required("operator", "officer", "head", "administrator")
def ask(request: HttpRequest, number: str) -> HttpResponse:
    assert isinstance(request.user, User)  # noqa: S101  (role_required sees to it)
    report = get_object_or_404(work.in_charge(request.user), number=number.upper())
    actor = work.actor_of(request.user, report)
    assert actor is not None  # noqa: S101  (in_charge sees to it)
    form = OrderForm(request.POST, prefix="field")
    try:
        if not form.is_valid():
            raise work.Refused(str(_("Pilih prioritasnya.")))
        data = form.cleaned_data
        order.order(report, actor, request.user, data["text"], data["priority"])
    except work.Refused as refusal:
        messages.error(request, f"{refusal} {_('Tidak ada yang diubah.')}")
    else:
        messages.success(request, f"{report.number}: {Action.DISPATCH.label}.")
    return redirect("work", number=report.number)
