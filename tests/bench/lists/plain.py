"""The floor: one Django view with a session, a signed-in user, one query and one template."""

from __future__ import annotations

import os
from pathlib import Path

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

# The app's settings, without what the base puts around a view.
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
settings.ROOT_URLCONF = __name__
settings.ALLOWED_HOSTS = ["localhost"]
settings.MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
settings.TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent],
    }
]
django.setup()

from django.shortcuts import render  # noqa: E402  (after the settings)
from laksa.models import Report  # noqa: E402


def index(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    reports = Report.objects.select_related("category", "village__district").order_by(
        "-received_at"
    )[:20]
    return render(request, "plain.html", {"reports": reports, "user": request.user})


urlpatterns = [path("", index)]
application = get_wsgi_application()
