"""What a monthly report says, as plain words and numbers that its letter only lays out."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from smartcity_base.config import config
from smartcity_base.templatetags.smartcity import waktu

from laksa import queries
from laksa.measures import summary
from laksa.measures.summary import Line
from laksa.measures.worktime import office_hours, told
from laksa.models import Measure
from laksa.states import State
from laksa.templatetags.figures import count, percent

TREND = 12  # months, the reported one among them


def content(month: date, now: datetime) -> dict[str, Any]:
    """The report of the month that begins on `month`, as things stand now."""
    last = end_of(month)
    measures = _between(month, last)
    whole = summary.whole(measures, now)
    before = month_before(month)
    return {
        "title": title(),
        "subtitle": date_format(month, "F Y"),
        "before": date_format(before, "F Y"),
        "at": waktu(now),
        "provisional": _("Sementara: bulan ini belum berakhir.")
        if last >= timezone.localdate()
        else "",
        "opening": _opening(month, whole),
        "numbers": _numbers(whole, summary.whole(_between(before, end_of(before)), now), month),
        "states": [[str(state.label), count(whole.states.get(state, 0))] for state in State],
        "tables": [
            {"heading": heading, "first": first, "rows": _rows(summary.by(name, measures, now))}
            for name, heading, first in (
                ("agency", _("Per instansi"), _("Instansi")),
                ("district", _("Per kecamatan"), _("Kecamatan")),
                ("category", _("Per jenis"), _("Jenis")),
            )
        ],
        "trend": _trend(month, now),
        "formulas": _formulas(),
        "source": config().app.url + reverse("open-data"),
    }


def title() -> str:
    return _("Laporan Bulanan %(app)s") % {"app": config().app.title}


def month_before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def end_of(month: date) -> date:
    """The last day of the month that begins on `month`."""
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _between(first: date, last: date) -> Any:
    return queries.public_measures({}, first, last)


def _opening(month: date, whole: Line) -> str:
    about = {
        "month": date_format(month, "F Y"), "n": count(whole.received),
        "region": config().region.name,
        "closed": percent(whole.closed_share), "late": percent(whole.late_share),
        "answered": told(whole.answered.median),
    }  # fmt: skip
    if not whole.received:
        return _("Dalam %(month)s tidak ada laporan warga %(region)s.") % about
    return (
        _(
            "Dalam %(month)s diterima %(n)s laporan warga %(region)s. Dari laporan itu %(closed)s"
            " sudah selesai dan %(late)s pernah lewat tenggat. Separuh yang dijawab menerima"
            " jawaban pertama dalam %(answered)s atau kurang."
        )
        % about
    )


def _numbers(whole: Line, before: Line, month: date) -> list[list[str]]:
    closed = [
        Measure.objects.filter(public=True, closed_day__range=(first, end_of(first))).count()
        for first in (month, month_before(month))
    ]
    told_of: list[tuple[str, Any]] = [
        (_("Laporan diterima"), lambda line: count(line.received)),
        (_("Di antaranya sudah selesai"), lambda line: percent(line.closed_share)),
        (_("Di antaranya pernah lewat tenggat"), lambda line: percent(line.late_share)),
        (_("Sampai jawaban pertama, median"), lambda line: told(line.answered.median)),
        (_("Sampai jawaban pertama, P90"), lambda line: told(line.answered.p90)),
        (_("Sampai selesai, median"), lambda line: told(line.closed.median)),
        (_("Sampai selesai, P90"), lambda line: told(line.closed.p90)),
    ]
    rows = [[label, tell(whole), tell(before)] for label, tell in told_of]
    rows.insert(3, [_("Diselesaikan dalam bulan itu, kapan pun diterima"), *map(count, closed)])
    return rows


def _rows(lines: Iterable[Line]) -> list[list[str]]:
    return [
        [
            line.label, count(line.received), percent(line.closed_share), percent(line.late_share),
            told(line.answered.median), told(line.closed.median),
        ]
        for line in lines
    ]  # fmt: skip


def _trend(month: date, now: datetime) -> list[dict[str, Any]]:
    first = month
    for _step in range(TREND - 1):
        first = month_before(first)
    found = {line.key: line for line in summary.by_month(_between(first, end_of(month)), now)}
    trend = []
    while first <= month:
        line = found.get(first, Line(first, ""))
        trend.append({
            "label": date_format(first, "M y"), "received": line.received, "late": line.late,
        })  # fmt: skip
        first = end_of(first) + timedelta(days=1)
    return trend


def _formulas() -> list[list[str]]:
    opens, closes = office_hours()
    hours = {"opens": opens, "closes": closes, "day": closes - opens}
    return [
        [_("Diterima"), _("Jumlah peristiwa “diterima” dalam bulan itu; hanya laporan yang boleh "
                          "diketahui umum.")],
        [_("Selesai"), _("Bagian laporan itu yang ditutup dengan foto bukti dan tidak dibuka "
                         "kembali.")],
        [_("Lewat tenggat"), _("Bagian laporan itu yang satu tenggatnya pernah terlewat, atau "
                               "sedang lewat.")],
        [_("Jawaban pertama"), _("Dari “diterima” sampai jawaban, penyelesaian, atau penolakan "
                                 "pertama yang terbaca publik.")],
        [_("Sampai selesai"), _("Dari “diterima” sampai “selesai” yang terakhir.")],
        [_("Median dan P90"), _("Separuh, atau 90 dari 100 laporan, butuh waktu itu atau kurang; "
                                "yang belum sampai tidak dihitung.")],
        [_("Jam dan hari kerja"), _("Pukul %(opens)s.00 sampai %(closes)s.00 pada hari kerja; satu "
                                    "hari kerja adalah %(day)s jam kerja.") % hours],
    ]  # fmt: skip
