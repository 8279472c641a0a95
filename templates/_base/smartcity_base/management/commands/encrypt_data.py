"""manage.py encrypt_data: personal columns to the newest key, now and not in the next hour."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from smartcity_base.personal.renew import BATCH, renew


class Command(BaseCommand):
    """Prints how many values were written. Killed, it is run again and goes on."""

    help = (
        "Menyandikan ulang data pribadi dengan kunci terbaru, termasuk yang masih tersimpan polos. "
        "Sesudah ini rilis sebelumnya tidak melihat data yang tadinya polos."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        total = 0
        while done := renew(plain=True, most=BATCH):
            total += done
        self.stdout.write(str(total))
