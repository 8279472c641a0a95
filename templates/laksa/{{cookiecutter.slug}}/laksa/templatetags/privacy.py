"""Words as strangers read them, and as the officer who judges them does."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from laksa.models import Report
from laksa.privacy.models import Finding
from laksa.privacy.review import masked

register = template.Library()
AROUND = 120  # characters of context on each side


@register.filter
def for_public(report: Report, text: str) -> str:
    """`{{ report|for_public:report.text }}`: what is masked is masked."""
    return masked(report, text)


@register.filter
def in_its_words(finding: Finding) -> SafeString:
    """The value where it stands, marked, with the words around it."""
    report = finding.report
    texts = [report.text, report.address, *(event.text for event in report.events.all())]
    text = next((one for one in texts if finding.value in one), finding.value)
    before, _, after = text.partition(finding.value)
    start = "… " + before[-AROUND:] if len(before) > AROUND else before
    end = after[:AROUND] + " …" if len(after) > AROUND else after
    return format_html("{}<mark>{}</mark>{}", start, finding.value, end)
