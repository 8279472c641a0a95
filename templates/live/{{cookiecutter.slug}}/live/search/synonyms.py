"""Words that people have for the same thing, besides those that a region adds (synonyms.csv)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from live.search.words import forms, words

Phrase = tuple[str, ...]
Group = frozenset[Phrase]

# One line is one thing. Abbreviations and spellings as people type them; nothing of one region.
_KNOWN = """
ktp; ktp el; e ktp; ektp; kartu tanda penduduk; kartu identitas penduduk
kk; kartu keluarga
kia; kartu identitas anak; ktp anak
akta; akte
akta kelahiran; akta lahir; surat lahir; surat kelahiran; kutipan akta kelahiran
akta kematian; surat kematian; surat meninggal; akta mati
akta perkawinan; surat nikah; buku nikah; akta nikah; surat kawin; akta kawin
akta perceraian; surat cerai; akta cerai
nikah; kawin
meninggal; kematian; wafat
surat pindah; pindah domisili; pindah alamat; pindah penduduk; skpwni
surat domisili; surat keterangan domisili; keterangan tempat tinggal
bpjs; jkn; jaminan kesehatan
puskesmas; pusat kesehatan masyarakat
rs; rsud; rumah sakit
imunisasi; vaksin; vaksinasi
nib; nomor induk berusaha; izin usaha; siup; perizinan berusaha
imb; pbg; izin mendirikan bangunan; persetujuan bangunan gedung; izin bangunan
pbb; pajak bumi dan bangunan; pajak bumi bangunan
bphtb; bea perolehan hak atas tanah dan bangunan
npwp; nomor pokok wajib pajak
npwpd; nomor pokok wajib pajak daerah
pkb; pajak kendaraan; stnk; samsat
kir; uji kir; uji kendaraan; pengujian kendaraan bermotor
sim; surat izin mengemudi
skck; surat keterangan catatan kepolisian; surat kelakuan baik
sktm; surat keterangan tidak mampu; surat miskin
bansos; bantuan sosial; pkh; blt; bantuan tunai
dtks; dtsen; data kemiskinan; data terpadu kesejahteraan sosial
kartu kuning; ak1; ak 1; kartu pencari kerja; kartu pencaker
loker; lowongan; lowongan kerja
ppdb; spmb; pendaftaran sekolah; daftar sekolah; penerimaan siswa; penerimaan murid baru
pindah sekolah; mutasi siswa; mutasi sekolah
beasiswa; bantuan pendidikan
pju; lampu jalan; penerangan jalan; penerangan jalan umum
pdam; air bersih; air ledeng; air minum
dlh; lingkungan hidup
dishub; perhubungan
dukcapil; disdukcapil; capil; catatan sipil; kependudukan dan pencatatan sipil
dpmptsp; ptsp; perizinan terpadu; pelayanan terpadu satu pintu
satpol pp; polisi pamong praja
damkar; pemadam; pemadam kebakaran; kebakaran
ambulans; ambulan; ambulance
polisi; polres; polsek; kepolisian
lapor; pengaduan; aduan; keluhan; komplain
harga; sembako; bahan pokok
hilang; kehilangan; rusak
sampah; angkut sampah; kebersihan
tanah; sertifikat tanah; pertanahan
difabel; disabilitas; penyandang disabilitas
lansia; lanjut usia; orang tua
bayi; anak; balita
"""


def known() -> Iterator[Group]:
    """What is known everywhere."""
    for line in _KNOWN.strip().splitlines():
        yield group(line.split(";"))


def group(phrases: Iterable[str]) -> Group:
    return frozenset(filter(None, (tuple(words(phrase)) for phrase in phrases)))


class Synonyms:
    """Which phrases may stand for the words that were asked."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self._by_first: dict[str, list[tuple[Phrase, Group]]] = {}
        for one in groups:
            for phrase in one:
                for form in forms(phrase[0]):
                    self._by_first.setdefault(form, []).append((phrase, one))

    def slots(self, asked: list[str]) -> list[dict[Phrase, bool]]:
        """What was asked, part by part: each with all that may stand for it, True where it is said.

        The longest phrase wins: `surat nikah hilang` is `surat nikah` and `hilang`.
        """
        found: list[dict[Phrase, bool]] = []
        at = 0
        while at < len(asked):
            meant = self._phrases_at(asked, at)
            length = max(map(len, meant), default=1)
            slot = {tuple(asked[at : at + length]): True}
            for phrase, one in meant.items():
                if len(phrase) == length:
                    slot |= {other: False for other in one if other not in slot}
            found.append(slot)
            at += length
        return found

    def _phrases_at(self, asked: list[str], at: int) -> dict[Phrase, Group]:
        meant: dict[Phrase, Group] = {}
        for form in forms(asked[at]):
            for phrase, one in self._by_first.get(form, ()):
                there = asked[at : at + len(phrase)]
                same = (
                    not forms(a).isdisjoint(forms(b)) for a, b in zip(phrase, there, strict=False)
                )
                if len(there) == len(phrase) and all(same):
                    meant[phrase] = meant.get(phrase, frozenset()) | one
        return meant
