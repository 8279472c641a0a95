"""Personal columns: encrypted below, plain above; one release back and on again; new keys."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from django.utils import timezone

from smartcity_base import jobs
from smartcity_base.config import config
from smartcity_base.models import PeriodicRun, User
from smartcity_base.personal import cipher
from smartcity_base.personal.cipher import Unreadable, decrypt, digest, digests, encrypt
from smartcity_base.personal.masks import masked
from smartcity_base.personal.renew import renew

PHONE = "+6281234567890"
NewKey = Callable[[str], None]


@pytest.fixture
def new_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[NewKey]:
    """The region's key is replaced; the one before lies beside it."""
    folder = shutil.copytree(config().folder / "secrets", tmp_path / "secrets")
    monkeypatch.setenv("SMARTCITY_SECRETS", str(folder))
    file, before = folder / "data_key", folder / "data_key.before"

    def replace(value: str) -> None:
        old = "\n\n".join([file.read_text(), *([before.read_text()] if before.exists() else [])])
        file.write_text(value)
        before.write_text(old)
        cipher.forget_keys()

    yield replace
    monkeypatch.undo()
    cipher.forget_keys()


def person(phone: str = PHONE) -> User:
    return User.objects.create_user("siti@contoh.id", name="Siti", phone=phone)


def stored(user: User) -> tuple[str | None, str]:
    """The encrypted column and the one that the release before reads, as they lie there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone_sealed, phone FROM base_user WHERE email = %s", [user.email])
        sealed, plain = cursor.fetchone()
    return sealed, plain


def as_before(user: User, phone: str) -> None:
    """What the code of the release before writes."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE base_user SET phone = %s WHERE email = %s", [phone, user.email])


def test_a_telephone_number_is_read_as_it_was_written(db: None) -> None:
    assert User.objects.get(pk=person().pk).phone == PHONE
    assert list(User.objects.values_list("phone", flat=True)) == [PHONE]


def test_the_database_does_not_know_it(db: None) -> None:
    sealed, plain = stored(person())
    assert sealed is not None
    assert sealed.startswith("enc1.")
    assert (PHONE in sealed, plain) == (False, "")


def test_the_same_text_never_looks_the_same(db: None) -> None:
    assert encrypt(PHONE, "a.b") != encrypt(PHONE, "a.b")


def test_it_opens_in_its_own_column_alone() -> None:
    with pytest.raises(Unreadable, match=r"^other\.column$"):
        decrypt(encrypt(PHONE, "base_user.phone_sealed"), "other.column")


def test_what_was_tampered_with_is_not_read() -> None:
    kept = encrypt(PHONE, "a.b")
    with pytest.raises(Unreadable):
        decrypt(kept[:-6] + ("A" if kept[-6] != "A" else "B") + kept[-5:], "a.b")


def test_asking_for_it_in_words_is_a_fault_and_not_an_empty_answer(db: None) -> None:
    for question in ({"phone": PHONE}, {"phone__icontains": "812"}):
        with pytest.raises(FieldError):
            User.objects.filter(**question).exists()


def test_emptiness_can_be_asked_for(db: None) -> None:
    person(phone="")
    assert User.objects.filter(phone="").exists()


def test_saving_one_field_empties_what_the_release_before_wrote(db: None) -> None:
    user = person("")
    as_before(user, "0800")
    user = User.objects.get(pk=user.pk)
    assert user.phone == "0800"
    user.phone = PHONE
    user.save(update_fields=["phone"])
    assert stored(user)[1] == ""
    assert User.objects.get(pk=user.pk).phone == PHONE


def test_what_is_plain_stays_for_a_day_so_that_the_release_before_can_return(db: None) -> None:
    user = person("")
    as_before(user, PHONE)

    jobs.encrypt_anew.func()
    assert stored(user)[1] == PHONE

    PeriodicRun.objects.filter(name="data-pribadi-polos").update(
        last_at=timezone.now() - timedelta(days=1, minutes=1)
    )
    jobs.encrypt_anew.func()
    sealed, plain = stored(user)
    assert (bool(sealed), plain) == (True, "")
    assert User.objects.get(pk=user.pk).phone == PHONE


def test_the_release_before_writes_over_it_and_its_word_counts(db: None) -> None:
    user = person()
    as_before(user, "+628999")
    assert User.objects.get(pk=user.pk).phone == "+628999"
    assert renew(plain=True) == 1
    assert stored(user)[1] == ""
    assert User.objects.get(pk=user.pk).phone == "+628999"


def test_after_a_new_key_old_text_is_read_and_moved(db: None, new_key: NewKey) -> None:
    user = person()
    before = stored(user)[0]
    new_key("kunci-kedua")
    assert User.objects.get(pk=user.pk).phone == PHONE

    assert renew(plain=False) == 1
    assert renew(plain=False) == 0
    after = stored(user)[0]
    assert after != before
    assert str(after).startswith(cipher.prefix())
    assert User.objects.get(pk=user.pk).phone == PHONE


def test_cut_off_in_the_middle_it_goes_on_with_what_is_left(db: None, new_key: NewKey) -> None:
    for n in range(5):
        User.objects.create_user(f"{n}@contoh.id", phone=PHONE)
    new_key("kunci-kedua")
    assert renew(plain=False, most=2) == 2
    assert renew(plain=False) == 3
    assert set(User.objects.values_list("phone", flat=True)) == {PHONE}


def test_a_digest_is_found_under_every_key_and_tells_nothing_of_another_column(
    new_key: NewKey,
) -> None:
    first = digest("7571010203000001", "resident.nik")
    assert first != digest("7571010203000001", "staff.nip")
    new_key("kunci-kedua")
    assert first in digests("7571010203000001", "resident.nik")[1:]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", ""),
        (None, ""),
        ("siti.rahma@contoh.id", "s••••@contoh.id"),
        ("0812-3456-7890", "••••890"),
        ("+6281234567890", "••••890"),
        ("7571010203000001", "••••001"),
        ("112233", "••••"),
        ("Siti Rahma", "S•••• R••••"),
    ],
)
def test_a_masked_value_tells_two_apart_and_no_more(value: str | None, expected: str) -> None:
    assert masked(value) == expected


def test_without_its_key_an_app_is_not_prepared(
    db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from smartcity_base.checks import personal_data_can_be_read

    assert personal_data_can_be_read(None) == []
    monkeypatch.setenv("SMARTCITY_SECRETS", str(tmp_path))
    assert [fault.id for fault in personal_data_can_be_read(None)] == ["smartcity.E002"]
