"""What people ask for on such an evening: addresses of the public pages, as browsers send them."""

import random
from urllib.parse import quote_plus

MANY = 3000
KINDS = ("lampu-jalan", "jalan-berlubang", "drainase", "pohon-tumbang", "sampah", "ketertiban")
STATES = ("menunggu", "diverifikasi", "proses", "selesai")
# Common words and rare ones, several together, a street, a phrase, and what nobody has written.
WORDS = (
    "jalan", "sampah", "lampu padam", "lubang", "got tersumbat", "pohon tumbang", "kabel listrik",
    "puskesmas", "dekat masjid", "Kasuari 17", "jembatan", "banjir", '"pintu masuk"',
    "terminal tenda", "tiang miring", "air bocor pagi", "zebra", "parkir liar", "KTP",
    "Nani Wartabone",
)  # fmt: skip


def browsing(rng: random.Random) -> list[str]:
    """Mostly first pages, then filters and further pages, a few far back; the map with its data."""
    return [_page(rng) for _ in range(MANY)]


def searching(rng: random.Random) -> list[str]:
    """Words, now and then within a category."""
    return [
        f"/laporan/?q={quote_plus(rng.choice(WORDS))}"
        + (f"&category={rng.choice(KINDS)}" if rng.random() < 0.3 else "")
        for _ in range(MANY)
    ]


def _page(rng: random.Random) -> str:
    kind, district = f"category={rng.choice(KINDS)}", f"district=75.71.{rng.randint(1, 9):02}"
    ways = {
        "/laporan/": 24,
        "/": 6,
        f"/laporan/?{kind}": 10,
        f"/laporan/?{district}&state={rng.choice(STATES)}": 7,
        f"/laporan/?days={rng.choice((7, 30, 90, 365))}&{kind}": 5,
        f"/laporan/?halaman={rng.randint(2, 8)}": 8,
        f"/laporan/?halaman={rng.randint(9, 9000)}": 2,
        f"/laporan/?{kind}&halaman={rng.randint(2, 40)}": 4,
        "/laporan/peta/": 10,
        "/laporan/peta/titik.json": 10,
        f"/laporan/peta/?{kind}": 4,
        f"/laporan/peta/titik.json?{kind}": 4,
        f"/laporan/peta/titik.json?{district}&days=30": 3,
        "/wilayah.json": 3,
    }
    return rng.choices(list(ways), list(ways.values()))[0]
