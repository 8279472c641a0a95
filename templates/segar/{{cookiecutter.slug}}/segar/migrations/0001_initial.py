import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("base", "0004_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Commodity",
            fields=[
                ("id", models.SlugField(max_length=60, primary_key=True, serialize=False)),
                ("group", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=100)),
                ("variant", models.CharField(blank=True, max_length=100)),
                ("unit", models.CharField(max_length=20)),
                ("rank", models.PositiveIntegerField(default=0)),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["rank", "id"],
            },
        ),
        migrations.CreateModel(
            name="ReferencePrice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("price", models.PositiveIntegerField()),
                ("since", models.DateField()),
                ("basis", models.CharField(max_length=200)),
                (
                    "commodity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="references",
                        to="segar.commodity",
                    ),
                ),
            ],
            options={
                "ordering": ["-since", "kind"],
            },
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(db_index=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("menunggu", "Menunggu persetujuan"),
                            ("disetujui", "Disetujui"),
                            ("dikembalikan", "Dikembalikan"),
                        ],
                        default="menunggu",
                        max_length=20,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="base.place",
                    ),
                ),
            ],
            options={
                "ordering": ["-day", "market__name"],
            },
        ),
        migrations.CreateModel(
            name="Price",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("price", models.PositiveIntegerField()),
                ("traders", models.PositiveSmallIntegerField(default=1)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("pedagang", "Bertanya langsung"),
                            ("label", "Membaca label harga"),
                            ("pengelola", "Dari pengelola pasar"),
                        ],
                        default="pedagang",
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "commodity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prices",
                        to="segar.commodity",
                    ),
                ),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="base.place",
                    ),
                ),
                (
                    "surveyor",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prices",
                        to="segar.sheet",
                    ),
                ),
            ],
            options={
                "ordering": ["-day", "commodity__rank", "market__name"],
            },
        ),
        migrations.CreateModel(
            name="SheetEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(db_index=True)),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("kirim", "dikirim"),
                            ("ubah", "diubah"),
                            ("setuju", "disetujui"),
                            ("kembali", "dikembalikan"),
                            ("koreksi", "dikoreksi"),
                        ],
                        max_length=20,
                    ),
                ),
                ("changes", models.JSONField(default=dict)),
                ("text", models.CharField(blank=True, max_length=300)),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="segar.sheet",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("acuan", "Di atas harga acuan"),
                            ("minggu", "Naik dalam tujuh hari"),
                        ],
                        max_length=20,
                    ),
                ),
                ("value", models.FloatField()),
                ("limit", models.FloatField()),
                ("at", models.DateTimeField()),
                (
                    "commodity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alerts",
                        to="segar.commodity",
                    ),
                ),
            ],
            options={
                "ordering": ["-day", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commodity", "day", "rule"), name="segar_alert_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="base.place",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="market_duties",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("market", "user"), name="segar_duty_once")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.UniqueConstraint(fields=("market", "day"), name="segar_sheet_once"),
        ),
        migrations.AddIndex(
            model_name="price",
            index=models.Index(fields=["commodity", "day"], name="segar_price_of_day"),
        ),
        migrations.AddConstraint(
            model_name="price",
            constraint=models.UniqueConstraint(
                fields=("day", "commodity", "market"), name="segar_price_once"
            ),
        ),
    ]
