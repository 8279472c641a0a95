"""Photos that are cleaned in the background."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("laksa", "0012_storm")]
    operations = [
        migrations.AddField(
            "photo", "waiting", models.BooleanField(db_default=False, default=False)
        ),
        migrations.AddIndex(
            "photo",
            models.Index(
                condition=models.Q(("waiting", True)), fields=["at"], name="photo_waiting"
            ),
        ),
    ]
