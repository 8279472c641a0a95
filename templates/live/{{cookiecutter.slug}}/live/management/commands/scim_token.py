"""manage.py scim_token: where the region's personnel system sends its officers, and with what."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from smartcity_base.config import config, has_secret, secret

from live.scim.views import TOKEN, base


class Command(BaseCommand):
    help = "Mencetak alamat SCIM dan tokennya, untuk dimasukkan ke sistem kepegawaian daerah."

    def handle(self, *args: Any, **options: Any) -> None:
        if not config().setting("provisioning") or not has_secret(TOKEN):
            raise CommandError(
                "SCIM belum dipakai. Tulis apps: live: settings: provisioning: true pada profil, "
                "lalu jalankan smartcity adopt. Tidak ada yang diubah."
            )
        self.stdout.write(f"{base()}\n{secret(TOKEN)}")
