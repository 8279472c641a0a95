"""Everything the kit knows of a region, as plain data: what `smartcity regions --json` prints."""

from typing import Any

from smartcity_kit.regions.area import centre_of, count, nearest
from smartcity_kit.regions.region import Level, Region, RegionNotFound, all_regions, search


def choose(text: str = "", province: str = "", level: Level | None = None) -> list[Region]:
    """The regions that fit; all of them without a question.

    `province` is a code or the beginning of a name. Raises RegionNotFound for a text or a province
    that no region has.
    """
    found = search(text) if text.strip() else list(all_regions())
    if not found:
        raise RegionNotFound.of(text)
    if province:
        within = {region.code for region in search(province) if region.level == "provinsi"}
        if not within:
            raise RegionNotFound.of(province)
        found = [region for region in found if region.code[:2] in within]
    return [region for region in found if level in (None, region.level)]


def twins(region: Region) -> list[Region]:
    """The kabupaten or kota that bears the same name without being the same government."""
    return [
        other
        for other in all_regions()
        if "provinsi" not in (other.level, region.level)
        and other.base_name == region.base_name
        and other != region
    ]


def describe(region: Region) -> dict[str, Any]:
    """What follows from a region's code; None where no source says."""
    middle, lying = centre_of(region.code), count(region.code)
    return {
        "code": region.code,
        "slug": region.slug,
        "name": region.name,
        "level": region.level,
        "government": region.government,
        "autonomous": region.autonomous,
        "head_title": region.head_title,
        "province": {"code": region.province.code, "name": region.province.name},
        "iso_3166_2": region.iso_3166_2,
        "timezone": region.timezone,
        "zone": region.zone,
        "regencies": len(region.regencies),
        "districts": lying.districts,
        "kelurahan": lying.kelurahan,
        "desa": lying.desa,
        "centre": {"lon": middle.lon, "lat": middle.lat, "approximate": True} if middle else None,
        "nearest": [other.code for other in nearest(region.code)],
        "twins": [other.code for other in twins(region)],
        "domains": [
            {"host": domain.host, "certainty": domain.certainty, "evidence": domain.evidence}
            for domain in region.candidate_domains
        ],
        "bps_code": region.bps_code,
        "former_code": region.former_code,
    }
