"""Prices as a table, of a market's own office or of the years before; the pages are the base's.

What is brought in waits for somebody else's approval, as if it had been written down on the spot.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartcity_base.cells import day, whole
from smartcity_base.imports.importer import CannotUndo, Change, Importer, Say
from smartcity_base.loading import Column, Row
from smartcity_base.models import User

from segar import markets, work
from segar.models import Commodity, Price, Sheet, Source, State
from segar.work import Entry

MOST = 10_000_000  # rupiah


def _price(cell: str) -> int:
    amount = whole(cell.replace(".", ""))
    if not 0 < amount <= MOST:
        raise ValueError("harga 1 sampai 10.000.000 rupiah")
    return amount


def _traders(cell: str) -> int:
    if not 0 < (count := whole(cell)) <= 1000:
        raise ValueError("1 sampai 1000 pedagang")
    return count


COLUMNS = (
    Column("day", day, spellings=("Tanggal", "Hari")),
    Column("market", spellings=("Pasar", "Nama pasar")),
    Column("commodity", spellings=("Bahan", "Komoditas", "Nama bahan")),
    Column("price", _price, spellings=("Harga", "Harga (Rp)")),
    Column("traders", _traders, required=False, optional=True, empty=1,
           spellings=("Pedagang", "Jumlah pedagang")),
)  # fmt: skip


def look(rows: Sequence[Row], say: Say, user: User) -> Iterator[Change]:
    """A price of a day that is approved is corrected on its page, with a reason; not by a table."""
    known = {
        (price.day, price.market_id, price.commodity_id): price
        for price in Price.objects.filter(day__in={row["day"] for row in rows})
    }
    approved = set(Sheet.objects.filter(state=State.APPROVED).values_list("day", "market"))
    today = timezone.localdate()
    for row in rows:
        if row["day"] > today:
            say(row.number, "day", _("hari ini belum tiba; periksa tahunnya"))
            continue
        price = known.get((row["day"], row["market"], row["commodity"]))
        key = f"{row['day']} {row['market']} {row['commodity']}"
        if price and price.price == row["price"]:
            yield Change(row, "same", key)
        elif (row["day"], row["market"]) in approved:
            say(row.number, "price", _("lembar hari itu sudah disetujui; koreksi di halamannya"))
        elif price:
            yield Change(row, "changed", key, before={"price": price.price})
        else:
            yield Change(row, "new", key)


def make(changes: Sequence[Change], user: User) -> list[int]:
    """Sheets that wait for approval; what they held beside these rows stays."""
    sheets: dict[tuple[date, str], dict[str, Entry]] = defaultdict(dict)
    for change in changes:
        row = change.row
        entry = Entry(row["price"], row["traders"], Source.MANAGER)
        sheets[row["day"], row["market"]][row["commodity"]] = entry
    places = markets.markets().in_bulk({market for _day, market in sheets})
    made = []
    for (when, market), entries in sheets.items():
        there = Price.objects.filter(day=when, market=market)
        kept = {one.commodity_id: Entry(one.price, one.traders, one.source) for one in there}
        made.append(work.send(user, places[market], when, kept | entries).pk)
    return made


def undo(made: list[int], user: User) -> None:
    """Sent back, so that nobody approves them; not once somebody has."""
    sheets = list(Sheet.objects.filter(pk__in=made))
    if any(sheet.state == State.APPROVED for sheet in sheets):
        raise CannotUndo(_("sebagian lembarnya sudah disetujui"))
    for sheet in sheets:
        if sheet.state == State.WAITING:
            work.send_back(user, sheet, _("Impornya diurungkan."))


def _markets() -> list[tuple[str, str]]:
    return list(markets.markets().values_list("pk", "name"))


def _commodities() -> list[tuple[str, str]]:
    return [(one.pk, str(one)) for one in Commodity.objects.filter(active=True)]


IMPORTERS = (
    Importer(
        name="harga",
        title=gettext_lazy("Harga dari tabel"),
        help=gettext_lazy(
            "Harga yang sudah dicatat di tempat lain, satu baris per hari, pasar, dan bahan."
            " Hasilnya menunggu persetujuan orang lain."
        ),
        roles=("administrator",),
        columns=COLUMNS,
        key=("day", "market", "commodity"),
        look=look,
        make=make,
        undo=undo,
        matches={"market": _markets, "commodity": _commodities},
    ),
)
