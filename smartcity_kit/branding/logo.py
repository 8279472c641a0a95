"""A logo as the drawings below take it, and the neutral mark of a region that has given none."""

import base64
import re
import struct
from dataclasses import dataclass
from xml.parsers import expat

from smartcity_kit.profile.colour import Palette

SVG = "svg"
PNG = "png"

# A house with columns, for any public office: nobody's coat of arms, on a field of 96 by 96.
_HOUSE = (
    "M48 20 76 37v5H20v-5zM26 47h7v18h-7zM44.5 47h7v18h-7zM63 47h7v18h-7z"
    "M21 70h54a1 1 0 0 1 1 1v4a1 1 0 0 1-1 1H21a1 1 0 0 1-1-1v-4a1 1 0 0 1 1-1z"
)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Logo:
    """A picture that `profile.logo` let through; `kind` is "svg" or "png".

    `field` is the colour of a picture that fills whatever it is put on (the neutral mark), None for
    one that stands on white.
    """

    data: bytes
    kind: str
    field: str | None = None

    @property
    def uri(self) -> str:
        mime = "image/svg+xml" if self.kind == SVG else "image/png"
        return f"data:{mime};base64,{base64.b64encode(self.data).decode()}"

    @property
    def aspect(self) -> float:
        """Width by height, 1 where the drawing does not say."""
        width, height = _png_size(self.data) if self.kind == PNG else _svg_size(self.data)
        return width / height if width > 0 and height > 0 else 1.0


def neutral(palette: Palette) -> Logo:
    """The house in white on the region's colour."""
    return Logo(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96">'
        f'<rect width="96" height="96" rx="14" fill="{palette.primary}"/>'
        f'<path fill="{palette.on_primary}" d="{_HOUSE}"/></svg>\n'.encode(),
        SVG,
        palette.primary,
    )


def _png_size(data: bytes) -> tuple[float, float]:
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _svg_size(data: bytes) -> tuple[float, float]:
    """Of the viewBox, else of width and height."""
    said: dict[str, str] = {}

    def root(_name: str, attributes: dict[str, str]) -> None:
        if not said:
            said.update(attributes or {"": ""})

    parser = expat.ParserCreate()
    parser.StartElementHandler = root
    parser.Parse(data, True)
    box = [float(number) for number in _NUMBER.findall(said.get("viewBox", ""))]
    if len(box) == 4:
        return box[2], box[3]
    return _length(said.get("width", "")), _length(said.get("height", ""))


def _length(text: str) -> float:
    number = _NUMBER.match(text.strip())
    return float(number[0]) if number and not text.strip().endswith("%") else 0.0
