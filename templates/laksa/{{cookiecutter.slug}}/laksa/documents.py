"""Documents of a report: the reporter's, and those of the agency, which may be for it alone."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy

from smartcity_base.documents.forms import DocumentForm
from smartcity_base.documents.views import opens
from smartcity_base.models import Document, User

from laksa import work
from laksa.models import Report
from laksa.privacy import access

PARTIES, OFFICERS = "para-pihak", "petugas"  # who may read one: both sides, or the agency alone


class OfficerDocumentForm(DocumentForm):
    """An officer says whether the reporter may read it."""

    shared = forms.BooleanField(label=gettext_lazy("Pelapor juga boleh membacanya"), required=False)

    @property
    def part(self) -> str:
        return PARTIES if self.cleaned_data.get("shared") else OFFICERS


@opens("laksa.report")
def may_open(request: HttpRequest, document: Document) -> bool:
    """Officers who work on the report; each look is written down, as for its photos."""
    user = request.user
    if not isinstance(user, User):
        return False
    report = work.reports_for(user).filter(pk=document.about.split(":")[1]).first()
    if report is not None:
        access.opened(user, report, contact=False)
    return report is not None


def of_reporter(report: Report) -> QuerySet[Document]:
    return Document.objects.of(report).filter(part=PARTIES)


def for_officers(report: Report, form: DocumentForm | None = None) -> dict[str, Any]:
    return {
        "documents": Document.objects.of(report).select_related("owner"),
        "document_form": form or OfficerDocumentForm(),
        "document_action": reverse("attach", args=[report.number]),
    }


def for_reporter(report: Report, form: DocumentForm | None = None) -> dict[str, Any]:
    """The same by the code: it is the reporter's key, and stands in the address as for photos."""
    documents: list[Any] = list(of_reporter(report))  # with an address beside what a row has
    for document in documents:
        document.address = reverse("own-document", args=[report.code, document.pk])
    return {
        "documents": documents,
        "document_form": (form or DocumentForm()) if report.is_open else None,
        "document_action": reverse("own-attach", args=[report.code]),
    }
