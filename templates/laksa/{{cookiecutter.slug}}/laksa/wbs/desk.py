"""Taking reports, adding to them, answering and opening them. Nothing here is logged by content."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from laksa.numbers import new_code, plain_code
from laksa.wbs import seal
from laksa.wbs.models import Letter, SealKey, Side, Whisper


class NoKey(Exception):
    """The inspectorate has not made its key yet: nothing can be taken."""


@dataclass(frozen=True)
class Opened:
    """A letter as its reader sees it; `photo` is the address of a picture, in itself."""

    side: str
    on: date
    words: str = ""
    photo: str = ""


def is_open() -> bool:
    """Whether reports are taken: only once somebody can read them."""
    return SealKey.objects.exists()


def receive(words: str, photos: Sequence[bytes]) -> str:
    """Keep a report; answers its code word, which is kept nowhere."""
    code = new_code()
    with transaction.atomic():
        whisper = Whisper.objects.create(
            code_sum=seal.sum_of(code), reader=seal.of_code(code)[1], on=timezone.localdate()
        )
        _write(whisper, Side.REPORTER, words, photos)
    return code


def find(typed: str) -> tuple[Whisper, str] | None:
    """The report of this code word, and the code word as it is used."""
    code = plain_code(typed)
    found = Whisper.objects.filter(code_sum=seal.sum_of(code)).first()
    return (found, code) if found else None


def add(whisper: Whisper, words: str, photos: Sequence[bytes]) -> None:
    """More from the reporter; opens a report again that was closed."""
    with transaction.atomic():
        whisper = Whisper.objects.select_for_update().get(pk=whisper.pk)
        _write(whisper, Side.REPORTER, words, photos)
        whisper.closed = False
        whisper.save(update_fields=["closed"])


def answer(whisper: Whisper, words: str, *, close: bool) -> None:
    """The inspectorate's words, sealed so that the code word alone opens them."""
    with transaction.atomic():
        whisper = Whisper.objects.select_for_update().get(pk=whisper.pk)
        if words:
            _write(whisper, Side.INSPECTOR, words, ())
        whisper.closed = close
        whisper.save(update_fields=["closed"])


def for_reporter(whisper: Whisper, code: str) -> list[Opened]:
    """What the inspectorate wrote; of the reporter's own letters, the day alone."""
    private = seal.of_code(code)[0]
    return [
        Opened(letter.side, letter.on, seal.unseal(bytes(letter.sealed), private).decode())
        if letter.side == Side.INSPECTOR
        else Opened(letter.side, letter.on)
        for letter in whisper.letters.filter(is_photo=False)
    ]


def for_inspector(whisper: Whisper, passphrase: str) -> list[Opened]:
    """What the reporter wrote; raises WrongKey. Its own words the code word alone opens."""
    keys: dict[int, bytes] = {}
    opened = []
    for letter in whisper.letters.select_related("key"):
        if letter.key is None:
            opened.append(Opened(letter.side, letter.on))
            continue
        if letter.key.pk not in keys:
            keys[letter.key.pk] = seal.unlock(bytes(letter.key.locked), passphrase)
        content = seal.unseal(bytes(letter.sealed), keys[letter.key.pk])
        if letter.is_photo:
            picture = "data:image/jpeg;base64," + b64encode(content).decode()
            opened.append(Opened(letter.side, letter.on, photo=picture))
        else:
            opened.append(Opened(letter.side, letter.on, content.decode()))
    return opened


def new_key(passphrase: str, before: str = "") -> SealKey:
    """A new key for what comes from now on. All older keys get the new passphrase with it, so that
    one passphrase opens everything; raises WrongKey when `before` is not the present one."""
    with transaction.atomic():
        for old in SealKey.objects.select_for_update():
            private = seal.unlock(bytes(old.locked), before)
            old.locked = seal.lock(private, passphrase)
            old.save(update_fields=["locked"])
        public, locked = seal.new_pair(passphrase)
        return SealKey.objects.create(public=public, locked=locked, made_on=timezone.localdate())


def _write(whisper: Whisper, side: Side, words: str, photos: Iterable[bytes]) -> None:
    key = SealKey.objects.first() if side == Side.REPORTER else None
    if side == Side.REPORTER and key is None:
        raise NoKey
    reader = bytes(key.public) if key else bytes(whisper.reader)
    turn = whisper.letters.count()
    for place, content in enumerate([words.encode(), *photos]):
        Letter.objects.create(
            whisper=whisper,
            turn=turn + place,
            side=side,
            on=timezone.localdate(),
            key=key,
            is_photo=place > 0,
            sealed=seal.seal(content, reader),
        )
