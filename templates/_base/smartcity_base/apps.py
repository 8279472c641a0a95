from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "smartcity_base"
    label = "base"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Dasar"

    def ready(self) -> None:
        from smartcity_base import checks  # noqa: F401  (registers the system checks)
