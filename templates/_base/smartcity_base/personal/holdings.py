"""What this app holds of a person: how it is told to them, what of it goes and what stays.

An app lists its own in `<app>/personal.py` as HOLDINGS; every reference to a person is covered by
one of them (a check sees to it). UU 27/2022, articles 7 (a copy), 8 (erasure) and 13 (portability).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smartcity_base import audit
from smartcity_base.config import config
from smartcity_base.models import AuditEntry, Document, Import, SignIn, User

ERASED = "data-pribadi.dihapus"
ARCHIVES = _(
    "Tindakan petugas tetap tercatat dengan nomor akun tanpa nama, karena wajib diarsipkan "
    "(UU 43/2009 tentang Kearsipan)."
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose data; `email` is the person's own address where LIVE has checked it, else ""."""

    user: User
    email: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of thing that is kept of people.

    `rows` finds them, `shown` says one of them in words for the person (JSON values). `erase` takes
    away what may go and answers how many rows that touched; None: nothing goes. `kept` says what
    stays and by which law; "" where nothing does. `covers` names the fields that point to a person,
    as "laksa.Report.reporter".
    """

    name: str
    title: Any
    rows: Callable[[Subject], models.QuerySet[Any]]
    shown: Callable[[Any], dict[str, Any]]
    erase: Callable[[Subject], int] | None = None
    kept: Any = ""
    covers: tuple[str, ...] = ()


def holdings() -> tuple[Holding, ...]:
    """What the base keeps for an app, and the app's own; the account itself is the last to go."""
    name = f"{config().app.name}.personal"
    own: tuple[Holding, ...] = import_module(name).HOLDINGS if find_spec(name) else ()
    is_live = config().app.origin == config().issuer
    return (DOCUMENTS, IMPORTS, *own, ACTS, *(() if is_live else (ACCOUNT,)))


def copy(subject: Subject) -> list[dict[str, Any]]:
    """Everything held of the person: parts with a title, rows, and what stays when they leave."""
    return [
        {
            "name": one.name,
            "title": str(one.title),
            "kept": str(one.kept),
            "rows": [one.shown(row) for row in one.rows(subject)],
        }
        for one in holdings()
    ]


@transaction.atomic
def erase(subject: Subject) -> list[dict[str, Any]]:
    """Take away what may go, all of it or nothing; how much went and stayed of each, and why."""
    done = []
    for one in holdings():
        stays = one.rows(subject).count() if one.kept else 0
        gone = one.erase(subject) if one.erase else 0
        done.append({"name": one.name, "title": str(one.title), "erased": gone,
                     "kept": stays, "why": str(one.kept) if stays else ""})  # fmt: skip
    told = {part["name"]: [part["erased"], part["kept"]] for part in done}
    audit.record(None, ERASED, subject.user, parts=told)
    return done


def uncovered() -> list[str]:
    """References to a person that no holding speaks of."""
    covered = {field for one in holdings() for field in one.covers}
    return sorted(name for name in _references() if name not in covered)


def _references() -> Iterator[str]:
    for label in (config().app.name, "base"):
        for model in apps.get_app_config(label).get_models():
            for field in (*model._meta.fields, *model._meta.many_to_many):
                if field.related_model is User:
                    yield f"{model._meta.label}.{field.name}"


def _account(subject: Subject) -> models.QuerySet[User]:
    return User.objects.filter(pk=subject.user.pk).select_related("agency")


def _account_shown(user: User) -> dict[str, Any]:
    return {
        "Nama": user.name,
        "Surel": user.email,
        "Telepon": user.phone,
        "Instansi": user.agency.name if user.agency else None,
        "Jabatan": user.position,
        "Peran": list(user.roles),
        "Persetujuan": list(user.consents),
        "Sejak": timezone.localtime(user.created_at).isoformat(timespec="minutes"),
    }


def _forget_account(subject: Subject) -> int:
    """The row stays without a name: what it did points to it."""
    user = subject.user
    Session.objects.filter(pk__in=SignIn.objects.filter(user=user).values("pk")).delete()
    SignIn.objects.filter(user=user).delete()
    user.name = user.position = user.phone = ""
    user.email, user.agency, user.roles, user.is_active = None, None, [], False
    user.consents, user.acting = [], []
    user.set_unusable_password()
    user.save()
    return 1


def _documents(subject: Subject) -> models.QuerySet[Document]:
    return Document.objects.filter(owner=subject.user)


def _let_go_documents(subject: Subject) -> int:
    """A file belongs to its case; whose it was, and what they called it, goes."""
    sent = list(_documents(subject))
    for document in sent:
        document.owner, document.name = None, f"dokumen.{document.kind}"
        document.save(update_fields=["owner", "name"])
    return len(sent)


DOCUMENTS = Holding(
    "dokumen",
    _("Dokumen yang Anda kirim"),
    _documents,
    lambda document: {
        "Nama": document.name,
        "Ukuran (bita)": document.size,
        "Dikirim": timezone.localtime(document.sent_at).isoformat(timespec="minutes"),
        "Keadaan": document.get_state_display(),
    },
    _let_go_documents,
    kept=_("Berkasnya bagian dari perkara tempat ia dilampirkan, yang wajib diarsipkan "
           "(UU 43/2009); nama Anda dilepas darinya."),
    covers=("base.Document.owner",),
)  # fmt: skip
IMPORTS = Holding(
    "impor",
    _("Berkas yang Anda impor"),
    lambda subject: Import.objects.filter(by=subject.user),
    lambda one: {
        "Berkas": one.file_name,
        "Waktu": timezone.localtime(one.at).isoformat(timespec="minutes"),
    },
    lambda subject: Import.objects.filter(by=subject.user).delete()[0],
    covers=("base.Import.by",),
)
ACCOUNT = Holding(
    "akun",
    _("Akun Anda di aplikasi ini"),
    _account,
    _account_shown,
    _forget_account,
    kept=_("Nomor akun tanpa nama tetap ada, agar catatan yang wajib diarsipkan tetap utuh."),
)
ACTS = Holding(
    "kegiatan",
    _("Catatan kegiatan Anda"),
    lambda subject: AuditEntry.objects.filter(actor=subject.user),
    lambda entry: {
        "Waktu": timezone.localtime(entry.at).isoformat(timespec="seconds"),
        "Kegiatan": audit.title(entry.action),
    },
    kept=_(
        "Catatan audit tidak dapat diubah selama masa simpannya; isinya nomor akun tanpa nama "
        "(Peraturan BSSN 4/2021)."
    ),
    covers=("base.AuditEntry.actor", "base.SignIn.user", "base.ApiToken.made_by"),
)
