from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "live"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "LIVE"

    def ready(self) -> None:
        from live import indicators, jobs, signals  # noqa: F401  (each registers what it holds)
        from live.oidc import families
        from live.oidc.keys import keep_parsed

        keep_parsed()
        families.use()
