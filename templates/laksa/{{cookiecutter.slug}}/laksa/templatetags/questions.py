"""What the reporter answered to the questions of a category."""

from django import template
from django.template import Context

from laksa.models import Report
from laksa.questions.forms import Told, told
from laksa.questions.models import Question

register = template.Library()


@register.simple_tag(takes_context=True)
def answers(context: Context, report: Report) -> list[Told]:
    """Strangers read what is published and public; the reporter and the officers read all."""
    public = context.get("reader") not in {"officer", "reporter"}
    if not report.answers or (public and not report.is_published):
        return []
    return told(report.answers, Question.objects.filter(pk__in=report.answers), public=public)
