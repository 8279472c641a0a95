"""Letters to the region's mailbox, fetched from a Dovecot as the worker fetches them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path

import pytest

from laksa import work
from laksa.channels import jobs, letterbox, letters, mailbox
from laksa.models import Arrival, Report
from laksa.states import Action, Actor, State

from ..conftest import Reporting, picture
from .dovecot import PASSWORD, USER, Dovecot

pytestmark = [
    pytest.mark.skipif(
        not Path("/usr/sbin/dovecot").exists(), reason="Dovecot is not installed here"
    ),
    pytest.mark.xdist_group("dovecot"),
    pytest.mark.usefixtures("region"),
]


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with Dovecot() as dovecot:
        yield dovecot


@pytest.fixture
def box(server: Dovecot, settled: Callable[..., None]) -> Iterator[Dovecot]:
    """The region's mailbox is this Dovecot's; it is empty."""
    with server.open() as inside:
        for folder in ("INBOX", mailbox.DONE):
            if inside.select(folder)[0] == "OK" and inside.search(None, "ALL")[1][0]:
                inside.store("1:*", "+FLAGS.SILENT", r"(\Deleted)")
                inside.expunge()
    secret = Path(os.environ["SMARTCITY_SECRETS"]) / "imap_password"
    secret.write_text(PASSWORD + "\n")
    settled(
        imap_host="127.0.0.1", imap_port=server.port, imap_security="none", imap_user=USER,
        imap_category="sampah",
    )  # fmt: skip
    yield server
    secret.unlink()


def letter(text: str = "Sampah menumpuk tiga hari", **heads: str) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Budi Santoso <Budi@example.org>"
    made["To"] = USER
    made["Subject"] = "Sampah di Bukit Indah"
    made["Message-ID"] = make_msgid(domain="example.org")
    for name, value in heads.items():
        del made[name.replace("_", "-")]
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def test_a_letter_becomes_a_report_and_is_put_aside(box: Dovecot) -> None:
    box.put(letter().as_bytes())
    assert mailbox.empty() == 1
    report = Report.objects.get()
    assert report.channel == "email"
    assert report.text == "Sampah di Bukit Indah\n\nSampah menumpuk tiga hari"
    assert (report.category_id, report.state) == ("sampah", State.MENUNGGU)
    assert report.village is not None
    assert (report.village.name, report.place_confirmed) == ("Bukit Indah", False)
    assert (report.contact.name, report.contact.email) == ("Budi Santoso", "budi@example.org")
    assert (box.count(), box.count(mailbox.DONE)) == (0, 1)
    assert mailbox.empty() == 0


def test_the_worker_does_it_by_itself(box: Dovecot) -> None:
    box.put(letter().as_bytes())
    jobs.fetch_letters.call()
    assert Report.objects.count() == 1


def test_its_pictures_go_through_the_cleaner(box: Dovecot) -> None:
    from PIL import Image

    exif = Image.Exif()
    exif[0x010F] = "Kamera Budi"
    made = letter()
    raw = picture((2000, 1500), exif.tobytes()).read()
    assert b"Kamera Budi" in raw
    made.add_attachment(raw, maintype="image", subtype="jpeg", filename="a.jpg")
    made.add_attachment(b"no picture", maintype="image", subtype="png", filename="b.png")
    made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="c.pdf")
    box.put(made.as_bytes())
    mailbox.empty()
    photo = Report.objects.get().photos.get()
    assert b"Kamera Budi" not in photo.image.read()
    note = Report.objects.get().events.get(action=Action.NOTE)
    assert (note.by, note.audience) == ("rule", "officers")
    assert "2.png" in note.text


def test_the_same_letter_delivered_twice_is_one_report(box: Dovecot) -> None:
    raw = letter().as_bytes()
    box.put(raw)
    box.put(raw)
    assert mailbox.empty() == 2
    assert Report.objects.count() == 1


def test_a_worker_killed_before_putting_it_aside_meets_it_again_and_knows_it(
    box: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.put(letter().as_bytes())

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(mailbox, "_put_aside", killed)
        with pytest.raises(KeyboardInterrupt):
            mailbox.empty()
    assert (box.count(), Report.objects.count()) == (1, 1)
    assert mailbox.empty() == 1
    assert (box.count(), Report.objects.count()) == (0, 1)


def test_one_letter_that_cannot_be_taken_does_not_hold_up_the_others(
    box: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.put(letter("yang rusak").as_bytes())
    box.put(letter("yang baik").as_bytes())
    take = letterbox.take

    def stumble(one: letters.Letter) -> Report | None:
        if "rusak" in one.words:
            raise ValueError
        return take(one)

    monkeypatch.setattr(letterbox, "take", stumble)
    assert mailbox.empty() == 1
    assert "yang baik" in Report.objects.get().text
    assert box.count() == 1  # for a person to look at


def test_an_answer_to_a_notice_is_added_to_its_report(box: Dovecot, reported: Reporting) -> None:
    report = reported(State.PROSES, email="budi@example.org")
    refers = letters.message_id(report, 7, "laksa.kotacontoh.go.id")
    words = "Di depan toko roti.\n\nPada Sen, 6 Jul 2026 LAKSA menulis:\n> Di mana tepatnya?"
    box.put(letter(words, Subject=f"Re: {report.number}", In_Reply_To=refers).as_bytes())
    mailbox.empty()
    reply = report.events.last()
    assert reply is not None
    assert (reply.action, reply.by, reply.audience) == ("reply", "reporter", "parties")
    assert reply.text == "Di depan toko roti."
    assert Report.objects.count() == 1


def test_a_number_without_its_token_adds_nothing_to_that_report(
    box: Dovecot, reported: Reporting
) -> None:
    report = reported(State.PROSES)
    forged = f"<7.{report.number}.{'0' * 20}@laksa.kotacontoh.go.id>"
    box.put(letter(Subject=f"Re: {report.number}", References=forged).as_bytes())
    mailbox.empty()
    assert report.events.filter(action=Action.REPLY).count() == 0
    assert Report.objects.count() == 2


def test_an_answer_to_a_closed_report_is_a_note_for_its_officers(
    box: Dovecot, reported: Reporting
) -> None:
    report = reported(State.SELESAI)
    refers = letters.message_id(report, 7, "laksa.kotacontoh.go.id")
    box.put(letter("Terima kasih", In_Reply_To=refers).as_bytes())
    mailbox.empty()
    note = report.events.last()
    assert note is not None
    assert (note.action, note.audience) == ("note", "officers")
    assert "Terima kasih" in note.text
    report.refresh_from_db()
    assert report.state == State.SELESAI


@pytest.mark.parametrize(
    "heads",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"List_Id": "<warga.example.org>"},
        {"From": "MAILER-DAEMON@example.org"},
    ],
)
def test_programs_write_no_reports(box: Dovecot, heads: dict[str, str]) -> None:
    box.put(letter(**heads).as_bytes())
    assert mailbox.empty() == 1
    assert not Report.objects.exists()
    assert Arrival.objects.get().report is None
    assert box.count(mailbox.DONE) == 1


def test_a_page_is_read_as_its_words(box: Dovecot) -> None:
    made = letter()
    made.set_content(
        "<html><head><style>p{color:red}</style></head><body><p>Lampu mati</p>"
        "<p>di depan pasar</p><script>x()</script></body></html>",
        subtype="html",
    )
    box.put(made.as_bytes())
    mailbox.empty()
    words = Report.objects.get().text
    assert "Lampu mati\n" in words
    assert "di depan pasar" in words
    assert "color" not in words
    assert "x()" not in words


def test_a_letter_of_an_unknown_charset_and_a_broken_head_is_read_as_well_as_can_be(
    box: Dovecot,
) -> None:
    box.put(
        b"From: =?x-unknown?q?Budi=FF?= <budi@example.org>\r\nSubject: =?utf-8?q?Jalan=\r\n"
        b"Content-Type: text/plain; charset=x-unknown\r\n\r\nJalan \xff rusak\r\n"
    )
    mailbox.empty()
    assert "rusak" in Report.objects.get().text


def test_a_mailbox_that_does_not_answer_is_asked_again_later(
    box: Dovecot, caplog: pytest.LogCaptureFixture
) -> None:
    box.put(letter().as_bytes())
    box.stop()
    try:
        jobs.fetch_letters.call()
    finally:
        box.start()
    assert "does not answer" in caplog.text
    assert not Report.objects.exists()
    jobs.fetch_letters.call()
    assert Report.objects.count() == 1


def test_a_region_without_a_mailbox_has_no_work(settled: Callable[..., None]) -> None:
    settled(imap_host="")
    assert not mailbox.is_set()
    jobs.fetch_letters.call()


def test_what_is_personal_in_a_letter_is_masked(box: Dovecot, reported: Reporting) -> None:
    box.put(letter("Hubungi 0812-3456-7890").as_bytes())
    mailbox.empty()
    report = Report.objects.get()
    work.perform(report, Action.VERIFY, Actor.OPERATOR)
    assert [kind for _value, kind in report.masks] == ["phone"]
