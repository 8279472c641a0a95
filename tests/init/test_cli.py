"""What a person types and is asked, and what a script reads."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from smartcity_kit import paths
from smartcity_kit.errors import KitError
from tests.init.conftest import Run


def test_a_script_gets_a_profile_and_what_is_left_to_do(run: Run, tmp_path: Path) -> None:
    done = run("init", "36.73", "--json")
    assert done.exit_code == 0, done.output
    answer = json.loads(done.output)
    assert answer["region"] == "kota-serang"
    assert Path(answer["folder"]) == Path("profiles/kota-serang")
    assert {note["key"] for note in answer["todo"]} >= {"servers", "mail", "tls", "contact"}
    assert run("validate", "kota-serang").exit_code == 0


def test_validate_ready_lists_what_is_left_and_exits_with_three(run: Run) -> None:
    run("init", "36.73")
    done = run("validate", "kota-serang", "--ready", "--json")
    assert done.exit_code == 3
    (told,) = json.loads(done.output)["profiles"]
    assert told["valid"] is True
    assert told["ready"] is False
    assert told["todo"][0].keys() >= {"file", "line", "column", "key", "message", "hint"}
    plain = run("validate", "kota-serang", "--ready")
    assert plain.exit_code == 3
    assert "left to do" in plain.output


def test_without_a_region_or_a_terminal_it_says_what_to_type(run: Run) -> None:
    done = run("init", "--yes")
    assert isinstance(done.exception, KitError)
    assert done.exception.exit_code == 2
    assert "init 75.71" in done.exception.hint


def test_a_bare_name_of_two_is_refused_with_both(run: Run, tmp_path: Path) -> None:
    done = run("init", "serang")
    assert isinstance(done.exception, KitError)
    assert "kota-serang (36.73)" in done.exception.hint
    assert not (tmp_path / "profiles").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--domain", "https://x"], "--domain"),
        (["--colour", "merah"], "--colour"),
        (["--colour", "#ffff00"], "hard to read"),
        (["--email", "bukan surel"], "--email"),
        (["--server", "a b"], "--server"),
        (["--display-name", "x" * 41], "--display-name"),
        (["--display-name", "dua\nbaris"], "--display-name"),
        (["--logo", "nowhere.svg"], "--logo"),
        (["--app", "nosuch"], "--app"),
        (["--area", "36.71"], "--institution"),
    ],
)
def test_a_bad_answer_is_named_and_nothing_is_written(
    options: list[str], said: str, run: Run, tmp_path: Path
) -> None:
    done = run("init", "36.73", *options)
    assert isinstance(done.exception, KitError), done.output
    assert done.exception.exit_code == 2
    assert said in done.exception.message
    assert not list(tmp_path.glob("profiles/*/"))


def test_an_institution_is_named_with_what_it_serves(run: Run) -> None:
    whole = ["--institution", "Polres Contoh", "--area", "36.71", "--head-title", "Kapolres"]
    assert run("init", *whole).exit_code == 0
    assert run("validate", "polres-contoh").exit_code == 0
    for without in (whole[:4], whole[:2] + whole[4:], ["--institution", "字", *whole[2:]]):
        done = run("init", *without)
        assert isinstance(done.exception, KitError)
        assert done.exception.exit_code == 2


def test_all_takes_no_answers(run: Run) -> None:
    done = run("init", "--all", "--domain", "a.go.id")
    assert isinstance(done.exception, KitError)
    assert done.exception.exit_code == 2


def test_a_person_is_asked_and_may_leave_things_for_later(tmp_path: Path) -> None:
    """At a terminal: an unknown name is asked again, and Enter takes what is proposed."""
    main, other = pty.openpty()
    answers = ["serang", "kota serang", "", "#1b6b3a", "", "kontak@serangkota.go.id", ""]
    os.write(main, "".join(f"{answer}\n" for answer in answers).encode())
    environment = os.environ | {"PYTHONPATH": str(paths.TEMPLATES.parent), "TERM": "dumb"}
    command = [sys.executable, "-m", "smartcity_kit", "init"]
    with subprocess.Popen(
        command, stdin=other, stdout=other, stderr=other, cwd=tmp_path, env=environment
    ) as process:
        os.close(other)
        said = b""
        while True:
            try:
                said += os.read(main, 4096)
            except OSError:  # the other end is closed: it has finished
                break
    os.close(main)
    assert process.returncode == 0, said.decode()
    assert "Did you mean" in said.decode()
    text = (tmp_path / "profiles" / "kota-serang" / "profile.yml").read_text("utf-8")
    assert 'primary: "#1b6b3a"' in text
    assert "email: kontak@serangkota.go.id" in text
