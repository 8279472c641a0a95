"""The region's mailbox, over IMAP (RFC 3501): letters are taken one by one, and put aside."""

import imaplib
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from smartcity_base.config import config, has_secret, secret

from laksa.channels import letterbox, letters

log = logging.getLogger(__name__)

DONE = "LAKSA"  # the folder in which letters lie that have been taken
MOST = 200  # in one go; the next one takes the rest
LARGEST = 40 * 2**20  # of a letter; what is larger stays where it is, for a person
TIMEOUT_S = 30


def is_set() -> bool:
    """Whether this region has a mailbox, and the password of it."""
    return bool(config().setting("imap_host")) and has_secret("imap_password")


def empty() -> int:
    """Take every letter that lies in the box; answers how many.

    A letter is put aside only after what it says is written down: a worker that is killed in
    between meets it again, and `letterbox.take` knows it. One letter that cannot be taken does not
    hold up the others. Raises OSError or imaplib.IMAP4.error when the box does not answer.
    """
    taken = 0
    with _box() as box:
        for uid in _letters(box):
            try:
                raw = _fetch(box, uid)
                if raw is None:
                    continue
                letterbox.take(letters.read(raw))
            except (OSError, imaplib.IMAP4.abort):
                raise
            except Exception as error:
                # One letter that cannot be read must not keep the others waiting. Neither sender
                # nor words are told: the kind of fault is enough to look for it.
                log.error("a letter could not be taken (%s)", type(error).__name__)
                continue
            _put_aside(box, uid)
            taken += 1
    return taken


@contextmanager
def _box() -> Iterator[imaplib.IMAP4]:
    asked = config().setting
    host, port = asked("imap_host"), asked("imap_port")
    context = ssl.create_default_context()
    box: imaplib.IMAP4
    if asked("imap_security") == "tls":
        box = imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=TIMEOUT_S)
    else:
        box = imaplib.IMAP4(host, port, timeout=TIMEOUT_S)
    try:
        if asked("imap_security") == "starttls":
            box.starttls(context)
        box.login(asked("imap_user"), secret("imap_password"))
        box.select(_quoted(asked("imap_folder")))
        yield box
    finally:
        try:
            box.logout()
        except (OSError, imaplib.IMAP4.error):
            log.warning("the mailbox did not say goodbye")


def _letters(box: imaplib.IMAP4) -> list[bytes]:
    """The letters that are not deleted, oldest first, by numbers that stay (UID)."""
    _status, found = box.uid("SEARCH", "UNDELETED", "SMALLER", str(LARGEST))
    return (found[0] or b"").split()[:MOST]


def _fetch(box: imaplib.IMAP4, uid: bytes) -> bytes | None:
    """The whole letter, still unread for whoever else looks into the box."""
    _status, found = box.uid("FETCH", uid.decode(), "(BODY.PEEK[])")
    return next((part[1] for part in found if isinstance(part, tuple)), None)


def _put_aside(box: imaplib.IMAP4, uid: bytes) -> None:
    """Into the folder of what has been taken; made when it is missing."""
    number = uid.decode()
    if box.uid("COPY", number, DONE)[0] != "OK":
        box.create(DONE)
        if box.uid("COPY", number, DONE)[0] != "OK":
            raise imaplib.IMAP4.error(f"no folder {DONE}")
    box.uid("STORE", number, "+FLAGS.SILENT", r"(\Deleted)")
    box.expunge()


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
