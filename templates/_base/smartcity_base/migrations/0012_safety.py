import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import smartcity_base.models.document

_moment = {
    "default": django.utils.timezone.now,
    "db_default": django.db.models.functions.datetime.Now(),
}


class Migration(migrations.Migration):
    dependencies = [("base", "0011_data_imports")]

    operations = [
        migrations.AddField("signin", "began_at", models.DateTimeField(**_moment)),
        migrations.AddField("signin", "seen_at", models.DateTimeField(**_moment)),
        migrations.AddField("signin", "proven_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "signin",
            "browser",
            models.CharField(blank=True, db_default="", default="", max_length=32),
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("about", models.CharField(db_index=True, max_length=120)),
                ("part", models.CharField(blank=True, max_length=40)),
                ("name", models.CharField(max_length=150)),
                ("kind", models.CharField(max_length=10)),
                ("size", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=120,
                        upload_to=smartcity_base.models.document._path,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ditahan", "Menunggu pemindaian"),
                            ("bebas", "Dapat diunduh"),
                            ("terinfeksi", "Ditolak: mengandung program jahat"),
                        ],
                        db_index=True,
                        max_length=12,
                    ),
                ),
                ("found", models.CharField(blank=True, max_length=200)),
                ("sent_at", models.DateTimeField(auto_now_add=True)),
                ("scanned_at", models.DateTimeField(null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="documents",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["sent_at"]},
        ),
    ]
