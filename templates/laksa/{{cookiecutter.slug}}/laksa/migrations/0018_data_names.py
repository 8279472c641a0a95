from django.db import migrations


def keep_names(apps, editor):
    """What the operator said of SP4N's categories is known to the base's import."""
    names = apps.get_model("base", "ImportName").objects
    for one in apps.get_model("laksa", "Sp4nCategory").objects.all():
        names.get_or_create(
            importer="sp4n",
            column="category",
            theirs=one.theirs.casefold()[:200],
            defaults={"ours": one.category_id},
        )


class Migration(migrations.Migration):
    dependencies = [("laksa", "0017_data_tokens"), ("base", "0011_data_imports")]

    operations = [migrations.RunPython(keep_names, migrations.RunPython.noop)]
