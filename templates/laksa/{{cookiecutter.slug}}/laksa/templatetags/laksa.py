"""How LAKSA shows a report's category, words and photos."""

from django import template
from django.template import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from smartcity_base.models import Agency

from laksa.models import Category, Photo, Report
from laksa.photos import public_photos
from laksa.privacy.review import masked
from laksa.states import Action
from laksa.timeline import Line

register = template.Library()

# The icons there are; a category with another, or none, gets the last.
ICONS = (
    "jalan", "lampu", "sampah", "air", "banjir", "pohon", "bangunan", "ketertiban",
    "kependudukan", "kesehatan", "transportasi", "sekolah", "sosial", "hewan", "asap", "rambu",
    "akun", "lain",
)  # fmt: skip


@register.simple_tag
def category_icon(category: Category) -> SafeString:
    """A picture of laksa/icons.svg, for decoration: the name stands beside it."""
    name = category.icon if category.icon in ICONS else ICONS[-1]
    source = f"{static('laksa/icons.svg')}#{name}"
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', source)


@register.filter
def subject(report: Report) -> str:
    """The first words, where they may be read; else what it is about."""
    if not report.is_published:
        return report.category.name
    line = " ".join(masked(report, report.text).split())
    return line if len(line) <= 90 else line[:88].rsplit(" ", 1)[0] + " …"


@register.simple_tag(takes_context=True)
def photo_url(context: Context, photo: Photo, size: str) -> str:
    """The address under which the reader of this page may see the photo."""
    match context.get("reader"), photo.report:
        case "officer", Report() as report:
            return reverse("officer-photo", args=[report.number, photo.pk, size])
        case "reporter", Report() as report:
            return reverse("own-photo", args=[report.code, photo.pk, size])
        case _:
            return reverse("photo", args=[photo.shown.pk, size])


@register.simple_tag(takes_context=True)
def point_url(context: Context, report: Report) -> str:
    """Where the reader of this page gets the point of a report: secret ones are in no open data."""
    match context.get("reader"):
        case "officer":
            return reverse("officer-point", args=[report.number])
        case "reporter":
            return reverse("own-point", args=[report.code])
        case _:
            return reverse("api", args=[f"reports/{report.number}"])


@register.simple_tag(takes_context=True)
def first_photo(context: Context, report: Report) -> Photo | None:
    """The photo beside a report in a list: an officer sees what the public does not see yet."""
    if context.get("reader") == "officer":
        return next((photo for photo in report.photos.all() if photo.image), None)
    return next(iter(public_photos(report)), None)


@register.simple_tag
def also_by(report: Report) -> int:
    """How many others said the same: by supporting it, or by a report merged into this one.

    Secret ones are not counted: strangers do not learn that they are there.
    """
    return report.supporters + report.duplicates.filter(secret=False).count()


@register.simple_tag
def helpers(report: Report) -> list[str]:
    """The names of the agencies that help the responsible one."""
    if not report.helpers:
        return []
    return list(Agency.objects.filter(pk__in=report.helpers).values_list("name", flat=True))


@register.simple_tag
def is_hidden(photo: Photo, report: Report) -> bool:
    return str(photo.pk) in report.hidden_photos


@register.filter
def last_refusal(lines: list[Line]) -> str:
    """Why the report was rejected the last time."""
    return next((line.text for line in reversed(lines) if line.action == Action.REJECT), "")
