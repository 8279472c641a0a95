"""`core` is what every app answers, `sign_in` what one that signs in at LIVE adds to it.

An app gives its own `<app>.urls` at "/", and may give `<app>.api` with a ninja `router`, which is
mounted below /api/v1/.
"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import PathConverter

from smartcity_base import api, areas, emergency, headers, health, language, shell, theme
from smartcity_base.config import config
from smartcity_base.documents import views as documents
from smartcity_base.personal import pages
from smartcity_base.signin import status

_app = config().app


class Rest(PathConverter):
    """The rest of an address, whatever is in it: `path` ends at a line break."""

    regex = r"[\s\S]+"


register_converter(Rest, "rest")

core: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("berkas/", documents.overview, name="documents"),
    path("berkas/<uuid:pk>/", documents.download, name="document"),
    path("berkas/<uuid:pk>/hapus/", documents.remove, name="document_remove"),
    path(".well-known/security.txt", headers.security_txt, name="security_txt"),
    path("tema.css", theme.stylesheet, name="theme"),
    path("logo", theme.logo, name="logo"),
    path("manifest.webmanifest", theme.manifest, name="manifest"),
    *(path(name, theme.icon, {"name": name}, name="icon") for name in theme.ICONS),
    path("bahasa/", language.choose, name="language"),
    path("darurat/", emergency.page, name="emergency"),
    path("tanpa-sambungan/", shell.offline, name="offline"),
    path("sw.js", shell.worker, name="worker"),
    path("wilayah.json", areas.as_json, name="areas"),
    path("catatan/", pages.log, name="log"),
    path("data-pribadi/", pages.held, name="held"),
    path("api/v1/<rest:rest>", api.serve, name="api"),
    path("data/", include("smartcity_base.opendata.urls")),
    path("impor/", include("smartcity_base.imports.urls")),
    path("periksa/", include("smartcity_base.papers.urls")),
    path("pengaturan/token/", include("smartcity_base.tokens.urls")),
]
session: list[URLPattern | URLResolver] = [
    path("sesi/", status.session, name="session"),
    path("sesi.json", status.session_status, name="session_status"),
]
sign_in: list[URLPattern | URLResolver] = [path("", include("smartcity_base.signin.urls"))]
own: list[URLPattern | URLResolver] = [path("", include(f"{_app.name}.urls"))]

urlpatterns = [*core, *session, *sign_in, *own]

handler400 = "smartcity_base.errors.bad_request"
handler403 = "smartcity_base.errors.forbidden"
handler404 = "smartcity_base.errors.not_found"
handler429 = "smartcity_base.errors.too_many"
handler500 = "smartcity_base.errors.server_error"
