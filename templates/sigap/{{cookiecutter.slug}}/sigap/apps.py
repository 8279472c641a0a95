from django.apps import AppConfig


class SigapConfig(AppConfig):
    name = "sigap"
    verbose_name = "SIGAP"
    default_auto_field = "django.db.models.BigAutoField"
