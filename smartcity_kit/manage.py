"""An app's own commands, through the `bin/manage` that an adoption leaves beside the apps."""

import subprocess
from pathlib import Path

from smartcity_kit import paths
from smartcity_kit.plan import Plan
from smartcity_kit.shell import Shell

OPT = "/opt/smartcity"


def opt(plan: Plan, shell: Shell | None) -> Path:
    """Where the programs of a region lie: on its server, or on this machine when embedded."""
    return Path(OPT) if shell else paths.embedded(plan.region.slug) / "opt"


def manage(
    plan: Plan, shell: Shell | None, *command: str, stdin: str | None = None
) -> "subprocess.CompletedProcess[str] | None":
    """Run the command of an app, whose name comes first; None where nothing was embedded yet.

    Raises UnreachableError.
    """
    file = opt(plan, shell) / "bin" / "manage"
    if shell:
        return shell.run_as_root(str(file), *command, stdin=stdin)
    if not file.is_file():
        return None
    return subprocess.run(
        [str(file), *command], input=stdin, capture_output=True, text=True, check=False
    )
