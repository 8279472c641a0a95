"""Run by LAKSA's own Python: sixty verified reports, as sixty citizens sent them."""

from __future__ import annotations

import os
import uuid

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from laksa import intake, work  # noqa: E402  (after the settings)
from laksa.models import Category  # noqa: E402
from laksa.states import Action, Actor  # noqa: E402
from smartcity_base.models import Village  # noqa: E402

category, village = Category.objects.filter(active=True)[0], Village.objects.all()[0]
for number in range(60):
    words = f"Lubang nomor {number} di depan pasar."
    report = intake.receive(intake.Sent(uuid.uuid4(), category, words, village, True))
    work.perform(report, Action.VERIFY, Actor.RULE)
