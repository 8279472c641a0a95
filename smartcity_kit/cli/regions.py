"""The national list: which regions there are, and how those of one name differ."""

from typing import TYPE_CHECKING, Annotated

import typer

from smartcity_kit import console
from smartcity_kit.cli import app
from smartcity_kit.cli.options import Json
from smartcity_kit.errors import KitError
from smartcity_kit.language import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smartcity_kit.api import Level, Region


@app.command(help=_("Search the national list: codes, names, and how namesakes differ."))
def regions(
    text: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXT]...", help=_("A code or its beginning, or words of a name.")),
    ] = None,
    province: Annotated[
        str, typer.Option("--province", help=_("Only in this province: its code or name."))
    ] = "",
    level: Annotated[
        str, typer.Option("--level", help=_("Only provinsi, kabupaten or kota."))
    ] = "",
    json: Json = False,
) -> None:
    from smartcity_kit import api

    found = api.choose_regions(" ".join(text or ()), province, _level(level))
    if json:
        console.emit({"regions": [api.describe_region(region) for region in found]})
    elif len(found) == 1:
        _show_one(found[0])
    else:
        _show_many(found)


def _level(text: str) -> "Level | None":
    from smartcity_kit.regions import LEVELS

    if not text:
        return None
    if text not in LEVELS:
        message = _("“{text}” is no level").format(text=text)
        error = KitError(message, _("Known here: {names}.").format(names=", ".join(LEVELS)))
        error.exit_code = 2
        raise error
    return text


def _show_many(found: "Sequence[Region]") -> None:
    from smartcity_kit import api

    headings = (_("Code"), _("Name"), _("Province"), _("Head"), _("Zone"), _("Districts"))
    console.table(
        (*headings, _("Kelurahan"), _("Desa")),
        (
            (
                region.code, region.name, region.province.base_name, region.head_title,
                region.zone, *map(str, api.count_areas(region.code)),
            )
            for region in found
        ),
    )  # fmt: skip
    console.say(ngettext("{n} region.", "{n} regions.", len(found)).format(n=len(found)))
    shown = {region.code for region in found}
    for region in found:
        for other in api.region_twins(region):
            if region.code < other.code and other.code in shown:
                console.say(_difference(region, other))


def _difference(region: "Region", other: "Region") -> str:
    """How two governments of one name differ, in a sentence."""
    text = _("{one} and {other} are two governments: one has {has_one}, the other {has_other}.")
    return text.format(
        one=f"{region.name} ({region.code})",
        other=f"{other.name} ({other.code})",
        has_one=_has(region),
        has_other=_has(other),
    )


def _has(region: "Region") -> str:
    return ", ".join([_("a {head}").format(head=region.head_title), *_lying(region)])


def _lying(region: "Region") -> list[str]:
    """How much lies in a region, in words; what there is none of is left out."""
    from smartcity_kit import api

    parts, lying = len(region.regencies), api.count_areas(region.code)
    counts = [
        (parts, ngettext("{n} regency", "{n} regencies", parts)),
        (lying.districts, ngettext("{n} district", "{n} districts", lying.districts)),
        (lying.kelurahan, _("{n} kelurahan")),
        (lying.desa, _("{n} desa")),
    ]
    return [words.format(n=number) for number, words in counts if number]


def _show_one(region: "Region") -> None:
    from smartcity_kit import api

    known = api.describe_region(region)
    unknown = _("unknown")
    certainty = {"certain": _("certain"), "likely": _("likely"), "candidate": _("only a guess")}
    domains = (f"{seen['host']} ({certainty[seen['certainty']]})" for seen in known["domains"])
    near = (api.find_region(code) for code in known["nearest"])
    middle = known["centre"]
    rows = [
        (_("Code"), region.code),
        (_("Profile's folder"), region.slug),
        (_("Government"), region.government),
        (_("Head"), region.head_title),
        (_("Province"), f"{region.province.name} ({region.province.code})"),
        (_("ISO 3166-2 (province)"), region.iso_3166_2),
        (_("Time zone"), f"{region.zone}, {region.timezone}"),
        (_("Within it"), ", ".join(_lying(region))),
        (_("Centre, approximate"), f"{middle['lat']}, {middle['lon']}" if middle else unknown),
        (_("Nearest"), ", ".join(f"{other.name} ({other.code})" for other in near) or unknown),
        (_("Domains, to be confirmed"), ", ".join(domains)),
        (_("BPS code (2020)"), region.bps_code or unknown),
    ]
    if region.former_code:
        rows.append((_("Code in 2020"), region.former_code))
    console.say(region.name, "bold")
    console.table(("", ""), rows)
    if not region.autonomous:
        console.say(
            _("It is part of its province's government: no council, budget or agencies of its own.")
        )
    for other in api.region_twins(region):
        console.say(_difference(region, other))
