"""Filters and tags of every page: dates, money and icons the Indonesian way (no {% load %})."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from smartcity_base.config import config

register = template.Library()


@register.filter
def tanggal(value: date | datetime | None) -> str:
    """22 November 2026"""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return date_format(value, "j F Y")


@register.filter
def waktu(value: datetime | None) -> str:
    """22 November 2026 pukul 14.30 WITA"""
    if value is None:
        return ""
    here = timezone.localtime(value)
    return f"{date_format(here, 'j F Y')} pukul {here:%H.%M} {config().region.zone}"


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
