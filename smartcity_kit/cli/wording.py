"""Typer's own words in the person's language: panels, usage lines, and what is wrong with a call.

Typer looks most of its words up in gettext's default domain, which is made ours here; the rest is
written out in English by its parser and said again.
"""

import gettext
import os
import re
import sys
from collections.abc import Callable
from copy import copy
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command_name
from typer.models import CommandInfo

from smartcity_kit.language import LOCALE, N_, _, wanted

Function = TypeVar("Function", bound=Callable[..., Any])

# Looked up by Typer itself; named here for the catalogue, and a test keeps them complete.
TYPERS = (
    N_("(deprecated) "), N_("(dynamic)"), N_("Aborted!"), N_("Aborted."), N_("Arguments"),
    N_("Commands"), N_("Error"), N_("Missing command."), N_("No such command {name!r}."),
    N_("Options"), N_("Try [blue]'{command_path} {help_option}'[/] for help."),
    N_("[default: {}]"), N_("[env var: {}]"), N_("[required]"), N_("default: {default}"),
    N_("env var: {var}"), N_("required"),
)  # fmt: skip
PIECES = (N_("[OPTIONS]"), N_("COMMAND [ARGS]..."))
# Said by its parser in English: how to know it, and how to say it.
COMPLAINTS = (
    (r"Missing argument '(?P<name>.+)'\.", N_("Missing argument '{name}'.")),
    (r"Missing option '(?P<name>.+)'\.", N_("Missing option '{name}'.")),
    (r"No such option: (?P<name>\S+) \(Possible options: (?P<near>.+)\)",
     N_("No such option: {name} (Possible options: {near})")),
    (r"No such option: (?P<name>\S+)", N_("No such option: {name}")),
    (r"Got unexpected extra argument\(s\) \((?P<names>.+)\)", N_("Unexpected: {names}")),
    (r"Option '(?P<name>.+)' requires an argument\.",
     N_("Option '{name}' requires an argument.")),
    (r"Option '(?P<name>.+)' does not take a value\.",
     N_("Option '{name}' does not take a value.")),
)  # fmt: skip


def complaint(said: str) -> str:
    """What Typer's parser says is wrong, in the person's language; as it was where unknown."""
    for pattern, words in COMPLAINTS:
        if found := re.fullmatch(pattern, said):
            return _(words).format(**found.groupdict())
    return said


class _Spoken:
    """Between Typer's classes and their parser: what it writes in English is said again."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        pieces = [_(piece) for piece in self.collect_usage_pieces(ctx)]  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=_("Usage: "))

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = _("Show this message and exit.")
        return option

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        try:
            return super().parse_args(ctx, args)  # type: ignore[misc]
        except typer.TyperException as error:
            said = str(getattr(error, "format_message", error.__str__)())
            again = complaint(said)
            if again == said:
                raise
            ctx.fail(again)


class _Command(_Spoken, TyperCommand):
    pass


class _Group(_Spoken, TyperGroup):
    pass


def _told(info: CommandInfo) -> CommandInfo:
    """A verb as a list of verbs tells it: its name and its help."""
    told = copy(info)
    if told.callback:
        told.name = told.name or get_command_name(told.callback.__name__)
    told.callback = _nothing
    return told


def _nothing() -> None:
    pass


class App(typer.Typer):
    """A Typer app that speaks the person's language."""

    def __init__(self, **given: Any) -> None:
        os.environ["LANGUAGE"] = wanted()
        gettext.bindtextdomain("smartcity", LOCALE)
        gettext.textdomain("smartcity")
        super().__init__(cls=_Group, **given)

    def __call__(self, *arguments: Any, **given: Any) -> Any:
        if sys.argv[1:] in ([], ["--help"]) and not arguments:
            return typer.Typer.__call__(self._listing(), **given)
        return super().__call__(*arguments, **given)

    def _listing(self) -> "App":
        """The same verbs without what they take: that takes longest to find out, and is not told
        in a list of them.
        """
        light = copy(self)
        light.registered_commands = [_told(info) for info in self.registered_commands]
        light.registered_groups = [copy(info) for info in self.registered_groups]
        for info in light.registered_groups:
            info.typer_instance = copy(info.typer_instance)
            if info.typer_instance:
                info.typer_instance.registered_commands = []
        return light

    def command(self, name: str | None = None, **given: Any) -> Callable[[Function], Function]:
        return super().command(name, cls=_Command, **given)
