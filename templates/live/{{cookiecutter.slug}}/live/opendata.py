"""What the region tells of itself as open data: its services, its agencies, its places."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from smartcity_base.opendata.dataset import Dataset

from live import directory
from live.tables import AGENCIES, PLACES, SERVICES

DATASETS = (
    Dataset(
        name="layanan",
        title=_("Layanan publik"),
        about=_("Layanan pemerintah daerah dengan standarnya: syarat, waktu, biaya."),
        row=_("Satu baris adalah satu layanan."),
        columns=SERVICES,
        key="id",
        rows=lambda request: directory.services().iterator(),
        themes=("GOVE",),
        often="IRREG",
        keywords=(_("layanan publik"), _("standar pelayanan")),
    ),
    Dataset(
        name="instansi",
        title=_("Perangkat daerah"),
        about=_("Instansi pemerintah daerah, yang di atasnya, dan cara menghubunginya."),
        row=_("Satu baris adalah satu instansi."),
        missing=_("orang: pegawai dan pejabat bukan data terbuka."),
        columns=AGENCIES,
        key="id",
        rows=lambda request: directory.agencies().iterator(),
        themes=("GOVE",),
        often="IRREG",
        keywords=(_("perangkat daerah"), "OPD"),
    ),
    Dataset(
        name="tempat",
        title=_("Tempat umum"),
        about=_("Sekolah, puskesmas, pasar, kantor, dan tempat umum lain beserta letaknya."),
        row=_("Satu baris adalah satu tempat."),
        columns=PLACES,
        key="id",
        rows=lambda request: directory.places().iterator(),
        themes=("REGI",),
        often="IRREG",
        keywords=(_("tempat umum"), _("fasilitas")),
    ),
)
