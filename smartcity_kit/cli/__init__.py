"""What a person types. Each verb is the kit's one sentence, stopped earlier or told in full.

Modules here talk, ask and exit; whatever is heavy is imported inside the verb that needs it, so
that `smartcity --help` stays instant.
"""

import os
import sys
from typing import Annotated

import typer

from smartcity_kit import __version__
from smartcity_kit.cli.wording import App
from smartcity_kit.errors import KitError
from smartcity_kit.language import _

app = App(
    name="smartcity",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    help=_("Adopt city applications in an Indonesian region: profile, plan, release, run, report."),
)


def _show_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"smartcity-kit {__version__}\n")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help=_("Show version.")),
    ] = False,
) -> None:
    """Options that come before the verb."""


def main() -> None:
    """Run the command line: the one place where an error becomes a line and an exit code."""
    try:
        app()
    except KitError as error:
        from smartcity_kit import console

        console.complain(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        from smartcity_kit import console

        console.say(_("Stopped. Run the same command again: it continues where it was."))
        sys.exit(130)
    except Exception as error:
        if os.environ.get("SMARTCITY_DEBUG"):
            raise
        sys.exit(_note_unexpected(error))


def _note_unexpected(error: Exception) -> int:
    """Say in one line that the kit is at fault, and keep what a maintainer needs."""
    import traceback

    from smartcity_kit import console, paths

    file = paths.state() / "unexpected-error.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(traceback.format_exception(error)), "utf-8")
    console.complain(
        KitError(
            _("Unexpected: {kind}. This is a fault of the kit.").format(kind=type(error).__name__),
            _("Details for its maintainers are in {file}.").format(file=file),
        )
    )
    return KitError.exit_code


# Each module adds its verbs to `app`, which therefore has to be there first and is all that is used
# of them; help lists the verbs in this order.
from smartcity_kit.cli import (  # noqa: E402, F401
    adopt,
    check,
    data,
    fleet,
    init,
    inspect,
    new_app,
    operate,
    preview,
    regions,
    rollout,
    secrets,
    worker,
)
