"""What a person must still fill in before a valid profile can be adopted for citizens.

Pure: reads the profile and its files, touches no server. A valid profile may have all of these.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from smartcity_kit.errors import Fault
from smartcity_kit.language import _, ngettext
from smartcity_kit.profile.document import Document, KeyPath
from smartcity_kit.profile.files import Unusable, read_bytes, shown
from smartcity_kit.profile.logo import LIMIT
from smartcity_kit.profile.profile import Profile, Table

# What `smartcity init` writes above everything that somebody has to look at; gone when they have.
MARK = re.compile(r"^[ \t]*#[ \t]*(PASTIKAN|KERANGKA):[ \t]*(\S.*)", re.MULTILINE)
EXAMPLE_HOST = re.compile(r"(^|[@./])contoh\.go\.id\b")
PLACEHOLDER = b"<title>Lambang sementara</title>"


def what_is_left(profile: Profile, document: Document, text: str) -> list[Fault]:
    """Everything to do, in the order of the file; empty when the profile is ready.

    `document` and `text` are the profile.yml that `profile` was read from.
    """
    notes = Document(document.file, document.data, document.keys, document.values)
    _missing_parts(notes, profile)
    _examples(notes)
    _marks(notes, text)
    _logo(notes, profile)
    tables = {**profile.tables, **profile.personal}
    found = sorted({*notes.faults, *_example_rows(tables.values())})
    return [replace(note, severity="todo") for note in found]


def _missing_parts(notes: Document, profile: Profile) -> None:
    if not profile.servers:
        hint = _("Without a server the apps can only be tried on this machine.")
        notes.fault(("servers",), _("no server is named"), hint)
    if profile.mail is None:
        hint = _("Without a mail relay accounts begin with codes that an officer hands over.")
        notes.fault(("mail",), _("no mail relay is named"), hint)
    if profile.tls is None:
        hint = _("Without a certificate the browsers of citizens do not trust the apps.")
        notes.fault(("tls",), _("no certificate is named"), hint)
    if not any((profile.contact.email, profile.contact.phone)):
        hint = _("It stands at the foot of every page.")
        notes.fault(("contact",), _("citizens find neither an address nor a telephone"), hint)


def _examples(notes: Document) -> None:
    """Values that were copied from an example; each is a place that exists nowhere."""
    for path, place in notes.values.items():
        if EXAMPLE_HOST.search(place.text):
            notes.fault(path, _("this is an example"), _("Write your own."))


def _marks(notes: Document, text: str) -> None:
    for mark in MARK.finditer(text):
        line = text.count("\n", 0, mark.start(1)) + 1
        column = mark.start(1) - text.rfind("\n", 0, mark.start(1))
        message = _("still to be confirmed: {what}").format(what=mark[2].strip())
        hint = _("Remove this line once it is.")
        notes.faults.append(Fault(notes.file, line, column, "", message, hint))


def _logo(notes: Document, profile: Profile) -> None:
    path: KeyPath = ("branding", "logo")
    name = notes.at(*path)
    try:
        drawn = PLACEHOLDER not in read_bytes(profile.folder, name, LIMIT) if name else False
    except Unusable:
        drawn = False
    if not drawn:
        hint = _("Put the region's own in its place: SVG or PNG.")
        notes.fault(path, _("the logo is the kit's placeholder"), hint)


def _example_rows(tables: Iterable[Table]) -> Iterator[Fault]:
    for table in tables:
        if count := len(table.examples):
            message = ngettext(
                "{n} row is only an example", "{n} rows are only examples", count
            ).format(n=count)
            hint = _("Replace it by real ones, or delete it; no load takes it.")
            yield Fault(shown(table.path), table.examples[0], 1, "", message, hint)
