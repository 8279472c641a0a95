"""Taking a document in: inspected by a process of its own, within quotas, held until scanned."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartcity_base import audit
from smartcity_base.config import config
from smartcity_base.models import Document, DocumentState, User
from smartcity_base.models.document import about

MB = 2**20
PROGRAM = Path(__file__).with_name("inspect.py")
PATIENCE_S = 40
MOST = 20  # of one thing
WHY = {
    "kind": gettext_lazy("Jenis berkas ini tidak diterima. Kirim PDF, DOCX, XLSX, atau ODT."),
    "old": gettext_lazy(
        "Berkas Office lama atau bersandi tidak diterima."
        " Simpan sebagai DOCX atau XLSX tanpa sandi."
    ),
    "archive": gettext_lazy("Berkas arsip tidak diterima. Kirim dokumennya satu per satu."),
    "macro": gettext_lazy("Dokumen ini berisi makro. Simpan tanpa makro, lalu pilih lagi."),
    "script": gettext_lazy(
        "Dokumen ini berisi skrip atau perintah. Cetak ke PDF, lalu pilih hasilnya."
    ),
    "attachment": gettext_lazy(
        "Di dalam dokumen ini ada berkas lain. Kirim berkas itu tersendiri."
    ),
    "password": gettext_lazy("Dokumen ini bersandi. Simpan tanpa sandi, lalu pilih lagi."),
    "damaged": gettext_lazy("Dokumen ini rusak atau terlalu rumit, dan tidak dapat dibaca."),
}


class DocumentRejected(Exception):
    """It is not taken; the message is for the person who sent it."""


def take_in(
    upload: UploadedFile[bytes], thing: Model, owner: User | None, part: str = ""
) -> Document:
    """Keep a document of `thing`. Raises DocumentRejected; then nothing was kept."""
    limits = config().safety
    if (upload.size or 0) > limits.document_mb * MB:
        raise DocumentRejected(
            _("Dokumen terlalu besar: paling besar %(mb)d MB.") % {"mb": limits.document_mb}
        )
    if Document.objects.filter(about=about(thing)).count() >= MOST:
        raise DocumentRejected(_("Paling banyak %(most)d dokumen di sini.") % {"most": MOST})
    kind, content = _inspected(upload)
    with transaction.atomic():
        _check_room(len(content), owner)
        kept = Document(
            about=about(thing),
            part=part,
            owner=owner,
            name=_name(upload.name or "", kind),
            kind=kind,
            size=len(content),
            digest=sha256(content).hexdigest(),
            state=DocumentState.HELD if limits.antivirus else DocumentState.FREE,
        )
        kept.file.save("", ContentFile(content), save=False)
        try:
            kept.save()
        except BaseException:
            kept.file.delete(save=False)
            raise
        if limits.antivirus:
            from smartcity_base.documents.jobs import scan_held  # jobs imports this module's model

            transaction.on_commit(lambda: scan_held.enqueue())
        audit.record(owner, "document.attached", thing, document=str(kept.pk), digest=kept.digest)
    return kept


def used(owner: User | None = None) -> int:
    """Bytes of all documents in this app, or of one person's."""
    kept = Document.objects.exclude(file="")
    found = kept.filter(owner=owner) if owner else kept
    return int(found.aggregate(whole=Sum("size"))["whole"] or 0)


def _check_room(more: int, owner: User | None) -> None:
    limits = config().safety
    if owner and used(owner) + more > limits.person_mb * MB:
        raise DocumentRejected(
            _("Ruang Anda untuk dokumen sudah penuh (%(mb)d MB). Hapus yang tidak perlu lagi.")
            % {"mb": limits.person_mb}
        )
    if used() + more > limits.app_mb * MB:
        raise DocumentRejected(
            _("Ruang dokumen aplikasi ini sudah penuh. Administrator dapat memperbesarnya.")
        )


def _inspected(upload: UploadedFile[bytes]) -> tuple[str, bytes]:
    with TemporaryDirectory(prefix="smartcity-") as folder:
        taken, cleaned = Path(folder, "taken"), Path(folder, "cleaned")
        with taken.open("wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(PROGRAM), str(taken), str(cleaned)],
                capture_output=True, timeout=PATIENCE_S, env={"PATH": ""}, check=False,
            )  # fmt: skip
            told = json.loads(done.stdout)
        except (subprocess.TimeoutExpired, ValueError) as error:
            raise DocumentRejected(str(WHY["damaged"])) from error
        if "refused" in told:
            raise DocumentRejected(str(WHY[told["refused"]]))
        return str(told["kind"]), cleaned.read_bytes()


def _name(given: str, kind: str) -> str:
    """What it was called, with the ending of what it is."""
    stem = re.sub(r"[^\w ().,-]+", "_", Path(given.replace("\\", "/")).stem).strip(" ._")
    return f"{stem[:120] or 'dokumen'}.{kind}"
