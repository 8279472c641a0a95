"""The live page: who may see it, what it says, and that a person can use it."""

import http.client
import json
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect

from smartcity_kit import paths, regions
from smartcity_kit.catalogue import load_catalogue
from smartcity_kit.fleet.ledger import Ledger, Outcome, Rollout, open_ledger
from smartcity_kit.fleet.levels import LADDER
from smartcity_kit.fleet.member import Member, read_members
from smartcity_kit.fleet.page.serve import Page
from smartcity_kit.fleet.page.view import Asked, fleet_page
from smartcity_kit.fleet.standing import Standing
from smartcity_kit.profile import choose
from tests.browser import accessibility, chromium

EVIL = '<script>alert("x")</script>'
FACTS = {"valid": True, "rendered": True, "installed": True, "data": True, "release": "abc123"}


@pytest.fixture
def page(state: Path) -> Iterator[Page]:
    """Twenty regions; one is done, one failed, one is at work."""
    ledger = open_ledger()
    members = {m.slug: m for m in read_members(choose.all_of([paths.SAMPLES]).folders.values(),
                                               load_catalogue())}  # fmt: skip
    three = [members[slug] for slug in ("kota-batam", "kota-serang", "kota-gorontalo")]
    ledger.begin(Rollout("r1", "sri", "kantor", "0.2", {}), [three])
    done, failed, _busy = (
        ledger.claim("r1", one.slug, "w", lambda _n: "/evidence") for one in three
    )
    assert done
    assert failed
    ledger.settle(done, Outcome("done", release="abc123", seconds=70, drift=2, facts=FACTS))
    ledger.tell(failed, 0, ["§ run", EVIL])
    ledger.settle(failed, Outcome("failed", EVIL, "run", facts={"valid": True}))
    page = Page(ledger, [paths.SAMPLES])
    thread = threading.Thread(target=page.serve_forever)
    thread.start()
    yield page
    page.shutdown()
    thread.join()
    page.server_close()


