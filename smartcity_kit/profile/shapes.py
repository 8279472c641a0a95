"""What a text in a profile may look like: one pattern each, its words for people, an example.

The patterns are strict because the values reach configuration files and command lines. They are
written for Python's `re.fullmatch` and for JSON Schema (ECMA-262, flag u) alike.
"""

from typing import NamedTuple

from smartcity_kit.language import _
from smartcity_kit.profile.version import VERSION


class Shape(NamedTuple):
    """`pattern` is anchored; `expected` completes "expected …"."""

    pattern: str
    expected: str
    example: str


_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_LABEL_ANY = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_OCTET = r"(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"
_IPV4 = rf"({_OCTET}\.){{3}}{_OCTET}"
_IPV6 = r"[0-9a-fA-F]{0,4}(:[0-9a-fA-F]{0,4}){2,7}"
# The last label holds a letter: what is all digits and dots is an IP address, or a slip in one.
_LAST = r"([A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?|[0-9][A-Za-z0-9-]{0,61}[A-Za-z])"
_NAME = rf"({_LABEL_ANY}\.){{0,8}}{_LAST}"
_USER = r"[a-z_][a-z0-9_-]{0,31}"
_PORT = r"(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[1-9][0-9]{0,3})"

KIT = Shape(r"^[0-9]{1,3}\.[0-9]{1,3}$", _("a version of the kit"), VERSION)
CODE = Shape(r"^[0-9]{2}(\.[0-9]{2})?$", _("a Kemendagri code"), "75.71")
# No line ends, and nothing that writes backwards or cannot be seen.
LINE = Shape("^[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+$", _("text on one line"), "")
LABEL = Shape(rf"^{_LABEL}$", _("one word of lower-case letters, digits and “-”"), "laksa")
DOMAIN = Shape(
    rf"^({_LABEL}\.){{1,8}}[a-z][a-z0-9-]{{0,61}}[a-z0-9]$",
    _("a domain in lower case, without “https://”"),
    "contoh.go.id",
)
HOST = Shape(
    rf"^({_NAME}|{_IPV4}|{_IPV6})$", _("a host name or an IP address"), "web1.contoh.go.id"
)
USER = Shape(rf"^{_USER}$", _("the name of a user on the server"), "root")
JUMP = Shape(
    rf"^({_USER}@)?({_NAME}|{_IPV4})(:{_PORT})?$",
    _("[user@]host[:port]"),
    "admin@gerbang.contoh.go.id:22",
)
HOST_KEY = Shape(
    r"^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]{40,1000}={0,2}$",
    _("a public host key"),
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…",
)
# No "@": a password in an address would be readable by whoever reads the profile.
URL = Shape(
    rf"^https?://({_NAME}|{_IPV4})(:{_PORT})?(/[A-Za-z0-9._~/-]*)?$",
    _("an address without a password"),
    "http://proksi.contoh.go.id:3128",
)
EMAIL = Shape(
    rf"^[A-Za-z0-9._%+-]{{1,64}}@({_LABEL_ANY}\.){{1,8}}[A-Za-z][A-Za-z0-9-]{{0,62}}$",
    _("an e-mail address"),
    "kontak@contoh.go.id",
)
PHONE = Shape(r"^\+?[0-9(][0-9 ()./-]{1,30}$", _("a telephone number"), "(021) 555 0100")
COLOUR = Shape(r"^#[0-9a-fA-F]{6}$", _("a colour as “#rrggbb”"), "#0b5c8a")
FILE = Shape(
    r"^[A-Za-z0-9_.][A-Za-z0-9_ .-]*(/[A-Za-z0-9_.][A-Za-z0-9_ .-]*)*$",
    _("the path of a file in the profile's folder"),
    "branding/logo.svg",
)
ID = Shape(
    r"^[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?$",
    _("lower-case letters, digits and “-”"),
    "dinas-kesehatan",
)
TEXT = Shape("^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+$", _("text"), "")
DATE = Shape(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", _("a date as year-month-day"), "2026-11-22")
NIP = Shape(r"^[0-9]{18}$", _("the 18 digits of a NIP"), "")
# Its shape alone: the district may be one that is no more, the day one that was corrected since.
NIK = Shape(r"^[0-9]{16}$", _("the 16 digits of a NIK"), "")
PERSON_PHONE = Shape(
    r"^(\+[1-9]|62|0|\(0)[0-9 ()./-]{7,20}$", _("a telephone number with its area code"), ""
)
AREA = Shape(
    r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}(\.[0-9]{4})?$",
    _("a Kemendagri code of a district or village"),
    "75.71.01.1001",
)
DEGREES = Shape(r"^-?[0-9]{1,3}(\.[0-9]{1,6})?$", _("a number of degrees"), "-6.17806")
DAYS = Shape(r"^[0-9]{1,3}$", _("a whole number of working days"), "5")
# As LAKSA's card says: a class, or up to a year of working days.
DEADLINE = Shape(
    r"^(mendesak|informasi|biasa|pengawasan|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|250)$",
    _("mendesak, informasi, biasa, pengawasan, or 1 to 250 working days"),
    "14",
)
AMOUNT = Shape(r"^[0-9]{1,9}$", _("a whole number without dots"), "14900")
PLACE = Shape(
    r"^(school|clinic|hospital|market|office|park|library|terminal|worship|other)$",
    _("school, clinic, hospital, market, office, park, library, terminal, worship or other"),
    "school",
)
QUESTION = Shape(
    r"^(string|number|datetime|text|singlevaluelist|multivaluelist|info)$",
    _("string, number, datetime, text, singlevaluelist, multivaluelist or info"),
    "string",
)
YES_OR_NO = Shape(r"^(ya|tidak)$", _("“ya” or “tidak”"), "ya")
CHOICES = Shape(
    r"^[a-z0-9]+(-[a-z0-9]+)* *= *[^|=]+( *\| *[a-z0-9]+(-[a-z0-9]+)* *= *[^|=]+)*$",
    _("choices as key=Name, with “|” between them"),
    "kecil=Kecil | besar=Besar",
)
LINK = Shape(
    rf"^https?://({_NAME}|{_IPV4})(:{_PORT})?([/?#][^\x00-\x20\x7f-\xa0\"<>]*)?$",
    _("a web address that begins with https://"),
    "https://layanan.contoh.go.id/ktp",
)
ROLES = Shape(
    r"^[a-z][a-z0-9-]*:[a-z][a-z0-9-]*( *; *[a-z][a-z0-9-]*:[a-z][a-z0-9-]*)*$",
    _("app:role, with “;” between two"),
    "laksa:officer; live:editor",
)

SHAPES = (
    *(KIT, CODE, LINE, LABEL, DOMAIN, HOST, USER, JUMP),
    *(HOST_KEY, URL, EMAIL, PHONE, COLOUR, FILE),
    *(ID, TEXT, DATE, NIP, NIK, PERSON_PHONE, ROLES),
    *(AREA, DEGREES, DAYS, DEADLINE, AMOUNT, PLACE, LINK),
    *(QUESTION, YES_OR_NO, CHOICES),
)
BY_PATTERN = {shape.pattern: shape for shape in SHAPES}
