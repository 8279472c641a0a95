"""Personal columns get an encrypted neighbour. What is there stays as it is, for the release before;
`smartcity_base.personal.renew` moves it once this one has served for a day."""

from django.db import migrations, models

from smartcity_base.personal.columns import EncryptedField
from smartcity_base.personal.moving import moved


class Migration(migrations.Migration):
    dependencies = [("base", "0005_tally")]

    operations = [
        *moved(
            "user",
            "phone",
            models.CharField(blank=True, db_column="phone", editable=False, max_length=20),
            EncryptedField(
                blank=True,
                db_column="phone_sealed",
                max_length=20,
                null=True,
                verbose_name="telepon",
                was="phone_plain",
            ),
        ),
        *moved(
            "signin",
            "id_token",
            models.TextField(db_column="id_token"),
            EncryptedField(db_column="id_token_sealed", null=True, was="id_token_plain"),
        ),
        *moved(
            "signin",
            "refresh_token",
            models.TextField(blank=True, db_column="refresh_token"),
            EncryptedField(
                blank=True,
                db_column="refresh_token_sealed",
                null=True,
                was="refresh_token_plain",
            ),
        ),
    ]
