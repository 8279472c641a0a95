"""The indexes of a city's public list, and the words that PostgreSQL looks for in it."""

from typing import Any

from django.db import migrations, models

LISTED = ["menunggu", "diverifikasi", "proses", "selesai", "dibuka-kembali"]
OPEN = ["dibuka-kembali", "diverifikasi", "menunggu", "proses"]
# An index that is built beside the writers may be left half-built when it is killed: begun anew.
WORDS = (
    "ALTER TABLE laksa_report ADD COLUMN IF NOT EXISTS words tsvector GENERATED ALWAYS AS"
    " (to_tsvector('indonesian', text || ' ' || address)) STORED",
    "DROP INDEX CONCURRENTLY IF EXISTS report_words",
    "CREATE INDEX CONCURRENTLY report_words ON laksa_report USING gin (words)",
)
INDEXES = [
    models.Index(
        fields=["-received_at", "-id"],
        condition=models.Q(secret=False, state__in=LISTED),
        name="report_listed",
    ),
    models.Index(fields=["state", "-received_at", "-id"], name="report_in_state"),
    models.Index(
        fields=["category", "lat"],
        condition=models.Q(secret=False, state__in=OPEN),
        name="report_open_near",
    ),
    models.Index(fields=["-closed_at"], name="report_closed"),
]


def build(apps: Any, editor: Any) -> None:
    report = apps.get_model("laksa", "Report")
    on_postgresql = editor.connection.vendor == "postgresql"
    for index in INDEXES:
        if on_postgresql:
            editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {index.name}")
            editor.execute(index.create_sql(report, editor, concurrently=True), params=None)
        else:
            editor.execute(f"DROP INDEX IF EXISTS {index.name}")
            editor.add_index(report, index)
    if on_postgresql:
        for line in WORDS:
            editor.execute(line)


class Migration(migrations.Migration):
    atomic = False  # reports keep coming in while the indexes are built
    dependencies = [("laksa", "0011_wbs")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.AddIndex("report", index) for index in INDEXES],
            database_operations=[migrations.RunPython(build, migrations.RunPython.noop)],
        )
    ]
