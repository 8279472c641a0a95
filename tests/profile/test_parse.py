"""Values as people mean them, where YAML would take them for something else."""

import pytest

from smartcity_kit.profile.parse import read_document


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("on", "on"),
        ("0435", "0435"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("2026-11-22", "2026-11-22"),
        ("1e3", "1e3"),
        ("'80'", "80"),
        ('"true"', "true"),
        ("80", 80),
        ("-1", -1),
        ("75.71", 75.71),
        ("true", True),
        ("~", None),
        ("", None),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_it_reads_a_value_as_it_was_meant(written: str, meant: object) -> None:
    value = read_document(f"key: {written}", "x.yml").data["key"]
    assert value == meant
    assert type(value) is type(meant)


def test_it_knows_where_keys_and_values_stand() -> None:
    document = read_document("a:\n  b:  11.10\n  c: [1, x]\n", "x.yml")
    assert document.data == {"a": {"b": 11.1, "c": [1, "x"]}}
    assert document.keys[("a", "b")][:2] == (2, 3)
    assert document.values[("a", "b")] == (2, 7, "11.10")
    assert document.values[("a", "c", 1)][:2] == (3, 10)


def test_it_counts_columns_in_letters() -> None:
    (fault,) = read_document("é: ünï\né: x\n", "x.yml").faults
    assert (fault.line, fault.column, fault.key) == (2, 1, "é")


def test_it_keeps_the_first_of_two_values() -> None:
    document = read_document("a: {x: 1}\na: {y: 2}\n", "x.yml")
    assert document.data == {"a": {"x": 1}}
    assert ("a", "y") not in document.keys


def test_it_reads_other_line_ends() -> None:
    assert read_document("a: 1\r\nb: 2\r\n", "x.yml").data == {"a": 1, "b": 2}


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 50_000, "- " * 100_000])
def test_it_refuses_endless_depth(text: str) -> None:
    document = read_document(text, "x.yml")
    assert [f.message for f in document.faults] == [
        "far more, or far deeper, than a profile can hold"
    ]
    assert not document.sound


def test_it_refuses_endless_length() -> None:
    document = read_document("a: [" + "1," * 30_000 + "]", "x.yml")
    assert [f.message for f in document.faults] == [
        "far more, or far deeper, than a profile can hold"
    ]


def test_it_refuses_what_cannot_be_seen() -> None:
    (fault,) = read_document("a: 1\nb: x\x00y\n", "x.yml").faults
    assert (fault.line, fault.column) == (2, 5)
    assert fault.message == "a character that cannot be seen"
