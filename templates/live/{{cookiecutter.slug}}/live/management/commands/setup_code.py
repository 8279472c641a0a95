"""manage.py setup_code --email X: a one-time code for a staff account, to hand over on paper."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from smartcity_base import audit
from smartcity_base.models import User

from live import setup_codes


class Command(BaseCommand):
    help = "Mencetak kode awal sekali pakai dan tautannya untuk akun seorang petugas."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--email", required=True, help="surel akun petugas")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise CommandError("Tidak ada akun aktif dengan surel itu. Tidak ada yang diubah.")
        code = setup_codes.issue(user)
        audit.record(None, "setup-code.issued", user, by_mail=False)
        self.stdout.write(f"{code}\n{setup_codes.link(code)}")
