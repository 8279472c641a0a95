"""The form that attaches a document."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartcity_base.config import config
from smartcity_base.documents.take import DocumentRejected, take_in
from smartcity_base.models import Document, User


class DocumentForm(forms.Form):
    """One document; `attach` keeps it, or says beside the field why not."""

    document = forms.FileField(
        label=gettext_lazy("Pilih dokumen"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.xlsx,.odt"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = config().safety.document_mb
        self.fields["document"].help_text = _(
            "PDF, DOCX, XLSX, atau ODT, paling besar %(mb)d MB."
            " Nama penulis di dalam berkas dihapus."
        ) % {"mb": most}

    def attach(self, thing: Model, owner: User | None, part: str = "") -> Document | None:
        """The document that was kept, or None: then the form says why."""
        if not self.is_valid():
            return None
        upload: UploadedFile[bytes] = self.cleaned_data["document"]
        try:
            return take_in(upload, thing, owner, part)
        except DocumentRejected as refusal:
            self.add_error("document", str(refusal))
            return None
