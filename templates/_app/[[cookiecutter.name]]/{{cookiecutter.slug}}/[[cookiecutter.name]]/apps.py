from django.apps import AppConfig


class Config(AppConfig):
    name = "[[ cookiecutter.name ]]"
    verbose_name = "[[ cookiecutter.name|upper ]]"
    default_auto_field = "django.db.models.BigAutoField"
