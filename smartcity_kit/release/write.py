"""A release from memory to disk: aside first, then renamed, so that half a release never shows."""

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from smartcity_kit import paths
from smartcity_kit.errors import KitError
from smartcity_kit.inventory import to_yaml
from smartcity_kit.language import _
from smartcity_kit.release.code import baked
from smartcity_kit.release.compose import Release, json_bytes, manifest


def write(release: Release) -> Path:
    """Put the release among the region's releases and return its folder.

    Code is a link into the store, so a region costs a small folder; a release that is there
    already is left as it is, for its name is its content.
    """
    folder = paths.state() / "releases" / release.plan.region.slug / release.id
    if not folder.is_dir():
        _write_aside(release, folder, link=True)
    return folder


def write_to(release: Release, folder: Path) -> Path:
    """Write a complete copy of the release, code included, to a folder of the person's choice."""
    if folder.exists() and any(folder.iterdir()):
        raise KitError(
            _("The folder {folder} is not empty.").format(folder=folder),
            _("Name a folder that does not exist yet. Nothing was changed."),
        )
    if folder.exists():
        folder.rmdir()
    _write_aside(release, folder.absolute(), link=False)
    return folder


def _write_aside(release: Release, folder: Path, link: bool) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix=".rendering-") as name:
        aside = Path(name) / "release"
        _write_files(release, aside)
        for app in release.apps:
            code, beside = baked(app.plan.card), aside / "apps" / app.name / "code"
            if link:
                # Relative to where the release will be, so that the state folder can be moved.
                beside.symlink_to(os.path.relpath(code, folder / "apps" / app.name))
            else:
                shutil.copytree(code, beside)
        try:
            aside.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise


def _write_files(release: Release, aside: Path) -> None:
    files = {
        "manifest.json": json_bytes(manifest(release)),
        "inventory/hosts.yml": to_yaml(release.inventory["hosts"]),
        "inventory/group_vars/all.yml": to_yaml(release.inventory["all"]),
    }
    files |= {f"branding/{name}": content for name, content in release.branding.items()}
    for app in release.apps:
        files |= {f"apps/{app.name}/{name}": content for name, content in app.files.items()}
    for name, content in sorted(files.items()):
        path = aside / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
