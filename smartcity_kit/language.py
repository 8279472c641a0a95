"""The person's language: English in the source, Indonesian in `locale/`."""

import gettext
import os
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"


def wanted() -> str:
    """The two-letter code asked for by SMARTCITY_LANG or the locale; "en" when none is."""
    for name in ("SMARTCITY_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value.split("_")[0].split(".")[0].lower()
    return "en"


_catalogue = gettext.translation("smartcity", LOCALE, [wanted()], fallback=True)
_ = _catalogue.gettext
ngettext = _catalogue.ngettext


def N_(text: str) -> str:
    """Mark `text` for the catalogue where it is written; `_` looks it up where it is shown."""
    return text
