from pathlib import Path

from smartcity_kit.digest import digest_of_data, digest_of_tree


def test_the_order_of_keys_does_not_matter() -> None:
    assert digest_of_data({"a": 1, "b": 2}) == digest_of_data({"b": 2, "a": 1})


def test_a_tree_is_known_by_names_and_content_alone(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        (folder / "app").mkdir(parents=True)
        (folder / "app" / "views.py").write_text("x = 1\n")
    (two / "app" / "views.py").chmod(0o600)
    assert digest_of_tree(one) == digest_of_tree(two)
    (two / "app" / "views.py").write_text("x = 2\n")
    assert digest_of_tree(one) != digest_of_tree(two)


def test_what_tests_leave_behind_is_not_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "views.py").write_text("x = 1\n")
    before = digest_of_tree(tmp_path)
    for leftover in ("__pycache__", ".pytest_cache", "var"):
        (tmp_path / leftover).mkdir()
        (tmp_path / leftover / "thing").write_text("x")
    assert digest_of_tree(tmp_path) == before


def test_a_moved_file_is_another_tree(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    before = digest_of_tree(tmp_path)
    (tmp_path / "a").rename(tmp_path / "b")
    assert digest_of_tree(tmp_path) != before
