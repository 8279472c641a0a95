"""Certified clients at a running LIVE: openid-client from npm and Authlib from PyPI, unaltered.

Each goes the whole way an app goes, over a change of the signing key, and each is refused what a
client must be refused.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from authlib.integrations.base_client.errors import MismatchingStateError, OAuthError
from authlib.integrations.django_client import DjangoOAuth2App, OAuth
from django.http import HttpRequest
from django.test import RequestFactory
from joserfc.errors import JoseError

from tests.openid_client import OpenIDClient, Refused, installed
from tests.running import CLIENT_SECRET, OTHER_SECRET, App, Browser, Live

pytestmark = pytest.mark.xdist_group("clients")  # one LIVE runs for all of these

SECRETS = {"laksa": CLIENT_SECRET, "sigap": OTHER_SECRET}
NAME = "Siti Rahma"


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    made = Live(tmp_path_factory.mktemp("clients") / "app", App())
    made.employ_siti()
    yield made
    made.stop()


@pytest.fixture
def siti(live: Live) -> Browser:
    return Browser(live).sign_in()


def sent_back(siti: Browser, address: str) -> str:
    """Where LIVE sends the browser that an app sent there."""
    return str(siti.get(address, allow_redirects=False).headers["Location"])


def kid(id_token: str) -> str:
    return str(jwt.get_unverified_header(id_token)["kid"])


def time_passes(live: Live, seconds: float) -> None:
    """Since the signing key came, for LIVE."""
    key = live.folder / "secrets/oidc_key.pem"
    then = time.time() - seconds
    os.utime(key, (then, then))
    live.restart()


# --- openid-client -------------------------------------------------------------------------------
Starting = Any


@pytest.fixture(scope="module")
def node(live: Live, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Starting]:
    """node("laksa"): an openid-client of this app that has read LIVE's discovery document."""
    folder = installed(tmp_path_factory.mktemp("openid-client"))
    running: dict[str, OpenIDClient] = {}

    def start(name: str) -> OpenIDClient:
        if name not in running:
            running[name] = OpenIDClient(folder)
            running[name].ask("discover", issuer=live.url, id=name, secret=SECRETS[name])
        return running[name]

    yield start
    for client in running.values():
        client.stop()


@dataclass
class Trip:
    """One sign-in with openid-client, up to the address that the browser is sent back to."""

    client: OpenIDClient
    siti: Browser
    asking: dict[str, Any] = field(default_factory=dict)
    back: str = ""
    checks: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        callback = self.siti.live.app.callback
        asked = self.client.ask("authorize", redirect_uri=callback, **self.asking)
        self.checks = asked["checks"]
        self.back = sent_back(self.siti, asked["address"])

    def redeem(self, by: OpenIDClient | None = None, **checks: str) -> dict[str, Any]:
        asked = {"back": self.back, "checks": {**self.checks, **checks}}
        return (by or self.client).ask("redeem", **asked)


def test_openid_client_signs_in_refreshes_and_leaves(
    live: Live, siti: Browser, node: Starting
) -> None:
    laksa = node("laksa")
    tokens = Trip(laksa, siti).redeem()
    sub = tokens["claims"]["sub"]
    assert laksa.ask("userinfo", token=tokens["access_token"], sub=sub)["name"] == NAME

    renewed = laksa.ask("refresh", token=tokens["refresh_token"])
    assert renewed["refresh_token"] != tokens["refresh_token"]
    assert laksa.ask("userinfo", token=renewed["access_token"], sub=sub)["roles"] == ["officer"]

    home = f"{live.app.url}/"
    leaving = laksa.ask(
        "leave", id_token_hint=renewed["id_token"], post_logout_redirect_uri=home, state="s"
    )
    assert sent_back(siti, leaving["address"]) == f"{home}?state=s"
    with pytest.raises(Refused) as told:
        laksa.ask("refresh", token=renewed["refresh_token"])
    assert told.value.error == "invalid_grant"


