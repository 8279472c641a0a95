"""Profiles to measure with: one for each of the 552 regions, and one with as much as a city has.

`smartcity init --all` writes them where the kit has that verb. Where it has not, they are made here
from the national list, with the tables of a region that has begun.
"""

import csv
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from typer.main import get_command

from smartcity_kit import regions
from smartcity_kit.cli import app
from smartcity_kit.profile.sheets import KINDS
from smartcity_kit.regions import Region

PROFILE = """\
# yaml-language-server: $schema=../profile.schema.json
# {name}. Kode wilayah dari Kepmendagri 300.2.2-2430/2025; nama, tingkat, provinsi, zona waktu,
# kecamatan, dan kelurahan/desa mengikuti kode ini dan tidak ditulis lagi.
kit: "0.2"
code: "{code}"
# Domain resmi: {certainty}. Alamat LIVE menjadi identitas masuk bagi semua aplikasi.
domain: {domain}

# Kontak publik, tampil di bagian bawah setiap halaman.
contact:
  email: kontak@{domain}
  address: Kantor {government}

# Aplikasi yang dipakai. Cukup namanya; isinya hanya bila berbeda dari bawaan.
apps:
  live:
  laksa:
    settings:
      verify_days: 3

# Server milik daerah: Debian 12 atau 13.
servers:
  web1:
    address: web1.{domain}
    user: admin

branding:
  primary: "#0b5c8a"
"""
AGENCIES = """\
sekretariat-daerah,Sekretariat Daerah
inspektorat,Inspektorat
dinas-pupr,Dinas Pekerjaan Umum dan Penataan Ruang
dinas-perkim,Dinas Perumahan dan Kawasan Permukiman
dinas-perhubungan,Dinas Perhubungan
dinas-lingkungan-hidup,Dinas Lingkungan Hidup
dinas-sosial,Dinas Sosial
dinas-kesehatan,Dinas Kesehatan
dinas-pendidikan,Dinas Pendidikan
dinas-kominfo,Dinas Komunikasi dan Informatika
satpol-pp,Satuan Polisi Pamong Praja
"""
CATEGORIES = ("jalan", "sampah", "banjir", "pohon", "lampu", "rambu", "sosial", "lain")
KINDS_OF_PLACES = ("school", "clinic", "market", "office", "park")
Cells = Iterable[Iterable[str]]


def write_all(folder: Path) -> Path:
    """A profile of every region below `folder`."""
    if "init" in getattr(get_command(app), "commands", {}):
        subprocess.run(init_all(folder), check=True, capture_output=True)
    else:
        for region in regions.all_regions():
            write_region(region, folder / region.slug)
    return folder


def init_all(folder: Path) -> list[str]:
    program = str(Path(sys.executable).parent / "smartcity")
    return [program, "init", "--all", "--to", str(folder)]


def write_region(region: Region, folder: Path) -> Path:
    """The profile of a region that has begun: agencies, kecamatan among them, and categories."""
    (folder / "data").mkdir(parents=True)
    domain = region.candidate_domains[0]
    words = {"name": region.name, "code": region.code, "government": region.government}
    text = PROFILE.format(domain=domain.host, certainty=domain.certainty, **words)
    (folder / "profile.yml").write_text(text, "utf-8")
    names = [line.split(",") for line in AGENCIES.splitlines()]
    top = [["pemerintah", region.government, "", "pemerintah"]]
    agencies = [[id, name, "pemerintah", "dinas"] for id, name in names]
    if region.level != "provinsi":
        agencies += [
            [f"kecamatan-{district.code.replace('.', '')}", f"Kecamatan {district.name}",
             "pemerintah", "kecamatan"]
            for district in regions.areas(region.code).districts
        ]  # fmt: skip
    write_table(folder, "agencies", ["id", "name", "parent", "kind"], top + agencies)
    categories = [[id, f"Laporan {id}", "dinas-pupr"] for id in CATEGORIES]
    write_table(folder, "categories", ["id", "name", "agency"], categories)
    return folder


def write_city(folder: Path, *, staff: int = 5000, places: int = 500) -> Path:
    """Kota Tangerang with `staff` people and `places` places, where the kit reads places."""
    region = regions.find("36.71")
    write_region(region, folder)
    people = [
        [f"Pegawai Nomor {n}", f"{19700101 + n // 1000 * 10000} 200501 1 {n % 1000:03}",
         f"pegawai{n}@tangerangkota.go.id", f"0812 {n:04} {n % 9973:04}", "dinas-kominfo",
         "Pengelola data", ""]
        for n in range(staff)
    ]  # fmt: skip
    columns = ["name", "nip", "email", "phone", "agency", "position", "roles"]
    write_table(folder, "staff", columns, people)
    if "places" in KINDS:
        villages = [v for v in regions.areas(region.code).villages if v.point]
        rows = [
            [f"tempat-{n}", f"Tempat Nomor {n}", KINDS_OF_PLACES[n % 5], village.code,
             f"{village.point.lon:.5f}", f"{village.point.lat:.5f}"]
            for n in range(places)
            if (village := villages[n % len(villages)]).point
        ]  # fmt: skip
        write_table(folder, "places", ["id", "name", "kind", "village", "lon", "lat"], rows)
    return folder


def write_table(folder: Path, name: str, columns: Iterable[str], rows: Cells) -> None:
    with (folder / "data" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
