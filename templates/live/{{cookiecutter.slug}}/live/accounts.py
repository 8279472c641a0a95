"""allauth, told what differs here: mail by jobs, lock-outs noted, a fresh sign-in counts as one."""

from __future__ import annotations

import time
from typing import Any, ClassVar

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from smartcity_base import audit
from smartcity_base.config import config
from smartcity_base.context import region
from smartcity_base.language import indonesian
from smartcity_base.models import User

from live import passkeys, second_factors, sessions
from live.jobs import send_mail

_SILENT = {
    "account/messages/logged_in.txt",
    "account/messages/logged_out.txt",
    # The page that follows says these itself.
    "account/messages/email_confirmation_sent.txt",
    "mfa/messages/recovery_codes_generated.txt",
}


_REAUTHENTICATION = {
    "reauthenticate": _("Gunakan kata sandi"),
    "mfa_reauthenticate": _("Gunakan kode dari aplikasi autentikator"),
    "mfa_reauthenticate:webauthn": _("Gunakan kunci sandi"),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("Surel atau kata sandi tidak benar. Anda belum masuk."),
        "email_taken": _("Sudah ada akun dengan surel ini. Masuk saja, atau buat kata sandi baru."),
        "too_many_login_attempts": _(
            "Terlalu banyak percobaan yang gagal. Tunggu seperempat jam, lalu coba lagi."
        ),
        "enter_current_password": _("Kata sandi yang sekarang tidak benar."),
        "incorrect_password": _("Kata sandi tidak benar."),
        "incorrect_code": _("Kode tidak benar atau sudah tidak berlaku."),
        "rate_limited": _("Terlalu banyak permintaan. Tunggu beberapa menit, lalu coba lagi."),
    }

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """Not for what the person sees anyway, and often in another app."""
        if message_template not in _SILENT:
            super().add_message(request, level, message_template, *args, **kwargs)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(config().setting("registration"))

    @indonesian()
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """By a job: a relay that is slow or away must not hold up the page."""
        about = {"request": self.request, "email": email, **region(self.request), **context}
        made = self.render_mail(template_prefix, email, about)
        html = ""
        if isinstance(made, EmailMultiAlternatives) and made.alternatives:
            html = str(made.alternatives[0][0])
        send_mail.enqueue(made.subject, str(made.body), html, email)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt; a lock-out is noted once per refused attempt, without the address."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            email = credentials.get("email") or ""
            user = User.objects.filter(email__iexact=email).first()
            audit.record(None, "signin.locked", user or "unknown")
            raise

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """In our words: allauth calls a passkey a security key."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [
            {**method, "description": _REAUTHENTICATION.get(method["id"], method["description"])}
            for method in methods
        ]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not again right after signing in, as allauth would have it."""
        age = time.time() - sessions.authenticated_at(self.request)
        return age > app_settings.REAUTHENTICATION_TIMEOUT


class SecondFactorAdapter(DefaultMFAAdapter):
    def get_totp_issuer(self) -> str:
        return passkeys.region_name()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return passkeys.relying_party()

    def encrypt(self, text: str) -> str:
        return second_factors.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return second_factors.decrypt(encrypted_text)
