"""Drawings to pixels: SVG -> PNG -> ICO, the same bytes on every Python and without a font.

The renderer comes as a wheel with nothing of the system's in it. No drawing here holds letters,
because those would look different where other fonts are installed.
"""

import struct

from smartcity_kit.branding.logo import Logo
from smartcity_kit.errors import KitError
from smartcity_kit.language import _


def icon(logo: Logo, side: int, *, share: float = 1.0, filled: bool = False) -> bytes:
    """The logo in the middle of a square PNG, `share` of its side wide.

    `filled`: on its own field or on white, for where a system cuts corners off; else on nothing.
    """
    at, wide = (1 - share) / 2 * 100, share * 100
    ground = f'<rect width="100" height="100" fill="{logo.field or "#ffffff"}"/>' if filled else ""
    return png(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{ground}'
        f'<image x="{at:g}" y="{at:g}" width="{wide:g}" height="{wide:g}"'
        f' href="{logo.uri}"/></svg>',
        side,
        side,
    )


def banner(logo: Logo, height: int, widest: int) -> bytes:
    """The logo as a PNG of this height on nothing, as wide as it is but no wider than `widest`."""
    width = max(1, min(round(height * logo.aspect), widest))
    return png(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="{logo.uri}"/></svg>',
        width,
        height,
    )


def png(drawing: str, width: int, height: int) -> bytes:
    """Raises KitError where the drawing cannot be drawn."""
    import resvg_py

    try:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=drawing, width=width, height=height, skip_system_fonts=True
            )
        )
    except ValueError as error:
        raise KitError(
            _("The logo cannot be drawn: {problem}").format(problem=error),
            _("Export it again as “plain SVG” or as PNG. Nothing was changed."),
        ) from error


def ico(pictures: dict[int, bytes]) -> bytes:
    """PNGs by their side (at most 256) in one Windows icon, the smallest first."""
    offset = 6 + 16 * len(pictures)
    head, body = struct.pack("<HHH", 0, 1, len(pictures)), b""
    for side, picture in sorted(pictures.items()):
        edge = side % 256  # 0 means 256
        head += struct.pack("<BBBBHHII", edge, edge, 0, 0, 1, 32, len(picture), offset + len(body))
        body += picture
    return head + body
