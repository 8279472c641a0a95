"""A letter as it came: who wrote it, what it says, its pictures, and what it answers."""

import hashlib
import io
import re
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from html.parser import HTMLParser

from django.utils.crypto import constant_time_compare, salted_hmac

from laksa.models import Report

LONGEST = 2000  # as the form takes
# Where an earlier letter begins: "Pada … menulis:", "On … wrote:", a line, or > signs.
_QUOTE = re.compile(
    r"^(?:>|-{2,} ?(?:Original Message|Pesan Asli)|_{10,}|(?:On|Pada)\b.{5,200}"
    r"\b(?:wrote|menulis) ?:?\s*$)",
    re.MULTILINE | re.IGNORECASE,
)
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_TOKEN = re.compile(r"(LKS-\d{2}-\d{6})\.([0-9a-f]{20})@", re.IGNORECASE)
_PICTURES = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/heic": "heic"}


@dataclass(frozen=True)
class Letter:
    """`answers` is the report whose notice it answers, proven by the token of that notice."""

    reference: str
    sender: str
    name: str
    subject: str
    words: str
    automatic: bool
    answers: str = ""
    pictures: list[io.BytesIO] = field(default_factory=list)


def read(raw: bytes) -> Letter:
    """The letter in these bytes (RFC 5322, MIME). Damage is read as well as can be."""
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)  # noqa: S101  (the policy makes no other)
    name, sender = parseaddr(_head(message, "From"))
    return Letter(
        reference=_head(message, "Message-ID")[:250] or hashlib.sha256(raw).hexdigest(),
        sender=sender.lower() if "@" in sender else "",
        name=name[:100],
        subject=" ".join(_head(message, "Subject").split())[:200],
        words=_new_words(_text(message))[:LONGEST],
        automatic=_is_automatic(message, sender),
        answers=_answered(_head(message, "In-Reply-To") + " " + _head(message, "References")),
        pictures=_pictures(message),
    )


def message_id(report: Report, event: int | str, host: str) -> str:
    """The Message-ID of a notice: whoever answers it sends the token back."""
    return f"<{event}.{report.number}.{_token(report.number)}@{host}>"


def _answered(references: str) -> str:
    """The number of the report that the references prove to be the sender's own; "" for none."""
    for number, token in _TOKEN.findall(references):
        if constant_time_compare(token.lower(), _token(number.upper())):
            return str(number.upper())
    return ""


def _token(number: str) -> str:
    return salted_hmac("laksa.letters", number, algorithm="sha256").hexdigest()[:20]


def _head(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name) or "").replace("\x00", "").strip()
    except (ValueError, IndexError, AttributeError):  # headers that the library cannot read
        return ""


def _is_automatic(message: EmailMessage, sender: str) -> bool:
    """An answer to it might be answered by a program, and so on for ever (RFC 3834)."""
    made = _head(message, "Auto-Submitted").lower()
    box = sender.partition("@")[0].lower()
    return (
        (bool(made) and made != "no")
        or _head(message, "Precedence").lower() in {"bulk", "list", "junk", "auto_reply"}
        or bool(_head(message, "List-Id"))
        or box in {"", "mailer-daemon", "postmaster", "noreply", "no-reply"}
    )


def _text(message: EmailMessage) -> str:
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    raw = part.get_payload(decode=True)
    content = raw if isinstance(raw, bytes) else b""
    try:
        text = content.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:  # a charset that nobody knows
        text = content.decode("utf-8", "replace")
    return _without_tags(text) if part.get_content_subtype() == "html" else text


def _new_words(text: str) -> str:
    """What the sender wrote now, without the letter they answer and without their signature."""
    text = text.replace("\r\n", "\n").replace("\x00", "")
    for mark in (_QUOTE, _SIGNATURE):
        if (found := mark.search(text)) and text[: found.start()].strip():
            text = text[: found.start()]
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _pictures(message: EmailMessage) -> list[io.BytesIO]:
    """What is called a picture; whether it is one, the photo cleaner finds out."""
    found: list[io.BytesIO] = []
    for part in message.walk():
        ending = _PICTURES.get(part.get_content_type())
        raw = part.get_payload(decode=True) if ending else None
        if isinstance(raw, bytes) and raw:
            picture = io.BytesIO(raw)
            picture.name = f"{len(found) + 1}.{ending}"
            found.append(picture)
    return found


class _Words(HTMLParser):
    """The text of a page; blocks become lines, what is not for reading is left out."""

    _BLOCKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "blockquote"})
    _SILENT = frozenset({"style", "script", "head", "title"})

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._silent += tag in self._SILENT
        if tag in self._BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(self._silent - (tag in self._SILENT), 0)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)


def _without_tags(html: str) -> str:
    parser = _Words()
    parser.feed(html)
    lines = (" ".join(line.split()) for line in "".join(parser.words).splitlines())
    return "\n".join(lines)
