"""Signing in to an app, and out of all: LIVE under gunicorn, over HTTP, with its job worker."""

from __future__ import annotations

import html
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests

from smartcity_base.backchannel import verify_logout_token
from smartcity_base.testing.running import until

from tests import authenticator
from tests.running import NIP, OTHER_SECRET, PASSWORD, App, Browser, Live, SignIn

pytestmark = pytest.mark.xdist_group("live")  # one LIVE runs for all of these


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """One LIVE for all tests here: prepared as an adoption does it, with a staff table."""
    made = Live(tmp_path_factory.mktemp("live") / "app", App())
    made.employ_siti()
    made.work()
    yield made
    made.stop()


@pytest.fixture
def siti(live: Live) -> Browser:
    """Siti's browser, signed in; whatever an earlier test left running is ended first."""
    live.app.told.clear()
    return Browser(live).sign_in()


@pytest.fixture
def asking(live: Live) -> SignIn:
    return SignIn(live)


Claims = dict[str, Any]


@pytest.fixture
def claims(live: Live) -> Callable[[str, str], Claims]:
    """The claims of an ID token, verified by the published keys."""
    document = requests.get(f"{live.url}/.well-known/openid-configuration", timeout=20).json()
    keys = jwt.PyJWKClient(document["jwks_uri"])

    def verify(token: str, nonce: str) -> Claims:
        key = keys.get_signing_key_from_jwt(token)
        found: Claims = jwt.decode(
            token, key, algorithms=["RS256"], audience="laksa", issuer=live.url
        )
        assert found["nonce"] == nonce
        return found

    return verify


def told(live: Live) -> list[str]:
    """The sids of the sign-outs that reached the app, each verified as the app does it."""
    keys = jwt.PyJWKClient(f"{live.url}/.well-known/jwks.json")
    return [
        verify_logout_token(
            token,
            issuer=live.url,
            audience="laksa",
            signing_key=keys.get_signing_key_from_jwt,
            spend=lambda jti, until: True,
        ).sid
        for token in live.app.told
    ]


def test_discovery_names_only_the_issuers_addresses(live: Live) -> None:
    document = requests.get(f"{live.url}/.well-known/openid-configuration", timeout=20).json()
    assert document["issuer"] == live.url
    assert document["backchannel_logout_supported"] is True
    assert document["code_challenge_methods_supported"] == ["S256"]
    assert document["acr_values_supported"] == ["L0", "L1", "L2"]
    assert document["organization_name"] == "Kota Contoh LIVE"
    addresses = [value for name, value in document.items() if name.endswith(("_endpoint", "_uri"))]
    assert all(address.startswith(f"{live.url}/") for address in addresses)
    for address in addresses:
        assert requests.options(address, timeout=20).status_code != 404, address


def test_a_strangers_host_header_is_refused(live: Live) -> None:
    address = f"{live.url}/.well-known/openid-configuration"
    assert requests.get(address, headers={"Host": "jahat.test"}, timeout=20).status_code == 400


def test_an_officer_signs_in_to_an_app(
    live: Live, siti: Browser, asking: SignIn, claims: Callable[[str, str], Claims]
) -> None:
    tokens = asking.redeem(asking.code(siti)).json()
    known = claims(tokens["id_token"], asking.nonce)
    assert known["sid"]
    assert abs(time.time() - known["auth_time"]) < 600
    about = asking.userinfo(tokens["access_token"]).json()
    assert about.pop("sub") == known["sub"]
    assert about == {
        "name": "Siti Rahma",
        "email": "siti@example.org",
        "email_verified": True,
        "agency": "dinas-pekerjaan-umum",
        "agency_name": "Dinas Pekerjaan Umum",
        "position": "Kasi Jalan",
        "roles": ["officer"],
        "acr": "L0",
        "acting": [],
        "consents": [],
    }
    assert NIP not in str(tokens) + str(known) + str(about)


def test_an_id_token_says_who_and_how_and_nothing_else(
    siti: Browser, asking: SignIn, claims: Callable[[str, str], Claims]
) -> None:
    """What a scope gives comes from the userinfo endpoint (Core, section 5.4)."""
    known = claims(asking.redeem(asking.code(siti)).json()["id_token"], asking.nonce)
    protocol = {"iss", "aud", "azp", "exp", "iat", "jti", "nonce", "at_hash"}
    assert known.keys() - protocol == {"sub", "sid", "auth_time", "acr", "amr"}
    assert (known["acr"], known["amr"]) == ("L0", ["pwd"])


