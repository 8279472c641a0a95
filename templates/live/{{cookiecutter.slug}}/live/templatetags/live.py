"""How LIVE says what a service asks for, how long it takes and what it costs."""

from __future__ import annotations

import json
import re
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartcity_base.models import User
from smartcity_base.templatetags.smartcity import money

from live.inbox.models import Notice

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


@register.filter
def length_of_time(service: Any) -> str:
    """How long it takes: in the agency's own words where it has some, else in working days."""
    return str(service.time) or working_days(service.days)


# As Django's own json_script: nothing in a text ends the element or begins another.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.filter
def json_ld(about: dict[str, Any]) -> SafeString:
    """A thing in the words of schema.org, as data that no browser runs."""
    told = json.dumps(about, ensure_ascii=False, cls=DjangoJSONEncoder).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{told}</script>')  # noqa: S308  (escaped)


@register.filter
def kind_title(kind: str) -> str:
    """What a kind of search result is called."""
    from live.search import KINDS  # it reads the database, which is not ready when tags are loaded

    return str(KINDS[kind])


@register.simple_tag
def unread(user: User) -> int:
    """How many notices this person has not opened yet."""
    return Notice.objects.filter(user=user, read_at=None).count()
