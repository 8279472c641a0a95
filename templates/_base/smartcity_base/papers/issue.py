"""Giving a paper out, finding the one that counts, and taking one back."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from smartcity_base import audit
from smartcity_base.config import config
from smartcity_base.language import indonesian
from smartcity_base.models import Paper, PaperSeries, PaperState, User
from smartcity_base.papers.head import address, letterhead, mark, qr
from smartcity_base.papers.press import LETTER, press

KOP = Path(__file__).with_name("kop.typ")
FOLDER = "dokumen"


def issue(
    subject: str, title: str, letter: Path, content: Mapping[str, Any], issuer: str = ""
) -> Paper:
    """Set `letter` (Typst, beginning with `#import "kop.typ": …`) and keep it as a new paper.

    `subject` names what it speaks of: the valid one of the same is replaced. `title` and `issuer`
    (the region, unless told) are read by everybody who checks it. Killed halfway, nothing has
    changed but for a file that nobody refers to.
    """
    now = timezone.now()
    with transaction.atomic():
        number = f"{config().app.name.upper()}/{PaperSeries.next_number(now)}"
        paper = Paper(
            number=number,
            subject=subject,
            title=title,
            issuer=issuer or config().region.government,
            issued_at=now,
        )
        made = typeset(letter, {"title": title, **content}, paper)
        paper.sha256 = sha256(made).hexdigest()
        paper.file = default_storage.save(f"{FOLDER}/{paper.code}.pdf", ContentFile(made))
        earlier = Paper.objects.filter(subject=subject, state=PaperState.VALID)
        earlier.update(state=PaperState.REPLACED, ended_at=now)
        paper.save()
    return paper


def current(subject: str) -> Paper | None:
    """The paper of this subject that counts."""
    return Paper.objects.filter(subject=subject, state=PaperState.VALID).first()


def withdraw(paper: Paper, user: User, reason: str, now: datetime | None = None) -> None:
    """It is genuine, and does not count any more; whoever checks it reads why."""
    with transaction.atomic():
        paper.state, paper.reason = PaperState.WITHDRAWN, reason
        paper.ended_at = now or timezone.now()
        paper.save(update_fields=["state", "reason", "ended_at"])
        audit.record(user, "dokumen-ditarik", paper, number=paper.number)


def typeset(letter: Path, content: Mapping[str, Any], paper: Paper) -> bytes:
    """The PDF, in Indonesian. `content` is data: nothing that anybody typed is read as Typst."""
    with indonesian():
        told = {"head": letterhead(), "paper": mark(paper), **content}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(letter, folder / LETTER)
        shutil.copy(KOP, folder)
        shutil.copy(config().logo, folder)
        (folder / "qr.svg").write_bytes(qr(address(paper)))
        (folder / "data.json").write_text(json.dumps(told, ensure_ascii=False), "utf-8")
        return press(folder, paper.issued_at)
