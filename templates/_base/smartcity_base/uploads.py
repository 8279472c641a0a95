"""Pictures that people send: checked by content, drawn anew, and given out only after a check."""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING
from urllib.parse import quote

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from PIL import Image

MAX_PIXELS = 64_000_000  # a 64 megapixel phone; unpacked that is 190 MB, the most we ever hold
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"}
_TOO_WIDE = gettext_lazy("Foto terlalu lebar atau terlalu tinggi.")


class ImageRejected(Exception):
    """Not a picture we take; the message is for the person who sent it."""


def clean_image(file: IO[bytes], max_bytes: int, max_side: int) -> ContentFile[bytes]:
    """A new JPEG of what the picture shows, upright, at most `max_side` pixels long, no metadata.

    Takes JPEG, PNG and WebP, told by content and never by name. Raises ImageRejected when the file
    is larger than `max_bytes`, of another kind, damaged, or unpacks to more than MAX_PIXELS.
    """
    raw = file.read(max_bytes + 1)
    with _opened(io.BytesIO(raw), len(raw), max_bytes) as picture:
        picture.draft("RGB", (max_side, max_side))  # JPEG: unpack no more than needed
        upright = _upright(picture)
        upright.thumbnail((max_side, max_side))
        made = _on_white(upright)
    out = io.BytesIO()
    made.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    return ContentFile(out.getvalue(), name="foto.jpg")


def check_image(file: IO[bytes], max_bytes: int) -> None:
    """Raise ImageRejected for what `clean_image` would not take, by the file's first lines alone.

    What is damaged further back shows only when it is unpacked.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    with _opened(file, size, max_bytes):
        pass
    file.seek(0)


@contextmanager
def _opened(file: IO[bytes], size: int, max_bytes: int) -> Iterator[Image.Image]:
    """The picture, not unpacked yet; what is wrong with it then is ImageRejected too."""
    # Pillow is imported by the process that gets a picture, not by all.
    from PIL import Image, UnidentifiedImageError

    if size > max_bytes:
        raise ImageRejected(
            _("Foto terlalu besar: paling besar %(mb)d MB.") % {"mb": max_bytes // 2**20}
        )
    start = file.read(12)
    file.seek(0)
    if start[4:8] == b"ftyp" and start[8:12] in _HEIC_BRANDS:
        raise ImageRejected(
            _("Foto HEIC belum didukung. Ubah ke JPEG di pengaturan kamera, lalu pilih lagi.")
        )
    try:
        with warnings.catch_warnings():
            # Our own limit is below.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(file, formats=("JPEG", "PNG", "WEBP")) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise ImageRejected(_TOO_WIDE)
                yield picture
    except ImageRejected:
        raise
    except Image.DecompressionBombError as error:
        raise ImageRejected(_TOO_WIDE) from error
    except UnidentifiedImageError as error:
        raise ImageRejected(_("Berkas ini bukan foto JPEG, PNG, atau WebP.")) from error
    except (OSError, ValueError, SyntaxError) as error:
        raise ImageRejected(_("Foto ini rusak dan tidak dapat dibaca.")) from error


def send_upload(name: str, content_type: str = "image/jpeg") -> HttpResponseBase:
    """The answer with an uploaded file, after the view has checked that this person may see it.

    `name` is a storage name, never part of an address somebody typed. On servers nginx sends the
    bytes (X-Accel-Redirect), embedded Django does.
    """
    if not default_storage.exists(name):
        raise Http404
    response: HttpResponseBase
    if os.environ.get("SMARTCITY_ACCEL") == "1":
        response = HttpResponse(content_type=content_type)
        response["X-Accel-Redirect"] = "/_uploads/" + quote(name)
    else:
        response = FileResponse((settings.MEDIA_ROOT / name).open("rb"), content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _upright(picture: Image.Image) -> Image.Image:
    from PIL import ImageOps

    return ImageOps.exif_transpose(picture)


def _on_white(picture: Image.Image) -> Image.Image:
    """A new RGB picture with nothing but the pixels; what was see-through becomes white."""
    from PIL import Image

    made = Image.new("RGB", picture.size, "white")
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        made.paste(layer, mask=layer.getchannel("A"))
    else:
        made.paste(picture.convert("RGB"))
    return made