@pytest.fixture(scope="module")
def browser(driver: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    home = str(tmp_path_factory.mktemp("browser"))
    browser = driver.chromium.launch(
        executable_path=chromium.EXECUTABLE, args=chromium.FLAGS, env={"HOME": home}
    )
    yield browser
    browser.close()


class Visitor:
    """Somebody on this machine, with or without the page's token."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.cookie = ""

    def ask(self, path: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
        way = http.client.HTTPConnection("127.0.0.1", self.page.server_port, timeout=20)
        own = {"Cookie": self.cookie} if self.cookie else {}
        way.request(method, path, headers=own | headers)
        return way.getresponse()

    def let_in(self) -> "Visitor":
        answer = self.ask(f"/?kunci={self.page.token}")
        self.cookie = str(answer.headers["Set-Cookie"]).partition(";")[0]
        return self

    def read(self, path: str) -> str:
        answer = self.ask(path)
        assert answer.status == 200, answer.status
        return answer.read().decode()


@pytest.fixture
def visitor(page: Page) -> Visitor:
    return Visitor(page).let_in()


def test_it_answers_here_alone_and_to_who_has_its_token(page: Page) -> None:
    assert page.server_address[0] == "127.0.0.1"
    stranger = Visitor(page)
    assert stranger.ask("/").status == 403
    assert stranger.ask("/keadaan.json").status == 403
    assert stranger.ask("/?kunci=wrong").status == 403
    assert "kota-serang" not in stranger.ask("/daerah/kota-serang").read().decode()


def test_its_token_stays_out_of_the_address_bar(page: Page) -> None:
    answer = Visitor(page).ask(f"/?kunci={page.token}")
    assert answer.status == 303
    assert answer.headers["Location"] == "/"
    kept = str(answer.headers["Set-Cookie"])
    assert "HttpOnly" in kept
    assert "SameSite=Strict" in kept


def test_a_site_whose_name_leads_here_gets_nothing(page: Page, visitor: Visitor) -> None:
    assert visitor.ask("/", Host=f"evil.example:{page.server_port}").status == 421
    assert visitor.ask("/", Host="").status == 421


def test_an_address_made_up_by_somebody_leads_nowhere_else(page: Page) -> None:
    answer = Visitor(page).ask(f"//evil.example/x?kunci={page.token}")
    assert answer.headers["Location"] == "/evil.example/x"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_changed(visitor: Visitor, method: str) -> None:
    assert visitor.ask("/", method).status == 501


def test_it_says_how_all_stand(visitor: Visitor) -> None:
    text = visitor.read("/")
    assert "Keadaan 20 daerah" in text
    assert re.search(r"kota-batam.*Selesai", text, re.DOTALL)
    assert "2 menyimpang" not in text
    assert '<a href="/?keadaan=masalah"><strong>1</strong> bermasalah</a>' in text
    assert "<strong>1</strong> sedang dikerjakan" in text


def test_filters_narrow_the_table(visitor: Visitor) -> None:
    def names(query: str) -> list[str]:
        return re.findall(r'<th scope="row"><a href="/daerah/([^"]+)"', visitor.read(f"/?{query}"))

    assert names("keadaan=masalah") == ["kota-serang"]
    assert names("keadaan=kerja") == ["kota-gorontalo"]
    assert names("keadaan=usang") == ["kota-batam"]
    assert names("tingkat=data") == ["kota-batam"]
    assert "kota-serang" in names("provinsi=36")
    assert "kota-batam" not in names("provinsi=36")
    assert names("q=75.71") == ["kota-gorontalo"]
    assert names("q=%3Cscript%3E") == []


def test_what_others_wrote_is_text(visitor: Visitor) -> None:
    for path in ("/", "/daerah/kota-serang", "/?q=%3Cscript%3Ealert(%22x%22)%3C/script%3E"):
        assert EVIL not in visitor.read(path)
    assert "&lt;script&gt;alert" in visitor.read("/daerah/kota-serang")


def test_a_region_has_its_history(visitor: Visitor) -> None:
    text = visitor.read("/daerah/kota-batam")
    assert "Kota Batam" in text
    assert "sri" in text
    assert "abc123" in text
    assert visitor.ask("/daerah/atlantis").status == 404


def test_scripts_get_the_same_as_json(visitor: Visitor) -> None:
    told = {one["region"]: one for one in json.loads(visitor.read("/keadaan.json"))["regions"]}
    assert told["kota-batam"]["adoption"] == "data"
    assert told["kota-batam"]["reached"]["backed-up"] is None
    assert told["kota-batam"]["adrift"] == 0
    assert told["kota-gorontalo"]["stage"] == "profile"
    assert told["kota-batam"]["point"][0] == pytest.approx(104, abs=1)


def test_a_profile_that_is_written_meanwhile_is_read_anew(tmp_path: Path, state: Path) -> None:
    folder = tmp_path / "profiles" / "kota-batam"
    shutil.copytree(paths.SAMPLES / "kota-batam", folder)
    page = Page(open_ledger(), [tmp_path / "profiles"])
    try:
        assert page.standings()[0].member.domain != "baru.batam.go.id"
        file = folder / "profile.yml"
        file.write_text(re.sub(r"(?m)^domain: .*", "domain: baru.batam.go.id", file.read_text()))
        assert page.standings()[0].member.domain == "baru.batam.go.id"
    finally:
        page.server_close()


def test_it_lets_nothing_in_from_elsewhere(visitor: Visitor) -> None:
    policy = str(visitor.ask("/").headers["Content-Security-Policy"])
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    text = visitor.read("/")
    assert not re.search(r"(src|href)=\"(https?:)?//", text)
    assert " style=" not in text


def test_java_is_shown_larger_only_where_its_regions_could_not_be_told_apart() -> None:
    def near(codes: list[str], adopted: str = "") -> bool:
        members = [member_of_code(code) for code in codes]
        stood = [_standing(one) for one in members]
        return fleet_page(stood, Asked(province=adopted))["near"] is not None

    java = [one.code for one in regions.all_regions() if one.code[:2] == "33"]
    assert near([*java, "11.71", "91.71"])
    assert not near(["33.74", "11.71", "91.71"])  # few
    assert not near(java, "33")  # large enough


def member_of_code(code: str) -> Member:
    region = regions.find(code)
    return Member(region.slug, region.slug, "", code, region.name, province=code[:2])


def _standing(member: Member) -> Standing:
    return Standing(member, dict.fromkeys(LADDER), "", "", "", "", 0, None, {})


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_a_person_finds_a_region_on_a_phone_and_on_a_desk(page: Page, browser: Browser) -> None:
    said: list[str] = []
    for size in (chromium.PHONE, chromium.DESK):
        view = browser.new_context(viewport=size).new_page()
        view.on("console", lambda message: said.append(message.text))
        view.goto(page.address)
        assert accessibility.overflow(view) == 0
        view.get_by_label("Cari nama atau kode").fill("serang")
        view.get_by_role("button", name="Saring").click()
        view.get_by_role("link", name="Kota Serang", exact=True).click()
        expect(view.get_by_role("heading", name="Kota Serang")).to_be_visible()
        assert accessibility.overflow(view) == 0
    assert said == []
    for address in ("/", "/daerah/kota-serang"):
        free = browser.new_context(viewport=chromium.PHONE, bypass_csp=True).new_page()
        free.goto(page.address)
        free.goto(f"http://127.0.0.1:{page.server_port}{address}")
        assert accessibility.faults(free) == ""


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_it_shows_what_happened_since_without_being_asked(page: Page, browser: Browser) -> None:
    view = browser.new_context(viewport=chromium.DESK).new_page()
    view.goto(page.address)
    row = view.get_by_role("row", name="Kota Gorontalo")
    expect(row).to_contain_text("membaca profil")
    settle(page.ledger, "kota-gorontalo")
    expect(row).to_contain_text("Selesai")


def settle(ledger: Ledger, slug: str) -> None:
    from smartcity_kit.fleet.ledger import Claim

    assert ledger.settle(Claim("r1", slug, 1, "w", ""), Outcome("done", facts=FACTS))
