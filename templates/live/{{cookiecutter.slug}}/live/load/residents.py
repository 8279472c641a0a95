"""residents.csv: who lives here, by Dukcapil's file. It travels beside the release, not in it.

Only digests under the region's key are kept, so the table may be as long as the region is large:
it is read and written in batches, and no name or number stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from smartcity_base.cells import day
from smartcity_base.loading import Column, Counts, DataFolder

from live.models import Resident
from live.verification import Claimed

COLUMNS = [Column("nik"), Column("name"), Column("birth_date")]
_BATCH = 2_000
_MOST_FAULTS = 100  # told; a file that is wrong throughout is wrong in the first hundred rows


def load(data: DataFolder) -> Counts:
    """Bring the digests in line with the table; its faults never repeat a cell."""
    counts = Counts()
    listed: set[str] = set()
    rows = _read(data, listed)
    while batch := list(islice(rows, _BATCH)):
        _write({claimed.nik_digest: claimed.proof for claimed in batch}, counts)
    data.check()
    gone = [nik for nik in Resident.objects.values_list("nik", flat=True).iterator()
            if nik not in listed]  # fmt: skip
    for start in range(0, len(gone), _BATCH):
        Resident.objects.filter(nik__in=gone[start : start + _BATCH]).delete()
    counts.retired = len(gone)
    return counts


def _read(data: DataFolder, listed: set[str]) -> Iterator[Claimed]:
    for row in data.stream("residents", COLUMNS):
        if len(data.faults) > _MOST_FAULTS:
            return
        try:
            claimed = Claimed(row["nik"], row["name"], day(row["birth_date"]))
        except ValueError:
            told = "perlu NIK 16 angka, nama, dan tanggal lahir (2026-11-22)"
            data.fault("residents", row.number, "", told)
            continue
        if claimed.nik_digest in listed:
            data.fault("residents", row.number, "nik", "NIK ini sudah ada di baris lain")
            continue
        listed.add(claimed.nik_digest)
        yield claimed


def _write(batch: dict[str, str], counts: Counts) -> None:
    there = {one.nik: one for one in Resident.objects.filter(nik__in=list(batch))}
    fresh = [Resident(nik=nik, proof=proof) for nik, proof in batch.items() if nik not in there]
    changed = [one for nik, one in there.items() if one.proof != batch[nik]]
    for one in changed:
        one.proof = batch[one.nik]
    Resident.objects.bulk_create(fresh)
    Resident.objects.bulk_update(changed, ["proof"])
    counts.new += len(fresh)
    counts.changed += len(changed)
