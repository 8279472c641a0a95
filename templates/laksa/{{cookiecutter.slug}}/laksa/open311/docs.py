"""The page that tells a programmer what Open311 is here, and how to begin."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from smartcity_base.config import config

from laksa.models import Category, Question
from laksa.open311.services import is_batch
from laksa.questions.models import Kind


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """For programmers: what Open311 is here, and how to begin."""
    question = Question.objects.filter(active=True).exclude(kind=Kind.INFO).first()
    service = question.category if question else Category.objects.filter(active=True).first()
    context = {
        "endpoint": config().app.url + "/open311/v2",
        "service": service,
        "question": question,
        "answer": question.values[0][0] if question and question.values else "…",
        "is_batch": is_batch(),
    }
    return render(request, "laksa/open311.html", context)
