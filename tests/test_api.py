"""The public interface: everything it names is there, and little is loaded to check a profile."""

import subprocess
import sys

import pytest

from smartcity_kit import api

HEAVY = ("ansible_runner", "cookiecutter", "cryptography", "pydantic", "rich", "jinja2", "yaml")


@pytest.mark.parametrize("name", api.__all__)
def test_everything_that_it_names_is_there(name: str) -> None:
    assert getattr(api, name) is not None


def test_it_has_nothing_else() -> None:
    with pytest.raises(AttributeError, match="no attribute 'adoptt'"):
        _ = api.adoptt


def test_checking_a_profile_loads_nothing_heavy() -> None:
    code = (
        "import sys; from smartcity_kit import api; "
        "assert api.validate(api.choose(['kota-gorontalo']))[0].valid; "
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "['yaml']\n"
