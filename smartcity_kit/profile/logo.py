"""Whether a picture may stand on every page: an SVG that only draws, or a PNG of sensible size."""

import re
import struct
import zlib
from xml.parsers import expat

from smartcity_kit.language import _
from smartcity_kit.profile.files import KIB, Unusable
from smartcity_kit.profile.references import DEEPEST, Endless, Node, References

LIMIT = 256 * KIB
SIDES = range(32, 4097)

SVG = "http://www.w3.org/2000/svg"
XHTML = "http://www.w3.org/1999/xhtml"
XML = "http://www.w3.org/XML/1998/namespace"
PNG = b"\x89PNG\r\n\x1a\n"

# What runs, loads or changes something, in whichever namespace it hides.
ACTIVE = {"script", "foreignobject", "iframe", "object", "embed", "audio", "video", "handler"}
ACTIVE |= {"listener", "set", "animate", "animatetransform", "animatemotion", "animatecolor"}
ACTIVE |= {"discard", "link"}
# What keeps a renderer busy out of all proportion.
COSTLY = {"feconvolvematrix", "feturbulence", "feimage"}
WRITTEN = {"text", "tspan", "textpath", "tref"}
_RASTER = r"data:image/(?:png|jpeg|gif|webp);base64,"
WITHIN = re.compile(rf"#|{_RASTER}")
# CSS may spell a letter as a backslash and its number, so that "url" would not look like it.
OUTSIDE = re.compile(
    rf"@import|@font-face|\\|\b(?:image-set|image|src)\(|url\(\s*['\"]?(?!['\"#\s]|{_RASTER})",
    re.IGNORECASE,
)


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
    if not _is_whole(data):
        raise BadDrawing(_("this PNG is damaged or cut off"), _("Export or copy it again."))


def _is_whole(data: bytes) -> bool:
    """Whether every part of a PNG is as it was written, to the last."""
    at, kind = len(PNG), b""
    while kind != b"IEND" and at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, end = data[at + 4 : at + 8], at + 8 + length
        if data[end : end + 4] != struct.pack(">I", zlib.crc32(data[at + 4 : end])):
            return False
        at = end + 4
    return kind == b"IEND"


def check_svg(data: bytes) -> None:
    """Stops at the first thing that a drawing does not need, so no entity is ever expanded."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        hint = _("Save the drawing as “plain SVG”.")
        raise BadDrawing(_("an SVG is written in UTF-8"), hint) from error
    parser = expat.ParserCreate(namespace_separator=" ")
    drawing = _Drawing(parser)
    parser.StartDoctypeDeclHandler = drawing.doctype
    parser.ProcessingInstructionHandler = drawing.instruction
    parser.StartElementHandler = drawing.element
    parser.EndElementHandler = drawing.end
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
    drawing.follow()


class _Drawing:
    def __init__(self, parser: expat.XMLParserType) -> None:
        self.parser = parser
        self.references = References()
        self.root: Node | None = None
        self.open: list[tuple[str, Node, list[str]]] = []  # name, element, its own words

    def doctype(self, *_parts: object) -> None:
        self.refuse(_("a DOCTYPE is not read"), _("Save the drawing as “plain SVG”."))

    def instruction(self, target: str, _data: str) -> None:
        if target == "xml-stylesheet":
            self.refuse(_("a style sheet outside the drawing is not loaded"))

    def element(self, qualified: str, attributes: dict[str, str]) -> None:
        space, _blank, name = qualified.rpartition(" ")
        if not self.root and (space, name) != (SVG, "svg"):
            self.refuse(_("this is not an SVG drawing"))
        if name.lower() in ACTIVE or space == XHTML:
            self.refuse(_("“{name}” does more than draw").format(name=name))
        if name.lower() in COSTLY:
            self.refuse(_("“{name}” takes too long to draw").format(name=name))
        if name.lower() in WRITTEN and space == SVG:
            self.refuse(
                _("letters look different wherever another font is installed"),
                _("Turn the text into paths (Inkscape: Path > Object to Path) and save again."),
            )
        if len(self.open) >= DEEPEST:
            self.refuse(_("there are more than {n} elements within each other").format(n=DEEPEST))
        for attribute, value in attributes.items():
            self.attribute(*attribute.rpartition(" ")[::2], value)
        own = {key.rpartition(" ")[2].lower(): value for key, value in attributes.items()}
        node = self.references.add(own, self.open[-1][1] if self.open else None)
        self.root = self.root or node
        self.open.append((name.lower(), node, []))

    def attribute(self, space: str, qualified: str, value: str) -> None:
        name = qualified.lower()
        if name.startswith("on") and not space:
            self.refuse(_("“{name}” runs a script").format(name=name))
        if name in ("href", "src", "ping") and not WITHIN.match(value.strip()):
            self.refuse(_("“{name}” leads out of the drawing").format(name=name))
        if name == "base" and space == XML:
            self.refuse(_("“{name}” leads out of the drawing").format(name="xml:base"))
        if not space and OUTSIDE.search(value):
            self.refuse(_("something outside the drawing is loaded"))

    def text(self, text: str) -> None:
        if self.open:
            self.open[-1][2].append(text)

    def end(self, _name: str) -> None:
        """A style is read as a browser reads it: whatever stands between its pieces is left out."""
        name, _node, words = self.open.pop()
        if name == "style":
            sheet = "".join(words)
            if OUTSIDE.search(sheet):
                self.refuse(_("something outside the drawing is loaded"))
            self.references.add_style(sheet)

    def follow(self) -> None:
        try:
            if self.root:
                self.references.check(self.root)
        except Endless as error:
            message = _("the drawing refers to itself, or grows beyond measure when it is drawn")
            raise BadDrawing(message, _("Export the drawing again as “plain SVG”.")) from error

    def refuse(self, message: str, hint: str = "") -> None:
        hint = hint or _("Take it out, or export the drawing again as “plain SVG”.")
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        raise BadDrawing(message, hint, line, column)
