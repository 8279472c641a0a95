"""Signing in to an app, and out of all: LIVE under gunicorn, over HTTP, with its job worker."""

from __future__ import annotations

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

from tests import authenticator
from tests.running import NIP, PASSWORD, App, Browser, Live, SignIn, until

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
    }
    assert NIP not in str(tokens) + str(known) + str(about)


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
    assert asking.refresh(first["refresh_token"]).json() == {"error": "invalid_grant"}
    assert asking.userinfo(second.json()["access_token"]).status_code == 200
    assert asking.refresh(second.json()["refresh_token"]).status_code == 200


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


def test_max_age_asks_again(siti: Browser, asking: SignIn) -> None:
    answer = siti.get(asking.address(max_age="0"), allow_redirects=False)
    assert urlsplit(answer.headers["Location"]).path == "/akun/pastikan/"


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
