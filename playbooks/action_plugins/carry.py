"""Action `carry`: bring a tree to the server, and only when it is not there as it should be."""

from __future__ import annotations

import hashlib
import os
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase

LEFT_OUT = frozenset({"__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache"})


class ActionModule(ActionBase):  # type: ignore[misc]
    """Ask the module of the same name what is there; send one archive if something is missing."""

    TRANSFERS_FILES = True
    _VALID_ARGS = frozenset({"sources", "dest", "creates", "record", "record_folder", "packed"})

    def run(
        self, tmp: str | None = None, task_vars: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        super().run(tmp, task_vars)
        arguments = dict(self._task.args)
        packed = arguments.pop("packed", None)
        tree = dict(_tree(arguments.pop("sources")))
        if not tree:
            raise AnsibleActionFail("there is nothing to carry: the sources are empty or missing")
        # What is used once and then thrown away is carried whole: nobody asks after each file.
        once = "creates" in arguments
        traits = {name: "" if once else _traits(path) for name, path in tree.items()}
        asked = {**arguments, "tree": traits}
        looked = self._module(asked, task_vars)
        if looked.get("failed") or not looked.get("wanting") or self._task.check_mode:
            return looked
        archive = self._send(tree, Path(packed) if packed else None)
        return self._module({**asked, "archive": archive}, task_vars)

    def _module(
        self, arguments: dict[str, Any], task_vars: dict[str, Any] | None
    ) -> dict[str, Any]:
        return dict(
            self._execute_module(module_name="carry", module_args=arguments, task_vars=task_vars)
        )

    def _send(self, tree: dict[str, Path], kept: Path | None) -> str:
        """Pack the tree here, put the archive into the task's own folder there, return its path.

        What goes to every server alike is packed once and `kept` beside where it lies.
        """
        self._make_tmp_path()
        remote = self._connection._shell.join_path(self._connection._shell.tmpdir, "tree.tar.gz")
        local = kept if kept and kept.exists() else _pack(tree, kept)
        try:
            self._transfer_file(str(local), remote)
            self._fixup_perms2((self._connection._shell.tmpdir, remote))
        finally:
            if local != kept:
                local.unlink()
        return str(remote)


def _pack(tree: dict[str, Path], kept: Path | None) -> Path:
    """An archive of the tree: at `kept`, whole or not at all, else a file to throw away."""
    handle, name = tempfile.mkstemp(suffix=".tar.gz", dir=kept.parent if kept else None)
    local = Path(name)
    try:
        with (
            os.fdopen(handle, "wb") as out,
            tarfile.open(fileobj=out, mode="w:gz", compresslevel=6 if kept else 1) as archive,
        ):
            for inside, path in tree.items():
                archive.add(path.resolve(), inside, recursive=False)
    except BaseException:
        local.unlink()
        raise
    return local.rename(kept) if kept else local


def _tree(sources: list[dict[str, str]]) -> Iterator[tuple[str, Path]]:
    """Every file of the sources by its name in the destination; links count as what they name."""
    for source in sources:
        start, to = Path(source["from"]), source.get("to", "")
        if start.is_file():
            yield to or start.name, start
            continue
        for folder, below, files in os.walk(start, followlinks=True):
            below[:] = sorted(set(below) - LEFT_OUT)
            for name in sorted(files):
                path = Path(folder, name)
                if path.suffix != ".pyc":
                    yield os.path.normpath(Path(to, path.relative_to(start))), path


def _traits(path: Path) -> str:
    """The file's hash, with a mark when it is a program: all that the destination has to keep."""
    mark = "+x" if os.access(path, os.X_OK) else ""
    return hashlib.sha256(path.read_bytes()).hexdigest() + mark
