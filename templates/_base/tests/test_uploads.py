from __future__ import annotations

import io
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from PIL import Image

from smartcity_base.uploads import ImageRejected, clean_image, send_upload

GPS, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F


def photo(kind: str = "JPEG", size: tuple[int, int] = (400, 300), **save: Any) -> io.BytesIO:
    """Red on the left, blue on the right, so that one can see which way is up."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    picture.save(out, kind, **save)
    out.seek(0)
    return out


def clean(file: io.BytesIO, max_bytes: int = 2**20, max_side: int = 1600) -> Image.Image:
    return Image.open(clean_image(file, max_bytes, max_side))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_kind_comes_out_as_a_jpeg(kind: str) -> None:
    assert clean(photo(kind)).format == "JPEG"


def test_everything_but_the_pixels_is_gone() -> None:
    exif = Image.Exif()
    exif[MAKE] = "Kamera Rahasia"
    exif.get_ifd(GPS)[2] = (0.0, 33.0, 36.0)
    sent = photo(exif=exif, comment=b"catatan rahasia", icc_profile=b"profil rahasia")
    assert b"Rahasia" in sent.getvalue()
    made = clean_image(sent, 2**20, 1600)
    raw = made.read()
    assert b"ahasia" not in raw
    assert not Image.open(io.BytesIO(raw)).getexif()


def test_a_photo_taken_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # turn by 90 degrees to the right to see it upright
    made = clean(photo(exif=exif))
    assert made.size == (300, 400)
    red, _, blue = made.getpixel((150, 50))
    assert red > 200 > 60 > blue


def test_a_large_photo_is_made_smaller_and_a_small_one_left_as_it_is() -> None:
    assert clean(photo(size=(3000, 1500)), max_side=1000).size == (1000, 500)
    assert clean(photo(size=(80, 60)), max_side=1000).size == (80, 60)


def test_what_is_see_through_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(out, "PNG")
    out.seek(0)
    assert clean(out).getpixel((10, 10)) == (255, 255, 255)


def test_the_kind_is_told_by_content_and_not_by_name() -> None:
    file = ContentFile(b"<?php system($_GET['x']); ?>", name="foto.jpg")
    with pytest.raises(ImageRejected, match="bukan foto"):
        clean_image(file, 2**20, 1600)
    out = io.BytesIO()
    Image.new("RGB", (10, 10)).save(out, "TIFF")
    out.seek(0)
    with pytest.raises(ImageRejected, match="bukan foto"):
        clean_image(out, 2**20, 1600)


def test_a_photo_with_something_hidden_behind_it_loses_it() -> None:
    sent = io.BytesIO(photo().getvalue() + b"<script>alert(1)</script>")
    assert b"script" not in clean_image(sent, 2**20, 1600).read()


def test_a_heic_photo_is_refused_with_what_to_do() -> None:
    with pytest.raises(ImageRejected, match="JPEG di pengaturan kamera"):
        clean_image(io.BytesIO(b"\x00\x00\x00\x18ftypheic" + bytes(100)), 2**20, 1600)


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(ImageRejected, match="paling besar 1 MB"):
        clean_image(io.BytesIO(bytes(2**20 + 1)), 2**20, 1600)


def test_a_decompression_bomb_is_refused_before_it_unpacks() -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG", optimize=True)
    assert len(out.getvalue()) < 2**20
    out.seek(0)
    with pytest.raises(ImageRejected, match="terlalu lebar"):
        clean_image(out, 2**20, 1600)


def test_a_damaged_photo_is_refused() -> None:
    half = photo().getvalue()[:600]
    with pytest.raises(ImageRejected, match="rusak"):
        clean_image(io.BytesIO(half), 2**20, 1600)


def test_an_upload_is_sent_by_django_or_left_to_nginx(monkeypatch: pytest.MonkeyPatch) -> None:
    name = default_storage.save("laporan/foto satu.jpg", ContentFile(b"isi"))
    direct = send_upload(name)
    assert isinstance(direct, FileResponse)
    assert b"".join(direct.streaming_content) == b"isi"
    monkeypatch.setenv("SMARTCITY_ACCEL", "1")
    left = send_upload(name)
    assert left["X-Accel-Redirect"] == f"/_uploads/{name.replace(' ', '%20')}"
    for answer in (direct, left):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]


def test_an_upload_that_is_not_there_is_not_found() -> None:
    with pytest.raises(Http404):
        send_upload("laporan/tidak-ada.jpg")


def test_what_is_stored_keeps_the_group_that_the_web_server_reads_as(
    settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    tmp_path.chmod(0o2750)
    stored = tmp_path / default_storage.save("photos/c2/a.jpg", ContentFile(b"x"))
    for folder in (stored.parent, stored.parent.parent):
        assert folder.stat().st_mode & stat.S_ISGID, folder
    assert stat.S_IMODE(stored.stat().st_mode) == 0o640
