"""What a document is, by its content, and whether it may be taken: a program of its own.

    python inspect.py TAKEN CLEANED  ->  {"kind": "pdf"} or {"refused": "macro"} on standard output

Files of strangers are never read by the process that answers pages: this one may use little memory
and time, knows nothing of the app, and is gone afterwards. It says what it refuses instead of
mending it: what was taken away would be missing in what may be evidence.
"""

import contextlib
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MEMORY, SECONDS = 512 * 2**20, 20
MOST_PARTS, MOST_UNPACKED, PART = 2000, 150 * 2**20, 20 * 2**20
# Actions and parts of a PDF that do something (ISO 32000-2, 12.6 and 7.11.4).
_ACTS = {
    *("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToR", "/GoToE", "/Rendition"),
    *("/Movie", "/Sound", "/RichMediaExecute"),
}
_HOLDS = {"/JS": "script", "/XFA": "script", "/EF": "attachment", "/EmbeddedFiles": "attachment"}
_OFFICE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_ODT = b"application/vnd.oasis.opendocument.text"
_RUNS = re.compile(
    r"(vbaproject\.bin|vbadata\.xml|/activex/.*|/macrosheets/.*|^basic/.*|^scripts/.*)$"
)
_INSIDE = re.compile(r"(/embeddings/.*|\.(zip|rar|7z|gz|jar|exe|dll|js|vbs|bat|cmd|scr|ps1|lnk))$")
_REACHES_OUT = re.compile(
    rb'Type="[^"]*/(attachedTemplate|oleObject|frame|subDocument)"[^>]*TargetMode="External"'
    rb'|TargetMode="External"[^>]*Type="[^"]*/(attachedTemplate|oleObject|frame|subDocument)"'
)
_COMMANDS = re.compile(rb"instrText[^>]*>[^<]*DDE|<ddeLink |script:event-listener")
_NOBODY = {
    "docProps/core.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    b'core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'extended-properties"/>',
    "meta.xml": b'<?xml version="1.0" encoding="UTF-8"?><office:document-meta xmlns:office='
    b'"urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"><office:meta/>'
    b"</office:document-meta>",
}


class Refused(Exception):
    """A word of `smartcity_base.documents.take.WHY`."""


def inspect(taken: Path, cleaned: Path) -> str:
    """The kind; `cleaned` then holds the document without its author. Raises Refused."""
    with taken.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"%PDF-"):
        _pdf(taken, cleaned)
        return "pdf"
    if start.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(taken) as package:
            return _package(package, taken, cleaned)
    raise Refused("old" if start == bytes.fromhex("d0cf11e0a1b11ae1") else "kind")


def _pdf(taken: Path, cleaned: Path) -> None:
    import pikepdf

    try:
        with pikepdf.open(taken) as pdf:
            signed = False
            for part in pdf.objects:
                signed |= _check(part)
            if signed:  # one byte less would break what somebody signed
                cleaned.write_bytes(taken.read_bytes())
                return
            for where, key in ((pdf.trailer, "/Info"), (pdf.Root, "/Metadata")):
                with contextlib.suppress(KeyError):
                    del where[key]
            pdf.save(cleaned)
    except pikepdf.PasswordError as error:
        raise Refused("password") from error


def _check(part: Any) -> bool:
    """Whether a signature is in this object; raises Refused for what acts."""
    import pikepdf

    signed = False
    for one in _dictionaries(part, pikepdf, 0):
        for key in one.keys():  # noqa: SIM118  (a PDF object iterates otherwise)
            if key in _HOLDS:
                raise Refused(_HOLDS[key])
            if key in ("/S", "/Subtype") and str(one[key]) in {*_ACTS, "/RichMedia", "/Movie"}:
                raise Refused("script")
            signed = signed or key == "/ByteRange"
    return signed


def _dictionaries(part: Any, pikepdf: Any, depth: int) -> Iterator[Any]:
    """This object's own dictionaries; those it refers to come by themselves."""
    if depth > 50:
        raise Refused("damaged")
    if isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
        yield part
        inner = [part[key] for key in part.keys()]  # noqa: SIM118  (as above)
    elif isinstance(part, pikepdf.Array):
        inner = list(part)
    else:
        return
    for one in inner:
        if not getattr(one, "is_indirect", False):
            yield from _dictionaries(one, pikepdf, depth + 1)


def _package(package: zipfile.ZipFile, taken: Path, cleaned: Path) -> str:
    parts = package.infolist()
    names = {part.filename for part in parts}
    kind = next((kind for name, kind in _OFFICE.items() if name in names), "")
    if not kind and "mimetype" in names and package.read("mimetype").strip() == _ODT:
        kind = "odt"
    if not kind:
        raise Refused("archive")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused("damaged")
    for part in parts:
        _check_part(package, part)
    if any("signature" in name.lower() for name in names):
        cleaned.write_bytes(taken.read_bytes())
        return kind
    with zipfile.ZipFile(cleaned, "w", zipfile.ZIP_DEFLATED) as made:
        for part in parts:
            how = zipfile.ZIP_STORED if part.filename == "mimetype" else zipfile.ZIP_DEFLATED
            content = _NOBODY.get(part.filename)
            made.writestr(part.filename, package.read(part) if content is None else content, how)
    return kind


def _check_part(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    name = "/" + part.filename.lower()
    if part.flag_bits & 1:
        raise Refused("password")
    if _RUNS.search(name) or _RUNS.search(name[1:]):
        raise Refused("macro")
    if _INSIDE.search(name):
        raise Refused("attachment")
    if not name.endswith((".xml", ".rels")) or part.file_size > PART:
        return
    content = package.read(part)
    if b"macroEnabled" in content and name == "/[content_types].xml":
        raise Refused("macro")
    if name == "/meta-inf/manifest.xml" and b"encryption-data" in content:
        raise Refused("password")
    if _REACHES_OUT.search(content) or _COMMANDS.search(content):
        raise Refused("script")


def main(taken: str, cleaned: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        told = {"kind": inspect(Path(taken), Path(cleaned))}
    except Refused as why:
        told = {"refused": str(why)}
    except Exception:  # whatever a broken file does to the libraries
        told = {"refused": "damaged"}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
