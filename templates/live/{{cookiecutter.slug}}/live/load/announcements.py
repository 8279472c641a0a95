"""announcements.csv: what the profile announces on the first page."""

from __future__ import annotations

from smartcity_base.cells import day, slug
from smartcity_base.loading import Column, Counts, DataFolder

from live.models import Announcement


def load(data: DataFolder) -> Counts:
    """Announcements of the profile. Those that editors wrote are not touched."""
    rows = data.table(
        "announcements",
        [
            Column("id", slug),
            Column("title"),
            Column("body"),
            Column("date", day),
            Column("until", day, required=False, optional=True, empty=None),
        ],
        key="id",
    )
    data.check()
    counts = Counts()
    there = {item.slug: item for item in Announcement.objects.filter(from_profile=True)}
    for row in rows:
        wanted = {field: row[field] for field in ("title", "body", "date", "until")}
        wanted["withdrawn"] = False
        item = there.pop(row["id"], None)
        if item is None:
            Announcement.objects.create(slug=row["id"], from_profile=True, **wanted)
            counts.new += 1
        elif any(getattr(item, field) != value for field, value in wanted.items()):
            for field, value in wanted.items():
                setattr(item, field, value)
            item.save()
            counts.changed += 1
    for item in there.values():
        if not item.withdrawn:
            item.withdrawn = True
            item.save()
            counts.retired += 1
    return counts
