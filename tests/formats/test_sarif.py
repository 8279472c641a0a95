"""SARIF as code scanning reads it: valid, with every place found again."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from smartcity_kit.errors import Fault
from smartcity_kit.formats.sarif import formatted, rule
from smartcity_kit.profile.many import Checked


def shape(needed: str, **keys: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": keys,
        "required": needed.split(),
        "additionalProperties": False,
    }


TEXT = {"type": "string", "minLength": 1}
INDEX = {"type": "integer", "minimum": 0}
PLACE = {"type": "integer", "minimum": 1}
# What OASIS' schema says of the parts that are written here, and no other part.
SHAPE = shape(
    "version runs",
    version={"const": "2.1.0"},
    runs={
        "type": "array",
        "items": shape(
            "tool results",
            columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
            tool=shape(
                "driver",
                driver=shape(
                    "name",
                    name=TEXT,
                    version=TEXT,
                    semanticVersion={"pattern": r"^[0-9]+\.[0-9]+\.[0-9]+$"},
                    rules={
                        "type": "array",
                        "uniqueItems": True,
                        "items": shape("id", id=TEXT, shortDescription=shape("text", text=TEXT)),
                    },
                ),
            ),
            results={
                "type": "array",
                "items": shape(
                    "message",
                    ruleId=TEXT,
                    ruleIndex=INDEX,
                    level={"enum": ["none", "note", "warning", "error"]},
                    message=shape("text", text={"type": "string"}),
                    locations={
                        "type": "array",
                        "items": shape(
                            "",
                            physicalLocation=shape(
                                "artifactLocation",
                                artifactLocation=shape("uri", uri=TEXT),
                                region=shape("", startLine=PLACE, startColumn=PLACE),
                            ),
                        ),
                    },
                ),
            },
        ),
    },
)
SHAPE["properties"]["$schema"] = TEXT


def run_of(checked: Sequence[Checked]) -> dict[str, Any]:
    log = json.loads(formatted(checked))
    assert log["version"] == "2.1.0"
    Draft202012Validator(SHAPE).validate(log)
    (run,) = log["runs"]
    return dict(run)


def test_it_is_sarif_also_where_nothing_is_wrong() -> None:
    assert run_of([])["results"] == []


def test_it_gives_each_fault_its_level_place_and_words(checked: Sequence[Checked]) -> None:
    results = run_of(checked)["results"]
    assert [result["level"] for result in results] == ["warning", "error", "error"]
    assert results[0]["message"]["text"] == "kit: an old form. Migrate."
    places = [result["locations"][0]["physicalLocation"] for result in results]
    assert [place["artifactLocation"]["uri"] for place in places] == [
        "profiles/a/profile.yml",
        "file:///srv/b%20c/profile.yml",
        "profiles/b%20%26%20c/data/staff.csv",
    ]
    assert places[2]["region"] == {"startLine": 7, "startColumn": 3}


def test_every_result_names_a_rule_that_is_there(checked: Sequence[Checked]) -> None:
    run = run_of(checked)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules))
    assert [rules[result["ruleIndex"]] for result in run["results"]] == [
        result["ruleId"] for result in run["results"]
    ]


@pytest.mark.parametrize(
    ("file", "key", "name"),
    [
        ("profiles/a/profile.yml", "servers.web1.address", "profile/servers/address"),
        ("profiles/a/profile.yml", "apps.laksa.settings.verify_days",
         "profile/apps/settings/verify_days"),
        ("profiles/a/profile.yml", "", "profile"),
        ("profiles/a/data/staff.csv", "email", "data/staff/email"),
        ("profiles/a/branding/logo.svg", "", "logo.svg"),
    ],
)  # fmt: skip
def test_a_rule_is_a_kind_of_place_and_names_no_region(file: str, key: str, name: str) -> None:
    assert rule(Fault(file, 1, 1, key, "")) == name


@given(st.text(min_size=1), st.text(), st.text())
def test_any_text_is_valid_in_it(file: str, key: str, message: str) -> None:
    fault = Fault(file.replace("\0", ""), 1, 1, key, message)
    run_of([Checked("x", Path("x"), (fault,))])
