"""The apps in English: every text of the source, whole, with its placeholders, and compiled."""

import gettext
import re
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog

from tests.templates import words

RENEW = "run `make messages`, and write the English of what it names"
APPS = words.apps()
# %(name)s, %s and %d, {name}: filled in; what they say stands in both languages.
PLACE = re.compile(r"%(?:\((\w+)\))?[-+0-9.]*[sd]|\{(\w*)\}")
# Words that no English text has, and nearly every Indonesian one.
INDONESIAN = re.compile(
    r"\b(yang|dan|tidak|belum|sudah|untuk|dengan|dari|adalah|atau|ini|itu|Anda|akan|dapat|telah)\b"
)


def places(text: str) -> set[str]:
    return {found[0] for found in PLACE.finditer(text.replace("%%", ""))}


@pytest.fixture(scope="module", params=APPS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def catalogue(name: str) -> Catalog:
    return words.read(name)


def test_its_catalogue_has_every_text_of_its_source_and_no_other(
    name: str, catalogue: Catalog
) -> None:
    known = {words.key_of(message) for message in catalogue if message.id}
    wanted = words.wanted(name)
    assert {key: place for key, place in wanted.items() if key not in known} == {}, RENEW
    assert known - set(wanted) == set(), RENEW


def test_no_text_is_said_both_with_and_without_a_number(name: str) -> None:
    """A catalogue has one entry for it, and the one would be said with the other's words."""
    found = list(words.texts(name))
    counted = {(context, text[0]) for context, text in found if isinstance(text, tuple)}
    assert counted & set(found) == set(), "give one of them a context"


def test_everything_in_it_has_its_english(catalogue: Catalog) -> None:
    assert words.missing(catalogue) == [], RENEW
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_its_english_is_no_indonesian(catalogue: Catalog) -> None:
    left = [said for message in catalogue if message.id for said in words.said(message)]
    assert [said for said in left if INDONESIAN.search(said)] == []


def test_the_places_in_a_text_are_the_same(catalogue: Catalog) -> None:
    """One that is missing hides a figure; one that is not known ends in a failure."""
    wrong = {}
    for message in catalogue:
        if message.id:
            _context, text = words.key_of(message)
            wanted = places(text if isinstance(text, str) else text[-1])
            # "1 day left" may leave its number out.
            *fewer, last = words.said(message)
            if places(last) != wanted or any(not places(one) <= wanted for one in fewer):
                wrong[text] = words.said(message)
    assert wrong == {}


def test_a_text_ends_as_it_does_in_indonesian(catalogue: Catalog) -> None:
    """A colon, a full stop or a space that is lost shows on the screen."""
    end = re.compile(r"[.:?! \n]*$")
    wrong = {}
    for message in catalogue:
        if message.id:
            _context, text = words.key_of(message)
            one = text if isinstance(text, str) else text[0]
            if any(end.findall(said) != end.findall(one) for said in words.said(message)):
                wrong[one] = words.said(message)
    assert wrong == {}


def test_what_ships_is_compiled_from_it(name: str, catalogue: Catalog) -> None:
    file = words.catalogue_file(name)
    assert file.read_bytes() == words.as_po(words.renewed(name)), RENEW
    compiled = gettext.GNUTranslations(BytesIO(file.with_suffix(".mo").read_bytes()))
    told = compiled._catalog  # type: ignore[attr-defined]  # no other way to see all of it
    want = {one for message in catalogue if message.id for one in words.said(message)}
    assert {one for key, one in told.items() if key} == want, RENEW


def test_no_text_is_made_up_before_it_is_looked_up(name: str) -> None:
    """`_(f"…")` looks for what was filled in, which no catalogue has."""
    assert words.made_up(name) == []


def test_nothing_that_lasts_is_said_in_the_language_of_the_start(name: str) -> None:
    """What a module or class says once for all asks for its words lazily, or stays Indonesian."""
    assert words.frozen(name) == []
