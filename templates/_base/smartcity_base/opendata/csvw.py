"""A data set's dictionary for machines: CSV on the Web (W3C, tabular metadata).

https://www.w3.org/TR/tabular-metadata/
"""

from __future__ import annotations

from typing import Any

from smartcity_base.config import config
from smartcity_base.dcat import licence
from smartcity_base.opendata.dataset import Dataset
from smartcity_base.tables.columns import Column


def metadata(dataset: Dataset) -> dict[str, Any]:
    told: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "id"}],
        "url": dataset.csv,
        "dc:title": str(dataset.title),
        "dc:description": str(dataset.about),
        "dc:publisher": config().region.government,
        "dc:license": {"@id": licence()},
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True},
        "tableSchema": {"columns": [_column(column) for column in dataset.columns]},
    }
    if dataset.key:
        told["tableSchema"]["primaryKey"] = dataset.key
    return told


def _column(column: Column) -> dict[str, Any]:
    more = {"schema:unitText": str(column.unit), "dc:source": str(column.source)}
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": str(column.meaning),
        "datatype": column.kind,
        **{name: value for name, value in more.items() if value},
    }
