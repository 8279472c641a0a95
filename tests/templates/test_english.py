"""Every app's main pages as somebody reads them who chose English: nothing of ours left over."""

import csv
import html
import re
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from smartcity_kit.catalogue import load_catalogue
from tests.templates import words
from tests.templates.conftest import App

APPS = sorted(load_catalogue().apps)
# The pages of the card's preview, each as the role it names; a person is made and taken back.
PAGES = """
import json
from django.conf import settings
from django.db import transaction
from smartcity_base import snapshot
from smartcity_base.config import card, config
pages = [{"path": "/"}, *(card().get("preview") or [])]
told = {}
with transaction.atomic():
    for page in pages:
        client = snapshot._browser(config().app)
        if page.get("role"):
            client.force_login(snapshot._person(page["role"]))
        for language in ("id", "en"):
            client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
            answer = client.get(page["path"])
            told[f"{language} {page['path']} {page.get('role')}"] = [
                answer.status_code, answer.content.decode()]
    transaction.set_rollback(True)
print(json.dumps(told))
"""
SAID = re.compile(r'>([^<]+)<|(?:aria-label|placeholder|title|alt|content)="([^"]*)"')


def texts(page: str) -> set[str]:
    """What a page says between its tags and in what is read out or shown of them."""
    page = re.sub(r"<script\b.*?</script>", "", page, flags=re.DOTALL)
    return {html.unescape(found[1] or found[2] or "").strip() for found in SAID.finditer(page)}


def own_words(name: str) -> set[str]:
    """What our pages say in Indonesian and otherwise in English, whole and without places."""
    return {
        text.strip()
        for part in ("_base", name)
        for message in words.read(part)
        if message.id and not message.context
        for text in [words.key_of(message)[1]]
        if isinstance(text, str) and text.strip() != words.said(message)[0].strip()
    }


def data_of(app: App) -> set[str]:
    """Words that are data: the region's tables, and what the card says of roles and settings."""
    found = {"Contoh", "Contoh Petugas"}  # whom the preview signs in
    for table in (app.folder / "data").glob("*.csv"):
        found |= {cell for row in csv.reader(table.open(encoding="utf-8")) for cell in row}

    def walk(value: Any) -> None:
        for one in value.values() if isinstance(value, dict) else value:
            if isinstance(one, dict | list):
                walk(one)
            elif isinstance(one, str):
                found.add(one)

    walk(yaml.safe_load((app.folder / "app.yml").read_text("utf-8")))
    return found


@pytest.mark.parametrize("name", APPS)
def test_its_main_pages_are_in_english_for_who_chose_it(
    name: str, rendered: Callable[[str], App]
) -> None:
    told = rendered(name).data("shell", "--no-imports", "-c", PAGES)
    known = own_words(name)
    found: set[str] = set()
    for page, (status, text) in told.items():
        assert status == 200, page
        language = page.split()[0]
        assert f'<html lang="{language}"' in text, page
        if language == "id":
            found |= texts(text) & known
        else:
            assert texts(text) & known - data_of(rendered(name)) == set(), page
    assert len(found) > 5, "the words that are looked for are those of the pages"
