"""The English catalogues of the base and of every app: what is in the source, and how it is said.

`python -m tests.templates.words` renews them all and names what has no English yet; the words are
then written into the `.po` beside the app, and the same command compiles them.
"""

import ast
import atexit
import re
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from smartcity_kit import paths
from smartcity_kit.new_app import new_app

LANGUAGE = "en"
NEW = "_app"
# Each function of gettext's: where its context, its text and its plural stand.
MARKS = {
    "gettext": (None, 0, None), "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1), "pgettext": (0, 1, None), "npgettext": (0, 1, 2),
}  # fmt: skip
IN_TEMPLATES = {name: name for name in MARKS} | {"_": "gettext"}
_CALL = re.compile(r"\b(?:n?p?gettext|_)\(")
# The same catalogue from the same source, whenever and wherever it is written.
_ALWAYS = datetime(2026, 1, 1, tzinfo=UTC)

Key = tuple[str | None, str | tuple[str, str]]  # context; text, or text and plural


def apps() -> list[str]:
    """The base first: what it says, an app need not say again. Last, what a new app begins with."""
    found = sorted(card.parent.name for card in paths.TEMPLATES.glob("[!_]*/app.yml"))
    return ["_base", *found, NEW]


def package(name: str) -> Path:
    """The Python package of an app, or of the base."""
    if name == "_base":
        return paths.TEMPLATES / "_base" / "smartcity_base"
    if name == NEW:
        return _made()
    return paths.TEMPLATES / name / "{{cookiecutter.slug}}" / name


def catalogue_file(name: str) -> Path:
    folder = package(name)
    if name == NEW:  # the template's own, and not what was made of it
        inner = "[[cookiecutter.name]]"
        folder = paths.TEMPLATES / NEW / inner / "{{cookiecutter.slug}}" / inner
    return folder / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


@cache
def _made() -> Path:
    """The package of an app as `smartcity new-app` makes it, for what it says."""
    aside = TemporaryDirectory(prefix="new-app-")
    atexit.register(aside.cleanup)
    kit = Path(aside.name)
    (kit / "templates/_base/smartcity_base").mkdir(parents=True)
    (kit / "smartcity_kit").mkdir()
    (kit / "pyproject.toml").touch()
    shutil.copy(paths.TEMPLATES / "_base/requirements.txt", kit / "templates/_base")
    made = new_app("appbaru", kit, table="jenis-baru")
    return made.folder / "{{cookiecutter.slug}}" / made.name


def texts(name: str) -> dict[Key, str]:
    """Every text that is marked for the catalogue, with a place where it is."""
    found: dict[Key, str] = {}
    for file, tree in _modules(name):
        for key in _in_python(tree):
            found.setdefault(key, str(file.relative_to(package(name))))
    for file in sorted(package(name).rglob("templates/**/*")):
        if file.suffix in {".html", ".txt", ".js"}:
            for key in _in_template(file.read_text("utf-8")):
                found.setdefault(key, str(file.relative_to(package(name))))
    return found


def _in_python(tree: ast.Module) -> Iterator[Key]:
    names = {here: mark.removesuffix("_lazy") for here, mark in _imported(tree).items()}
    for call in _calls(tree):
        yield from _key(call, names)


def _imported(tree: ast.Module) -> dict[str, str]:
    """What gettext's functions are called in a module: {"_": "gettext_lazy"}."""
    return {
        one.asname or one.name: one.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for one in node.names
        if one.name.removesuffix("_lazy") in MARKS
    }


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node


def made_up(name: str) -> list[str]:
    """Where a text is put together before it is looked up, which finds nothing."""
    found = []
    for file, tree in _modules(name):
        names = _imported(tree)
        for call in _calls(tree):
            mark = names.get(getattr(call.func, "id", ""), "").removesuffix("_lazy")
            at = MARKS[mark][1] if mark else None
            if at is not None and isinstance(call.args[at], ast.JoinedStr | ast.BinOp):
                found.append(f"{file.relative_to(package(name))}:{call.lineno}")
    return found


