"""How somebody may be reached: never public, and encrypted where it is kept."""

from django.db import models

from smartcity_base.personal.columns import (
    BlindIndex,
    EncryptedEmailField,
    EncryptedField,
    Personal,
)


class Reachable(Personal):
    """A name, an address and a number, each of them optional."""

    name = EncryptedField(max_length=100, blank=True, db_column="name_sealed", was="name_plain")
    email = EncryptedEmailField(blank=True, db_column="email_sealed", was="email_plain")
    phone = EncryptedField(max_length=30, blank=True, db_column="phone_sealed", was="phone_plain")
    name_plain = models.CharField(max_length=100, blank=True, editable=False, db_column="name")
    email_plain = models.EmailField(blank=True, editable=False, db_column="email")
    phone_plain = models.CharField(max_length=30, blank=True, editable=False, db_column="phone")
    email_index = BlindIndex("email")

    class Meta:
        abstract = True
