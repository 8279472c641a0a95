"""A photo as a phone's camera makes it: JPEG, and it says where it was taken."""

import io
from pathlib import Path

from PIL import ExifTags, Image

MAKER = "Kamera Warga"


def taken(path: Path, size: tuple[int, int] = (1600, 1200), colour: str = "#7d8791") -> Path:
    """Write a photo to `path` whose EXIF holds the camera and a point in Gorontalo."""
    picture = Image.effect_noise(size, 60).convert("RGB")
    picture = Image.blend(picture, Image.new("RGB", size, colour), 0.6)
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = MAKER
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = "N"
    gps[ExifTags.GPS.GPSLatitude] = (0.0, 32.0, 27.6)
    gps[ExifTags.GPS.GPSLongitudeRef] = "E"
    gps[ExifTags.GPS.GPSLongitude] = (123.0, 3.0, 34.2)
    picture.save(path, "JPEG", quality=85, exif=exif)
    return path


def tells(picture: bytes) -> dict[int, object]:
    """What a picture says besides what is seen on it: every EXIF entry, GPS among them."""
    exif = Image.open(io.BytesIO(picture)).getexif()
    return dict(exif) | dict(exif.get_ifd(ExifTags.IFD.GPSInfo))
