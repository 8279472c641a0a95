"""The fleet as an XLSX workbook: one row a region, for those who report upwards in Excel."""

from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from smartcity_kit.errors import KitError
from smartcity_kit.fleet.levels import LADDER
from smartcity_kit.fleet.standing import Standing
from smartcity_kit.language import _
from smartcity_kit.profile.sheets.xlsx import workbook


def write_fleet_xlsx(found: Sequence[Standing], file: Path) -> Path:
    """Write the workbook, aside first and then renamed. Raises KitError where it cannot be."""
    aside = file.with_name(f".{file.name}.part")
    try:
        aside.write_bytes(workbook(_("Fleet"), rows(found)))
        aside.replace(file)
    except OSError as error:
        raise KitError(
            _("{file} cannot be written: {reason}").format(file=file, reason=error.strerror),
            _("Nothing was changed."),
        ) from error
    return file


def rows(found: Sequence[Standing]) -> list[list[str]]:
    """Headings, then a row for each; times by the region's own clock."""
    headings = [
        _("Code"), _("Region"), _("Province"), _("Adoption"),
        *(_(word) for word in LADDER.values()), _("Last"), _("When"), _("Adrift"), _("Release"),
        _("Applications"), _("Place"), _("Domain"),
    ]  # fmt: skip
    return [headings, *(_row(one) for one in found)]


def _row(one: Standing) -> list[str]:
    member = one.member
    when = one.seen.astimezone(ZoneInfo(member.timezone)) if one.seen else None
    return [
        member.code, member.title, member.province_name,
        _(LADDER[one.level]) if one.level else "", *(_answer(yes) for yes in one.reached.values()),
        one.result, f"{when:%Y-%m-%d %H:%M} {member.zone}" if when else "",
        str(one.adrift) if one.adrift else "", one.release, ", ".join(member.apps), member.place,
        member.domain,
    ]  # fmt: skip


def _answer(yes: bool | None) -> str:
    return _("unknown") if yes is None else _("yes") if yes else _("no")
