import django.db.models.deletion
from django.db import migrations, models


def keep_keys(apps, editor):
    """Every key goes on as a token with the same hash: nobody has to ask for a new one."""
    tokens = apps.get_model("base", "ApiToken").objects
    posted = apps.get_model("laksa", "Posted").objects
    for client in apps.get_model("laksa", "ApiClient").objects.all():
        token, new = tokens.get_or_create(
            key_hash=client.key_hash,
            defaults={
                "name": client.name,
                "contact": client.contact,
                "key_hint": client.key_hint,
                "scopes": ["reports:send"],
                "per_hour": client.per_hour,
                "active": client.active,
                "made_by_id": client.made_by_id,
            },
        )
        if new:
            tokens.filter(pk=token.pk).update(made_at=client.made_at)
        posted.filter(client=client, token=None).update(token=token)


class Migration(migrations.Migration):
    dependencies = [("laksa", "0016_records"), ("base", "0008_data_tokens_papers")]

    operations = [
        migrations.AddField(
            model_name="posted",
            name="token",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="base.apitoken",
            ),
        ),
        migrations.AlterField(
            model_name="posted",
            name="client",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="posted",
                to="laksa.apiclient",
            ),
        ),
        migrations.RunPython(keep_keys, migrations.RunPython.noop, elidable=False),
    ]
