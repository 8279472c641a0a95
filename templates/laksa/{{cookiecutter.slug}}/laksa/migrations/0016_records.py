"""Reporters' and supporters' names and addresses get encrypted neighbours; see smartcity_base
0006_records."""

from django.db import migrations, models

from smartcity_base.personal.columns import BlindIndex, EncryptedEmailField, EncryptedField
from smartcity_base.personal.moving import moved


def _reachable(model):
    def plain(kind, name, length):
        return kind(blank=True, db_column=name, editable=False, max_length=length)

    def sealed(kind, name, **length):
        return kind(
            blank=True, db_column=f"{name}_sealed", null=True, was=f"{name}_plain", **length
        )

    return [
        *moved(
            model,
            "name",
            plain(models.CharField, "name", 100),
            sealed(EncryptedField, "name", max_length=100),
        ),
        *moved(
            model,
            "email",
            plain(models.EmailField, "email", 254),
            sealed(EncryptedEmailField, "email"),
        ),
        *moved(
            model,
            "phone",
            plain(models.CharField, "phone", 30),
            sealed(EncryptedField, "phone", max_length=30),
        ),
        migrations.AddField(model, "email_index", BlindIndex("email")),
    ]


class Migration(migrations.Migration):
    dependencies = [("base", "0006_records"), ("laksa", "0015_scan")]

    operations = [*_reachable("contact"), *_reachable("supporter")]
