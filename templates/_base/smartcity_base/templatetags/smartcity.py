"""Filters and tags of every page: dates, money, places, states and icons (no {% load %})."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Protocol

from django import template
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from smartcity_base.config import card, config
from smartcity_base.context import region
from smartcity_base.kept import kept
from smartcity_base.models import Village
from smartcity_base.personal.masks import masked
from smartcity_base.signin import status
from smartcity_base.workdays import Calendar, working_days_between

register = template.Library()


class _HasStatus(Protocol):
    @property
    def status(self) -> Any:
        """A state with a `colour` (red, yellow, green, grey) and a `label`."""


@register.filter
def tanggal(value: date | datetime | None) -> str:
    """22 November 2026"""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return _day(value, get_language())


@lru_cache(maxsize=1000)
def _day(day: date, language: str | None) -> str:
    """The rows of a list are mostly of few days, and to format one costs as much as a row."""
    return date_format(day, "j F Y")


@register.filter
def waktu(value: datetime | None) -> str:
    """22 November 2026 pukul 14.30 WITA; in English "22 November 2026 at 14:30 WITA"."""
    if value is None:
        return ""
    here = timezone.localtime(value)
    return _("%(day)s pukul %(hour)s %(zone)s") % {
        "day": _day(here.date(), get_language()),
        "hour": date_format(here, pgettext("jam", "H.i")),
        "zone": config().region.zone,
    }


@register.filter
def bertanggal(value: datetime) -> SafeString:
    """The day as `tanggal` has it, for programs to the second."""
    return _time(value, tanggal(value))


@register.filter
def berwaktu(value: datetime) -> SafeString:
    """The same as `waktu` has it."""
    return _time(value, waktu(value))


def _time(value: datetime, words: str) -> SafeString:
    here = timezone.localtime(value).isoformat()
    return format_html('<time datetime="{}">{}</time>', here, words)


@register.filter
def dial(phone: str) -> str:
    """What a telephone dials: (0435) 821-000 is 0435821000."""
    return re.sub(r"[^+\d]", "", phone)


@register.filter
def money(value: int | float | Decimal | None) -> str:
    """Rp1.234.567 (with ,50 only where there are cents)"""
    if value is None:
        return ""
    sign = "-" if value < 0 else ""
    whole, _, cents = f"{abs(Decimal(value)):,.2f}".partition(".")
    return f"{sign}Rp{whole.replace(',', '.')}" + (f",{cents}" if cents != "00" else "")


@register.filter
def ukuran(size: int) -> str:
    """1,2 MB (of 1024 times 1024); never less than 1 KB."""
    for unit, of in (("GB", 2**30), ("MB", 2**20)):
        if size >= of:
            return f"{size / of:.1f}".replace(".", ",").removesuffix(",0") + f" {unit}"
    return f"{max(1, round(size / 1024))} KB"


@register.inclusion_tag("base/watch.html", takes_context=True)
def session_watch(context: template.Context) -> dict[str, Any]:
    """For an officer's page: when its reader has been away too long."""
    request = context.get("request")
    idle_s = status.idle_s(request) if request else None
    return {"idle_s": idle_s, "who": status.who(request)} if request and idle_s else {}


@register.inclusion_tag("base/app.html", takes_context=True)
def app_on_phone(context: template.Context) -> dict[str, Any]:
    """The worker and the forms that wait; `who`: whose forms they are, when somebody signed in."""
    request = context.get("request")
    return {"who": status.who(request) if request and hasattr(request, "user") else ""}


@register.simple_tag
def common(name: str) -> SafeString:
    """A part that is the same on every page and for everybody: it knows the region, no request."""
    return _common(name, get_language())


@kept
def _common(name: str, language: str | None) -> SafeString:
    return render_to_string(name, region(HttpRequest()))


@register.simple_tag
def icon(name: str, label: str = "", sprite: str = "base/icons.svg") -> SafeString:
    """An icon of a sprite; with a label it is read out, without it is decoration."""
    source = f"{static(sprite)}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>',
            label,
            source,
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', source)


@register.simple_tag
def state_badge(thing: _HasStatus) -> SafeString:
    """The state in words on its colour; the words carry the meaning, not the colour."""
    status = thing.status
    return format_html('<span class="status {}">{}</span>', status.colour, status.label)


@register.filter
def place(village: Village | None) -> str:
    """`Kelurahan Bukit Indah, Kecamatan Utara`"""
    if village is None:
        return _("Wilayah belum ditentukan")
    kind = (village.kind or _("kelurahan")).capitalize()
    return _("%(kind)s %(village)s, Kecamatan %(district)s") % {
        "kind": kind, "village": village.name, "district": village.district.name,
    }  # fmt: skip


@register.simple_tag
def deadline(due: datetime | None, calendar: Calendar | None = None) -> SafeString | str:
    """How long there still is, in working days; red words when it is over."""
    if due is None:
        return ""
    now = timezone.now()
    days = abs(working_days_between(now, due, calendar))
    if due < now:
        text = ngettext("Lewat %(days)d hari kerja", "Lewat %(days)d hari kerja", days)
        text = text % {"days": days} if days else _("Lewat tenggat hari ini")
        return format_html('<span class="due late">{}</span>', text)
    text = ngettext("Sisa %(days)d hari kerja", "Sisa %(days)d hari kerja", days)
    text = text % {"days": days} if days else _("Tenggat hari ini")
    return format_html('<span class="due{}">{}</span>', " soon" if days <= 1 else "", text)


@register.inclusion_tag("base/settings.html")
def settings() -> dict[str, Any]:
    """A table of the app's settings in this region, in the words of its card."""
    about = card().get("settings") or {}
    given = (config().app.settings or {}).items()
    return {
        "rows": [(about.get(name, {}).get("help", name), _shown(value)) for name, value in given]
    }


def _shown(value: object) -> object:
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    return "–" if value == "" else value


@register.filter
def samar(value: str | None) -> str:
    """••••890: a personal value for who need not read it (see base/reveal.html)."""
    return masked(value)