def test_who_is_not_signed_in_is_asked_first_and_then_goes_on(live: Live, asking: SignIn) -> None:
    browser = Browser(live)
    page = browser.get(asking.address())
    assert urlsplit(page.url).path == "/masuk/"
    going_on = parse_qs(urlsplit(page.url).query)["next"][0]
    form = {"login": "siti@example.org", "password": PASSWORD, "next": going_on}
    browser.http.max_redirects = 1
    with pytest.raises(requests.TooManyRedirects) as answer:
        browser.send("/masuk/", **form)
    assert answer.value.response is not None
    assert "code=" in answer.value.response.headers["Location"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda uri: "https://jahat.test/oidc/callback/",
        lambda uri: uri + "lain/",
        lambda uri: uri + "?lain=1",
        lambda uri: "http://localhost:1/oidc/callback/",
        lambda uri: None,
    ],
)
def test_another_redirect_address_is_refused(
    live: Live, siti: Browser, asking: SignIn, spoil: Callable[[str], str | None]
) -> None:
    """Also another port of the same machine, where any program may listen."""
    address = asking.address(redirect_uri=spoil(live.app.callback))
    answer = siti.get(address, allow_redirects=False)
    assert answer.status_code == 400
    assert "Location" not in answer.headers


def test_an_unknown_client_is_refused(siti: Browser, asking: SignIn) -> None:
    assert siti.get(asking.address(client_id="siapa")).status_code == 400


@pytest.mark.parametrize(
    "without",
    [
        {"code_challenge": None, "code_challenge_method": None},
        {"code_challenge_method": None},
        {"code_challenge_method": "plain"},
        {"code_challenge": "pendek"},
    ],
)
def test_a_request_without_pkce_is_refused(
    live: Live, siti: Browser, asking: SignIn, without: dict[str, str | None]
) -> None:
    answer = siti.get(asking.address(**without), allow_redirects=False)
    back = urlsplit(answer.headers["Location"])
    assert answer.headers["Location"].startswith(live.app.callback)
    assert parse_qs(back.query)["error"] == ["invalid_request"]
    assert parse_qs(back.query)["state"] == [asking.state]


def test_a_code_without_its_verifier_is_worth_nothing(siti: Browser, asking: SignIn) -> None:
    code = asking.code(siti)
    asking.verifier = "x" * 64
    assert asking.redeem(code).status_code == 400


def test_a_wrong_secret_is_refused(siti: Browser, asking: SignIn) -> None:
    assert asking.redeem(asking.code(siti), client_secret="lain").status_code == 401


def test_a_code_works_once_and_a_second_use_takes_back_what_it_gave(
    siti: Browser, asking: SignIn
) -> None:
    code = asking.code(siti)
    tokens = asking.redeem(code).json()
    assert asking.userinfo(tokens["access_token"]).status_code == 200
    assert asking.redeem(code).json() == {"error": "invalid_grant"}
    assert asking.userinfo(tokens["access_token"]).status_code == 401
    assert asking.refresh(tokens["refresh_token"]).status_code == 400


def test_a_code_works_once_also_at_the_same_instant(siti: Browser, asking: SignIn) -> None:
    code = asking.code(siti)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: asking.redeem(code).status_code, range(4)))
    assert answers.count(200) == 1, answers


def test_a_refresh_token_is_good_once(
    siti: Browser, asking: SignIn, claims: Callable[[str, str], Claims]
) -> None:
    first = asking.redeem(asking.code(siti)).json()
    second = asking.refresh(first["refresh_token"])
    assert second.status_code == 200
    third = asking.refresh(second.json()["refresh_token"])
    assert asking.userinfo(third.json()["access_token"]).status_code == 200
    assert known_by(third.json()["id_token"]) == known_by(first["id_token"])


def known_by(id_token: str) -> Claims:
    """What of an ID token stays when it is renewed (Core, section 12.2)."""
    found: Claims = jwt.decode(id_token, options={"verify_signature": False})
    return {name: found[name] for name in ("iss", "sub", "aud", "sid", "auth_time", "amr")}


def test_a_refresh_token_used_twice_ends_all_that_came_of_it(siti: Browser, asking: SignIn) -> None:
    """RFC 9700, section 4.14.2; another sign-in of the same person is not touched."""
    other = SignIn(asking.live)
    kept = other.redeem(other.code(siti)).json()
    first = asking.redeem(asking.code(siti)).json()
    second = asking.refresh(first["refresh_token"]).json()
    third = asking.refresh(second["refresh_token"]).json()
    assert asking.refresh(first["refresh_token"]).json() == {"error": "invalid_grant"}
    assert asking.userinfo(third["access_token"]).status_code == 401
    assert asking.refresh(third["refresh_token"]).json() == {"error": "invalid_grant"}
    assert other.refresh(kept["refresh_token"]).status_code == 200


