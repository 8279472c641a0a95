from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("base", "0013_talk")]

    operations = [
        migrations.CreateModel(
            name="TakenForm",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("to", models.TextField(default="")),
                ("at", models.DateTimeField(auto_now_add=True, db_index=True)),
            ],
        ),
    ]
