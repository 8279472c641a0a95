"""A region: its code, and everything that follows from the code."""

import difflib
import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from smartcity_kit.errors import KitError
from smartcity_kit.language import _
from smartcity_kit.regions.store import rows

Level = Literal["provinsi", "kabupaten", "kota", "instansi"]

# Keppres 41/1987; each province lies in one zone and none has summer time.
WITA = {"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"}
WIT = {"81", "82", "91", "92", "93", "94", "95", "96"}
ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}

LEVELS: tuple[Level, ...] = ("provinsi", "kabupaten", "kota")
"""The levels of the national list; an "instansi" is in no list."""

HEADS: dict[Level, str] = {"provinsi": "Gubernur", "kabupaten": "Bupati", "kota": "Wali Kota"}

# The two that their own laws name differently: UU 11/2006 and UU 13/2012.
GOVERNMENTS = {"11": "Pemerintah Aceh", "34": "Pemerintah Daerah Daerah Istimewa Yogyakarta"}

# Permenkominfo 28/2006: name of the region, then this. Permenkominfo 5/2015 no longer insists.
SUFFIXES: dict[Level, str] = {"provinsi": "prov", "kabupaten": "kab", "kota": "kota"}
TITLES = re.compile(
    r"^(Provinsi|Kabupaten|Kota) (Administrasi |Daerah Khusus Ibukota |Daerah Istimewa )?"
)


class RegionNotFound(KitError, LookupError):
    """No region has this code or name; `suggestions` holds the nearest ones, best first."""

    exit_code = 2

    def __init__(self, text: str, suggestions: tuple["Region", ...]) -> None:
        near = ", ".join(f"{region.slug} ({region.code})" for region in suggestions)
        super().__init__(
            _("There is no region “{text}”.").format(text=text),
            _("Did you mean: {near}?").format(near=near) if near else "",
        )
        self.text = text
        self.suggestions = suggestions

    @classmethod
    def of(cls, text: str) -> "RegionNotFound":
        """The refusal of this text, with the regions that it may have meant."""
        return cls(text, _near(text))


@dataclass(frozen=True, slots=True)
class Domain:
    """A host name a region's sites may have. Nobody asked the DNS: the operator confirms it.

    "certain" was seen in several public sources, "likely" in one (`evidence` names them), and
    "candidate" only follows the usual pattern.
    """

    host: str
    certainty: Literal["certain", "likely", "candidate"]
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    """A province, kabupaten or kota.

    `code` is Kemendagri's with its dots, "36" or "36.71" (BPS has other codes: never compare
    digits). `name` carries the level, which alone tells the 26 pairs such as Kota and Kabupaten
    Serang apart.
    """

    code: str
    name: str
    level: Level

    @property
    def slug(self) -> str:
        """The profile's folder name: "kota-gorontalo"; no two regions share one."""
        return slug_of(self.name)

    @property
    def base_name(self) -> str:
        """The name without its level: "Serang", "Jakarta Pusat"."""
        return TITLES.sub("", self.name)

    @property
    def government(self) -> str:
        return GOVERNMENTS.get(self.code, f"Pemerintah {self.name}")

    @property
    def head_title(self) -> str:
        return HEADS[self.level]

    @property
    def autonomous(self) -> bool:
        """Whether it governs itself, with a council, a budget and agencies of its own.

        The six of Jakarta do not: their Wali Kota and Bupati are appointed by the governor, and
        each is itself an agency of the province (UU 29/2007 art. 9, 13 and 19; UU 2/2024 art. 3).
        """
        return " Administrasi " not in self.name

    @property
    def province(self) -> "Region":
        """The province it lies in; a province's own is itself."""
        return find(self.code[:2])

    @property
    def regencies(self) -> tuple["Region", ...]:
        """A province's kabupaten and kota, by code; of any other region none."""
        within = f"{self.code}."
        return tuple(region for region in all_regions() if region.code.startswith(within))

    @property
    def area_codes(self) -> tuple[str, ...]:
        """The codes of the areas that it serves: its own."""
        return (self.code,)

    @property
    def bps_code(self) -> str | None:
        """BPS's code, "1905", as BPS itself matched the two lists for 2020.

        None in Papua, whose codes both have given anew since.
        """
        return next((bps for code, bps in rows("bps", self.code) if code == self.code), None)

    @property
    def former_code(self) -> str | None:
        """Kemendagri's code for it in 2020, where that was another one (Papua); None elsewhere."""
        return next((was for code, was in rows("former", self.code) if code == self.code), None)

    @property
    def iso_3166_2(self) -> str:
        """ISO 3166-2 of the province, which is the lowest level ISO codes: "ID-GO"."""
        return _iso_codes()[self.code[:2]]

    @property
    def timezone(self) -> str:
        """IANA name: Asia/Jakarta, Asia/Makassar or Asia/Jayapura."""
        province = self.code[:2]
        if province in WITA:
            return "Asia/Makassar"
        return "Asia/Jayapura" if province in WIT else "Asia/Jakarta"

    @property
    def zone(self) -> str:
        """The zone as people write it: WIB, WITA or WIT."""
        return ZONES[self.timezone]

    @property
    def candidate_domains(self) -> tuple[Domain, ...]:
        """Domains seen for this region, most certain first, then the one the pattern gives."""
        seen = [
            Domain(host, "certain" if certainty == "certain" else "likely", evidence)
            for code, host, certainty, evidence in rows("domains", self.code)
            if code == self.code
        ]
        name = re.sub(r"[^a-z0-9]", "", self.base_name.lower())
        pattern = Domain(f"{name}{SUFFIXES[self.level]}.go.id", "candidate")
        return (*seen, *([] if pattern.host in {d.host for d in seen} else [pattern]))