def test_a_refresh_token_that_was_never_ours_ends_nothing(siti: Browser, asking: SignIn) -> None:
    tokens = asking.redeem(asking.code(siti)).json()
    number, _, rest = tokens["refresh_token"].partition("-")
    forged = f"{number}-{rest[:-1]}{'A' if rest[-1] != 'A' else 'B'}"
    assert asking.refresh(forged).json() == {"error": "invalid_grant"}
    assert asking.refresh(tokens["refresh_token"]).status_code == 200


def test_another_client_ends_nothing_with_a_token_that_it_found(
    siti: Browser, asking: SignIn
) -> None:
    first = asking.redeem(asking.code(siti)).json()
    second = asking.refresh(first["refresh_token"]).json()
    thief = {"client_id": "sigap", "client_secret": OTHER_SECRET}
    form = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"], **thief}
    address = f"{asking.live.url}/identity/o/api/token"
    assert requests.post(address, form, timeout=20).json() == {"error": "invalid_grant"}
    assert asking.refresh(second["refresh_token"]).status_code == 200


def test_of_two_refreshes_at_the_same_instant_one_wins(siti: Browser, asking: SignIn) -> None:
    token = asking.redeem(asking.code(siti)).json()["refresh_token"]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: asking.refresh(token).status_code, range(4)))
    assert answers.count(200) == 1, answers


def test_signing_out_of_live_reaches_the_app(
    live: Live, siti: Browser, asking: SignIn, claims: Callable[[str, str], Claims]
) -> None:
    tokens = asking.redeem(asking.code(siti)).json()
    siti.send("/keluar/")
    until(lambda: bool(live.app.told))
    assert told(live) == [claims(tokens["id_token"], asking.nonce)["sid"]]
    assert asking.userinfo(tokens["access_token"]).status_code == 401
    assert asking.refresh(tokens["refresh_token"]).json() == {"error": "invalid_grant"}


def test_an_app_that_is_away_is_told_when_it_is_back(
    live: Live, siti: Browser, asking: SignIn
) -> None:
    asking.redeem(asking.code(siti))
    live.app.refuse = 1
    siti.send("/keluar/")
    until(lambda: bool(live.app.told))
    assert live.app.refuse == 0


def test_signing_out_of_the_app_asks_nothing_and_comes_back(
    live: Live, siti: Browser, asking: SignIn, claims: Callable[[str, str], Claims]
) -> None:
    """RP-initiated logout: this device is out, everywhere; the person's phone is not."""
    phone = Browser(live)
    phone.send("/masuk/", login="siti@example.org", password=PASSWORD)
    other = SignIn(live)
    kept = other.redeem(other.code(phone)).json()
    tokens = asking.redeem(asking.code(siti)).json()
    leaving = {
        "id_token_hint": tokens["id_token"],
        "client_id": "laksa",
        "post_logout_redirect_uri": f"{live.app.url}/",
        "state": "s",
    }
    answer = siti.get("/identity/o/logout", params=leaving, allow_redirects=False)
    assert answer.headers["Location"] == f"{live.app.url}/?state=s"
    assert urlsplit(siti.get("/akun/").url).path == "/masuk/"
    until(lambda: bool(live.app.told))
    assert told(live) == [claims(tokens["id_token"], asking.nonce)["sid"]]
    assert other.refresh(kept["refresh_token"]).status_code == 200


def test_signing_out_without_proof_of_the_app_is_asked_first(live: Live, siti: Browser) -> None:
    page = siti.get(
        "/identity/o/logout", params={"post_logout_redirect_uri": "https://jahat.test/"}
    )
    assert "Keluar dari akun?" in page.text
    assert urlsplit(siti.get("/akun/").url).path == "/akun/"


def test_a_code_of_a_session_that_ended_is_worth_nothing(siti: Browser, asking: SignIn) -> None:
    code = asking.code(siti)
    siti.send("/keluar/")
    assert asking.redeem(code).json() == {"error": "invalid_grant"}


def test_prompt_none_answers_without_a_page(live: Live, siti: Browser, asking: SignIn) -> None:
    asking.redeem(asking.code(siti))
    again = siti.get(asking.address(prompt="none"), allow_redirects=False)
    assert "code=" in again.headers["Location"]
    nobody = Browser(live).get(asking.address(prompt="none"), allow_redirects=False)
    assert "error=login_required" in nobody.headers["Location"]


def test_prompt_none_stands_alone(live: Live, siti: Browser, asking: SignIn) -> None:
    answer = siti.get(asking.address(prompt="none login"), allow_redirects=False)
    assert "error=invalid_request" in answer.headers["Location"]


