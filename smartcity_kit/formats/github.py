"""Annotations of GitHub Actions: workflow commands, one line for each fault, shown at its line.

What would end a command or one of its properties is escaped as the runner takes it back:
https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

from collections.abc import Sequence

from smartcity_kit.errors import Fault
from smartcity_kit.profile.many import Checked

COMMANDS = {"fault": "error", "warning": "warning"}


def formatted(checked: Sequence[Checked]) -> str:
    return "".join(f"{_command(fault)}\n" for one in checked for fault in one.faults)


def _command(fault: Fault) -> str:
    given = {"file": fault.file, "line": fault.line, "col": fault.column, "title": fault.key}
    properties = ",".join(
        f"{name}={_property(str(value))}" for name, value in given.items() if value
    )
    text = "\n".join(filter(None, (fault.message, fault.hint)))
    return f"::{COMMANDS[fault.severity]} {properties}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
