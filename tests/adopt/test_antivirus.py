"""A region that asks for ClamAV: no document is given out before a real clamd has read it.

Signatures come from ClamAV's own servers, which no test asks: this server has one of its own, for
the string that the makers of scanners agreed on to be found (EICAR).
"""

import re

import pytest

from tests.adopt.adopted import Adopted
from tests.adopt.visitor import Visitor
from tests.servers.machine import wait_until

SUITES = ("bookworm",)
# In two, or a scanner would take this file away.
EICAR = r"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SIGNATURES = "/var/lib/clamav"
SIGNATURE = f"Uji.Eicar:0:*:{EICAR.encode().hex()}\n"
# Debian's unit asks for these by name before it starts; clamd itself reads past them.
NAMES = f"{SIGNATURES}/main.inc {SIGNATURES}/daily.inc"
# A worker asks the scanner every minute, and the scanner reads its signatures first.
SECONDS = 200


@pytest.fixture(scope="module")
def guarded(here: Adopted) -> Adopted:
    """The server with ClamAV on it, and no signatures yet."""
    with here.region.profile.open("a") as profile:
        profile.write("\nsafety:\n  antivirus: true\n")
    assert here.region.adopt()["result"] == "done"
    return here


def test_it_is_there_to_be_asked_and_nothing_is_left_to_do(guarded: Adopted) -> None:
    for unit in ("clamav-freshclam.service", "smartcity-antivirus.path"):
        assert guarded.server.run(f"systemctl is-active {unit}").stdout.strip() == "active", unit
    # Without signatures Debian's scanner does not start, and that is not held against the server.
    assert not guarded.region.plan()["pending"]


def test_before_its_signatures_came_a_document_is_held_and_then_scanned(guarded: Adopted) -> None:
    visitor = guarded.visitor()
    page = attach(guarded, visitor, "surat.pdf", pdf("Surat keterangan"))
    wait_until("the app has asked for it", lambda: is_away(guarded), seconds=SECONDS)
    assert "Menunggu pemindaian" in visitor.get(page).text
    assert links(visitor, page) == []

    guarded.server.run(f"cat > {SIGNATURES}/uji.ndb && touch {NAMES}", stdin=SIGNATURE)

    wait_until("it was scanned", lambda: bool(links(visitor, page)), seconds=SECONDS)
    (address,) = links(visitor, page)
    assert visitor.get(address).content.startswith(b"%PDF")


def test_an_infected_document_is_opened_by_nobody(guarded: Adopted) -> None:
    visitor = guarded.visitor()
    page = attach(guarded, visitor, "tagihan.pdf", pdf(EICAR))

    wait_until("it was scanned", lambda: "Uji.Eicar" in visitor.get(page).text, seconds=SECONDS)

    assert links(visitor, page) == []
    key = guarded.sql("laksa", "SELECT id FROM base_document WHERE state = 'terinfeksi'")
    assert visitor.get(f"{page}dokumen/{key}/").status_code == 404
    assert guarded.sql(
        "laksa", "SELECT count(*) FROM base_auditentry WHERE action = 'document.infected'"
    ) == "1"  # fmt: skip


def test_while_the_scanner_is_stopped_documents_are_held(guarded: Adopted) -> None:
    guarded.server.run("systemctl stop clamav-daemon.socket clamav-daemon.service")
    visitor = guarded.visitor()
    page = attach(guarded, visitor, "kuitansi.pdf", pdf("Kuitansi"))
    (key,) = guarded.sql("laksa", "SELECT id FROM base_document WHERE state = 'ditahan'").split()

    wait_until("the app has asked for it", lambda: is_away(guarded), seconds=SECONDS)
    assert visitor.get(f"{page}dokumen/{key}/").status_code == 404

    assert guarded.region.plan()["pending"]  # the stopped unit is found, and started again
    assert guarded.region.adopt()["result"] == "done"
    wait_until("it was scanned", lambda: bool(links(visitor, page)), seconds=SECONDS)


def attach(here: Adopted, visitor: Visitor, name: str, content: bytes) -> str:
    """A report with this document; the address of the page that follows it up."""
    page = visitor.report(here.url("laksa").rstrip("/"))
    form = visitor.get(page).text
    asked = re.search(r'action="([^"]*/dokumen/)"', form)
    assert asked, form
    origin = "/".join(page.split("/")[:3])
    files = {"document": (name, content, "application/pdf")}
    sent = visitor.send(page, {}, to=origin + asked[1], files=files)
    assert sent.status_code == 302, sent.text
    return page


def links(visitor: Visitor, page: str) -> list[str]:
    """Where the documents of a report can be had."""
    origin = "/".join(page.split("/")[:3])
    found = re.findall(r'href="([^"]*/dokumen/[0-9a-f-]{36}/)"', visitor.get(page).text)
    return [origin + address for address in found]


def is_away(here: Adopted) -> bool:
    """Whether LAKSA's worker has said so in the last minute."""
    said = "journalctl -u smartcity-laksa-jobs --since -55s --output cat"
    return "the virus scanner is away" in here.server.run(said).stdout


def pdf(words: str) -> bytes:
    """One page on which these words stand, as small as a PDF can be."""
    drawn = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    stream = f"BT /F1 12 Tf 72 720 Td ({drawn}) Tj ET\n% {words}\n".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources "
        b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(parts) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%strailer\n" % (size, table)
    return out + b"<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        out.rindex(b"xref"),
    )
