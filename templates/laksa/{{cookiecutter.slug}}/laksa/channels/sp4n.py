"""SP4N-LAPOR!, the national system: reports in from the CSV it gives, and out in the same columns.

It has no public interface and no published format (2026); its headings are known from files that
regions were given, so several spellings of each are taken. What a category of theirs is here, the
operator says once (`Sp4nCategory`).
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from smartcity_base.cells import inert
from smartcity_base.templatetags.smartcity import place

from laksa import intake, log
from laksa.channels.models import Arrival, Channel, Sp4nCategory
from laksa.models import Category, Report
from laksa.open311.forms import village_in
from laksa.states import Action, Actor, Audience, State

MOST_ROWS = 2000
LONGEST = 5000
# Ours -> theirs; the first is what the export writes.
HEADINGS = {
    "reference": ("Tracking ID", "ID Tracking", "Nomor Tracking", "No Laporan", "Nomor Laporan"),
    "title": ("Judul Laporan", "Judul"),
    "text": ("Isi Laporan Awal", "Isi Laporan", "Isi"),
    "category": ("Kategori", "Kategori Laporan", "Topik"),
    "place": ("Lokasi Kejadian", "Lokasi", "Alamat"),
    "received": ("Tanggal Laporan Masuk", "Tanggal Masuk", "Tanggal Laporan", "Tanggal"),
    "state": ("Status Laporan", "Status"),
    "kind": ("Sifat Laporan", "Kerahasiaan", "Tipe Laporan"),
    "name": ("Nama Pelapor", "Pelapor"),
}
NEEDED = ("reference", "text", "category")
DATES = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%d-%m-%Y %H:%M", "%d-%m-%Y",
         "%d/%m/%Y %H:%M", "%d/%m/%Y")  # fmt: skip
# What has ended there is not begun here.
ENDED = frozenset({"selesai", "ditutup", "tutup", "arsip", "diarsipkan", "ditolak"})
STATES = {
    State.MENUNGGU: "Belum Terverifikasi",
    State.DIVERIFIKASI: "Belum Ditindaklanjuti",
    State.PROSES: "Sedang Diproses",
    State.DIBUKA_KEMBALI: "Sedang Diproses",
    State.SELESAI: "Selesai",
    State.DITOLAK: "Ditolak",
    State.DIGABUNG: "Diarsipkan",
}


@dataclass(frozen=True)
class Row:
    """One report of theirs, ready to be made."""

    reference: str
    text: str
    category: Category
    place: str
    received: datetime | None
    name: str
    anonymous: bool
    secret: bool


@dataclass
class Reading:
    """What a file holds; nothing is made before it has neither faults nor unknown categories."""

    rows: list[Row] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)  # line of the file, what is wrong
    unknown: list[str] = field(default_factory=list)
    known: int = 0
    ended: int = 0

    @property
    def is_ready(self) -> bool:
        return bool(self.rows) and not self.faults and not self.unknown


def read(content: str) -> Reading:
    """Look at a whole file and change nothing."""
    reading = Reading()
    head = content.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    table = csv.reader(io.StringIO(content.removeprefix("\ufeff")), delimiter=delimiter)
    try:
        lines = [(table.line_num, cells) for cells in table]
    except csv.Error as error:
        reading.faults.append((table.line_num, _("tidak dapat dibaca: %s") % error))
        return reading
    columns = _columns(lines[0][1] if lines else [])
    for name in NEEDED:
        if name not in columns:
            reading.faults.append((1, _("kolom “%s” tidak ada") % HEADINGS[name][0]))
    if len(lines) - 1 > MOST_ROWS:
        reading.faults.append((1, _("lebih dari %d baris; bagi berkasnya") % MOST_ROWS))
    if reading.faults:
        return reading
    ours = {one.theirs.casefold(): one.category for one in _mapped()}
    done = set(Arrival.objects.filter(channel=Channel.SP4N).values_list("reference", flat=True))
    seen: dict[str, int] = {}
    for number, cells in lines[1:]:
        if any(cell.strip() for cell in cells):
            _take(reading, number, _named(columns, cells), ours, done, seen)
    return reading


def make(rows: Iterable[Row]) -> int:
    """Make the reports; killed half-way, the same file again makes the rest. Answers how many."""
    made = 0
    for row in rows:
        with transaction.atomic():
            arrival, new = Arrival.objects.get_or_create(
                channel=Channel.SP4N, reference=row.reference, defaults={"at": timezone.now()}
            )
            if new:
                arrival.report = _report(row)
                arrival.save(update_fields=["report"])
                made += 1
    return made


def export() -> Iterator[list[str]]:
    """The reports that came from there, as they stand now, under their headings; then ours."""
    answer = [_("Tindak Lanjut Terakhir"), _("Instansi Terdisposisi"), _("Nomor LAKSA")]
    yield [HEADINGS[name][0] for name in HEADINGS if name not in {"title", "name", "kind"}] + answer
    theirs = {one.category_id: one.theirs for one in _mapped()}
    arrivals = Arrival.objects.filter(channel=Channel.SP4N).exclude(report=None).order_by("at")
    for arrival in arrivals.select_related("report__agency", "report__village__district"):
        report = arrival.report
        assert report is not None  # noqa: S101  (excluded above)
        last = report.events.filter(
            audience=Audience.PUBLIC, action__in=[Action.ANSWER, Action.CLOSE, Action.REJECT]
        ).last()
        yield [
            inert(one)
            for one in (
                arrival.reference,
                report.text,
                theirs.get(report.category_id, report.category_id),
                report.address or str(place(report.village)),
                timezone.localtime(report.received_at).strftime("%Y-%m-%d %H:%M"),
                STATES[report.status],
                last.text if last else "",
                report.agency.name,
                report.number,
            )
        ]


def _columns(head: list[str]) -> dict[str, int]:
    """Where each of ours stands; capitals and blanks do not count."""
    there = {" ".join(cell.split()).casefold(): at for at, cell in reversed([*enumerate(head)])}
    return {
        name: there[spelling.casefold()]
        for name, spellings in HEADINGS.items()
        for spelling in reversed(spellings)
        if spelling.casefold() in there
    }


def _named(columns: dict[str, int], cells: list[str]) -> dict[str, str]:
    return {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}


def _take(
    reading: Reading,
    number: int,
    cells: dict[str, str],
    ours: dict[str, Category],
    done: set[str],
    seen: dict[str, int],
) -> None:
    """Put one line where it belongs."""
    faults = [
        _("kolom “%s” kosong") % HEADINGS[name][0]
        for name in ("reference", "text")
        if not cells[name]
    ]
    reference, received = cells["reference"], _moment(cells.get("received", ""))
    if reference in seen:
        faults.append(_("nomor %(it)s sudah ada di baris %(row)d") % {
            "it": reference, "row": seen[reference],
        })  # fmt: skip
    if len(reference) > 250 or len(cells["text"]) > LONGEST:
        faults.append(_("terlalu panjang"))
    if cells.get("received") and received is None:
        faults.append(_("tanggal “%s” tidak dikenal") % cells["received"])
    seen.setdefault(reference, number)
    if faults:
        reading.faults += [(number, fault) for fault in faults]
    elif reference in done:
        reading.known += 1
    elif cells.get("state", "").casefold() in ENDED:
        reading.ended += 1
    elif (category := ours.get(cells["category"].casefold())) is None:
        if cells["category"] not in reading.unknown:
            reading.unknown.append(cells["category"])
    else:
        kind = cells.get("kind", "").casefold()
        title = cells.get("title", "")
        text = cells["text"]
        reading.rows.append(
            Row(
                reference=reference,
                text=f"{title}\n\n{text}" if title and not text.startswith(title) else text,
                category=category,
                place=cells.get("place", "")[:200],
                received=received,
                name=cells.get("name", "")[:100],
                anonymous="anonim" in kind,
                secret="rahasia" in kind,
            )
        )


def _report(row: Row) -> Report:
    report = intake.receive(
        intake.Sent(
            submission=uuid5(NAMESPACE_URL, f"sp4n:{row.reference}"),
            category=row.category,
            text=row.text,
            village=village_in(f"{row.place} {row.text}"),
            village_confirmed=False,
            address=row.place,
            name="" if row.anonymous else row.name,
            secret=row.secret,
            channel=Channel.SP4N,
        )
    )
    when = timezone.localtime(row.received).strftime("%d-%m-%Y") if row.received else "–"
    words = _("SP4N-LAPOR! %(number)s, masuk di sana: %(day)s.")
    log.append(
        report,
        Action.NOTE,
        Actor.RULE,
        at=timezone.now(),
        audience=Audience.OFFICERS,
        text=words % {"number": row.reference, "day": when},
    )
    return report


def _mapped() -> Iterable[Sp4nCategory]:
    return Sp4nCategory.objects.select_related("category").filter(category__active=True)


def _moment(given: str) -> datetime | None:
    for shape in DATES:
        try:
            return timezone.make_aware(datetime.strptime(given, shape))
        except ValueError:
            continue
    return None
