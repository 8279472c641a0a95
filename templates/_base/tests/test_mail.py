from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest

from smartcity_base.config import config
from smartcity_base.mail import letter, page

TEXT = (
    "Yth. Budi,\n\nLaporan Anda <selesai>.\nTerima kasih.\n\nhttps://laksa.contoh.go.id/ikuti/1/\n"
)


@pytest.fixture
def picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    (tmp_path / "branding").mkdir()
    (tmp_path / "branding/email.png").write_bytes(b"a picture")
    here = replace(config(), folder=tmp_path)
    monkeypatch.setattr("smartcity_base.mail.config", lambda: here)
    return b"a picture"


def parts(message: Message) -> dict[str, Message]:
    return {part.get_content_type(): part for part in message.walk()}


def test_a_letter_says_the_same_in_words_and_under_the_regions_head(picture: bytes) -> None:
    sent = letter("Kabar", TEXT, "budi@example.org", "laksa@contoh.go.id")
    assert (sent.to, sent.from_email, sent.body) == (
        ["budi@example.org"],
        "laksa@contoh.go.id",
        TEXT,
    )
    found = parts(message_from_bytes(sent.message().as_bytes()))
    assert list(found) == [
        "multipart/related", "multipart/alternative", "text/plain", "text/html", "image/png",
    ]  # fmt: skip
    html = found["text/html"].get_payload(decode=True)
    assert isinstance(html, bytes)
    assert "Pemerintah Kota Contoh" in html.decode()
    assert b"Laporan Anda &lt;selesai&gt;.<br>Terima kasih." in html
    assert b'href="https://laksa.contoh.go.id/ikuti/1/"' in html
    assert found["image/png"].get_payload(decode=True) == picture
    assert found["image/png"]["Content-ID"] == "<lambang>"
    assert b'src="cid:lambang"' in html


def test_a_letter_asks_no_server_for_anything(picture: bytes) -> None:
    html = page(TEXT, "cid:lambang")
    assert "src=" in html
    assert 'src="http' not in html
    assert "url(" not in html


def test_a_letter_without_a_picture_names_the_government_all_the_same() -> None:
    sent = letter("Kabar", TEXT, "budi@example.org")
    found = parts(message_from_bytes(sent.message().as_bytes()))
    assert "image/png" not in found
    assert "<img" not in page(TEXT, "")
