"""GET /healthz: the process answers. GET /readyz: it can do its work."""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

log = logging.getLogger(__name__)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and no migration is missing, else 503; names the release."""
    checks = {"database": False, "migrations": False}
    try:
        applied = set(MigrationRecorder(connection).applied_migrations())
        checks["database"] = True
        checks["migrations"] = _on_disk() <= applied
    except Error as error:
        log.error("not ready: %s", type(error).__name__)
    ready = all(checks.values())
    body = {"ready": ready, "release": settings.RELEASE, "checks": checks}
    return JsonResponse(body, status=200 if ready else 503)


def _on_disk() -> set[tuple[str, str]]:
    loader = MigrationLoader(None)
    return {key for key in loader.disk_migrations if key not in loader.replacements}
