"""What an action needs, checked: the report behind its lock, and what the person gave."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from laksa.models import Report
from laksa.states import OPEN, Need, Priority, State

if TYPE_CHECKING:
    from laksa.work import Deed

BEST = 5
_Check = Callable[[Report, "Deed", datetime], bool]


def in_time(report: Report, now: datetime) -> bool:
    return report.answer_until is not None and now <= report.answer_until


def about_the_report(need: Need, report: Report, now: datetime) -> bool:
    """Whether a need that only the report decides is met; the page offers nothing else."""
    return need not in _OF_REPORT or _OF_REPORT[need](report, now)


def _has_original(report: Report, deed: Deed) -> bool:
    # A merged report points at one that is not merged itself, so the links never form a ring.
    original = deed.original
    return (
        original is not None
        and original.pk != report.pk
        # What happens to a secret report is told to its own reporter alone.
        and not original.secret
        and (original.state in OPEN or original.state == State.SELESAI)
    )


def _has_change(report: Report, deed: Deed) -> bool:
    return any(getattr(report, name) != value for name, value in deed.changes.items())


def _is_new_helper(report: Report, deed: Deed) -> bool:
    agency = deed.agency
    return (
        agency is not None
        and agency.active
        and agency.pk not in {report.agency_id, *report.helpers}
    )


_OF_REPORT: dict[Need, Callable[[Report, datetime], bool]] = {
    Need.IN_TIME: in_time,
    Need.NO_APPEAL: lambda report, _now: report.appeal_due is None,
    Need.APPEAL: lambda report, _now: report.appeal_due is not None,
    Need.HELPER: lambda report, _now: bool(report.helpers),
}

NEEDS: dict[Need, tuple[_Check, str | Promise]] = {
    Need.TEXT: (
        lambda _report, deed, _now: bool(deed.text.strip()),
        _("Tuliskan keterangannya dulu."),
    ),
    Need.PHOTO: (
        lambda _report, deed, _now: bool(deed.photos),
        _("Laporan hanya dapat diselesaikan dengan foto bukti."),
    ),
    Need.AGENCY: (
        lambda report, deed, _now: (
            deed.agency is not None and deed.agency.active and deed.agency.pk != report.agency_id
        ),
        _("Pilih instansi lain yang akan menangani laporan ini."),
    ),
    Need.ORIGINAL: (
        lambda report, deed, _now: _has_original(report, deed),
        _("Tuliskan nomor laporan lain yang masih terbuka atau sudah selesai."),
    ),
    Need.CHANGE: (
        lambda report, deed, _now: _has_change(report, deed),
        _("Belum ada yang diubah."),
    ),
    Need.ONE_PHOTO: (
        lambda report, deed, _now: deed.photo is not None and deed.photo.report_id == report.pk,
        _("Foto itu bukan milik laporan ini."),
    ),
    Need.IN_TIME: (
        lambda report, _deed, now: in_time(report, now),
        _("Waktu untuk menanggapi penutupan laporan ini sudah lewat."),
    ),
    Need.PRIORITY: (
        lambda report, deed, _now: (
            deed.priority in Priority.values and deed.priority != report.priority
        ),
        _("Pilih prioritas lain."),
    ),
    Need.NEW_HELPER: (
        lambda report, deed, _now: _is_new_helper(report, deed),
        _("Pilih instansi yang belum menangani laporan ini."),
    ),
    Need.HELPER: (
        lambda report, deed, _now: deed.agency is not None and deed.agency.pk in report.helpers,
        _("Instansi itu tidak sedang membantu laporan ini."),
    ),
    Need.RATING: (
        lambda _report, deed, _now: deed.rating is not None and 1 <= deed.rating <= BEST,
        _("Pilih nilai 1 sampai 5."),
    ),
    Need.NO_APPEAL: (
        lambda report, _deed, _now: report.appeal_due is None,
        _("Banding laporan ini sedang diperiksa operator."),
    ),
    Need.APPEAL: (
        lambda report, _deed, _now: report.appeal_due is not None,
        _("Tidak ada banding yang menunggu keputusan."),
    ),
}