@pytest.mark.parametrize(("field", "known"), [("number", True), ("wanted", False)])
def test_openid_client_is_told_a_number_when_it_is_proven_and_was_asked_for(
    live: Live, siti: Browser, node: Starting, field: str, known: bool
) -> None:
    proven = f'{field}="+6281234567890", confirmed_at={"timezone.now()" if known else "None"}'
    live.manage(
        "shell", "-v", "0", "-c",
        "from django.utils import timezone; from live.models import Phone; "
        "from smartcity_base.models import User; Phone.objects.all().delete(); "
        f"Phone.objects.create(user=User.objects.get(), {proven})",
    )  # fmt: skip
    laksa = node("laksa")
    told = {}
    for scope in ("openid phone", "openid profile email smartcity"):
        tokens = Trip(laksa, siti, {"scope": scope}).redeem()
        assert "phone_number" not in tokens["claims"]  # an ID token lies about
        sub = tokens["claims"]["sub"]
        about = laksa.ask("userinfo", token=tokens["access_token"], sub=sub)
        told[scope] = (about.get("phone_number"), about.get("phone_number_verified"))
    assert told["openid phone"] == (("+6281234567890", True) if known else (None, None))
    assert told["openid profile email smartcity"] == (None, None)


@pytest.mark.parametrize(("asked", "age"), [({"max_age": 600}, 600), ({}, None)])
def test_openid_client_reads_when_it_was_proven(
    siti: Browser, node: Starting, asked: dict[str, Any], age: int | None
) -> None:
    """With `maxAge` among its checks it refuses by itself what is older."""
    trip = Trip(node("laksa"), siti, asked)
    claims = trip.redeem(**({"maxAge": age} if age else {}))["claims"]
    assert time.time() - 60 < claims["auth_time"] <= time.time()


def test_openid_client_goes_on_over_a_new_signing_key(
    live: Live, siti: Browser, node: Starting
) -> None:
    laksa = node("laksa")
    tokens = Trip(laksa, siti).redeem()

    live.rotate()
    # The client fetched the keys a moment ago and asks for no others yet: the old one still signs.
    between = laksa.ask("refresh", token=tokens["refresh_token"])
    assert kid(between["id_token"]) == kid(tokens["id_token"])

    time_passes(live, seconds=3600)
    laksa.ask("wait", seconds=61)  # it asks for keys it does not know once a minute
    after = laksa.ask("refresh", token=between["refresh_token"])
    assert kid(after["id_token"]) != kid(tokens["id_token"])
    assert kid(Trip(laksa, siti).redeem()["id_token"]) == kid(after["id_token"])
    home = f"{live.app.url}/"
    leaving = laksa.ask(
        "leave", id_token_hint=tokens["id_token"], post_logout_redirect_uri=home, state="s"
    )
    assert sent_back(siti, leaving["address"]) == f"{home}?state=s"  # a hint of the old key


def test_openid_client_is_refused_another_address(siti: Browser, node: Starting) -> None:
    asked = node("laksa").ask("authorize", redirect_uri="https://jahat.test/oidc/callback/")
    answer = siti.get(asked["address"], allow_redirects=False)
    assert (answer.status_code, answer.headers.get("Location")) == (400, None)


def test_openid_client_is_refused_a_code_that_was_used(siti: Browser, node: Starting) -> None:
    trip = Trip(node("laksa"), siti)
    tokens = trip.redeem()
    with pytest.raises(Refused) as told:
        trip.redeem()
    assert told.value.error == "invalid_grant"
    with pytest.raises(Refused) as told:
        node("laksa").ask("refresh", token=tokens["refresh_token"])
    assert told.value.error == "invalid_grant"


def test_openid_client_is_refused_without_pkce(siti: Browser, node: Starting) -> None:
    laksa = node("laksa")
    asked = laksa.ask("authorize", redirect_uri=siti.live.app.callback, pkce=False)
    back = sent_back(siti, asked["address"])
    with pytest.raises(Refused) as told:
        laksa.ask("redeem", back=back, checks=asked["checks"])
    assert told.value.error == "invalid_request"


def test_openid_client_is_refused_with_another_verifier(siti: Browser, node: Starting) -> None:
    with pytest.raises(Refused) as told:
        Trip(node("laksa"), siti).redeem(pkceCodeVerifier="x" * 43)
    assert told.value.error == "invalid_grant"


def test_openid_client_is_refused_a_refresh_token_that_was_used(
    siti: Browser, node: Starting
) -> None:
    laksa = node("laksa")
    tokens = Trip(laksa, siti).redeem()
    renewed = laksa.ask("refresh", token=tokens["refresh_token"])
    with pytest.raises(Refused) as told:
        laksa.ask("refresh", token=tokens["refresh_token"])
    assert told.value.error == "invalid_grant"
    # All that came of it has ended: the newer token and its access token as well (RFC 9700).
    with pytest.raises(Refused) as told:
        laksa.ask("refresh", token=renewed["refresh_token"])
    assert told.value.error == "invalid_grant"
    with pytest.raises(Refused):
        laksa.ask("userinfo", token=renewed["access_token"], sub=tokens["claims"]["sub"])


