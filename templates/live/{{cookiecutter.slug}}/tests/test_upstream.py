"""Signing in through the region's own OpenID provider: another running LIVE is one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests

from tests.running import PASSWORD, App, Browser, Live

pytestmark = pytest.mark.xdist_group("upstream")  # two run for all of these

NAME = "Akun ASN Kota Contoh"
SECRET = "rahasia-live-pada-penyedia"
CLIENT = """
from allauth.idp.oidc.models import Client
client = Client(id="live-daerah", name="LIVE", scopes="openid\\nprofile\\nemail", skip_consent=True,
    default_scopes="openid", redirect_uris="{live}/masuk/daerah/kembali/",
    data={{"client_metadata": {{"post_logout_redirect_uris": ["{live}/"]}}}})
client.set_secret("{secret}")
client.save()
"""
# Everybody proved an hour ago who they are.
AGE = """
from django.contrib.sessions.backends.db import SessionStore
from live.models import BrowserSession
for session in BrowserSession.objects.filter(ended_at=None):
    store = SessionStore(session.session_key)
    for record in store.get("account_authentication_methods", []):
        record["at"] -= 3600
    store.save()
"""


@dataclass
class Region:
    """Its provider, and the LIVE that sends officers there."""

    provider: Live
    live: Live

    def shell(self, code: str) -> str:
        return self.live.manage("shell", "-v", "0", "-c", code)


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Region]:
    provider = Live(tmp_path_factory.mktemp("provider") / "app", App())
    provider.employ_siti()
    live = Live(
        tmp_path_factory.mktemp("upstream") / "app",
        App(),
        upstream_issuer=provider.url,
        upstream_client="live-daerah",
        upstream_name=NAME,
    )
    (live.folder / "secrets/upstream_secret").write_text(SECRET)
    live.list_siti()
    code = CLIENT.format(live=live.url, secret=SECRET)
    provider.manage("shell", "-v", "0", "-c", code)
    yield Region(provider, live)
    live.stop()
    provider.stop()


@dataclass
class Visit:
    """A browser at both: two cookie jars, as two hosts have two and two ports of one have not."""

    here: Browser
    there: Browser
    back: str = ""

    def go(self, next: str = "/akun/") -> Visit:
        answer = self.here.get(f"/masuk/daerah/?{urlencode({'next': next})}", allow_redirects=False)
        there = self.there.get(answer.headers["Location"], allow_redirects=False)
        self.back = there.headers["Location"]
        return self

    def arrive(self) -> requests.Response:
        return self.here.get(self.back)


@pytest.fixture
def visit(region: Region) -> Visit:
    region.shell("from live.models import Staff; Staff.objects.update(upstream_sub=None)")
    return Visit(Browser(region.live), Browser(region.provider).sign_in())


def signed_in(browser: Browser) -> bool:
    return urlsplit(browser.get("/akun/").url).path == "/akun/"


def test_the_sign_in_page_names_the_provider_and_keeps_the_way(region: Region) -> None:
    page = Browser(region.live).get("/masuk/?next=/akun/perangkat/").text
    assert f"Masuk dengan {NAME}" in page
    assert 'href="/masuk/daerah/?next=%2Fakun%2Fperangkat%2F"' in page


def test_an_officer_of_the_list_comes_in_without_a_password_here(visit: Visit) -> None:
    page = visit.go("/akun/perangkat/").arrive()
    assert urlsplit(page.url).path == "/akun/perangkat/"
    assert "Siti Rahma" in visit.here.get("/akun/").text
    visit.here = Browser(visit.here.live)  # and again, known by now
    assert visit.go().arrive().status_code == 200
    assert signed_in(visit.here)


def test_who_is_on_no_list_is_told_whom_to_ask_and_gets_no_account(
    region: Region, visit: Visit
) -> None:
    visit.there = Browser(region.provider)
    visit.there.get(region.provider.manage("first_login", "--recover"))
    form = {"password1": PASSWORD, "password2": PASSWORD}
    visit.there.send("/mulai/sandi/", name="Lain", email="lain@example.org", **form)
    region.provider.manage(
        "shell", "-v", "0", "-c",
        "from live.models import Assignment; Assignment.objects.filter(app='live').delete()",
    )  # fmt: skip
    page = visit.go().arrive()
    assert page.status_code == 403
    assert "Mintalah administrator akun" in page.text
    assert not signed_in(visit.here)
    assert (
        region.shell("from smartcity_base.models import User; print(User.objects.count())") == "1"
    )


def test_an_address_that_the_provider_does_not_vouch_for_counts_for_nothing(
    region: Region, visit: Visit
) -> None:
    region.provider.manage(
        "shell", "-v", "0", "-c",
        "from allauth.account.models import EmailAddress as E; E.objects.update(verified=False)",
    )  # fmt: skip
    try:
        assert visit.go().arrive().status_code == 403
        assert not signed_in(visit.here)
    finally:
        region.provider.manage(
            "shell", "-v", "0", "-c",
            "from allauth.account.models import EmailAddress as E; E.objects.update(verified=True)",
        )  # fmt: skip


def test_a_mailbox_handed_on_does_not_hand_on_the_account(region: Region, visit: Visit) -> None:
    region.shell("from live.models import Staff; Staff.objects.update(upstream_sub='lain')")
    assert visit.go().arrive().status_code == 403
    assert not signed_in(visit.here)


@pytest.mark.parametrize(
    ("name", "value"), [("state", "lain"), ("iss", "https://jahat.test"), ("code", "lain")]
)
def test_a_forged_answer_is_refused_and_spent(visit: Visit, name: str, value: str) -> None:
    parts = urlsplit(visit.go().back)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    forged = parts._replace(query=urlencode({**query, name: value})).geturl()
    assert visit.here.get(forged).status_code == 400
    assert visit.arrive().status_code == 400  # what was asked is forgotten
    assert not signed_in(visit.here)


def test_an_answer_serves_once_and_in_no_other_browser(region: Region, visit: Visit) -> None:
    visit.go()
    assert Browser(region.live).get(visit.back).status_code == 400
    assert visit.arrive().status_code == 200
    assert visit.here.get(visit.back).status_code == 400


def test_it_leads_to_no_strangers_site(visit: Visit) -> None:
    assert (
        urlsplit(visit.go("https://jahat.test/").arrive().url).netloc
        == urlsplit(visit.here.live.url).netloc
    )


def test_a_sensitive_act_is_proven_again_at_the_provider(region: Region, visit: Visit) -> None:
    visit.go().arrive()
    region.live.manage("shell", "-v", "0", "-c", AGE)
    sensitive = "/akun/data-pribadi/hapus/"
    asked = visit.here.get(sensitive, allow_redirects=False)
    for _hop in range(2):  # where it is proven, and that this is at the provider
        asked = visit.here.get(asked.headers["Location"], allow_redirects=False)
    there = asked.headers["Location"]
    assert there.startswith(f"{region.provider.url}/identity/o/authorize?")
    assert parse_qs(urlsplit(there).query)["max_age"] == ["0"]
    page = visit.there.get(there)
    assert urlsplit(page.url).path == "/akun/pastikan/"
    visit.there.http.max_redirects = 1
    with pytest.raises(requests.TooManyRedirects) as told:
        visit.there.fill(page, password=PASSWORD)
    assert told.value.response is not None
    visit.back = told.value.response.headers["Location"]
    assert urlsplit(visit.arrive().url).path == sensitive


def test_what_the_provider_did_not_ask_for_again_proves_nothing(
    region: Region, visit: Visit
) -> None:
    visit.go().arrive()
    region.live.manage("shell", "-v", "0", "-c", AGE)
    region.provider.manage("shell", "-v", "0", "-c", AGE)
    address = "/masuk/daerah/?lagi=1&next=/akun/"
    there = visit.here.get(address, allow_redirects=False).headers["Location"]
    mild = there.replace("max_age=0", "max_age=86400")
    visit.back = visit.there.get(mild, allow_redirects=False).headers["Location"]
    assert visit.arrive().status_code == 400
    assert visit.here.get("/akun/data-pribadi/hapus/", allow_redirects=False).status_code == 302
    assert signed_in(visit.here)


def test_signing_out_goes_on_to_the_provider(region: Region, visit: Visit) -> None:
    visit.go().arrive()
    page = visit.here.get("/keluar/")
    token = page.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    answer = visit.here.http.post(
        f"{region.live.url}/keluar/",
        {"csrfmiddlewaretoken": token},
        headers={"Referer": page.url},
        allow_redirects=False,
        timeout=20,
    )
    away = answer.headers["Location"]
    assert away.startswith(f"{region.provider.url}/identity/o/logout?")
    assert region.provider.url in page.headers["Content-Security-Policy"].split("form-action")[1]
    back = visit.there.get(away, allow_redirects=False)
    assert back.headers["Location"] == f"{region.live.url}/"
    assert not signed_in(visit.here)
    assert not signed_in(visit.there)


def test_a_provider_that_is_away_is_told_and_other_ways_stay(region: Region, visit: Visit) -> None:
    visit.go()
    region.provider.stop("web")
    try:
        page = visit.arrive()
        assert page.status_code == 503
        assert f"{NAME} sedang tidak menjawab" in page.text
        assert Browser(region.live).get("/masuk/").status_code == 200
    finally:
        region.provider.serve()


def test_the_log_holds_no_person_no_code_and_no_secret(region: Region, visit: Visit) -> None:
    visit.go().arrive()
    code = parse_qs(urlsplit(visit.back).query)["code"][0]
    log = "".join(path.read_text() for path in region.live.folder.glob("*.log"))
    assert "/masuk/daerah/" in log
    for word in (code, SECRET, "siti@example.org", "Siti"):
        assert word not in log
