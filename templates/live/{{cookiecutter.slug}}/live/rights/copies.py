"""A copy of everything (UU 27/2022, articles 7 and 13): asked of every app."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from smartcity_base import audit, outbox
from smartcity_base.config import config
from smartcity_base.links import links
from smartcity_base.models import Outgoing, User
from smartcity_base.personal import holdings

from live import people
from live.rights.models import Copy, CopyPart

SUBJECT = "salinan"
PATH = "/api/v1/data-pribadi/salinan"
KEPT = timedelta(days=7)


@transaction.atomic
def ask(user: User) -> Copy:
    """Have a copy gathered; the one under way, if there is one."""
    User.objects.select_for_update().get(pk=user.pk)  # of two clicks, one counts
    under_way: Copy | None = user.copies.filter(ready_at=None).first()
    if under_way is not None:
        return under_way
    made = Copy.objects.create(user=user)
    asked = {"sub": str(user.pk), "checked": people.is_vouched_for(user)}
    CopyPart.objects.create(copy=made, app=config().app.name)
    for app in links():
        CopyPart.objects.create(copy=made, app=app.name)
        outbox.send(app.name, "POST", PATH, asked, subject=f"{SUBJECT}:{made.pk}:{app.name}")
    audit.record(user, "data-rights.copy-asked", user)
    from live.rights.jobs import gather  # jobs imports this module

    gather.enqueue(str(made.pk))
    return made


def own_part(copy: Copy) -> None:
    """What LIVE itself holds."""
    user = copy.user
    subject = holdings.Subject(user, (user.email or "") if people.is_vouched_for(user) else "")
    _fill(copy.pk, config().app.name, holdings.copy(subject))


def heard(message: Outgoing, told: Any) -> None:
    """An app has answered, or refused for good (None)."""
    pk = UUID(message.subject.split(":")[1])
    if not Copy.objects.filter(pk=pk).exists():  # the person left meanwhile
        return
    _fill(pk, message.to, told["parts"] if told else None)


@transaction.atomic
def _fill(pk: UUID, app: str, parts: list[dict[str, Any]] | None) -> None:
    Copy.objects.select_for_update().get(pk=pk)
    part = CopyPart.objects.get(copy=pk, app=app)
    part.answered_at, part.refused = timezone.now(), parts is None
    part.content = json.dumps(parts or [], ensure_ascii=False)
    part.save()
    if not CopyPart.objects.filter(copy=pk, answered_at=None).exists():
        Copy.objects.filter(pk=pk).update(ready_at=timezone.now())


def as_zip(copy: Copy) -> bytes:
    """The copy for a person (a page) and for a machine (JSON), in one file."""
    told = list(_apps(copy))
    about = {
        "daerah": config().region.name,
        "akun": str(copy.user_id),
        "diminta": timezone.localtime(copy.asked_at).isoformat(timespec="seconds"),
        "aplikasi": told,
    }
    page = render_to_string(
        "live/rights/copy_page.html",
        {"copy": copy, "apps": told, "region": config().region},
    )
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("data-pribadi.html", page)
        folder.writestr("data-pribadi.json", json.dumps(about, ensure_ascii=False, indent=1))
    return made.getvalue()


def _apps(copy: Copy) -> Iterator[dict[str, Any]]:
    titles = {app.name: app.title for app in config().apps}
    for part in copy.parts.all():
        yield {
            "nama": part.app,
            "judul": titles.get(part.app, part.app),
            "menjawab": part.answered_at is not None and not part.refused,
            "bagian": json.loads(part.content) if part.content else [],
        }
