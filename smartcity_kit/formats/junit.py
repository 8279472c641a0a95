"""JUnit XML, as GitLab and Jenkins read it: one suite, one test for each profile.

GitLab tells tests apart by class and name and shows the text of a failure, not its message; Jenkins
groups by the class's package; so the class is one for all, the name is the region, and the text
holds every fault. Warnings fail nothing: they are the test's output.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from smartcity_kit.errors import Fault
from smartcity_kit.language import _, ngettext
from smartcity_kit.profile.many import Checked

# What XML 1.0 cannot hold, not even escaped.
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def formatted(checked: Sequence[Checked]) -> str:
    failures = sum(not one.valid for one in checked)
    counts = f'tests="{len(checked)}" failures="{failures}" errors="0" skipped="0" time="0"'
    cases = "".join(_case(one) for one in checked)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites name="smartcity validate" {counts}>\n'
        f'<testsuite name="smartcity validate" {counts}>\n{cases}</testsuite>\n</testsuites>\n'
    )


def _case(one: Checked) -> str:
    file = min((fault.file for fault in one.faults), default=str(Path(one.folder, "profile.yml")))
    case = (
        f'<testcase classname="smartcity.validate" name={_attribute(one.region)} '
        f'file={_attribute(file)} time="0"'
    )
    inner = ""
    failing = [fault for fault in one.faults if fault.fails]
    if failing:
        count = ngettext("{n} fault.", "{n} faults.", len(failing)).format(n=len(failing))
        text = "\n".join(_told(fault) for fault in failing)
        inner += f'<failure type="fault" message={_attribute(count)}>{_text(text)}</failure>\n'
    if warnings := [_told(fault) for fault in one.faults if not fault.fails]:
        inner += f"<system-out>{_text(chr(10).join(warnings))}</system-out>\n"
    return f"{case}>\n{inner}</testcase>\n" if inner else f"{case}/>\n"


def _told(fault: Fault) -> str:
    what = fault.message
    if fault.severity == "warning":
        what = _("warning: {message}").format(message=what)
    words = (f"{fault.file}:{fault.place}", fault.key, what)
    return "  ".join(filter(None, words)) + (f"\n    {fault.hint}" if fault.hint else "")


def _text(text: str) -> str:
    return escape(FORBIDDEN.sub("�", text))


def _attribute(text: str) -> str:
    return quoteattr(FORBIDDEN.sub("�", text), {"\n": "&#10;"})
