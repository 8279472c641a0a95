"""Documents of a task: a letter of order, a drawing, a receipt. Who sees the task may open them."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from smartcity_base.documents.forms import DocumentForm
from smartcity_base.documents.views import opens
from smartcity_base.models import Document, User

from sigap import people
from sigap.models import Task


@opens("sigap.task")
def may_open(request: HttpRequest, document: Document) -> bool:
    user = request.user
    if not isinstance(user, User) or not user.has_role(*people.STAFF):
        return False
    return people.seen_tasks(user).filter(pk=document.about.split(":")[1]).exists()


def on_page(task: Task, form: DocumentForm | None = None) -> dict[str, Any]:
    """What base/documents.html shows of this task."""
    return {
        "documents": Document.objects.of(task).select_related("owner"),
        "document_form": form or DocumentForm(),
        "document_action": reverse("attach", args=[task.number]),
    }
