"""questions.csv: what each category asks, on LAKSA's form and through Open311."""

from typing import Any

from smartcity_base.cells import slug
from smartcity_base.loading import Column, Counts, DataFolder, Row, sync

from laksa.models import Category
from laksa.questions.models import Kind, Question

TABLE = "questions"


def load(data: DataFolder) -> Counts:
    """Bring the questions in line with the profile; a missing one is retired, its answers stay."""
    rows = data.table(
        TABLE,
        [
            Column("category", slug),
            Column("code", slug),
            Column("question"),
            Column("type", kind),
            Column("required", yes, required=False, optional=True, empty=False),
            Column("values", choices, required=False, optional=True, empty=()),
            Column("help", required=False, optional=True),
            Column("public", yes, required=False, optional=True, empty=False),
        ],
    )
    _check(data, rows)
    data.check()
    return sync(Question, [_fields(row, order) for order, row in enumerate(rows)], key="id")


def kind(cell: str) -> Kind:
    """A converter: one of the datatypes."""
    try:
        return Kind(cell)
    except ValueError as error:
        raise ValueError(f"pilih salah satu: {', '.join(Kind.values)}") from error


def yes(cell: str) -> bool:
    """A converter: `ya` or `tidak`."""
    known = {"ya": True, "tidak": False}
    if cell.lower() not in known:
        raise ValueError("tulis ya atau tidak")
    return known[cell.lower()]


def choices(cell: str) -> tuple[tuple[str, str], ...]:
    """A converter: `kecil=Kecil | besar=Lebih dari 1 meter`, a key and what people read."""
    pairs = [tuple(word.strip() for word in part.split("=", 1)) for part in cell.split("|")]
    if any(len(pair) != 2 or not all(pair) for pair in pairs):
        raise ValueError("tulis kunci=Nama | kunci=Nama")
    keys = [slug(key) for key, _name in pairs]
    if len(set(keys)) != len(keys):
        raise ValueError("kunci yang sama dipakai dua kali")
    return tuple((key, name) for key, name in pairs)


def _check(data: DataFolder, rows: list[Row]) -> None:
    categories = set(Category.objects.filter(active=True).values_list("pk", flat=True))
    seen: dict[str, int] = {}
    for row in rows:
        if row["category"] not in categories:
            message = f"jenis {row['category']!r} tidak ada dalam categories.csv"
            data.fault(TABLE, row.number, "category", message)
        if row["type"].has_values != bool(row["values"]):
            message = "hanya dan selalu diisi untuk singlevaluelist dan multivaluelist"
            data.fault(TABLE, row.number, "values", message)
        if row["type"] == Kind.INFO and row["required"]:
            data.fault(TABLE, row.number, "required", "keterangan tidak dapat diisi")
        name = f"{row['category']}.{row['code']}"
        if name in seen:
            data.fault(TABLE, row.number, "code", f"sudah dipakai di baris {seen[name]}")
        seen[name] = row.number


def _fields(row: Row, order: int) -> dict[str, Any]:
    return {
        "id": f"{row['category']}.{row['code']}",
        "category_id": row["category"],
        "code": row["code"],
        "text": row["question"],
        "kind": row["type"].value,
        "required": row["required"],
        # As the database gives it back, so that loading again finds no difference.
        "values": [list(pair) for pair in row["values"]],
        "help": row["help"],
        "public": row["public"],
        "order": order,
    }
