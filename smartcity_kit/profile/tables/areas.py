"""Where things are: codes of the region's own districts and villages, and points on its map."""

import re
from collections.abc import Mapping
from functools import cache

from smartcity_kit import regions
from smartcity_kit.language import _
from smartcity_kit.profile import shapes
from smartcity_kit.profile.sheets import Sheet
from smartcity_kit.profile.wording import for_example, in_short
from smartcity_kit.regions import Areas, Box, District, Region, Village

Sheets = Mapping[str, Sheet]

# With the sea around it: Weh and Rote, Breueh and the border on New Guinea.
INDONESIA = Box(94.5, -11.5, 141.5, 6.5)
# The region's box is drawn around the middles of its villages, which lie within its boundary.
MARGIN, LEAST_MARGIN = 0.1, 0.05
LISTED = 3
TITLE = re.compile(r"^(kelurahan|kel|desa|ds|kampung|nagari|gampong|kecamatan|kec|distrik)[. ]+")
VILLAGE, DISTRICT = len("75.71.01.1001"), len("75.71.01")


def check_areas(sheets: Sheets, region: Region | None) -> None:
    """Check codes and points against the region; its files are read when there is one to check."""
    own = cache(lambda: regions.within(region) if region else None)
    for name, column in (("places", "village"), ("routing", "district")):
        sheet = sheets.get(name)
        if sheet and column in sheet.header and any(row[column] for row in sheet.rows):
            _check_codes(sheet, column, own(), region)
    places = sheets.get("places")
    if places and any(row["lon"] or row["lat"] for row in places.rows):
        _check_points(places, own())


def _check_codes(sheet: Sheet, column: str, own: Areas | None, region: Region | None) -> None:
    known = {area.code for area in own.districts} if own else set[str]()
    if own and column == "village":
        known |= {area.code for area in own.villages}
    advice = cache(lambda cell: _advice(cell, own, column))
    faulty = {fault.row for fault in sheet.faults if fault.key in _keys(sheet, column)}
    for number, row in enumerate(sheet.rows):
        cell = row[column]
        if not cell or cell in known or sheet.places[number][1] in faulty:
            continue
        if not re.fullmatch(shapes.AREA.pattern, cell):
            message = _("expected {what}, found {found}")
            message = message.format(what=_expected(column), found=in_short(cell))
            sheet.fault(number, column, message, advice(cell))
        elif own and region:
            sheet.fault(number, column, *_elsewhere(cell, region, column))


def _keys(sheet: Sheet, column: str) -> set[str]:
    return {sheet.headings[sheet.header.index(column)]}


def _expected(column: str) -> str:
    if column == "district":
        return _("a Kemendagri code of a district")
    return shapes.AREA.expected


def _elsewhere(cell: str, region: Region, column: str) -> tuple[str, str]:
    """What is wrong with a well-formed code that is not one of the region's."""
    if column == "district" and len(cell) == VILLAGE:
        message = _("this is a village; a district is asked for here")
        return message, _("Did you mean “{name}”?").format(name=cell[:DISTRICT])
    if any(cell.startswith(f"{code}.") for code in region.area_codes):
        message = _("the region has no district or village with this code")
        return message, _("Kemendagri's codes change: look it up by its name.")
    names = {other.code: other.name for other in regions.all_regions()}
    where = names.get(cell[:5])
    if where is None:
        return _("no region has a district or village with this code"), ""
    return _("this lies in {region}").format(region=where), ""


def _advice(cell: str, own: Areas | None, column: str) -> str:
    """The codes of what has this name, when a name was written instead."""
    if own is None:
        return ""
    name = _plainly(cell)
    areas: list[District | Village] = [*own.districts]
    if column == "village":
        areas = [*own.villages, *areas]
    found = [f"{area.code} ({_named(area)})" for area in areas if _plainly(area.name) == name]
    if not found and own.districts:
        return for_example(own.districts[0].code)
    if len(found) > LISTED:
        found = [*found[:LISTED], "…"]
    return _("Did you mean {names}?").format(names=", ".join(found)) if found else ""


def _named(area: District | Village) -> str:
    return f"{area.kind if isinstance(area, Village) else 'kecamatan'} {area.name}"


def _plainly(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", TITLE.sub("", name.lower().strip()))


def _check_points(sheet: Sheet, own: Areas | None) -> None:
    box = _widened(own.bounds) if own and own.bounds else None
    for number, row in enumerate(sheet.rows):
        lon, lat = _degrees(row["lon"]), _degrees(row["lat"])
        if lon is None or lat is None:
            _check_half(sheet, number)
        elif not _within(lon, lat, INDONESIA):
            _note_outside(sheet, number, lon, lat)
        elif box and not _within(lon, lat, box):
            message = _("this point is outside the region")
            hint = _("Look at it on a map; near the boundary it may be right.")
            sheet.fault(number, "lon", message, hint, "warning")


def _check_half(sheet: Sheet, number: int) -> None:
    row = sheet.rows[number]
    there, missing = ("lon", "lat") if row["lon"] else ("lat", "lon")
    if row[there] and not row[missing]:
        message = _("a point needs both its longitude and its latitude")
        sheet.fault(number, there, message)


def _note_outside(sheet: Sheet, number: int, lon: float, lat: float) -> None:
    row = sheet.rows[number]
    if _within(lat, lon, INDONESIA):
        message = _("longitude and latitude are swapped")
        hint = _("Write lon {lon} and lat {lat}.").format(lon=row["lat"], lat=row["lon"])
    else:
        message = _("this point is outside Indonesia")
        hint = _("Longitudes lie between 94.5 and 141.5, latitudes between -11.5 and 6.5.")
        if _within(lon, -lat, INDONESIA) and lat:
            hint = _("Did you mean “{name}”?").format(name=f"{-lat:g}")
    sheet.fault(number, "lon", message, hint)


def _degrees(cell: str) -> float | None:
    """The number of a cell that was found in order; None for an empty one and a bad one."""
    return float(cell) if re.fullmatch(shapes.DEGREES.pattern, cell) else None


def _within(lon: float, lat: float, box: Box) -> bool:
    return box.west <= lon <= box.east and box.south <= lat <= box.north


def _widened(box: Box) -> Box:
    aside = max(LEAST_MARGIN, MARGIN * (box.east - box.west))
    up = max(LEAST_MARGIN, MARGIN * (box.north - box.south))
    return Box(box.west - aside, box.south - up, box.east + aside, box.north + up)
