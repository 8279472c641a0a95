"""Settings for an app's tests in place: SMARTCITY_APP names it, the working folder is its."""

from __future__ import annotations

import os
from pathlib import Path

from smartcity_base.testing.place import make_place

if "SMARTCITY_CONFIG" not in os.environ:
    make_place(os.environ.get("SMARTCITY_APP", "contoh"), Path.cwd().parent / "app.yml")

from smartcity_base.settings import *  # noqa: F403

ROOT_URLCONF = "smartcity_base.urls"
# Cheap on purpose: the tests make many people, and none has a password worth guarding.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
KEPT_S = 0  # a test's database is empty again before a minute is over
SECURE_SSL_REDIRECT = False  # the test client speaks http; a test of its own asks for the redirect
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
