"""manage.py first_login: a link, once and for an hour, for the region's first administrator."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from smartcity_base.models import User

from live import roles, setup_codes
from live.models import Assignment


class Command(BaseCommand):
    help = "Mencetak tautan sekali pakai (1 jam) untuk membuat administrator pertama."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--recover",
            action="store_true",
            help="buat tautan walaupun sudah ada administrator (bila semuanya tidak dapat masuk)",
        )

    def handle(self, *args: Any, recover: bool, **options: Any) -> None:
        if not recover and _has_administrator():
            raise CommandError(
                "Sudah ada administrator; mintalah akun kepadanya. Bila tidak ada lagi yang dapat "
                "masuk, ulangi dengan --recover. Tidak ada yang diubah."
            )
        code = setup_codes.issue(None, setup_codes.FIRST_ADMINISTRATOR)
        self.stdout.write(setup_codes.link(code))


def _has_administrator() -> bool:
    """One who can sign in: a staff table may name administrators before anybody has a password."""
    holders = Assignment.objects.filter(app="live", role=roles.ADMINISTRATOR).values("user")
    return any(
        user.has_usable_password() for user in User.objects.filter(pk__in=holders, is_active=True)
    )
