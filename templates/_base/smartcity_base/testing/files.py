"""Small documents for tests: good ones, and what is refused."""

from __future__ import annotations

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

_TYPES = b'<?xml version="1.0"?><Types><Override ContentType="%s"/></Types>'
_WORD = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_CORE = b"<cp:coreProperties><dc:creator>Budi Penulis</dc:creator></cp:coreProperties>"


def pdf(**root: bytes) -> bytes:
    """One empty page by "Budi Penulis"; `root` is added to the catalogue, as a PDF writes it."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.docinfo["/Author"] = "Budi Penulis"
        for key, value in root.items():
            made.Root[f"/{key}"] = made.make_indirect(pikepdf.Object.parse(value))
        made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def package(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def docx(types: bytes = _WORD, **more: bytes) -> bytes:
    """A Word file; `more`: further parts, with "__" for "/" and "_" for "."."""
    parts = {
        "[Content_Types].xml": _TYPES % types,
        "word/document.xml": b"<w:document><w:body><w:p/></w:body></w:document>",
        "docProps/core.xml": _CORE,
    }
    named = {key.replace("__", "/").replace("_", "."): value for key, value in more.items()}
    return package(parts | named)


def odt(content: bytes = b"<office:document-content/>") -> bytes:
    mime = b"application/vnd.oasis.opendocument.text"
    return package({"mimetype": mime, "content.xml": content, "meta.xml": b"Budi Penulis"})


def uploaded(content: bytes, name: str = "surat.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/octet-stream")
