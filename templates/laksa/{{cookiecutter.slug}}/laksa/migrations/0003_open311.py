import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("laksa", "0002_routing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="report",
            name="answers",
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.CreateModel(
            name="ApiClient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True)),
                ("contact", models.EmailField(max_length=254)),
                ("key_hash", models.CharField(max_length=64, unique=True)),
                ("key_hint", models.CharField(max_length=12)),
                ("per_hour", models.PositiveIntegerField()),
                ("active", models.BooleanField(default=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.CharField(max_length=101, primary_key=True, serialize=False)),
                ("code", models.SlugField()),
                ("text", models.CharField(max_length=300)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("string", "Satu baris"),
                            ("number", "Angka"),
                            ("datetime", "Tanggal dan jam"),
                            ("text", "Beberapa baris"),
                            ("singlevaluelist", "Satu pilihan"),
                            ("multivaluelist", "Beberapa pilihan"),
                            ("info", "Keterangan"),
                        ],
                        max_length=20,
                    ),
                ),
                ("required", models.BooleanField(default=False)),
                ("values", models.JSONField(default=list)),
                ("help", models.CharField(blank=True, max_length=300)),
                ("public", models.BooleanField(default=False)),
                ("order", models.PositiveIntegerField(default=0)),
                ("active", models.BooleanField(default=True)),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="laksa.category",
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
            },
        ),
        migrations.CreateModel(
            name="Posted",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField()),
                ("waiting", models.JSONField(default=dict)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posted",
                        to="laksa.apiclient",
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posted",
                        to="laksa.report",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["client", "at"], name="laksa_poste_client__cec156_idx")
                ],
            },
        ),
    ]
