"""The code of an app, baked once per kit version into a store that every region's release links.

Two passes and no hooks: first the base, then the app over it. A base file is therefore used as it
is or replaced whole; never patched. (The other way round, keeping files that are there, would be
the same, but cookiecutter keeps only files it renders: those it copies it overwrites.)
"""

import json
import shutil
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from smartcity_kit import paths
from smartcity_kit.catalogue import Card
from smartcity_kit.digest import LEFTOVERS, LENGTH, digest_of, digest_of_data, digest_of_tree

BASE = paths.TEMPLATES / "_base"
LAYER = "{{cookiecutter.slug}}"
_LEFTOVERS = shutil.ignore_patterns(*LEFTOVERS, "*.pyc")


def code_key(card: Card) -> str:
    """What the code of this app is known by: its own template, the base layer, its answers."""
    own = paths.TEMPLATES / card.name
    return digest_of_data(
        [digest_of_tree(own / LAYER, BASE / LAYER), digest_of((own / "app.yml").read_bytes())]
    )[:LENGTH]


def baked(card: Card) -> Path:
    """The folder with this app's code, baked now if the store has not got it."""
    folder = paths.state() / "store" / "code" / f"{card.name}-{code_key(card)}"
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder.parent, prefix=".baking-") as aside:
            made = _bake(card, Path(aside))
            try:
                made.rename(folder)
            except OSError:
                # Another run baked the same code meanwhile: theirs is as good as ours.
                if not folder.is_dir():
                    raise
    return folder


def _bake(card: Card, aside: Path) -> Path:
    from cookiecutter.main import cookiecutter

    config = aside / "cookiecutter.yml"
    # JSON is YAML. The replay folder keeps every answer, so it must not be the person's own.
    config.write_text(json.dumps({"replay_dir": str(aside / "replay"),
                                  "cookiecutters_dir": str(aside / "cookiecutters")}))  # fmt: skip
    answers = {"slug": card.name, "title": card.title}
    for template in (BASE, paths.TEMPLATES / card.name):
        # Without what tests leave there: cookiecutter would render it.
        clean = shutil.copytree(template, aside / "templates" / template.name, ignore=_LEFTOVERS)
        cookiecutter(
            str(clean),
            no_input=True,
            extra_context=answers,
            output_dir=str(aside),
            overwrite_if_exists=True,
            accept_hooks=False,
            config_file=str(config),
        )
    made = aside / card.name
    # Where an app comes from says nothing about the region that has it.
    told = {name: told for name, told in asdict(card).items() if name != "seed"}
    (made / "app.yml").write_text(yaml.safe_dump(told, allow_unicode=True, sort_keys=False))
    return made
