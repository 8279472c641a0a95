"""Setting the letter and keeping it where its page finds it."""

import json
import shutil
import tempfile
from datetime import date
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from smartcity_base.config import config

from laksa.measures import keep
from laksa.models import Measure
from laksa.monthly.content import content, end_of, month_before

LETTER = Path(__file__).with_name("letter.typ")
FOLDER = "bulanan"


def file_of(month: date) -> str:
    """The storage name of a month's report; a month that is not over has another."""
    provisional = "" if end_of(month) < timezone.localdate() else "-sementara"
    return f"{FOLDER}/{month:%Y-%m}{provisional}.pdf"


def make(month: date) -> str:
    """Make the report of the month that begins on `month`, also again; answers its name.

    Killed halfway, the one that was there is still there.
    """
    keep.mend()
    name = file_of(month)
    aside = default_storage.save(f"{name}.baru", ContentFile(typeset(month)))
    Path(default_storage.path(aside)).replace(default_storage.path(name))
    return name


def make_last() -> str | None:
    """The report of the month that ended last, unless it is there or nothing was counted yet."""
    month = month_before(timezone.localdate().replace(day=1))
    if default_storage.exists(file_of(month)):
        return None
    if not Measure.objects.filter(public=True, day__lte=end_of(month)).exists():
        return None
    return make(month)


def typeset(month: date) -> bytes:
    """The PDF. The typesetter reads one folder, in which there is nothing but what it needs."""
    # 80 MB of program that only the worker needs, and only now and then.
    import typst

    now = timezone.now()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(LETTER, folder)
        shutil.copy(config().logo, folder)
        data = json.dumps(content(month, now), ensure_ascii=False)
        (folder / "data.json").write_text(data, "utf-8")
        made: bytes = typst.compile(
            folder / LETTER.name,
            root=folder,
            ignore_system_fonts=True,  # the same letter on every server
            pdf_standards=["a-2a", "ua-1"],
            timestamp=now.replace(microsecond=0),
        )
    return made
