"""Who may do what, where people are signed in, and what the portal announces."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smartcity_base.models import Agency, Place
from smartcity_base.personal.columns import BlindIndex, EncryptedField, Personal, digits

from live.inbox.models import Notice, Submission
from live.reach.models import Dispatch, Phone, Subscription, Way, Wishes

if TYPE_CHECKING:
    from datetime import date, datetime


__all__ = ["Dispatch", "Notice", "Phone", "Submission", "Subscription", "Way", "Wishes"]


class Position(models.Model):
    """A post in the region's government. Owned by the profile: the id survives a new title."""

    id = models.SlugField(primary_key=True, max_length=60)
    name = models.CharField("jabatan", max_length=200)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="positions")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    active = models.BooleanField("aktif", default=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


def _said(words: str, longest: int | None = None) -> models.Field[str, str]:
    """A text that may be empty; with db_default, for the code of the release before."""
    if longest is None:
        return models.TextField(words, blank=True, default="", db_default="")
    return models.CharField(words, max_length=longest, blank=True, default="", db_default="")


class Service(models.Model):
    """What an agency does for people, and by what standard: the letters are those of article 21.

    UU 25/2009. `days` are working days; `time` says it where no days count it. Texts with several
    things in them have one a line, or semicolons between. Owned by the profile; retired, never
    deleted.
    """

    id = models.SlugField(primary_key=True, max_length=60)
    name = models.CharField("nama", max_length=200)
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="services"
    )
    topics = _said("keperluan", 300)
    description = models.TextField("keterangan", blank=True)
    requirements = models.TextField("persyaratan", blank=True)  # b
    steps = _said("sistem, mekanisme, dan prosedur")  # c
    days = models.PositiveIntegerField("hari kerja", null=True, blank=True)  # d
    time = _said("jangka waktu", 200)  # d
    cost = models.CharField("biaya", max_length=300, blank=True)  # e
    product = _said("produk pelayanan")  # f
    complaints = _said("penanganan pengaduan, saran, dan masukan")  # j
    legal_basis = _said("dasar hukum")  # a
    facilities = _said("sarana, prasarana, dan fasilitas")  # g
    competence = _said("kompetensi pelaksana")  # h
    supervision = _said("pengawasan internal")  # i
    staff_count = _said("jumlah pelaksana", 200)  # k
    guarantee = _said("jaminan pelayanan")  # l
    safety = _said("jaminan keamanan dan keselamatan")  # m
    evaluation = _said("evaluasi kinerja pelaksana")  # n
    url = models.URLField("alamat web", max_length=500, blank=True)
    app = _said("aplikasi", 40)
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="services"
    )
    keywords = _said("kata kunci", 500)
    active = models.BooleanField("aktif", default=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Synonym(models.Model):
    """Other words that people here have for the same thing. Owned by the profile."""

    word = models.CharField(max_length=100, unique=True)
    also = models.CharField(max_length=500)

    def __str__(self) -> str:
        return f"{self.word}: {self.also}"


class Staff(Personal):
    """What the region says of a person who works for it: by its table, or by SCIM.

    The NIP is the natural key of the table and stays here: it is in no URL, token, claim or log,
    and is found by its index. A NIK is stored nowhere in LIVE.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="staff"
    )
    nip: Any = EncryptedField(
        "NIP", max_length=18, blank=True, db_column="nip_sealed", was="nip_plain"
    )
    nip_plain = models.CharField(
        "NIP", max_length=18, unique=True, null=True, blank=True, editable=False, db_column="nip"
    )
    nip_index = BlindIndex("nip", normal=digits, unique=True)
    # Where the region has a table of positions; the title itself is the account's, as in every app.
    position = models.ForeignKey(
        Position, null=True, blank=True, on_delete=models.PROTECT, related_name="staff"
    )
    listed = models.BooleanField("ada dalam tabel pegawai", default=True)
    # What the `roles` column said last: a role that was taken away on the screen stays away until
    # the region changes its table.
    seeded = models.JSONField(default=list)

    class Origin(models.TextChoices):
        TABLE = "table", "tabel pegawai"
        SCIM = "scim", "sistem kepegawaian"

    origin = models.CharField(
        max_length=10, choices=Origin.choices, default=Origin.TABLE, db_default=Origin.TABLE
    )
    # What the personnel system calls this person, and whether it has them at work. Only an account
    # that it closed itself is opened again by it.
    external_id = models.CharField(max_length=200, unique=True, null=True, blank=True)
    # Whom the region's own OpenID provider means: kept at the first sign-in through it.
    upstream_sub = models.CharField(max_length=255, unique=True, null=True, blank=True)
    at_work = models.BooleanField(default=True, db_default=True)
    changed_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(
        auto_now=True, db_default=Now()
    )

    def __str__(self) -> str:
        return str(self.user)


class Acting(models.Model):
    """A person stands in for a post from a day to a day, both included (see live.acting)."""

    class Kind(models.TextChoices):
        PLT = "plt", _("Plt. (jabatan lowong)")
        PLH = "plh", _("Plh. (pejabatnya berhalangan)")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="actings"
    )
    kind = models.CharField(_("sebagai"), max_length=3, choices=Kind)
    # Where the region has a table of positions; the title itself stays as it was said then.
    position = models.ForeignKey(
        Position, null=True, blank=True, on_delete=models.PROTECT, related_name="actings"
    )
    post = models.CharField(_("jabatan"), max_length=200)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(_("sejak"))
    until = models.DateField(_("sampai"))
    order = models.CharField(_("nomor surat perintah"), max_length=100, blank=True)
    roles = models.JSONField(default=list)  # [[app, role]] that follow
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["since", "id"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.title}"

    @property
    def title(self) -> str:
        """ "Plt. Kepala Dinas Pekerjaan Umum" """
        return f"{self.get_kind_display().split(' ')[0]} {self.post}"


class Assignment(models.Model):
    """One role of one person in one app; the app learns of it by the claim `roles`."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assignments"
    )
    app = models.CharField("aplikasi", max_length=40)
    role = models.CharField("peran", max_length=40)

    class Meta:
        ordering = ["app", "role"]
        constraints = [
            models.UniqueConstraint(fields=["user", "app", "role"], name="one_assignment_each")
        ]

    def __str__(self) -> str:
        return f"{self.app}:{self.role}"


