"""Django settings of every app. An app's config/settings.py imports all of it and adds its own.

Nothing here varies by region: what does is read from region.json, the environment and secret files.
"""

from __future__ import annotations

import os
from email.utils import formataddr
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from csp.constants import NONE, SELF

from smartcity_base.config import (
    app_folder,
    config,
    debug,
    has_secret,
    replaced,
    secret,
    standing_secret,
    state_folder,
)

_config = config()
_app = _config.app
_state = state_folder()

DEBUG = debug()

SECRET_KEY = standing_secret("secret_key")
SECRET_KEY_FALLBACKS = replaced("secret_key")  # nobody is signed out by a new key
RELEASE = os.environ.get("SMARTCITY_RELEASE", "")

# --- Addresses -----------------------------------------------------------------------------------
ALLOWED_HOSTS = [_app.host, *(["localhost", "127.0.0.1"] if DEBUG else [])]
CSRF_TRUSTED_ORIGINS = [_app.origin]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = True

# --- What runs -----------------------------------------------------------------------------------
INSTALLED_APPS = [
    _app.name,  # first: an app's template replaces the base's of the same name
    "smartcity_base",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # for a form renderer that finds the base's templates
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "leaflet",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "smartcity_base.headers.close_to_others",
    # On servers nginx answers /static/; embedded there is nobody else.
    *(["whitenoise.middleware.WhiteNoiseMiddleware"] if _config.place == "embedded" else []),
    "django.middleware.gzip.GZipMiddleware",  # with its padding against BREACH, which nginx lacks
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "smartcity_base.language.speak",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "smartcity_base.signin.middleware.keep_signed_in",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "smartcity_base.limits.AnswerTooMany",
    "smartcity_base.kept_forms.answer_phones",  # last: it turns what the view itself answers
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_config.folder / "overrides" / "templates"],  # the region's own files come first
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "smartcity_base.context.region",
            ],
            "builtins": ["smartcity_base.templatetags.smartcity"],
        },
    }
]
FORM_RENDERER = "smartcity_base.forms.Renderer"

# --- Database ------------------------------------------------------------------------------------
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def _database(address: str) -> dict[str, Any]:
    """ "sqlite", or postgresql://user@host:port/name; no host: the socket, peer authentication."""
    if address == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": _state / "db.sqlite3",
            "OPTIONS": {
                # A writer takes its lock at once: it waits its turn, and is never refused halfway.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL: what was answered with "received" survives a power cut.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    parts = urlsplit(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": parts.username or "",
        "HOST": parts.hostname or parse_qs(parts.query).get("host", [""])[0],
        "PORT": str(parts.port or ""),
        # A new connection for each request costs six times the throughput.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database(os.environ.get("SMARTCITY_DATABASE") or "sqlite")}

# Shared by all processes of the app (authorization codes, rate limits), without another service.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "base_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

# Seconds in which a process does not ask again for what load_region wrote (smartcity_base.kept),
# nor whether a sign-in is due to be renewed.
KEPT_S = 60

# --- People and sessions (Peraturan BSSN 4/2021: authentication, session management) -------------
AUTH_USER_MODEL = "base.User"
AUTHENTICATION_BACKENDS = ["smartcity_base.signin.backend.LiveBackend"]
LOGIN_URL = "signin"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

_cookie = f"{_config.region.digits}_{_app.name}"  # regions and apps on one machine never mix
SESSION_COOKIE_NAME = f"{_cookie}_session"
SESSION_COOKIE_AGE = _config.safety.session_hours * 60 * 60  # a working day, then sign in again
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # Strict would lose the session on the way back from LIVE
SESSION_COOKIE_SECURE = _app.secure
CSRF_COOKIE_NAME = f"{_cookie}_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = _app.secure
CSRF_FAILURE_VIEW = "smartcity_base.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

OIDC_RP_CLIENT_ID = _app.name
OIDC_RP_SCOPES = "openid profile email smartcity"
OIDC_RP_SIGN_ALGO = "RS256"
OIDC_USE_PKCE = True
OIDC_PKCE_CODE_CHALLENGE_METHOD = "S256"
OIDC_STATE_SIZE = OIDC_NONCE_SIZE = 43  # 256 bits
OIDC_TIMEOUT = 5
OIDC_REDIRECT_REQUIRE_HTTPS = _app.secure

# --- In transit ----------------------------------------------------------------------------------
# Only behind the kit's own nginx, which always overwrites the header.
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if _config.place == "servers" and _app.secure else None
)
SECURE_SSL_REDIRECT = _app.secure and _config.place == "servers"
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked over the socket, without nginx
# A browser that once saw HSTS refuses the kit's own authority: only with a public certificate, and
# for this host alone, because the rest of the domain is not ours.
SECURE_HSTS_SECONDS = 31_536_000 if _config.public_tls and _app.secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_HSTS_PRELOAD = False
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # HSTS for subdomains: never, see above
    "security.W021",  # HSTS preload: never, see above
    *(["security.W004"] if not SECURE_HSTS_SECONDS else []),
    # Embedded answers on localhost, without TLS.
    *([] if _app.secure else ["security.W008", "security.W012", "security.W016"]),
    *([] if SECURE_SSL_REDIRECT else ["security.W008"]),
]

CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # A form's redirect counts as well: signing in and out goes over LIVE and back to an app.
        "form-action": [SELF, _config.issuer, *sorted({app.origin for app in _config.apps})],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# --- Files ---------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = app_folder() / "static"
_static_overrides = _config.folder / "overrides" / "static"
STATICFILES_DIRS: list[Path] = [_static_overrides] if _static_overrides.is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        # Names with hashes and .gz beside them: nginx' gzip_static takes them as they are.
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
        # Public, and read by nginx, which is another user.
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
MEDIA_ROOT = _state / "uploads"
MEDIA_URL = "/uploads/"  # no view answers here: files go through the app's permission checks
FILE_UPLOAD_PERMISSIONS = 0o640
# Folders as the umask has them: a mode of their own would take the bit that hands the web server's
# group down to what is made below.
FILE_UPLOAD_DIRECTORY_PERMISSIONS = None
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # everything of a form but its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 10

# --- Language and time ---------------------------------------------------------------------------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]  # see smartcity_base.language
USE_I18N = True
FORMAT_MODULE_PATH = "smartcity_base.formats"
# Chosen once for all the region's apps: below its domain where they are, else for this host.
LANGUAGE_COOKIE_NAME = f"{_config.region.digits}_language"
LANGUAGE_COOKIE_DOMAIN = (
    _config.region.domain if _app.host.endswith(f".{_config.region.domain}") else None
)
LANGUAGE_COOKIE_SECURE = _app.secure
TIME_ZONE = _config.region.timezone
USE_TZ = True

# --- Mail ----------------------------------------------------------------------------------------
if _config.mail:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _config.mail.host
    EMAIL_PORT = _config.mail.port
    EMAIL_HOST_USER = _config.mail.user or ""
    EMAIL_HOST_PASSWORD = secret("mail_password") if has_secret("mail_password") else ""
    EMAIL_USE_TLS = _config.mail.security == "starttls"
    EMAIL_USE_SSL = _config.mail.security == "tls"
    EMAIL_TIMEOUT = 20
    SERVER_EMAIL = _config.mail.sender
    DEFAULT_FROM_EMAIL = formataddr((_config.full_title, SERVER_EMAIL))
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

# --- Jobs ----------------------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# --- Log: to stderr, which journald or the supervisor keeps. No names, addresses, form contents ---
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # A refused request is no fault of ours, and its path may hold somebody's report number.
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
        # The handler that mails errors would mail personal data.
        "django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "django_tasks_db": {"level": "WARNING"},
        "mozilla_django_oidc": {"level": "ERROR"},
    },
}