def test_openid_client_refuses_a_forged_state(siti: Browser, node: Starting) -> None:
    with pytest.raises(Refused, match="state"):
        Trip(node("laksa"), siti).redeem(expectedState="lain")


def test_openid_client_refuses_a_forged_nonce(siti: Browser, node: Starting) -> None:
    with pytest.raises(Refused, match="claim value"):
        Trip(node("laksa"), siti).redeem(expectedNonce="lain")


def test_openid_client_refuses_an_answer_of_another_provider(siti: Browser, node: Starting) -> None:
    """RFC 9207: a provider that says who it is cannot be mixed up with another."""
    trip = Trip(node("laksa"), siti)
    parts = urlsplit(trip.back)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert query["iss"] == siti.live.url
    trip.back = parts._replace(query=urlencode({**query, "iss": "https://jahat.test"})).geturl()
    with pytest.raises(Refused, match="iss"):
        trip.redeem()


def test_openid_client_is_refused_what_another_client_was_given(
    siti: Browser, node: Starting
) -> None:
    laksa, sigap = node("laksa"), node("sigap")
    trip = Trip(laksa, siti)
    with pytest.raises(Refused) as told:
        trip.redeem(by=sigap)
    assert told.value.error == "invalid_grant"
    tokens = trip.redeem()  # laksa's own code was not spent by that
    with pytest.raises(Refused) as told:
        sigap.ask("refresh", token=tokens["refresh_token"])
    assert told.value.error == "invalid_grant"
    sigap.ask("revoke", token=tokens["refresh_token"])
    assert laksa.ask("refresh", token=tokens["refresh_token"])["claims"]["aud"] == "laksa"


def test_revoking_a_refresh_token_takes_the_access_token_with_it(
    siti: Browser, node: Starting
) -> None:
    laksa = node("laksa")
    tokens = Trip(laksa, siti).redeem()
    laksa.ask("revoke", token=tokens["refresh_token"])
    for verb in ("userinfo", "refresh"):
        token = tokens["access_token" if verb == "userinfo" else "refresh_token"]
        with pytest.raises(Refused):
            laksa.ask(verb, token=token, sub=tokens["claims"]["sub"])


# --- Authlib -------------------------------------------------------------------------------------
class Session(dict[str, Any]):
    """A browser's session at the app, enough for Authlib."""


@dataclass
class Visit:
    """One sign-in with Authlib: the session at the app, and where LIVE sent the browser."""

    app: DjangoOAuth2App
    siti: Browser
    session: Session = field(default_factory=Session)
    back: str = ""

    def __post_init__(self) -> None:
        address = self.app.authorize_redirect(self._request("/masuk/"), self.siti.live.app.callback)
        self.back = sent_back(self.siti, address["Location"])

    def redeem(self, by: DjangoOAuth2App | None = None, **changes: str) -> dict[str, Any]:
        query = {name: values[0] for name, values in parse_qs(urlsplit(self.back).query).items()}
        request = self._request("/oidc/callback/", {**query, **changes})
        token: dict[str, Any] = (by or self.app).authorize_access_token(request)
        return token

    def _request(self, path: str, query: dict[str, str] | None = None) -> HttpRequest:
        request = RequestFactory().get(path, query or {})
        request.session = self.session
        return request


def authlib(live: Live, name: str, **options: Any) -> DjangoOAuth2App:
    return OAuth().register(
        name="live",
        client_id=name,
        client_secret=SECRETS[name],
        server_metadata_url=f"{live.url}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid profile email smartcity",
            "code_challenge_method": "S256",
            **options,
        },
    )


def refreshed(app: DjangoOAuth2App, token: dict[str, Any]) -> dict[str, Any]:
    metadata = app.load_server_metadata()
    with app._get_oauth_client(**metadata) as session:
        session.token = token
        renewed: dict[str, Any] = session.refresh_token(
            metadata["token_endpoint"], token["refresh_token"]
        )
    return renewed


