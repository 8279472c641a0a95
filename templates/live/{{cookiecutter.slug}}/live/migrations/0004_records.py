"""The NIP gets an encrypted neighbour and an index; see smartcity_base 0006_records."""

from django.db import migrations, models

from smartcity_base.personal.columns import BlindIndex, EncryptedField, digits
from smartcity_base.personal.moving import moved


class Migration(migrations.Migration):
    dependencies = [("base", "0006_records"), ("live", "0003_scim_and_upstream")]

    operations = [
        *moved(
            "staff",
            "nip",
            models.CharField(
                blank=True,
                db_column="nip",
                editable=False,
                max_length=18,
                null=True,
                unique=True,
                verbose_name="NIP",
            ),
            EncryptedField(
                blank=True,
                db_column="nip_sealed",
                max_length=18,
                null=True,
                verbose_name="NIP",
                was="nip_plain",
            ),
        ),
        migrations.AddField("staff", "nip_index", BlindIndex("nip", normal=digits, unique=True)),
    ]
