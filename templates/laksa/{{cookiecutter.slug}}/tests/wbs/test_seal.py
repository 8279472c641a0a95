"""What is sealed opens for its reader and for nobody else."""

import pytest

from laksa.numbers import new_code
from laksa.wbs import seal

WORDS = b"Kepala gudang menjual beras bantuan"


def test_the_reader_opens_it_and_another_does_not() -> None:
    private, public = seal.of_code(new_code())
    other, _ = seal.of_code(new_code())
    sealed = seal.seal(WORDS, public)
    assert WORDS not in sealed
    assert seal.unseal(sealed, private) == WORDS
    with pytest.raises(seal.WrongKey):
        seal.unseal(sealed, other)


def test_the_same_words_never_look_the_same() -> None:
    _, public = seal.of_code(new_code())
    assert seal.seal(WORDS, public) != seal.seal(WORDS, public)


@pytest.mark.parametrize("at", [0, 31, 32, -1])
def test_what_was_changed_does_not_open(at: int) -> None:
    private, public = seal.of_code(new_code())
    sealed = bytearray(seal.seal(WORDS, public))
    sealed[at] ^= 1
    with pytest.raises(seal.WrongKey):
        seal.unseal(bytes(sealed), private)


def test_what_is_cut_short_does_not_open() -> None:
    private, _ = seal.of_code(new_code())
    for length in (0, 31, 40):
        with pytest.raises(seal.WrongKey):
            seal.unseal(bytes(length), private)


def test_a_passphrase_opens_its_key_alone() -> None:
    public, locked = seal.new_pair("kuda nil makan semangka")
    private = seal.unlock(locked, "kuda nil makan semangka")
    assert seal.unseal(seal.seal(WORDS, public), private) == WORDS
    with pytest.raises(seal.WrongKey):
        seal.unlock(locked, "kuda nil makan semangka ")


def test_the_sum_of_a_code_is_not_the_code() -> None:
    code = new_code()
    assert seal.sum_of(code) == seal.sum_of(code)
    assert code not in seal.sum_of(code)
    assert seal.of_code(code)[0].hex() != seal.sum_of(code)
