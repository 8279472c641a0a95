from django.apps import AppConfig


class LaksaConfig(AppConfig):
    name = "laksa"
    verbose_name = "LAKSA"
    default_auto_field = "django.db.models.BigAutoField"
