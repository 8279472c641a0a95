"""How long checking takes: every region at once, one in CI, and a city with all its tables.

The same profiles are also checked by check-jsonschema with the kit's schema, in turns with the kit
in one run; it looks at profile.yml alone, and not at tables, pictures and what keys mean together.
"""

import statistics
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measure import Figure, cost_of, program, run, side_by_side
from tests.bench.regions import write_all, write_city

ALL = "validate of all 552 profiles with their tables"


def figures(folder: Path) -> Iterator[Figure]:
    every = folder / "every"
    wall = cost_of(lambda: write_all(every)).wall
    yield Figure("`init --all`", f"{wall:.1f} s", "20 s", wall <= 20)
    yield from _all(every, folder / "schema.json")
    one = _median([program("smartcity"), "validate", str(every / "kota-serang")])
    yield Figure("validate of one profile", f"{one:.2f} s", "0.5 s", one <= 0.5)
    city = write_city(folder / "city")
    big = _median([program("smartcity"), "validate", str(city)])
    yield Figure("… of a city with 5,000 staff and 500 places", f"{big:.2f} s", "2 s", big <= 2)


def _all(every: Path, schema: Path) -> Iterator[Figure]:
    schema.write_text(run([program("smartcity"), "schema"]), "utf-8")
    profiles = [str(file) for file in sorted(every.glob("*/profile.yml"))]
    kit = [program("smartcity"), "validate", "--all", "--profiles", str(every)]
    taken = side_by_side(
        {
            # With no place to remember anything, every look is the first.
            "first": ["env", "SMARTCITY_HOME=/dev/null/none", *kit],
            "again": ["env", f"SMARTCITY_HOME={every.parent / 'state'}", *kit],
            "other": [program("check-jsonschema"), "--schemafile", str(schema), *profiles],
        },
        rounds=5,
    )
    yield Figure(ALL, f"{taken['first']:.1f} s", "5 s", taken["first"] <= 5)
    for look, what in (("first", "…"), ("again", "… again, nothing touched,")):
        ratio = taken["other"] / taken[look]
        found = f"{ratio:.1f} times faster ({taken['other']:.1f} s / {taken[look]:.1f} s)"
        against = f"{what} against check-jsonschema on profile.yml alone"
        yield Figure(against, found, "10", ratio >= 10)


def _median(command: list[str]) -> float:
    return statistics.median(cost_of(lambda: run(command)).wall for _round in range(5))
