"""The columns of the supervisor's list as a file."""

from django.utils.translation import gettext_lazy as _

from smartcity_base.tables.columns import Column

TASKS = (
    Column("number", _("Nomor"), "number"),
    Column("title", _("Tugas"), "title"),
    Column("state", _("Status"), lambda task: task.status.label),
    Column("priority", _("Prioritas"), lambda task: task.get_priority_display()),
    Column("source", _("Asal"), lambda task: task.get_source_display()),
    Column("reference", _("Nomor laporan"), "reference"),
    Column("agency", _("Instansi"), "agency.name"),
    Column("team", _("Tim"), "team.name"),
    Column("officer", _("Petugas"), "officer.name", personal=True),
    Column("village", _("Kelurahan/desa"), "village.name"),
    Column("district", _("Kecamatan"), "village.district.name"),
    Column("address", _("Alamat"), "address"),
    Column("created_at", _("Dibuat"), "created_at", kind="dateTime"),
    Column("due", _("Tenggat"), "due", kind="dateTime"),
    Column("finished_at", _("Dikerjakan"), "finished_at", kind="dateTime"),
    Column("verified_at", _("Diperiksa"), "verified_at", kind="dateTime"),
)
