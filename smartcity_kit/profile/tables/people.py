"""What tables say of people: no NIK anywhere, and only roles that exist."""

import re
from collections.abc import Mapping

from smartcity_kit.catalogue import Card
from smartcity_kit.language import _
from smartcity_kit.profile import shapes
from smartcity_kit.profile.sheets import Sheet
from smartcity_kit.profile.wording import did_you_mean

Sheets = Mapping[str, Sheet]

# 16 digits, alone or in fours: a code of a district (of a province from 11 on), a day (a woman's
# 40 more), a month, a year, a number. The code may be one that is no more, so no list is asked.
NIK = re.compile(
    r"(?<![0-9])[1-9][1-9][0-9]{2}[ .-]?[0-9]{2}(?:[04][1-9]|[1256][0-9]|[37][01])[ .-]?"
    r"(?:0[1-9]|1[0-2])[0-9]{2}[ .-]?(?!0000)[0-9]{4}(?![0-9])"
)


def check_niks(sheets: Sheets) -> None:
    """Note every cell that looks as if it held a NIK where none belongs, without repeating it."""
    for sheet in sheets.values():
        known = {column.name for column in sheet.kind.columns if column.shape is shapes.NIK}
        for number, row in enumerate(sheet.rows):
            if NIK.search("\n".join(cell for name, cell in row.items() if name not in known)):
                _note(sheet, number, known)


def _note(sheet: Sheet, number: int, known: set[str]) -> None:
    for name, cell in sheet.rows[number].items():
        if name in known:
            continue
        # A NIP that is not one has been named already.
        if name in sheet.header and name != "nip" and NIK.search(cell):
            message = _("this looks like a NIK, which is not shown here")
            hint = _("Remove it: no table needs one, and public tables are read by anyone.")
            sheet.fault(number, name, message, hint, secret=True)


def check_roles(sheets: Sheets, adopted: Mapping[str, Card]) -> None:
    """Note roles that no adopted app has; nothing where no app could be read."""
    sheet = sheets.get("staff") if adopted else None
    if sheet is None or "roles" not in sheet.header:
        return
    known = [f"{app}:{role}" for app, card in adopted.items() for role in card.roles]
    fits = re.compile(shapes.ROLES.pattern).fullmatch
    for number, row in enumerate(sheet.rows):
        well_formed = row["roles"] and fits(row["roles"])
        for role in re.split(" *; *", row["roles"]) if well_formed else ():
            if role not in known:
                message = _("no adopted app has the role “{role}”").format(role=role)
                sheet.fault(number, "roles", message, did_you_mean(role, known))
