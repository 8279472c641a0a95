"""From a posted form to a deed done: the same for reporters and officers."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest

from smartcity_base.limits import TooMany
from smartcity_base.models import User

from laksa import limits, photos, work
from laksa.forms import DeedForm
from laksa.models import Report
from laksa.states import Action, Actor


def act(request: HttpRequest, report: Report, name: str, actor: Actor) -> DeedForm | None:
    """Do what was posted. None: it is done. A form: it is not, and the form says why."""
    if name not in Action.values:
        raise Http404
    action = Action(name)
    form = DeedForm(report, action, actor, request.POST, request.FILES)
    valid = form.is_valid()
    if actor == Actor.REPORTER:
        try:
            limits.SENT.count(request)
        except TooMany as refusal:
            form.add_error(None, str(refusal))
    if not valid or form.errors:
        return form
    taken, rejected = photos.take_in(uuid.uuid4(), form.cleaned_data.get("photos") or [])
    try:
        if rejected:
            raise work.Refused(" ".join(rejected))
        user = request.user if isinstance(request.user, User) else None
        work.perform(
            report, action, actor, user if actor != Actor.REPORTER else None, form.deed(taken)
        )
    except work.Refused as refusal:
        photos.discard(taken)
        form.add_error(None, str(refusal))
        return form
    messages.success(request, f"{report.number}: {action.label}.")
    return None
