"""Answers about services that have ended, and the links by which each is given once."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from smartcity_base.models.agency import Agency
from smartcity_base.models.record import AppendOnly


def _code() -> str:
    return secrets.token_urlsafe(18)


class SurveyInvitation(models.Model):
    """One finished service may be judged once. That it was, is known here; by whom or how, nowhere.

    `used` has no moment: beside the answers' day it would tell which answer was whose.
    """

    reference = models.CharField(max_length=60, unique=True)
    code = models.CharField(max_length=40, unique=True, default=_code)
    service = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    until = models.DateField()
    used = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.reference


class Age(models.TextChoices):
    TEEN = "-17", _("Di bawah 18 tahun")
    YOUNG = "18-30", _("18–30 tahun")
    MIDDLE = "31-45", _("31–45 tahun")
    OLDER = "46-60", _("46–60 tahun")
    OLD = "61-", _("Di atas 60 tahun")


class Gender(models.TextChoices):
    FEMALE = "p", _("Perempuan")
    MALE = "l", _("Laki-laki")


class Education(models.TextChoices):
    PRIMARY = "sd", _("SD atau sederajat")
    LOWER = "smp", _("SMP atau sederajat")
    UPPER = "sma", _("SMA atau sederajat")
    DIPLOMA = "d", _("Diploma")
    BACHELOR = "s1", _("S1")
    MASTER = "s2", _("S2 ke atas")


class Work(models.TextChoices):
    CIVIL = "asn", _("ASN")
    FORCES = "tni-polri", _("TNI/Polri")
    PRIVATE = "swasta", _("Pegawai swasta")
    OWN = "wirausaha", _("Wirausaha")
    STUDENT = "pelajar", _("Pelajar/mahasiswa")
    OTHER = "lain", _("Lainnya")


class SurveyAnswer(AppendOnly):
    """What somebody thought: nine scores from 1 to 4, and of themselves what they cared to say.

    A day and not a moment, no account, no address, no reference: it leads back to nobody.
    """

    day = models.DateField(db_index=True)
    service = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    u1 = models.PositiveSmallIntegerField()
    u2 = models.PositiveSmallIntegerField()
    u3 = models.PositiveSmallIntegerField()
    u4 = models.PositiveSmallIntegerField()
    u5 = models.PositiveSmallIntegerField()
    u6 = models.PositiveSmallIntegerField()
    u7 = models.PositiveSmallIntegerField()
    u8 = models.PositiveSmallIntegerField()
    u9 = models.PositiveSmallIntegerField()
    age = models.CharField(max_length=10, choices=Age, blank=True)
    gender = models.CharField(max_length=1, choices=Gender, blank=True)
    education = models.CharField(max_length=5, choices=Education, blank=True)
    work = models.CharField(max_length=12, choices=Work, blank=True)

    if TYPE_CHECKING:  # across modules the checker takes the parent's for a manager of the parent
        objects: ClassVar[models.Manager[SurveyAnswer]]  # type: ignore[assignment, unused-ignore]

    class Meta:
        ordering = ["-day", "-id"]

    def __str__(self) -> str:
        return f"{self.day} {self.service}"
