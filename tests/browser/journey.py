"""What people do at an adopted place, as tests that hold for every place.

A module that says what its `place` is takes them over with `class TestHere(Journey)`.
"""

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect

from tests.browser import cast as people
from tests.browser import chromium, reports
from tests.browser import photo as camera
from tests.browser.cast import Cast
from tests.browser.place import Place
from tests.servers.machine import wait_until

WORDS = "Lubang besar di depan pasar, dua motor sudah jatuh."
DONE = "Lubang ditambal dengan aspal dingin."


class Journey:
    def test_a_citizen_without_an_account_reports_what_is_at_a_place_on_the_map(
        self, browser: Browser, place: Place, photo: Path
    ) -> None:
        context = chromium.phone(browser)
        hosts = chromium.hosts_asked(context)
        page = context.new_page()
        sent = reports.send(page, place, WORDS, photo)
        reports.cleaned(page)
        expect(reports.look_up(page, place, sent.number)).to_have_text("Menunggu")
        expect(page.get_by_text(WORDS)).to_have_count(0)  # not before somebody has looked at it
        assert hosts == {urlsplit(place.laksa).hostname}
        context.close()

    def test_a_phone_without_javascript_sends_a_report_too(
        self, browser: Browser, place: Place, photo: Path
    ) -> None:
        context = chromium.phone(browser, scripts=False)
        page = context.new_page()
        reports.send(page, place, WORDS, photo, on_map=False)
        reports.cleaned(page)
        context.close()

    def test_what_is_missing_is_named_and_what_was_typed_stays(
        self, phone: Page, place: Place
    ) -> None:
        phone.goto(f"{place.laksa}/lapor/")
        phone.get_by_label("Apa yang terjadi?").fill(WORDS)
        phone.get_by_role("button", name="Kirim laporan").click()
        faults = phone.get_by_role("alert")
        expect(faults).to_contain_text("Pilih salah satu jenis laporan.")
        expect(faults).to_contain_text("Tentukan tempatnya")
        expect(phone.get_by_label("Apa yang terjadi?")).to_have_value(WORDS)

    def test_the_first_link_serves_once(self, phone: Page, place: Place, cast: Cast) -> None:
        answer = phone.goto(cast.first_link)
        assert answer
        assert answer.status == 410
        expect(phone.get_by_label("Kata sandi baru")).to_have_count(0)

    def test_an_administrator_signs_in_with_a_second_factor(
        self, desk: Page, place: Place, cast: Cast
    ) -> None:
        desk.goto(f"{place.live}/masuk/")
        people.give_password(desk, cast.administrator.email, cast.administrator.password)
        expect(desk.get_by_label("Kode")).to_be_visible()
        desk.goto(f"{place.live}/orang/")
        expect(people.account(desk)).to_have_count(0)  # a password alone opens nothing

        desk.goto(f"{place.live}/masuk/kode/")
        people.give_code(desk, cast.administrator)
        expect(desk.get_by_role("link", name="Orang dan peran")).to_be_visible()

    def test_a_report_is_verified_closed_with_a_photo_and_seen_closed(
        self, browser: Browser, phone: Page, desk: Page, place: Place, photo: Path, cast: Cast
    ) -> None:
        sent = reports.send(phone, place, WORDS, photo)

        people.sign_in(desk, place.laksa, cast.operator)
        reports.do(desk, place, sent.number, "Verifikasi")

        officer = chromium.desk(browser).new_page()
        people.sign_in(officer, place.laksa, cast.officer)
        expect(reports.queue(officer, place).filter(has_text=sent.number)).to_have_count(1)
        reports.do(officer, place, sent.number, "Terima dan tangani")
        reports.close(officer, place, sent.number, DONE, photo)
        officer.context.close()

        expect(reports.look_up(phone, place, sent.number)).to_have_text("Selesai")
        expect(phone.get_by_text(DONE)).to_be_visible()
        expect(phone.get_by_text(WORDS).first).to_be_visible()

    def test_no_public_photo_tells_where_it_was_taken(
        self, browser: Browser, desk: Page, place: Place, photo: Path, cast: Cast
    ) -> None:
        assert camera.tells(photo.read_bytes())
        # Without scripts the photo leaves the phone as the camera made it.
        context = chromium.phone(browser, scripts=False)
        page = context.new_page()
        sent = reports.send(page, place, WORDS, photo, on_map=False)
        people.sign_in(desk, place.laksa, cast.operator)
        reports.do(desk, place, sent.number, "Verifikasi")
        reports.look_up(page, place, sent.number)
        reports.cleaned(page)
        shown = page.locator(".photos a").evaluate_all("links => links.map(link => link.href)")
        shown += page.locator(".photos img").evaluate_all("shown => shown.map(one => one.src)")
        assert len(set(shown)) == 2  # the small one, and the large one behind it
        for address in set(shown):
            answer = page.goto(address)
            assert answer
            assert (answer.status, answer.headers["content-type"]) == (200, "image/jpeg")
            assert camera.tells(answer.body()) == {}
        context.close()

    def test_an_officer_sees_the_queue_of_their_own_agency_alone(
        self, browser: Browser, phone: Page, desk: Page, place: Place, photo: Path, cast: Cast
    ) -> None:
        sent = reports.send(phone, place, WORDS, photo, on_map=False)
        people.sign_in(desk, place.laksa, cast.stranger)
        expect(reports.queue(desk, place).filter(has_text=sent.number)).to_have_count(0)
        answer = desk.goto(f"{place.laksa}/antrean/{sent.number}/")
        assert answer
        assert answer.status == 404

        officer = chromium.desk(browser).new_page()
        people.sign_in(officer, place.laksa, cast.officer)
        expect(reports.queue(officer, place).filter(has_text=sent.number)).to_have_count(1)
        officer.context.close()

    def test_one_sign_in_opens_both_apps(self, desk: Page, place: Place, cast: Cast) -> None:
        people.sign_in(desk, place.live, cast.officer)
        people.enter(desk, place.laksa)
        expect(people.account(desk)).to_contain_text("Petrus")

    def test_signing_out_at_live_ends_the_sign_in_at_laksa(
        self, desk: Page, place: Place, cast: Cast
    ) -> None:
        people.sign_in(desk, place.laksa, cast.officer)
        people.sign_out(desk, place.live)

        def is_out() -> bool:
            desk.goto(f"{place.laksa}/")
            return people.account(desk).count() == 0

        wait_until("LAKSA has heard of it", is_out, seconds=10)

    def test_signing_out_at_laksa_signs_out_at_live(
        self, desk: Page, place: Place, cast: Cast
    ) -> None:
        people.sign_in(desk, place.laksa, cast.officer)
        people.sign_out(desk, place.laksa)
        desk.goto(f"{place.live}/")
        expect(people.account(desk)).to_have_count(0)

    def test_an_officer_goes_on_working_while_live_is_away(
        self, phone: Page, desk: Page, place: Place, photo: Path, cast: Cast
    ) -> None:
        sent = reports.send(phone, place, WORDS, photo, on_map=False)
        people.sign_in(desk, place.laksa, cast.operator)
        with place.without("live"):
            expect(reports.queue(desk, place).filter(has_text=sent.number)).to_have_count(1)
            reports.do(desk, place, sent.number, "Verifikasi")
            expect(reports.look_up(phone, place, sent.number)).to_have_text("Diverifikasi")

    def test_a_citizen_registers_and_is_told_what_the_address_is_worth(
        self, phone: Page, place: Place
    ) -> None:
        people.register(phone, place, people.citizen())
        expect(people.account(phone)).to_be_visible()
        phone.goto(f"{place.live}/akun/")
        # No mail, no proof: neither of the address nor, so, of who they are.
        expect(phone.get_by_text("Belum terverifikasi")).to_have_count(2)

    def test_too_many_wrong_passwords_lock_an_account_and_say_for_how_long(
        self, phone: Page, place: Place
    ) -> None:
        person = people.citizen()
        people.register(phone, place, person)
        people.sign_out(phone, place.live)
        phone.goto(f"{place.live}/masuk/")
        for _ in range(5):
            people.give_password(phone, person.email, "bukan kata sandinya 1")
            expect(phone.get_by_text("Surel atau kata sandi tidak benar")).to_be_visible()
        people.give_password(phone, person.email, person.password)
        expect(phone.get_by_text("Tunggu seperempat jam")).to_be_visible()
        expect(people.account(phone)).to_have_count(0)
