from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from smartcity_base.models.agency import Agency
from smartcity_base.personal.columns import EncryptedField, Personal


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str | None, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.lower() if email else None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(Personal, AbstractBaseUser):
    """A person. In LIVE the id is made; in every other app it is LIVE's `sub`, never the e-mail.

    An address that LIVE gave to another account leaves the old one here without any: hence null.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("surel", unique=True, null=True, blank=True)
    name = models.CharField("nama", max_length=200, blank=True)
    phone = EncryptedField(
        "telepon", max_length=20, blank=True, db_column="phone_sealed", was="phone_plain"
    )
    phone_plain = models.CharField(max_length=20, blank=True, editable=False, db_column="phone")
    agency = models.ForeignKey(
        Agency, verbose_name="instansi", null=True, blank=True, on_delete=models.SET_NULL
    )
    position = models.CharField("jabatan", max_length=200, blank=True)
    roles = models.JSONField("peran", default=list, blank=True)
    # What LIVE says they act for, as Plt. or Plh.: [{"agency", "title", "since", "until"}], days.
    acting = models.JSONField("bertindak untuk", default=list, db_default=[], blank=True)
    # What LIVE says they agreed to; it alone writes it.
    consents = models.JSONField("persetujuan", default=list, db_default=[], blank=True)
    # How surely this is who they say ("L0" … "L2"), as LIVE found out; "" while nothing is known.
    level = models.CharField(
        "tingkat verifikasi", max_length=2, blank=True, default="", db_default=""
    )
    is_active = models.BooleanField("aktif", default=True)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name or str(self.pk)

    def has_role(self, *names: str) -> bool:
        """True when this person has any of these roles in this app."""
        return self.is_active and not set(names).isdisjoint(self.roles)

    @property
    def acting_title(self) -> str:
        """As whom this person acts today: "Plt. Kepala Dinas …"; "" as nobody but themselves."""
        return next((str(one["title"]) for one in self.acting_now), "")

    @property
    def acting_now(self) -> list[dict[str, str]]:
        """The posts that this person stands in for today."""
        today = timezone.localdate().isoformat()
        return [one for one in self.acting if one["since"] <= today <= one["until"]]

    def reach(self) -> set[str]:
        """The ids of the agencies whose work is theirs: their own with all below it, and those of
        the posts that they stand in for."""
        acted = Agency.objects.filter(pk__in=[one["agency"] for one in self.acting_now])
        ours = [*([self.agency] if self.agency else []), *acted]
        return set().union(*(agency.family() for agency in ours))

    def agrees(self, purpose: str) -> bool:
        """Whether this person agreed to a purpose that asks for it (LIVE: Data pribadi saya)."""
        return self.is_active and purpose in self.consents

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]


class SignIn(Personal):
    """What LIVE gave for one browser session. Lives and dies with it; never leaves the server.

    Beside the session and not in it: a request that saves an older copy of the session must not
    bring back a refresh token that was rotated in the meantime.
    """

    session = models.OneToOneField(Session, primary_key=True, on_delete=models.CASCADE)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins")
    sid = models.CharField(max_length=255, db_index=True)
    id_token = EncryptedField(db_column="id_token_sealed", was="id_token_plain")
    refresh_token = EncryptedField(
        blank=True, db_column="refresh_token_sealed", was="refresh_token_plain"
    )
    id_token_plain = models.TextField(db_column="id_token")
    refresh_token_plain = models.TextField(blank=True, db_column="refresh_token")
    checked_at = models.DateTimeField()
    began_at = models.DateTimeField(default=timezone.now, db_default=Now())
    seen_at = models.DateTimeField(default=timezone.now, db_default=Now())
    # When this person last showed who they are (the claim auth_time), not only that they are there.
    proven_at = models.DateTimeField(null=True)
    browser = models.CharField(max_length=32, blank=True, default="", db_default="")

    def __str__(self) -> str:
        return f"{self.user} {self.checked_at:%Y-%m-%d %H:%M}"


class SpentToken(models.Model):
    """The jti of a logout token that was used, until it would have expired anyway."""

    jti = models.CharField(max_length=255, primary_key=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.jti
