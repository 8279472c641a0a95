"""Making a task of what somebody filled in, for officers and supervisors alike."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from smartcity_base.tiles import map_options
from smartcity_base.uploads import ImageRejected

from sigap import uploads, work
from sigap.forms import FindingForm
from sigap.models import PhotoKind
from sigap.states import Action, Actor


def make(request: HttpRequest, form: FindingForm, by: Actor) -> HttpResponse:
    """The form, until what was sent is right; then the new task's page."""
    if request.method == "POST" and form.is_valid():
        try:
            photos = uploads.take_in(form.user, form.cleaned_data["before"], PhotoKind.BEFORE)
        except ImageRejected as refusal:
            form.add_error("before", str(refusal))
        else:
            task = work.create(form.order(), by, form.user)
            uploads.attach_to_first(task, photos)
            messages.success(request, f"{task.number}: {Action.CREATE.label}.")
            return redirect("task", number=task.number)
    status = 422 if form.errors else 200
    return render(request, "sigap/new.html", {"form": form} | map_options(), status=status)
