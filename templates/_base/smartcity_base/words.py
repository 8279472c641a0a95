"""Words that most apps say: their English stands once, in the base's catalogue.

Nothing reads this; it is where `make messages` finds them. A word that an app means otherwise gets
a context there (`pgettext`).
"""

from django.utils.translation import gettext_noop as _

COMMON = (
    _("Alamat"),
    _("Belum ada yang diubah."),
    _("Data terbuka"),
    _("Hapus"),
    _("Instansi"),
    _("Jenis"),
    _("Judul"),
    _("Kata atau nomor"),
    _("Lihat di peta"),
    _("Lihat sebagai daftar"),
    _("Nama"),
    _("Nomor"),
    _("Pilih instansi"),
    _("Semua"),
    _("Semua jenis"),
    _("Semua kecamatan"),
    _("Simpan"),
    _("Sistem"),
    _("Status"),
    _("Surel"),
    _("Telepon"),
    _("Tempat"),
    _("Tenggat"),
    _("Tidak ada yang diubah."),
    _("Waktu"),
    _("Wilayah"),
)
