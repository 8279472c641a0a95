"""The lines of a timeline, and the page part that shows them."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.template.loader import render_to_string

from smartcity_base.timeline import Line

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


@dataclass
class Event:
    action: str = "verify"
    user: str | None = "Siti"
    at: datetime = NOON
    text: str = "Sudah\ndilihat"

    def get_action_display(self) -> str:
        return "laporan diverifikasi"


def shown(*lines: Line) -> str:
    return render_to_string("base/timeline.html", {"lines": lines})


def test_a_line_says_what_was_done_by_whom_when_and_why(region: None) -> None:
    page = shown(Line.of(Event(), colour="yellow"))
    for part in ("Laporan diverifikasi", "Siti", "22 November 2026 pukul 12.00 WITA",
                 "<p>Sudah<br>dilihat</p>", '<li class="yellow">'):  # fmt: skip
        assert part in page


def test_what_the_app_knows_better_stands_instead(region: None) -> None:
    line = Line.of(Event(user=None), label="Diteruskan", text="")
    assert (line.label, line.who, line.text) == ("Diteruskan", "–", "")
    assert "words" not in shown(line)


def test_what_citizens_do_not_read_is_marked(region: None) -> None:
    assert "internal" in shown(Line.of(Event(), internal=True))
    assert "internal" not in shown(Line.of(Event()))


def test_what_somebody_wrote_is_never_markup(region: None) -> None:
    assert "<b>" not in shown(Line.of(Event(text="<b>tebal</b>")))
