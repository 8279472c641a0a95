"""The pages themselves: each app run once, over a database of its own, and nothing of the region's.

Kept by content: the same release shows the same pages.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from smartcity_kit import paths
from smartcity_kit.digest import LENGTH, digest_of_data, digest_of_tree
from smartcity_kit.errors import KitError
from smartcity_kit.language import _
from smartcity_kit.plan import Plan, make_plan
from smartcity_kit.preview.sheet import Album, Shot, sheet
from smartcity_kit.release import Release, compose
from smartcity_kit.release.code import baked
from smartcity_kit.release.compose import AppRelease
from smartcity_kit.secrets.make import new_value

Tell = Callable[[str], None]

MARK = ".smartcity-preview"
"""In a folder that holds a preview and nothing else, so that it may be replaced."""


@dataclass(frozen=True)
class Preview:
    """Where the page is; `made` is False when it was there already."""

    index: Path
    made: bool


def preview(
    plan: Plan,
    to: Path | None = None,
    tell: Tell = lambda _text: None,
    python: Path | None = None,
) -> Preview:
    """Make the page of `plan`, in `to` if it is given; `tell` hears what takes its time.

    `python` has the apps' packages; without it the environment of embedded adoption is taken.

    Raises KitError for an app whose page does not answer, and where `to` holds something else.
    """
    from smartcity_kit.catalogue import load_catalogue

    embedded = make_plan(plan.profile, load_catalogue(), "embedded")
    release = compose(embedded)
    own = digest_of_tree(Path(__file__).parent)
    key = digest_of_data([release.id, own, _("Preview of {region}")])[:LENGTH]
    shelf = paths.state() / "previews" / plan.region.slug
    folder = shelf / key
    made = not (folder / "index.html").is_file()
    if made:
        _make(release, folder, tell, python or _python(tell))
        for older in shelf.iterdir():
            if older != folder:
                shutil.rmtree(older, ignore_errors=True)
    if to is not None:
        return Preview(_copied(folder, to) / "index.html", made)
    return Preview(folder / "index.html", made)


def _make(release: Release, folder: Path, tell: Tell, python: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix=".taking-") as name:
        aside, pages = Path(name), Path(name) / "pages"
        tell(_("Taking the pages of {apps}").format(apps=", ".join(a.name for a in release.apps)))
        albums = _take_all(release, aside, pages, python)
        dressed = pages / "branding"
        dressed.mkdir()
        for file, content in release.branding.items():
            (dressed / file).write_bytes(content)
        (pages / MARK).touch()
        (pages / "index.html").write_text(sheet(release.plan, albums), "utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        pages.rename(folder)


def _python(tell: Tell) -> Path:
    from smartcity_kit.release.here import python_here

    tell(_("Looking for the apps' Python packages"))
    return python_here()


def _take_all(release: Release, aside: Path, pages: Path, python: Path) -> list[Album]:
    """All apps at the same time; the first that fails is told of, after all have ended."""
    running = [(app, _start(app, aside / app.name, pages, python)) for app in release.apps]
    ended = [(app, process, *process.communicate()) for app, process in running]
    albums = []
    for app, process, out, err in ended:
        if process.returncode:
            raise KitError(
                _("The pages of {app} could not be taken.").format(app=app.name),
                err.strip().splitlines()[-1] if err.strip() else "",
            )
        told = json.loads(out.splitlines()[-1])
        shots = [Shot(p["title"], f"{app.name}/{p['file']}") for p in told["pages"]]
        albums.append(Album(told["title"], shots[:-1], shots[-1]))
    return albums


def _start(app: AppRelease, folder: Path, pages: Path, python: Path) -> "subprocess.Popen[str]":
    """Lay the app out with secrets that open nothing, and let it take its pages."""
    shutil.copytree(baked(app.plan.card), folder)
    for name, content in app.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    for name in app.plan.secrets:
        file = folder / "secrets" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(new_value(name), "utf-8")
    tables = paths.state() / "store" / "tables" / f"{app.name}-{_of_tables(app, python)}.sqlite3"
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH") if name in os.environ}
    return subprocess.Popen(
        [str(python), "manage.py", "snapshot", str(pages / app.name), "--tables", str(tables)],
        cwd=folder,
        # Debug: the plain static files, which nobody has to collect; and a database in var/.
        env=kept | {"SMARTCITY_DEBUG": "1"},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def _of_tables(app: AppRelease, python: Path) -> str:
    """What empty tables depend on: the app's code and the environment, never the region."""
    from smartcity_kit.release.environment import environment_key

    return digest_of_data([app.code, environment_key(), str(python)])[:LENGTH]


def _copied(folder: Path, to: Path) -> Path:
    """The pages in a folder of the person's own, which may hold nothing but an older preview."""
    if to.exists() and not (to / MARK).is_file() and any(to.iterdir()):
        raise KitError(
            _("The folder {folder} is not empty.").format(folder=to),
            _("Name a folder that does not exist yet. Nothing was changed."),
        )
    shutil.rmtree(to, ignore_errors=True)
    return Path(shutil.copytree(folder, to))
