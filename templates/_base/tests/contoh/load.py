"""The sample app's own table: what it reads is only checked."""

from __future__ import annotations

from collections.abc import Mapping

from smartcity_base.loading import Column, Counts, DataFolder


def load(data: DataFolder) -> Mapping[str, Counts]:
    return {"labels": Counts(new=len(data.table("labels", [Column("id"), Column("name")])))}


def load_personal(data: DataFolder) -> Mapping[str, Counts]:
    return {"staff": Counts(new=len(data.table("staff", [Column("name")])))}
