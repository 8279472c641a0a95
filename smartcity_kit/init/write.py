"""Answers -> a folder, whole or not at all: rendered aside, checked, renamed into place."""

import contextlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from functools import cache
from multiprocessing import Process
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, ClassVar

from smartcity_kit.errors import KitError, ProfileError
from smartcity_kit.init.answers import Answers
from smartcity_kit.init.context import context
from smartcity_kit.init.skeleton import TEMPLATE, tables
from smartcity_kit.language import _
from smartcity_kit.profile.files import shown
from smartcity_kit.regions import Region, all_regions, within

if TYPE_CHECKING:
    from jinja2.bccache import BytecodeCache

SCHEMA = "profile.schema.json"


class ProfileExists(KitError):
    """There is a folder of this name; it was left as it is."""


def write_profile(answers: Answers, to: Path, *, flush: bool = True) -> Path:
    """Write a new profile below the folder `to`, and return its folder.

    Raises ProfileExists where there is one, BadAnswer for an answer that cannot stand in one, and
    KitError when the disk refuses. Without `flush` a power cut may leave empty files.
    """
    answers.check()
    folder = to / answers.region.slug
    if os.path.lexists(folder):
        message = _("{folder} is already there and was left as it is.")
        raise ProfileExists(message.format(folder=shown(folder)))
    try:
        to.mkdir(parents=True, exist_ok=True)
        write_schema(to)
        # Beside its place, so that it is renamed and never copied; hidden, so that nobody reads it.
        with TemporaryDirectory(dir=to, prefix=".new-") as aside:
            made = _render(answers, Path(aside))
            _check(made)
            if flush:
                _flush(made)
            _settle(made, folder)
    except OSError as error:
        message = _("{folder} cannot be written: {reason}")
        raise KitError(message.format(folder=shown(folder), reason=error.strerror)) from error
    return folder


def write_all(to: Path, chosen: Sequence[Region] | None = None) -> tuple[list[Path], list[Path]]:
    """Write a profile for each region of the list: those written, and those there already.

    A run that was stopped is continued by the next one.
    """
    wanted = all_regions() if chosen is None else chosen
    there = [to / region.slug for region in wanted if os.path.lexists(to / region.slug)]
    new = [region for region in wanted if to / region.slug not in there]
    width = len(os.sched_getaffinity(0))
    # Plain processes, each with its share: if this one is killed they end by themselves, as the
    # workers of a pool do not. The first share is our own, and says what is wrong if it fails.
    helpers = [Process(target=_help, args=(new[i::width], to)) for i in range(1, width)]
    for helper in helpers:
        helper.start()
    try:
        _write_each(new[::width], to)
    finally:
        for helper in helpers:
            helper.join()
    if missing := [region.slug for region in new if not (to / region.slug).is_dir()]:
        message = _("{n} profiles could not be written, {first} the first of them.")
        raise KitError(
            message.format(n=len(missing), first=missing[0]),
            _("Run the same command again: it continues where it was."),
        )
    return [to / region.slug for region in new], there


def _write_each(chosen: Sequence[Region], to: Path) -> None:
    for region in chosen:
        write_profile(Answers(region), to, flush=False)


def _help(chosen: Sequence[Region], to: Path) -> None:
    # What stops a helper shows in what is missing afterwards; a trace of it helps nobody.
    with contextlib.suppress(KitError, KeyboardInterrupt):
        _write_each(chosen, to)


@cache
def schema_text() -> str:
    """The schema as `profiles/profile.schema.json` has it."""
    from smartcity_kit.catalogue import load_catalogue
    from smartcity_kit.profile.schema import profile_schema

    return json.dumps(profile_schema(load_catalogue()), ensure_ascii=False, indent=1) + "\n"


def write_schema(to: Path) -> None:
    """Bring the schema that the profiles' first line names up to date."""
    text, file = schema_text(), to / SCHEMA
    if not file.exists() or file.read_text("utf-8", errors="replace") != text:
        with TemporaryDirectory(dir=to, prefix=".new-") as aside:
            made = Path(aside, SCHEMA)
            made.write_text(text, "utf-8")
            made.replace(file)


def _render(answers: Answers, aside: Path) -> Path:
    from cookiecutter.generate import generate_files

    inside = within(answers.region)
    texts = tables(answers.region, inside)
    known = context(answers, inside, texts)
    # Not cookiecutter's own command: it would ask, and keep every answer in the person's home.
    known["_jinja2_env_vars"] = {"bytecode_cache": compiled()}
    made = Path(generate_files(TEMPLATE, {"cookiecutter": known}, aside, accept_hooks=False))
    for name, text in texts.items():
        (made / "data" / f"{name}.csv").write_text(text, "utf-8")
    if answers.logo:
        (made / "branding" / "logo.svg").unlink()
        shutil.copyfile(answers.logo, made / known["logo"])
    return made


@cache
def compiled() -> "BytecodeCache":
    """The template's files as Jinja compiles them: once, and not for each of 552 profiles."""
    from jinja2.bccache import Bucket, BytecodeCache

    class Kept(BytecodeCache):
        codes: ClassVar[dict[str, bytes]] = {}

        def load_bytecode(self, bucket: Bucket) -> None:
            if code := self.codes.get(bucket.key):
                bucket.bytecode_from_string(code)

        def dump_bytecode(self, bucket: Bucket) -> None:
            self.codes[bucket.key] = bucket.bytecode_to_string()

    return Kept()


def _check(made: Path) -> None:
    """What is handed over is valid: a person begins with their own work, not with our slips."""
    from smartcity_kit.catalogue import load_catalogue
    from smartcity_kit.profile import read_profile

    profile, faults = read_profile(made, load_catalogue())
    if profile is None:
        raise ProfileError(_("The new profile would not be valid."), faults)


def _settle(made: Path, folder: Path) -> None:
    try:
        made.rename(folder)
    except OSError as error:
        if folder.exists():  # made by someone else meanwhile
            message = _("{folder} is already there and was left as it is.")
            raise ProfileExists(message.format(folder=shown(folder))) from error
        raise


def _flush(folder: Path) -> None:
    """After a power cut a renamed folder must not hold empty files."""
    for path in _files(folder):
        with path.open("rb") as file:
            os.fsync(file.fileno())


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())
