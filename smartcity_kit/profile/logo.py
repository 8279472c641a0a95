"""Whether a picture may stand on every page: an SVG that only draws, or a PNG of sensible size."""

import re
import struct
from xml.parsers import expat

from smartcity_kit.language import _
from smartcity_kit.profile.files import KIB, Unusable

LIMIT = 256 * KIB
SIDES = range(32, 4097)

SVG = "http://www.w3.org/2000/svg"
XHTML = "http://www.w3.org/1999/xhtml"
PNG = b"\x89PNG\r\n\x1a\n"

# What runs, loads or changes something, in whichever namespace it hides.
ACTIVE = {"script", "foreignobject", "iframe", "object", "embed", "audio", "video", "handler"}
ACTIVE |= {"listener", "set", "animate", "animatetransform", "animatemotion", "animatecolor"}
WITHIN = re.compile(r"#|data:image/(png|jpeg|gif|webp);base64,")
OUTSIDE = re.compile(r"@import|url\(\s*['\"]?(?!['\"#\s]|data:image/)", re.IGNORECASE)


class BadDrawing(Unusable):
    """Something inside the picture; line and column are the picture's."""


def check(name: str, data: bytes) -> None:
    """Raises Unusable when the file is of another kind, BadDrawing for what is inside it."""
    if name.endswith(".svg"):
        check_svg(data)
    elif name.endswith(".png"):
        check_png(data)
    else:
        raise Unusable(_("a logo is an SVG or a PNG"), _("Its name ends in “.svg” or “.png”."))


def check_png(data: bytes) -> None:
    if not data.startswith(PNG) or data[12:16] != b"IHDR" or len(data) < 24:
        raise BadDrawing(_("this is not a PNG"))
    width, height = struct.unpack(">II", data[16:24])
    if width not in SIDES or height not in SIDES:
        message = _(
            "a logo is {low} to {high} pixels wide and high; this one is {width} × {height}"
        )
        raise BadDrawing(
            message.format(low=SIDES.start, high=SIDES.stop - 1, width=width, height=height)
        )


def check_svg(data: bytes) -> None:
    """Stops at the first thing that a drawing does not need, so no entity is ever expanded."""
    parser = expat.ParserCreate(namespace_separator=" ")
    drawing = _Drawing(parser)
    parser.StartDoctypeDeclHandler = drawing.doctype
    parser.ProcessingInstructionHandler = drawing.instruction
    parser.StartElementHandler = drawing.element
    parser.CharacterDataHandler = drawing.text
    parser.buffer_text = True
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        message = _("this is not a well-formed SVG: {problem}")
        problem = expat.ErrorString(error.code)
        raise BadDrawing(
            message.format(problem=problem), "", error.lineno, error.offset + 1
        ) from error


class _Drawing:
    def __init__(self, parser: expat.XMLParserType) -> None:
        self.parser = parser
        self.root = True

    def doctype(self, *_parts: object) -> None:
        self.refuse(_("a DOCTYPE is not read"), _("Save the drawing as “plain SVG”."))

    def instruction(self, target: str, _data: str) -> None:
        if target == "xml-stylesheet":
            self.refuse(_("a style sheet outside the drawing is not loaded"))

    def element(self, qualified: str, attributes: dict[str, str]) -> None:
        space, _blank, name = qualified.rpartition(" ")
        if self.root and (space, name) != (SVG, "svg"):
            self.refuse(_("this is not an SVG drawing"))
        self.root = False
        if name.lower() in ACTIVE or space == XHTML:
            self.refuse(_("“{name}” does more than draw").format(name=name))
        for attribute, value in attributes.items():
            self.attribute(attribute.rpartition(" ")[2].lower(), value)

    def attribute(self, name: str, value: str) -> None:
        if name.startswith("on"):
            self.refuse(_("“{name}” runs a script").format(name=name))
        if name in ("href", "src") and not WITHIN.match(value.strip()):
            self.refuse(_("“{name}” leads out of the drawing").format(name=name))
        self.text(value)

    def text(self, text: str) -> None:
        if OUTSIDE.search(text):
            self.refuse(_("something outside the drawing is loaded"))

    def refuse(self, message: str, hint: str = "") -> None:
        hint = hint or _("Take it out, or export the drawing again as “plain SVG”.")
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        raise BadDrawing(message, hint, line, column)
