"""What each app of the catalogue owes to safety: headers, limits, a contact for weaknesses."""

from collections.abc import Callable

import pytest

from smartcity_kit.catalogue import load_catalogue
from tests.templates.conftest import App

APPS = sorted(load_catalogue().apps)

# Every page that needs no name in its address, as a stranger and as somebody with every role: what
# it tells the browser, and what in its HTML would need `unsafe-inline`.
PAGES = """
import json, re
from django.conf import settings
from django.test import Client
from django.urls import get_resolver
from smartcity_base.config import config
from smartcity_base.models import User
INLINE = re.compile(
    r"<style|<script(?![^>]* (?:src=|type=.application/json))"
    r"|<[^>]+ (?:style|on[a-z]+)=|javascript:", re.I)
def addresses(patterns, before=""):
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, route)
        elif not re.search(r"[<^$]", route):
            yield "/" + route
signed_in, _ = User.objects.get_or_create(email="semua@contoh.go.id", defaults={"name": "Semua"})
signed_in.roles = sorted(config().app.roles)
signed_in.save()
host = {"host": settings.ALLOWED_HOSTS[0]}
clients = {
    who: Client(headers=host, raise_request_exception=False) for who in ("stranger", "signed-in")
}
clients["signed-in"].force_login(signed_in, backend=settings.AUTHENTICATION_BACKENDS[0])
told = {}
for address in sorted(set(addresses(get_resolver().url_patterns))) + ["/tidak-ada/"]:
    for who, client in clients.items():
        if "keluar" in address and who != "stranger":
            continue
        answer = client.get(address)
        html = "html" in answer.headers.get("content-type", "") and not answer.streaming
        text = answer.content.decode() if html else ""
        told[f"{who} {address}"] = {
            "status": answer.status_code,
            "html": html,
            "form": "<form" in text,
            "ours": config().region.name in text,
            "headers": {name.lower(): value for name, value in answer.headers.items()},
            "inline": INLINE.findall(text),
        }
print(json.dumps(told))
"""

# Every limit is used up: what still takes a stranger's empty form is not limited at all.
POSTS = (
    PAGES.split("signed_in, _")[0]
    + """
from allauth.core.internal import ratelimit
from smartcity_base.limits import TABLE
wanted = sorted(set(addresses(get_resolver().url_patterns)))  # which loads every view
for limit in TABLE.values():
    object.__setattr__(limit, "most", 0)
ratelimit.consume = lambda *args, **kwargs: None
client = Client(headers={"host": settings.ALLOWED_HOSTS[0]}, raise_request_exception=False)
print(json.dumps({address: client.post(address).status_code for address in wanted}))
"""
)

# Nobody knows when this administrator last proved who they are.
TOKENS = (
    PAGES.split("clients = {")[0]
    + """
from smartcity_base.signin import proof
proof.proven_at = lambda request: None
client = Client(headers=host)
client.force_login(signed_in, backend=settings.AUTHENTICATION_BACKENDS[0])
told = [client.get("/pengaturan/token/"), client.post("/pengaturan/token/", {"name": "Peta"})]
print(json.dumps([[one.status_code, one.headers.get("Location")] for one in told]))
"""
)


@pytest.mark.parametrize("name", APPS)
def test_no_page_of_it_needs_anything_that_the_policy_forbids(
    name: str, rendered: Callable[[str], App]
) -> None:
    told = rendered(name).data("shell", "--no-imports", "-c", PAGES)
    pages = {page: about for page, about in told.items() if about["html"]}
    assert len(pages) > 3
    assert pages["stranger /tidak-ada/"]["ours"]
    for page, about in told.items():
        headers = about["headers"]
        assert about["status"] < 500, page
        assert (
            "unsafe" not in headers["content-security-policy"]
            or "sandbox" in (headers["content-security-policy"])
        ), page
        assert about["inline"] == [], page
        assert headers["x-content-type-options"] == "nosniff", page
        assert headers["referrer-policy"] in ("same-origin", "no-referrer"), page
        assert headers["cross-origin-opener-policy"] == "same-origin", page
        assert headers["cross-origin-resource-policy"] == "same-origin", page
        assert "camera=()" in headers["permissions-policy"], page
        framed = headers["content-security-policy"].split("frame-ancestors ")[-1].split(";")[0]
        assert framed == "'none'" or not about["form"], page


@pytest.mark.parametrize("name", APPS)
def test_no_form_that_a_stranger_may_send_is_without_a_limit(
    name: str, rendered: Callable[[str], App]
) -> None:
    """200 and 422 are the answers of a form that was looked into; all others are refusals."""
    told = rendered(name).data("shell", "--no-imports", "-c", POSTS)
    assert told
    assert {address for address, status in told.items() if status in (200, 422)} == set()


@pytest.mark.parametrize("name", APPS)
def test_it_makes_no_token_for_who_has_not_proved_lately_who_they_are(
    name: str, rendered: Callable[[str], App]
) -> None:
    (seen, location), (sent, _) = rendered(name).data("shell", "--no-imports", "-c", TOKENS)
    prove = "/akun/pastikan/" if name == "live" else "/masuk/lagi/"
    assert (seen, sent) == (302, 403)
    assert location == f"{prove}?max_age=900&next=%2Fpengaturan%2Ftoken%2F"


@pytest.mark.parametrize("name", APPS)
def test_it_says_whom_to_tell_of_a_weakness(name: str, rendered: Callable[[str], App]) -> None:
    told = rendered(name).data("shell", "--no-imports", "-c", PAGES)
    answer = told["stranger /.well-known/security.txt"]
    assert answer["status"] == 200
    assert answer["headers"]["content-type"].startswith("text/plain")
