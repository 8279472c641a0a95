"""What a new profile begins with: the few things that are asked, and what stands for the others."""

import colorsys
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from smartcity_kit.errors import KitError
from smartcity_kit.language import _
from smartcity_kit.profile import colour, logo, shapes
from smartcity_kit.profile.files import Unusable, read_bytes
from smartcity_kit.profile.shapes import Shape
from smartcity_kit.regions import Domain, Institution, Region, all_regions

APPS = ("live", "laksa")
"""What Tangerang's first adopters began with; the others are one line away."""


class BadAnswer(KitError):
    """Something that was typed cannot stand in a profile; nothing was written."""

    exit_code = 2


@dataclass(frozen=True)
class Answers:
    """`domain` and `primary` are proposed where they are empty; `logo` is a file to copy."""

    region: Region
    domain: str = ""
    primary: str = ""
    logo: Path | None = None
    display_name: str = ""
    email: str = ""
    server: str = ""
    apps: Sequence[str] = APPS

    def check(self) -> None:
        """Raises BadAnswer for the first answer that cannot stand in a profile."""
        region = self.region
        if isinstance(region, Institution):
            check_institution(region)
        for option, text, shape, longest in (
            ("--domain", self.domain, shapes.DOMAIN, 189),
            ("--colour", self.primary, shapes.COLOUR, 7),
            ("--display-name", self.display_name, shapes.LINE, 40),
            ("--email", self.email, shapes.EMAIL, 254),
            ("--server", self.server, shapes.HOST, 253),
        ):
            _check_text(option, text, shape, longest)
        if self.primary and not colour.passes(self.primary):
            near = colour.nearest_passing(self.primary)
            raise BadAnswer(
                _("--colour: white text on {colour} is hard to read").format(colour=self.primary),
                _("The nearest that passes: {colour}.").format(colour=near),
            )
        if self.logo:
            _check_logo(self.logo)

    @property
    def seen_domain(self) -> Domain | None:
        """The domain that is proposed; None where a person gave one, or none is known."""
        return next(iter(self.region.candidate_domains), None) if not self.domain else None


def _check_text(option: str, text: str, shape: Shape, longest: int) -> None:
    written = "".join(letter for letter in text if not "\ud800" <= letter <= "\udfff")
    fits = written == text and len(text) <= longest and re.fullmatch(shape.pattern, text)
    if text and not fits:
        message = _("{option}: expected {what}").format(option=option, what=shape.expected)
        hint = _('For example: "{example}".').format(example=shape.example)
        raise BadAnswer(message, hint if shape.example else "")


def check_institution(institution: Institution) -> None:
    """Raises BadAnswer where a name or a title cannot stand in a profile."""
    for option, text, longest in (
        ("--institution", institution.name, 60),
        ("--head-title", institution.head, 60),
        ("--owner", institution.owner, 120),
    ):
        _check_text(option, text, shapes.LINE, longest)
    if not institution.slug:
        raise BadAnswer(_("a name needs letters that a folder's name can have"))
    if not institution.head:
        raise BadAnswer(_("--head-title: what is the head of this institution called?"))
    if not institution.serves:
        raise BadAnswer(_("--area: an institution serves an area"))


def _check_logo(file: Path) -> None:
    try:
        data = read_bytes(file.parent, file.name, logo.LIMIT)
        logo.check(file.name.lower(), data)
    except Unusable as why:
        message = _("--logo: {problem}").format(problem=why.message)
        raise BadAnswer(message, why.hint) from why


def proposed_colour(region: Region) -> str:
    """A sober colour that passes WCAG AA, different from the neighbours': the kit's choice."""
    codes = [known.code for known in all_regions()]
    known = region.code in codes
    number = codes.index(region.code) if known else crc32(region.code.encode()) % 997
    # The golden angle keeps any few that follow each other far apart on the wheel.
    hue = number * 137.508 % 360 / 360
    parts = colorsys.hls_to_rgb(hue, 0.3, 0.5)
    return colour.nearest_passing("#" + "".join(f"{round(part * 255):02x}" for part in parts))