@pytest.mark.parametrize("asked", [{"max_age": "0"}, {"prompt": "login"}])
def test_an_app_may_ask_to_sign_in_again_and_the_token_says_that_it_was_done(
    siti: Browser, asking: SignIn, claims: Callable[[str, str], Claims], asked: dict[str, str]
) -> None:
    before = int(time.time())
    until(lambda: time.time() > before + 1)
    page = siti.get(asking.address(**asked))
    assert urlsplit(page.url).path == "/akun/pastikan/"
    siti.http.max_redirects = 1
    with pytest.raises(requests.TooManyRedirects) as told:
        siti.fill(page, password=PASSWORD)
    assert told.value.response is not None
    back = told.value.response.headers["Location"]
    code = parse_qs(urlsplit(back).query)["code"][0]
    known = claims(asking.redeem(code).json()["id_token"], asking.nonce)
    assert known["auth_time"] > before


def test_max_age_that_is_over_is_not_asked_for_without_a_page(
    siti: Browser, asking: SignIn
) -> None:
    address = asking.address(prompt="none", max_age="0")
    answer = siti.get(address, allow_redirects=False)
    assert "error=login_required" in answer.headers["Location"]
    fresh = siti.get(asking.address(max_age="600"), allow_redirects=False)
    assert "code=" in fresh.headers["Location"]


def test_an_app_that_asks_for_a_level_sends_the_person_to_reach_it_once(
    live: Live, siti: Browser, asking: SignIn
) -> None:
    page = siti.get(asking.address(acr_values="L1"))
    assert urlsplit(page.url).path == "/akun/verifikasi/"
    assert "LAKSA memerlukan akun yang lebih terverifikasi" in page.text
    going_on = html.unescape(page.text.split('href="/identity/o/authorize?')[1].split('"')[0])
    assert "acr_values" not in going_on
    answer = siti.get(f"/identity/o/authorize?{going_on}", allow_redirects=False)
    assert "code=" in answer.headers["Location"]


@pytest.mark.parametrize("asked", [{"acr_values": "L0"}, {"acr_values": "urn:lain"},
                                   {"acr_values": "L2", "prompt": "none"}])  # fmt: skip
def test_a_level_that_is_there_or_cannot_be_asked_for_holds_up_nobody(
    siti: Browser, asking: SignIn, asked: dict[str, str]
) -> None:
    answer = siti.get(asking.address(**asked), allow_redirects=False)
    assert "code=" in answer.headers["Location"]


def test_a_level_that_was_reached_is_in_the_token(
    live: Live, siti: Browser, asking: SignIn, claims: Callable[[str, str], Claims]
) -> None:
    shell = ("from smartcity_base.models import User; from live.models import Verification;"
             "siti = User.objects.get(email='siti@example.org');")  # fmt: skip
    live.manage(
        "shell", "-v", "0", "-c", f"{shell} Verification.objects.create(user=siti, level='L2')"
    )
    try:
        tokens = asking.redeem(asking.code(siti)).json()
        assert claims(tokens["id_token"], asking.nonce)["acr"] == "L2"
        assert asking.userinfo(tokens["access_token"]).json()["acr"] == "L2"
        straight = siti.get(asking.address(acr_values="L1"), allow_redirects=False)
        assert "code=" in straight.headers["Location"]
    finally:
        live.manage("shell", "-v", "0", "-c", f"{shell} siti.verifications.all().delete()")


def test_an_administrator_gets_no_code_before_a_second_factor(live: Live, asking: SignIn) -> None:
    browser = Browser(live)
    browser.get(live.manage("first_login"))
    password = {"password1": "teluk tomini biru 9", "password2": "teluk tomini biru 9"}
    browser.send("/mulai/sandi/", name="Ani", email="ani@example.org", **password)
    page = browser.get(asking.address())
    assert urlsplit(page.url).path == "/akun/dua-langkah/wajib/"
    page = browser.get("/akun/dua-langkah/pasang/")
    secret = page.text.split('class="code">')[1].split("<")[0]
    browser.fill(page, code=authenticator.code(secret))
    assert asking.redeem(asking.code(browser)).status_code == 200


def test_a_lock_out_survives_a_restart_and_holds_in_every_process(live: Live) -> None:
    requests.get(f"{live.url}/masuk/", timeout=20)
    browser = Browser(live)
    form = {"name": "Warga", "email": "warga@example.org"}
    browser.send("/daftar/", password1=PASSWORD, password2=PASSWORD, **form)
    thief = Browser(live)
    for _ in range(5):
        thief.send("/masuk/", login="warga@example.org", password="bukan ini 123")
    live.restart()
    page = Browser(live).send("/masuk/", login="warga@example.org", password=PASSWORD)
    assert "Terlalu banyak percobaan" in page.text


def test_the_log_holds_no_person_and_no_code(live: Live, siti: Browser, asking: SignIn) -> None:
    code = asking.code(siti)
    log = "".join(path.read_text() for path in Path(live.folder).glob("*.log"))
    assert "/identity" in log
    for secret in (code, NIP, "siti@example.org", "Siti", PASSWORD):
        assert secret not in log