@cache
def all_regions() -> tuple[Region, ...]:
    """All 552, by code: each province, then its kabupaten, then its kota."""
    provinces = [
        Region(code, f"Provinsi {name}", "provinsi") for code, name, _iso in rows("provinces")
    ]
    # Kemendagri numbers kabupaten from 01 and kota from 71.
    regencies = [
        Region(code, name, "kota" if code[3] >= "7" else "kabupaten")
        for code, name in rows("regencies")
    ]
    return tuple(sorted(provinces + regencies, key=lambda region: region.code))


def find(text: str) -> Region:
    """The region with this code, slug or full name. Raises RegionNotFound."""
    region = _index().get(text) or _index().get(slug_of(text))
    if region is None:
        raise RegionNotFound.of(text)
    return region


def search(text: str) -> list[Region]:
    """Regions whose code begins with `text`, or whose name has a word for each of its words.

    A word matches from its beginning ("kab tang"), a code also without its dot. Names that are
    just `text` come first; otherwise by code.
    """
    words = _words(text)
    hits = [
        region
        for region in all_regions()
        if words
        and (
            region.code.replace(".", "").startswith("".join(words))
            or _has_all(_words(region.name), words)
        )
    ]
    return sorted(hits, key=lambda region: _words(region.base_name) != words)


def _has_all(words: list[str], beginnings: list[str]) -> bool:
    return all(any(word.startswith(begin) for word in words) for begin in beginnings)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def slug_of(name: str) -> str:
    """A name as a folder's: "Kota Gorontalo" -> "kota-gorontalo"; "" where nothing can stand."""
    return "-".join(_words(name))


def _near(text: str) -> tuple[Region, ...]:
    """At most five regions that `text` may have meant: by words, then by likeness."""
    found = search(text) or [find(code) for code, was in rows("former") if was == text]
    if not found:
        names: dict[str, list[Region]] = {}
        for region in all_regions():
            for name in (region.slug, slug_of(region.base_name)):
                names.setdefault(name, []).append(region)
        like = difflib.get_close_matches(slug_of(text), names, n=5, cutoff=0.75)
        found = list(dict.fromkeys(region for name in like for region in names[name]))
    return tuple(found[:5])


@cache
def _index() -> dict[str, Region]:
    regions = all_regions()
    return {r.code: r for r in regions} | {r.slug: r for r in regions}


@cache
def _iso_codes() -> dict[str, str]:
    return {code: iso for code, _name, iso in rows("provinces")}