def frozen(name: str) -> list[str]:
    """Where a module or a class asks for its words when it is imported, for everybody."""
    found = []
    for file, tree in _modules(name):
        at_once = {
            here for here, mark in _imported(tree).items() if not mark.endswith(("_lazy", "_noop"))
        }
        inside = {
            id(call)
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            for part in (node.body if isinstance(node.body, list) else [node.body])
            for call in _calls(part)
        }
        for call in _calls(tree):
            if getattr(call.func, "id", "") in at_once and id(call) not in inside:
                found.append(f"{file.relative_to(package(name))}:{call.lineno}")
    return found


def _modules(name: str) -> Iterator[tuple[Path, ast.Module]]:
    for file in sorted(package(name).rglob("*.py")):
        if "testing" not in file.parts:
            yield file, ast.parse(file.read_text("utf-8"))


def _in_template(source: str) -> Iterator[Key]:
    from django.utils.translation.template import templatize

    # Django turns the tags into calls, and all else into what no language is.
    marked = templatize(source)
    for start in _CALL.finditer(marked):
        for end in re.finditer(r"\)", marked[start.end() :]):
            try:
                call = ast.parse(marked[start.start() : start.end() + end.end()], mode="eval").body
            except SyntaxError:
                continue  # a parenthesis inside the text
            if isinstance(call, ast.Call):
                yield from _key(call, IN_TEMPLATES)
            break


def _key(call: ast.Call, names: dict[str, str]) -> Iterator[Key]:
    mark = names.get(call.func.id) if isinstance(call.func, ast.Name) else None
    if mark is None:
        return
    said = [one.value if isinstance(one, ast.Constant) else None for one in call.args]
    context, text, plural = (said[at] if at is not None else None for at in MARKS[mark])
    if isinstance(text, str):
        both = (text, plural) if isinstance(plural, str) else text
        yield (context if isinstance(context, str) else None), both


def wanted(name: str) -> dict[Key, str]:
    """What this catalogue has to hold: an app's is without what the base's has."""
    shared: dict[Key, str] = {} if name == "_base" else texts("_base")
    return {key: place for key, place in texts(name).items() if key not in shared}


def read(name: str) -> Catalog:
    file = catalogue_file(name)
    if not file.is_file():
        return Catalog(locale=LANGUAGE)
    with file.open("rb") as source:
        return read_po(source, locale=LANGUAGE)


def key_of(message: Message) -> Key:
    text = message.id
    return message.context, (text[0], text[1]) if isinstance(text, tuple | list) else text


def said(message: Message) -> tuple[str, ...]:
    """The English of a text: one, or one and many; empty where there is none yet."""
    words = message.string or ""
    return tuple(words) if isinstance(words, tuple | list) else (words,)


def renewed(name: str) -> Catalog:
    """What the source says today, with the English that is known of it."""
    known = {key_of(message): message for message in read(name) if message.id}
    made = Catalog(locale=LANGUAGE, project="smartcity", version="1", fuzzy=False,
                   creation_date=_ALWAYS, revision_date=_ALWAYS)  # fmt: skip
    made.header_comment = "# What the source says in Indonesian, in English."
    for key in sorted(wanted(name), key=lambda key: (str(key[1]), key[0] or "")):
        before = known.get(key)
        made.add(key[1], before.string if before else None, context=key[0])
    return made


def as_po(catalogue: Catalog) -> bytes:
    to = BytesIO()
    write_po(to, catalogue, width=98, no_location=True)
    return to.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    to = BytesIO()
    write_mo(to, catalogue)
    return to.getvalue()


def missing(catalogue: Catalog) -> list[Key]:
    return [key_of(message) for message in catalogue if message.id and not all(said(message))]


def renew() -> int:
    """Write every catalogue; 1 and a list where a text has no English."""
    left = 0
    for name in apps():
        catalogue = renewed(name)
        file = catalogue_file(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(as_po(catalogue))
        file.with_suffix(".mo").write_bytes(as_mo(catalogue))
        for _context, text in missing(catalogue):
            left += 1
            print(f"{file.relative_to(paths.TEMPLATES.parent)}: no English for {text!r}")
    return min(left, 1)


if __name__ == "__main__":
    sys.exit(renew())
