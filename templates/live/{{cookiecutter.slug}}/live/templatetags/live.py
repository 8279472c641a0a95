"""How LIVE says what a service asks for, how long it takes and what it costs."""

from __future__ import annotations

import re

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartcity_base.templatetags.smartcity import money

register = template.Library()


@register.filter
def points(text: str) -> list[str]:
    """A cell with several things in it: one a line, or between semicolons; their own dashes go."""
    parts = text.splitlines() if "\n" in text else text.split(";")
    bare = (re.sub(r"^\s*(?:[-•*]|\d{1,2}[.)])\s+", "", part).strip() for part in parts)
    return [part for part in bare if part]


@register.filter
def working_days(days: int | None) -> str:
    """Five working days; none at all is the same day; unknown is nothing."""
    if days is None:
        return ""
    if days == 0:
        return _("Selesai hari itu juga")
    return ngettext("%(n)d hari kerja", "%(n)d hari kerja", days) % {"n": days}


@register.filter
def cost(text: str) -> str:
    """A bare number is rupiah, and 0 is what people look for: free. Words stand as they are."""
    if not (text.isascii() and text.isdigit()):
        return text
    return money(int(text)) if int(text) else _("Gratis")
