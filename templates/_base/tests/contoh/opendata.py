"""The sample app's open data: the villages."""

from smartcity_base.models import Village
from smartcity_base.opendata.dataset import Dataset
from smartcity_base.tables.columns import Column

DATASETS = (
    Dataset(
        name="kelurahan",
        title="Kelurahan",
        about="Kelurahan dan desa.",
        columns=(
            Column("code", "Kode Kemendagri.", "code", source="profil"),
            Column("lon", "Bujur.", "lon", kind="decimal", unit="derajat"),
        ),
        key="code",
        rows=lambda request: Village.objects.order_by("pk"),
        themes=("REGI",),
        often="NEVER",
        keywords=("wilayah",),
        etag=lambda request: '"satu"',
    ),
)
