"""Numbers that people write and spreadsheets rewrite: NIP, telephone, degrees, codes, days."""

import re
from datetime import date

from smartcity_kit.language import _
from smartcity_kit.profile import shapes
from smartcity_kit.profile.shapes import Shape
from smartcity_kit.profile.sheets.wrong import Wrong
from smartcity_kit.profile.wording import for_example

SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?E\+?[0-9]{1,2}", re.IGNORECASE)
# How people keep Excel's hands off: '0812… and ="0812…".
GUARDED = re.compile(r"'(?=[0-9+(])|^=\"(?=.*\"$)|\"$")
BETWEEN_TWO = re.compile(r"[;,/|]| (dan|atau) ", re.IGNORECASE)
SHORT = re.compile(r"1[0-9]{2,7}")
NATIONAL = re.compile(r"8[1-9][0-9]{7,10}|[2-9][0-9]{1,2}[0-9]{6,8}")
AREA_DIGITS = re.compile(r"[1-9][0-9]{5}(?:[0-9]{4})?")
DATE_LIKE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}")
DAYS = re.compile(r"([0-9]{1,3})(?:[.,]0+)?(?: ?hari(?: kerja)?)?", re.IGNORECASE)
DEGREES = re.compile(r"[-+]?[0-9]{1,3}(?:\.[0-9]+)?")

SEX, WOMEN_AND_MEN = 14, "12"


def as_text() -> str:
    """What helps against a spreadsheet that takes digits for a number."""
    return _("The spreadsheet took it for a number. Format the column as text and type it again.")


def unguarded(cell: str) -> str:
    return GUARDED.sub("", cell)


def read_nip(cell: str) -> str:
    """The 18 digits of a NIP that hangs together. Raises Wrong.

    Perka BKN 22/2007: date of birth (8), year and month of appointment (6), sex (1), number (3).
    Of an employee on contract (PPPK) digits 13 and 14 are no month but begin with 2.
    """
    digits = re.sub(r"[ .-]", "", unguarded(cell))
    if SCIENTIFIC.fullmatch(cell):
        raise Wrong(shapes.NIP.expected, _("Its last digits are lost.") + " " + as_text())
    if re.fullmatch("[0-9]{16}", digits):
        hint = _("It has 16 digits, as a NIK has: a NIK is not taken here.")
        raise Wrong(shapes.NIP.expected, hint)
    if not re.fullmatch("[0-9]{18}", digits):
        raise Wrong(shapes.NIP.expected)
    if problem := _nip_problem(digits):
        raise Wrong(_("a NIP that hangs together"), problem)
    return digits


def _nip_problem(digits: str) -> str:
    year, month = int(digits[8:12]), int(digits[12:14])
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return _("Its first eight digits are no date of birth.")
    if not 15 <= year - born.year <= 65 or born.year < 1920:
        return _("Digits 9 to 12 are no year in which someone born then was appointed.")
    if not (1 <= month <= 12 or month >= 20):
        return _("Digits 13 and 14 are no month, nor as in the NIP of a PPPK.")
    if digits[SEX] not in WOMEN_AND_MEN:
        return _("Digit 15 is 1 for men and 2 for women.")
    if digits[15:] == "000":
        return _("Its last three digits are lost.") + " " + as_text()
    return ""


def read_phone(cell: str, shape: Shape) -> str:
    """A number in E.164; of a public one also what is dialled short, such as 112. Raises Wrong."""
    text = unguarded(cell).strip()
    plain = re.sub(r"[ ().-]", "", text)
    if SCIENTIFIC.fullmatch(text):
        raise Wrong(shape.expected, as_text())
    if shape is shapes.PHONE and SHORT.fullmatch(plain):
        return plain
    if text == plain and NATIONAL.fullmatch(plain) and not plain.startswith("62"):
        hint = _("Its leading zero is lost: “0{number}”? Format the column as text.")
        raise Wrong(shape.expected, hint.format(number=plain), told=True)
    if found := _parsed(text):
        return found
    if BETWEEN_TWO.search(text):
        raise Wrong(shape.expected, _("Keep one number per cell."))
    raise Wrong(shape.expected, for_example("0812 3456 7890"))


def _parsed(text: str) -> str:
    import phonenumbers

    if not re.fullmatch(r"[0-9+(][0-9 ().–-]{5,30}", text):
        return ""
    try:
        number = phonenumbers.parse(text, "ID")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def read_degrees(cell: str) -> str:
    """Degrees with a decimal point and at most six decimals (11 cm). Raises Wrong."""
    text = unguarded(cell).replace(" ", "").replace("−", "-").removesuffix("°")
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    if not DEGREES.fullmatch(text):
        raise Wrong(shapes.DEGREES.expected, _lost_sign(text), told=True)
    short = f"{float(text):.6f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def _lost_sign(text: str) -> str:
    """What helps where thousands were parted instead of the decimals, or nothing was."""
    digits = re.sub("[.,]", "", text)
    if not re.fullmatch(r"[-+]?[0-9]{4,}", digits):
        return for_example("106.634500")
    # Longitudes here begin with 9 or 1 (94.5 to 141.5), latitudes have one digit or two.
    whole = {"1": 3, "9": 2}.get(digits.lstrip("+-")[0], 1) + (digits[0] in "+-")
    hint = _("Its decimal sign is lost. Write it with a point, for example “{example}”.")
    return hint.format(example=f"{digits[:whole]}.{digits[whole:]}")


def read_days(cell: str) -> str:
    """Whole days. Raises Wrong."""
    if found := DAYS.fullmatch(cell):
        return str(int(found[1]))
    raise Wrong(shapes.DAYS.expected, for_example(shapes.DAYS.example))


def read_deadline(cell: str) -> str:
    """A class by its name, or working days of which there is at least one. Raises Wrong."""
    found = DAYS.fullmatch(cell)
    text = str(int(found[1])) if found else cell.lower()
    if not re.fullmatch(shapes.DEADLINE.pattern, text):
        raise Wrong(shapes.DEADLINE.expected, for_example(shapes.DEADLINE.example))
    return text


def read_area(cell: str) -> str:
    """A code with its dots; what is none stays as it is, for it may be a name. Raises Wrong."""
    text = unguarded(cell)
    if AREA_DIGITS.fullmatch(text):
        return ".".join(filter(None, (text[:2], text[2:4], text[4:6], text[6:])))
    if DATE_LIKE.fullmatch(text):
        hint = _("The spreadsheet took it for a date. Format the column as text and type it again.")
        raise Wrong(shapes.AREA.expected, hint)
    if SCIENTIFIC.fullmatch(text) or re.fullmatch(r"[0-9]+(?:[.,][0-9]{0,6})?", text):
        raise Wrong(shapes.AREA.expected, as_text())
    return text