class SetupCodeQuerySet(models.QuerySet["SetupCode"]):
    def usable(self) -> SetupCodeQuerySet:
        return self.filter(used_at=None, expires_at__gt=timezone.now())


class SetupCode(models.Model):
    """A one-time way in for somebody without a password: only the hash is here.

    Without a user it makes the region's first administrator.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="setup_codes"
    )
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = SetupCodeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user_id} {self.expires_at:%Y-%m-%d %H:%M}"


class Resident(models.Model):
    """One row of the region's resident file, as keyed digests: enough to say whether what somebody
    typed is in it, and nothing to read. Travels beside the release; replaced whole.

    `nik` finds the row, `proof` is of number, name and birth day together.
    """

    nik = models.CharField(max_length=43, unique=True)
    proof = models.CharField(max_length=43)

    def __str__(self) -> str:
        return str(self.pk)


class Verification(models.Model):
    """That a person is who the account says: how it was found out, by whom, and whether it holds.

    Only ever added to, but for the end of it. `nik` is the digest of the resident's number, by
    which one resident has one account; the number itself is stored nowhere.
    """

    class Document(models.TextChoices):
        # With a photo each: a family card has none.
        KTP = "ktp", "KTP-el"
        KIA = "kia", "Kartu identitas anak"
        PASSPORT = "paspor", "Paspor"
        LICENCE = "sim", "SIM"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="verifications"
    )
    level = models.CharField("tingkat", max_length=2)
    document = models.CharField("dokumen", max_length=10, choices=Document, blank=True)
    nik = models.CharField(max_length=43, blank=True, default="", editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField("alasan dibatalkan", max_length=300, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["nik"],
                condition=models.Q(ended_at=None) & ~models.Q(nik=""),
                name="one_account_per_resident",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.level}"


class BrowserSession(models.Model):
    """One sign-in on one device, from the password to the sign-out; the id is the claim `sid`.

    Its own row, beside Django's session: the apps that were given tokens in it are told when it
    ends, and that must be known after Django's session is gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="browser_sessions"
    )
    session_key = models.CharField(max_length=40, db_index=True)
    address = models.GenericIPAddressField("alamat internet", null=True)
    user_agent = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return str(self.pk)


class Grant(models.Model):
    """One authorization code handed to one app within a browser session.

    It ties the tokens that came of the code (`Token.data["grant"]`) to the session, says which apps
    must hear of a sign-out, and makes a code usable once even for two requests at the same instant.
    """

    session = models.ForeignKey(BrowserSession, on_delete=models.CASCADE, related_name="grants")
    client_id = models.CharField(max_length=100)
    code_digest = models.CharField(max_length=64, unique=True)
    authenticated_at = models.DateTimeField()
    amr = _said("cara masuk", 60)  # words of RFC 8176
    redeemed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.client_id} {self.session_id}"


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def shown(self, today: date) -> AnnouncementQuerySet:
        not_over = models.Q(until=None) | models.Q(until__gte=today)
        return self.filter(not_over, withdrawn=False, date__lte=today)


class Announcement(models.Model):
    """A word from the government on the first page; from the profile's table or from an editor."""

    slug = models.SlugField(max_length=80, unique=True, editable=False)
    title = models.CharField("judul", max_length=150)
    body = models.TextField("isi")
    date = models.DateField("tanggal terbit")
    until = models.DateField("ditampilkan sampai", null=True, blank=True)
    # On top of every page of every app (smartcity_base.news).
    urgent = models.BooleanField("penting", default=False, db_default=False)
    withdrawn = models.BooleanField("ditarik", default=False)
    from_profile = models.BooleanField(default=False, editable=False)
    changed_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(auto_now=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        return self.title


from live.rights.models import Consent, Copy, CopyPart, Erasure, ErasureAnswer  # noqa: E402, F401
