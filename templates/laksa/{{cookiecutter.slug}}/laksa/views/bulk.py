"""Many reports of the queue at once: each by itself, so that one that cannot go holds up none."""

from collections import defaultdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from smartcity_base.models import User
from smartcity_base.roles import role_required

from laksa import work
from laksa.forms.bulk import BulkForm
from laksa.states import Action
from laksa.views.queue import STAFF


@never_cache
@require_POST
@role_required(*STAFF)
def at_once(request: HttpRequest) -> HttpResponse:
    """Do it to every report that was ticked, and say which it was not done to, and why."""
    assert isinstance(request.user, User)  # noqa: S101  (role_required sees to it)
    form = BulkForm(request.POST)
    if form.is_valid():
        _perform(request, request.user, form)
    else:
        for faults in form.errors.values():
            for fault in faults:
                messages.error(request, f"{fault} " + _("Tidak ada yang diubah."))
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return redirect(back if safe else reverse("queue"))


def _perform(request: HttpRequest, user: User, form: BulkForm) -> None:
    action, deed = Action(form.cleaned_data["action"]), form.deed()
    done, refused = [], defaultdict[str, list[str]](list)
    for report in work.reports_for(user).filter(number__in=form.numbers()):
        actor = work.actor_of(user, report)
        try:
            if actor is None:
                raise work.Refused(_("Laporan ini sekarang ditangani instansi lain."))
            work.perform(report, action, actor, user, deed)
        except work.Refused as refusal:
            refused[str(refusal)].append(report.number)
        else:
            done.append(report.number)
    if done:
        said = ngettext("%(n)d laporan: %(what)s.", "%(n)d laporan: %(what)s.", len(done))
        messages.success(request, said % {"n": len(done), "what": action.label.lower()})
    for reason, numbers in refused.items():
        messages.warning(request, f"{', '.join(numbers)}: {reason}")
