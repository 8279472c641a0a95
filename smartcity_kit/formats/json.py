"""For scripts: one object, with every profile in the order asked and every field of its faults."""

import json
from collections.abc import Sequence
from typing import Any

from smartcity_kit.console import fault_json
from smartcity_kit.profile.many import Checked


def formatted(checked: Sequence[Checked]) -> str:
    profiles = [
        {
            "region": one.region,
            "folder": str(one.folder),
            "valid": one.valid,
            "faults": [fault_json(fault) for fault in one.faults],
        }
        | _ready(one)
        for one in checked
    ]
    return json.dumps({"profiles": profiles}, ensure_ascii=False, indent=2) + "\n"


def _ready(one: Checked) -> dict[str, Any]:
    if one.todo is None:
        return {}
    return {"ready": one.ready, "todo": [fault_json(note) for note in one.todo]}
