"""The columns of the list as a file."""

from django.utils.translation import gettext_lazy as _

from smartcity_base.tables.columns import Column

ITEMS = (
    Column("title", _("Judul"), "title"),
[% if cookiecutter.table %]
    Column("kind", _("Jenis"), "kind.name"),
[% endif %]
    Column("agency", _("Instansi"), "agency.name"),
    Column("village", _("Kelurahan/desa"), "village.name"),
    Column("district", _("Kecamatan"), "village.district.name"),
)
