"""A query is data: what it means, where it is wrong, and that nothing else can be done with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartcity_kit.fleet.where import (
    FIELDS,
    All,
    Any,
    Condition,
    Facts,
    Is,
    Not,
    QueryError,
    read_query,
)

GORONTALO: Facts = {
    "code": frozenset({"75.71"}),
    "name": frozenset({"kota-gorontalo", "kota gorontalo"}),
    "level": frozenset({"kota"}),
    "province": frozenset({"75", "gorontalo"}),
    "zone": frozenset({"wita", "asia/makassar"}),
    "apps": frozenset({"live", "laksa"}),
    "result": frozenset({""}),
}


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("province=75 and level=kota", True),
        ("province = Gorontalo", True),
        ("level=kabupaten", False),
        ("level != kabupaten", True),
        ("code=75.*", True),
        ("code=7?.71", True),
        ("apps=laksa and not apps=segar", True),
        ("apps in (segar, laksa)", True),
        ("apps not in (segar, laksa)", False),
        ("zone=WIB or zone=WITA and level=kota", True),
        ("(zone=WIB or zone=WITA) and level=kabupaten", False),
        ("not (zone=WIB or level=kabupaten)", True),
        ('name="Kota Gorontalo"', True),
        ("NAME='kota gorontalo' AND Level=KOTA", True),
        ('result=""', True),
        ("domain=x.go.id", False),
    ],
)
def test_it_means_what_it_says(query: str, meant: bool) -> None:
    assert read_query(query).holds(GORONTALO) is meant


@pytest.mark.parametrize(
    ("query", "message", "shown"),
    [
        (
            "provice=36",
            "The query cannot be read at character 1: there is no field “provice”.",
            "  provice=36\n  ^ Did you mean province?",
        ),
        (
            "province=36 and",
            "The query cannot be read at character 16: expected a field.",
            "  province=36 and\n                 ^",
        ),
        (
            "level kota",
            "The query cannot be read at character 7: expected “=”, “!=” or “in”.",
            "  level kota\n        ^",
        ),
        (
            "(level=kota",
            "The query cannot be read at character 12: expected “)”.",
            "  (level=kota\n             ^",
        ),
        (
            "level=kota level=kota",
            "The query cannot be read at character 12: expected “and”, “or” or the end.",
            "  level=kota level=kota\n             ^",
        ),
        (
            'name="Kota',
            "The query cannot be read at character 6: "
            "this quotation mark or sign has no counterpart.",
            '  name="Kota\n       ^',
        ),
    ],
)
def test_it_shows_where_a_query_is_wrong(query: str, message: str, shown: str) -> None:
    with pytest.raises(QueryError) as told:
        read_query(query)
    assert told.value.message == message
    assert told.value.hint == f"{shown}\nFields: {', '.join(FIELDS)}."


def test_brackets_without_end_are_an_error_and_no_crash() -> None:
    with pytest.raises(QueryError, match="too many brackets"):
        read_query("(" * 1000)
    with pytest.raises(QueryError, match="longer than"):
        read_query("level=kota or " * 1000)


values = st.text(st.characters(exclude_characters="\"'*?[]", exclude_categories=["Cs"]), max_size=8)
comparisons = st.builds(
    Is, st.sampled_from(FIELDS), st.lists(values.map(str.lower), min_size=1, max_size=3).map(tuple)
)
conditions: st.SearchStrategy[Condition] = st.recursive(
    comparisons,
    lambda part: st.one_of(
        part.map(Not),
        st.lists(part, min_size=2, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(part, min_size=2, max_size=3).map(lambda parts: Any(tuple(parts))),
    ),
    max_leaves=8,
)
worlds = st.dictionaries(st.sampled_from(FIELDS), st.frozensets(values.map(str.lower), max_size=3))


@given(conditions, worlds)
def test_what_is_written_out_is_read_back_the_same(condition: Condition, facts: Facts) -> None:
    assert read_query(str(condition)).holds(facts) is condition.holds(facts)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_query_or_an_error_with_a_place(text: str) -> None:
    try:
        understood = read_query(text)
    except QueryError as error:
        shown = error.hint
    else:
        shown = f"^{understood}"
    assert "^" in shown
