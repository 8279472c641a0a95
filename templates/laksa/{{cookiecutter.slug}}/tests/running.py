"""LAKSA as the kit renders it, with its database, answered by gunicorn: what others' apps meet."""

import shutil
from pathlib import Path

from smartcity_base.testing.running import Served

HERE = Path(__file__).parent


class Laksa(Served):
    """With the categories and routes that the tests know."""

    def __init__(self, folder: Path) -> None:
        super().__init__(HERE.parents[1], folder)
        shutil.copytree(HERE / "data", folder / "data", dirs_exist_ok=True)
