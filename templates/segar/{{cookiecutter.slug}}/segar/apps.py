from django.apps import AppConfig


class Config(AppConfig):
    name = "segar"
    verbose_name = "SEGAR"
    default_auto_field = "django.db.models.BigAutoField"
