"""The national list, built in: 38 provinces, 514 kabupaten/kota, their districts and villages.

    find("75.71").government          'Pemerintah Kota Gorontalo'
    search("serang")                  [Kabupaten Serang, Kota Serang]
    areas("75.71").villages[0].kind   'kelurahan'

Codes, names and levels are Kepmendagri 300.2.2-2430/2025 as idn-area-data publishes it. Village
points and postal codes come from another, weaker source and are **approximate**: good for centring
a map or proposing a village, never for deciding a boundary. What no source says is None.
`docs/data-sources.md` names the sources; `python -m smartcity_kit.regions.build` makes them anew.
"""

from smartcity_kit.regions.area import (
    Areas,
    Box,
    Count,
    District,
    Point,
    Village,
    areas,
    centre_of,
    count,
    nearest,
    within,
)
from smartcity_kit.regions.describe import choose, describe, twins
from smartcity_kit.regions.institution import Institution
from smartcity_kit.regions.region import (
    LEVELS,
    Domain,
    Level,
    Region,
    RegionNotFound,
    all_regions,
    find,
    search,
    slug_of,
)

__all__ = [
    "LEVELS",
    "Areas",
    "Box",
    "Count",
    "District",
    "Domain",
    "Institution",
    "Level",
    "Point",
    "Region",
    "RegionNotFound",
    "Village",
    "all_regions",
    "areas",
    "centre_of",
    "choose",
    "count",
    "describe",
    "find",
    "nearest",
    "search",
    "slug_of",
    "twins",
    "within",
]
