"""How prices are shown: changes with their sign, and the trend as a drawing without style."""

from datetime import date

from django import template
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from smartcity_base.templatetags.smartcity import money

register = template.Library()

WIDTH, HEIGHT, EDGE = 720, 200, 8


@register.filter
def change(value: float | None) -> SafeString:
    """▲ 2,4%; the sign says it, the colour helps; – where there is nothing to compare with."""
    if value is None:
        return format_html('<span class="muted">{}</span>', "–")
    if value == 0:
        return format_html('<span class="change">{}</span>', _("tetap"))
    kind, sign, said = ("up", "▲", _("naik")) if value > 0 else ("down", "▼", _("turun"))
    return format_html(
        '<span class="change {}"><span aria-hidden="true">{}</span><span class="sr">{}</span>'
        " {}%</span>",
        kind, sign, said, number_format(abs(value), 1),
    )  # fmt: skip


@register.filter
def hari(value: date) -> str:
    """Senin, 16 November"""
    return date_format(value, "l, j F")


@register.simple_tag
def trend(points: list[tuple[date, int, int]]) -> SafeString:
    """The means day by day, for the eye alone: the table behind it says them."""
    if len(points) < 2:
        return SafeString("")
    prices = [price for _day, price, _markets in points]
    low, high = min(prices), max(prices)
    first, days = points[0][0], (points[-1][0] - points[0][0]).days or 1
    tall = HEIGHT - 2 * EDGE
    drawn = " ".join(
        f"{EDGE + (WIDTH - 2 * EDGE) * (day - first).days / days:.1f},"
        f"{EDGE + tall * (1 - (price - low) / ((high - low) or 1)):.1f}"
        for day, price, _markets in points
    )
    return format_html(
        '<figure class="trend"><svg viewBox="0 0 {} {}" aria-hidden="true">'
        '<polyline points="{}"/></svg><p class="high">{}</p><p class="low">{}</p>'
        "<figcaption><span>{}</span><span>{}</span></figcaption></figure>",
        *(WIDTH, HEIGHT, drawn, money(high), money(low)),
        *(date_format(points[0][0], "j M Y"), date_format(points[-1][0], "j M Y")),
    )
