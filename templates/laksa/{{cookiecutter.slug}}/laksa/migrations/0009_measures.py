import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0003_places"),
        ("laksa", "0008_channels"),
    ]

    operations = [
        migrations.CreateModel(
            name="MeasureBasis",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                ("basis", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="measure",
                        serialize=False,
                        to="laksa.report",
                    ),
                ),
                ("event", models.BigIntegerField()),
                ("public", models.BooleanField()),
                ("day", models.DateField()),
                ("closed_day", models.DateField(null=True)),
                ("state", models.CharField(max_length=20)),
                ("answered_after", models.PositiveIntegerField(null=True)),
                ("closed_after", models.PositiveIntegerField(null=True)),
                ("missed", models.BooleanField()),
                ("due", models.DateTimeField(null=True)),
                ("column", models.PositiveIntegerField(null=True)),
                ("row", models.PositiveIntegerField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="base.agency",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="laksa.category",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="base.village",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["day"], name="laksa_measu_day_845271_idx"),
                    models.Index(fields=["closed_day"], name="laksa_measu_closed__856425_idx"),
                ],
            },
        ),
    ]
