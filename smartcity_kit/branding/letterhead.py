"""The head of a letter (kop surat) on A4: mark, government, address, and the double rule below.

Order and rule as Indonesian offices have them (Peraturan ANRI 5/2021, tata naskah dinas). SVG to
place in a word processor, HTML to write on and print from a browser.
"""

import base64
import textwrap
from html import escape
from pathlib import Path
from string import Template

from smartcity_kit.profile.profile import Contact

# Millimetres. Longer names are broken: letters of 6 mm are 4 mm wide, and 150 mm is what there is.
_LINE = 36
_SMALL_LINE = 84

_SHEET = Path(__file__).with_name("letterhead.html")


def letterhead_svg(government: str, contact: Contact, domain: str, logo: bytes) -> bytes:
    """The head alone, 170 mm wide: `logo` (PNG) to the left, the lines centred beside it."""
    names = _balanced(government.upper(), _LINE)
    lines = [part for line in _lines(contact, domain) for part in _balanced(line, _SMALL_LINE)]
    rows = [(name, 7.0, 5.6, "700") for name in names] + [(line, 4.8, 3.5, "400") for line in lines]
    tall = sum(row[1] for row in rows)
    rule = max(tall + 3, 28.0)
    bottom, drawn = (rule - 3 - tall) / 2, []
    for text, step, size, weight in rows:
        bottom += step
        drawn.append(_text(text, bottom - step / 4, size, weight))
    picture = base64.b64encode(logo).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="170mm" height="{rule + 3:g}mm"'
        f' viewBox="0 0 170 {rule + 3:g}">'
        f"<title>Kop surat – {escape(government)}</title>"
        f'<image y="{(rule - 28) / 2:g}" width="25" height="25"'
        f' href="data:image/png;base64,{picture}"/>'
        f"{''.join(drawn)}"
        f'<path d="M0 {rule:g}h170" stroke="#000" stroke-width=".9"/>'
        f'<path d="M0 {rule + 1.3:g}h170" stroke="#000" stroke-width=".3"/></svg>\n'
    ).encode()


def letterhead_html(government: str, contact: Contact, domain: str, logo: bytes) -> bytes:
    """A sheet to write on in any browser, without the kit: picture and style are in it."""
    lines = "\n".join(f'<p class="small">{escape(line)}</p>' for line in _lines(contact, domain))
    sheet = Template(_SHEET.read_text("utf-8"))
    return sheet.substitute(
        government=escape(government), logo=base64.b64encode(logo).decode(), lines=lines
    ).encode()


def _lines(contact: Contact, domain: str) -> list[str]:
    reached = [
        f"Telepon {contact.phone}" if contact.phone else "",
        f"Surel {contact.email}" if contact.email else "",
        f"Laman {domain}",
    ]
    return [line for line in (contact.address or "", ", ".join(filter(None, reached))) if line]


def _balanced(text: str, widest: int) -> list[str]:
    """As few lines as `widest` allows, and no short one at the end."""
    lines = textwrap.wrap(text, widest)
    narrower = (textwrap.wrap(text, width) for width in range(1, widest + 1))
    return next((found for found in narrower if len(found) <= len(lines)), lines)


def _text(text: str, baseline: float, size: float, weight: str) -> str:
    return (
        f'<text x="99" y="{baseline:g}" text-anchor="middle" font-weight="{weight}"'
        f' font-family="Arial, Liberation Sans, sans-serif" font-size="{size:g}">'
        f"{escape(text)}</text>"
    )
