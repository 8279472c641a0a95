"""Tables that come with an app: known with its folder, and refused whole when they cannot be."""

from pathlib import Path

import pytest

from smartcity_kit import paths
from smartcity_kit.catalogue import load_catalogue
from smartcity_kit.errors import KitError
from smartcity_kit.profile.sheets import EXAMPLES, KINDS, SHARED
from smartcity_kit.profile.sheets.of_apps import tables_of_apps

GOOD = """trees:
  columns:
    id: {shape: id, longest: 50}
    name: {shape: line, aliases: [nama]}
  example: [contoh-pohon, Pohon contoh]
"""


def put(templates: Path, app: str, text: str) -> None:
    (templates / app).mkdir()
    (templates / app / "tables.yml").write_text(text)


def test_each_is_a_kind_like_the_shared_ones(tmp_path: Path) -> None:
    put(tmp_path, "taman", GOOD)
    put(tmp_path, "_app", "no app:")
    assert list(tables_of_apps(tmp_path)["trees"]["columns"]) == ["id", "name"]
    assert not set(SHARED) & set(tables_of_apps(paths.TEMPLATES))
    assert list(KINDS) == list(EXAMPLES)


def test_every_one_is_read_by_the_app_it_lies_beside() -> None:
    for file in paths.TEMPLATES.glob("[!_]*/tables.yml"):
        card = load_catalogue().apps[file.parent.name]
        own = tables_of_apps(paths.TEMPLATES).keys() & (card.data.keys() | set(card.personal))
        assert own, f"{file}: the card names none of its tables"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (GOOD.replace("shape: id", "shape: word"), "trees.columns.id.shape"),
        (GOOD.replace("longest: 50", "longest: 0"), "trees.columns.id.longest"),
        (GOOD.replace("columns", "colums"), "trees.columns"),
        (GOOD.replace(", Pohon contoh", ""), "one cell for each column"),
        (GOOD + "trees: {}\n", "trees"),
        (GOOD.replace("trees", "../trees"), "../trees"),
    ],
)
def test_one_that_cannot_be_is_told_with_its_file(wrong: str, said: str, tmp_path: Path) -> None:
    put(tmp_path, "taman", wrong)
    with pytest.raises(KitError, match=r"taman.tables\.yml") as told:
        tables_of_apps(tmp_path)
    assert said in told.value.message


def test_two_apps_cannot_have_a_table_of_the_same_name(tmp_path: Path) -> None:
    put(tmp_path, "hutan", GOOD)
    put(tmp_path, "taman", GOOD)
    with pytest.raises(KitError, match="another app has a table of this name"):
        tables_of_apps(tmp_path)
