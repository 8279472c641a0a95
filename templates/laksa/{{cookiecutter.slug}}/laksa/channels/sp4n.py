"""SP4N-LAPOR!, the national system: reports in from the table it gives, and out in its columns.

It has no public interface and no published format (2026); its headings are known from files that
regions were given, so several spellings of each are taken. What a category of theirs is here, the
operator says once, on the page of the import.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartcity_base.cells import inert
from smartcity_base.imports.importer import Change, Importer, Say
from smartcity_base.language import indonesian
from smartcity_base.loading import Column, Row
from smartcity_base.models import ImportName, User
from smartcity_base.templatetags.smartcity import place

from laksa import intake, log
from laksa.channels.models import Arrival, Channel
from laksa.models import Category, Report
from laksa.open311.forms import village_in
from laksa.states import Action, Actor, Audience, State

NAME = "sp4n"
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


def _moment(given: str) -> datetime:
    for shape in DATES:
        try:
            return timezone.make_aware(datetime.strptime(given, shape))
        except ValueError:
            continue
    raise ValueError("tanggal tidak dikenal; tulis 2026-08-17 08.30 atau 17/08/2026")


def _number(given: str) -> str:
    if len(given) > 250:
        raise ValueError("terlalu panjang")
    return given


def _more(name: str, *spellings: str, **options: Any) -> Column:
    return Column(name, required=False, optional=True, spellings=spellings, **options)


# The first spelling is what the export writes.
COLUMNS = (
    Column("reference", _number, spellings=(
        "Tracking ID", "ID Tracking", "Nomor Tracking", "No Laporan", "Nomor Laporan")),
    _more("title", "Judul Laporan", "Judul"),
    Column("text", spellings=("Isi Laporan Awal", "Isi Laporan", "Isi")),
    Column("category", required=False, spellings=("Kategori", "Kategori Laporan", "Topik")),
    _more("place", "Lokasi Kejadian", "Lokasi", "Alamat"),
    _more("received", "Tanggal Laporan Masuk", "Tanggal Masuk", "Tanggal Laporan", "Tanggal",
          convert=_moment, empty=None),
    _more("state", "Status Laporan", "Status"),
    _more("kind", "Sifat Laporan", "Kerahasiaan", "Tipe Laporan"),
    _more("name", "Nama Pelapor", "Pelapor"),
)  # fmt: skip


def look(rows: Sequence[Row], say: Say, user: User) -> Iterator[Change]:
    """New is what has not come before and has not ended there; nothing that came is changed."""
    theirs = Arrival.objects.filter(channel=Channel.SP4N)
    done = set(theirs.values_list("reference", flat=True))
    for row in rows:
        key = row["reference"]
        if key in done:
            yield Change(row, "same", key)
        elif row["state"].casefold() in ENDED:
            yield Change(row, "skipped", key, note=_("sudah berakhir di sana"))
        else:
            yield Change(row, "new", key, note=row["text"][:80])


def make(changes: Sequence[Change], user: User) -> None:
    """Their reports. There is no undo: each has got a number, an agency and a deadline."""
    for change in changes:
        arrival, new = Arrival.objects.get_or_create(
            channel=Channel.SP4N, reference=change.key, defaults={"at": timezone.now()}
        )
        if new:
            arrival.report = _report(change.row)
            arrival.save(update_fields=["report"])


IMPORTER = Importer(
    name=NAME,
    title=gettext_lazy("Laporan dari SP4N-LAPOR!"),
    help=gettext_lazy(
        "Masukkan laporan dari berkas SP4N-LAPOR!. Berkas yang sama dua kali tidak membuat laporan"
        " dua kali."
    ),
    roles=("operator", "administrator"),
    columns=COLUMNS,
    key=("reference",),
    look=look,
    make=make,
    matches={"category": lambda: Category.objects.filter(active=True).values_list("pk", "name")},
    most_rows=2000,
)


def export() -> Iterator[list[str]]:
    """The reports that came from there, as they stand now, under their headings; then ours."""
    answer = [_("Tindak Lanjut Terakhir"), _("Instansi Terdisposisi"), _("Nomor LAKSA")]
    kept = [one.spellings[0] for one in COLUMNS if one.name not in {"title", "name", "kind"}]
    yield kept + answer
    theirs = {one.ours: one.theirs for one in ImportName.objects.filter(importer=NAME)}
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


def _report(row: Row) -> Report:
    kind, title, text = row["kind"].casefold(), row["title"], row["text"]
    report = intake.receive(
        intake.Sent(
            submission=uuid5(NAMESPACE_URL, f"sp4n:{row['reference']}"),
            category=Category.objects.get(pk=row["category"]),
            text=f"{title}\n\n{text}" if title and not text.startswith(title) else text,
            village=village_in(f"{row['place']} {text}"),
            village_confirmed=False,
            address=row["place"][:200],
            name="" if "anonim" in kind else row["name"][:100],
            secret="rahasia" in kind,
            channel=Channel.SP4N,
        )
    )
    when = timezone.localtime(row["received"]).strftime("%d-%m-%Y") if row["received"] else "–"
    with indonesian():
        words = _("SP4N-LAPOR! %(number)s, masuk di sana: %(day)s.")
    log.append(
        report,
        Action.NOTE,
        Actor.RULE,
        at=timezone.now(),
        audience=Audience.OFFICERS,
        text=words % {"number": row["reference"], "day": when},
    )
    return report