def test_authlib_signs_in_refreshes_and_leaves(live: Live, siti: Browser) -> None:
    laksa = authlib(live, "laksa")
    token = Visit(laksa, siti).redeem()
    assert "name" not in token["userinfo"]  # what Authlib calls so is the ID token
    assert laksa.userinfo(token=token)["name"] == NAME
    assert laksa.userinfo(token=token)["roles"] == ["officer"]
    renewed = refreshed(laksa, token)
    assert laksa.userinfo(token=renewed)["name"] == NAME
    leaving = laksa.create_logout_url(
        post_logout_redirect_uri=f"{live.app.url}/", id_token_hint=token["id_token"]
    )
    back = sent_back(siti, leaving["url"])
    assert parse_qs(urlsplit(back).query)["state"] == [leaving["state"]]
    with pytest.raises(OAuthError, match="invalid_grant"):
        refreshed(laksa, renewed)


def test_authlib_goes_on_over_a_new_signing_key(live: Live, siti: Browser) -> None:
    laksa = authlib(live, "laksa")
    token = Visit(laksa, siti).redeem()
    live.rotate()
    between = refreshed(laksa, token)
    assert kid(between["id_token"]) == kid(token["id_token"])
    time_passes(live, seconds=3600)
    after = refreshed(laksa, between)
    assert kid(after["id_token"]) != kid(token["id_token"])
    assert laksa.userinfo(token=Visit(laksa, siti).redeem())["name"] == NAME


def test_authlib_is_refused_another_address(live: Live, siti: Browser) -> None:
    laksa = authlib(live, "laksa")
    asked = laksa.create_authorization_url("http://localhost:1/oidc/callback/")
    answer = siti.get(asked["url"], allow_redirects=False)
    assert (answer.status_code, answer.headers.get("Location")) == (400, None)


def test_authlib_is_refused_a_code_that_was_used(live: Live, siti: Browser) -> None:
    visit = Visit(authlib(live, "laksa"), siti)
    kept = Session(visit.session)
    token = visit.redeem()
    visit.session = kept
    with pytest.raises(OAuthError, match="invalid_grant"):
        visit.redeem()
    with pytest.raises(OAuthError, match="invalid_grant"):
        refreshed(visit.app, token)


def test_authlib_is_refused_without_pkce(live: Live, siti: Browser) -> None:
    with pytest.raises(OAuthError, match="PKCE"):
        Visit(authlib(live, "laksa", code_challenge_method=None), siti).redeem(code="")


def test_authlib_is_refused_a_refresh_token_that_was_used(live: Live, siti: Browser) -> None:
    laksa = authlib(live, "laksa")
    token = Visit(laksa, siti).redeem()
    refreshed(laksa, dict(token))
    with pytest.raises(OAuthError, match="invalid_grant"):
        refreshed(laksa, token)


def test_authlib_refuses_a_forged_state(live: Live, siti: Browser) -> None:
    with pytest.raises(MismatchingStateError):
        Visit(authlib(live, "laksa"), siti).redeem(state="lain")


def test_authlib_is_refused_what_another_client_was_given(live: Live, siti: Browser) -> None:
    laksa, sigap = authlib(live, "laksa"), authlib(live, "sigap")
    visit = Visit(laksa, siti)
    kept = Session(visit.session)
    with pytest.raises(OAuthError, match="invalid_grant"):
        visit.redeem(by=sigap)
    visit.session = kept
    token = visit.redeem()
    with pytest.raises(OAuthError, match="invalid_grant"):
        refreshed(sigap, token)


def test_authlib_refuses_an_id_token_of_another_client(live: Live, siti: Browser) -> None:
    token = Visit(authlib(live, "laksa"), siti).redeem()
    with pytest.raises(JoseError, match="azp"):
        authlib(live, "sigap").parse_id_token(token, nonce=token["userinfo"]["nonce"])


def test_an_id_token_of_one_client_signs_nobody_out_for_another(live: Live, siti: Browser) -> None:
    token = Visit(authlib(live, "laksa"), siti).redeem()
    leaving = authlib(live, "sigap").create_logout_url(
        post_logout_redirect_uri=f"{live.app.url}/",
        id_token_hint=token["id_token"],
        client_id="sigap",
    )
    page = siti.get(leaving["url"], allow_redirects=False)
    assert page.status_code in (200, 400)
    assert urlsplit(siti.get("/akun/").url).path == "/akun/"
