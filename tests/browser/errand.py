"""A report that needs somebody on the spot: from LAKSA to SIGAP and back, a test for every place.

A module that says what its `place` and its `crew` are takes it over with `class TestHere(Errand)`.
"""

from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import cast as people
from tests.browser import chromium, field, reports
from tests.browser.cast import Cast
from tests.browser.field import Crew
from tests.browser.place import Place
from tests.servers.machine import wait_until


class Errand:
    def test_every_step_stands_in_the_reports_timeline_within_seconds(
        self, place: Place, cast: Cast, crew: Crew, supervisor: Page, browser: Browser,
        pocket: BrowserContext, phone: Page, photo: Path, shot: Path,
    ) -> None:  # fmt: skip
        report = reports.send(phone, place, "Lubang besar di depan puskesmas.", photo)
        office = chromium.desk(browser).new_page()
        people.sign_in(office, place.laksa, cast.officer)
        reports.do(office, place, report.number, "Verifikasi")
        office.get_by_text("Tugaskan petugas lapangan").first.click()
        office.get_by_label("Petunjuk untuk petugas lapangan").fill("Bawa kerucut")
        office.locator("form[action$='/lapangan/'] button").click()

        def given() -> str:
            supervisor.goto(f"{crew.sigap}/pengawasan/?q={report.number}")
            link = supervisor.locator("table.queue tbody a").first
            return link.get_attribute("href") or "" if link.count() else ""

        number = wait_until("the report is a task", given, 20).strip("/").split("/")[-1]
        field.assign(supervisor, crew, number)
        page = field.officers_page(pocket, crew)
        field.opened(page, crew, number)
        for button in ("Terima tugas", "Saya sudah tiba"):
            page.get_by_role("button", name=button).click()
        field.shoot(page, "sebelum", shot)
        field.shoot(page, "sesudah", shot)
        page.get_by_label("Apa yang dikerjakan").fill("Lubang ditambal")
        page.get_by_role("button", name="Selesaikan tugas").click()
        expect(page.get_by_role("button", name="Selesaikan tugas")).to_have_count(0)
        field.sent(page)
        assert field.state(supervisor, crew, number) == "Menunggu pemeriksaan"
        supervisor.get_by_role("button", name="Nyatakan selesai").click()

        def closed() -> bool:
            return reports.look_up(phone, place, report.number).inner_text() == "Selesai"

        wait_until("the report is closed", closed, 20)
        timeline = phone.locator(".timeline")
        for line in ("ditugaskan", "menerima tugas", "tiba di lokasi", "selesai bekerja"):
            expect(timeline).to_contain_text(f"Petugas lapangan {line}")
        expect(timeline).to_contain_text("Lubang ditambal")
        expect(timeline).not_to_contain_text(crew.officer.name)
        expect(timeline).not_to_contain_text("Bawa kerucut")
        assert timeline.locator("img").count() >= 2
        office.context.close()
