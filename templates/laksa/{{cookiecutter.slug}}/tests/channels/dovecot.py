"""A Dovecot of the tests' own: one mailbox, on a port of localhost."""

from __future__ import annotations

import getpass
import imaplib
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Self

from smartcity_base.testing.running import until

USER, PASSWORD = "aduan@kotacontoh.go.id", "rahasia-untuk-uji"

CONFIGURATION = """
protocols = imap
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = no
disable_plaintext_auth = no
default_internal_user = {person}
default_login_user = {person}
default_internal_group = {group}
mail_location = maildir:{folder}/mail
first_valid_uid = 1
last_valid_uid = 0
first_valid_gid = 1
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={person} gid={group} home={folder}/mail
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


class Dovecot:
    """`with Dovecot() as box`: a mailbox that is empty, and gone afterwards."""

    def __enter__(self) -> Self:
        # Not as root: the server refuses to open root's mail.
        self.person = "nobody" if os.geteuid() == 0 else getpass.getuser()
        self.holder = tempfile.TemporaryDirectory(prefix="dove-")
        self.folder = Path(self.holder.name)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        group = "nogroup" if self.person == "nobody" else self.person
        for name in ("run", "state", "mail"):
            (self.folder / name).mkdir()
        if self.person == "nobody":
            shutil.chown(self.folder / "mail", "nobody", "nogroup")
        self.folder.chmod(0o755)
        self.file = self.folder / "dovecot.conf"
        self.file.write_text(
            CONFIGURATION.format(
                folder=self.folder,
                person=self.person,
                group=group,
                password=PASSWORD,
                port=self.port,
            )
        )
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self.holder.cleanup()

    def start(self) -> None:
        self.process = subprocess.Popen(["/usr/sbin/dovecot", "-F", "-c", str(self.file)])
        until(self._answers)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()

    def open(self) -> imaplib.IMAP4:
        box = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        box.login(USER, PASSWORD)
        return box

    def put(self, raw: bytes) -> None:
        """A letter arrives."""
        with self.open() as box:
            assert box.append("INBOX", None, None, raw)[0] == "OK"

    def count(self, folder: str = "INBOX") -> int:
        with self.open() as box:
            status, found = box.select(folder, readonly=True)
            return int(found[0] or 0) if status == "OK" else 0

    def _answers(self) -> bool:
        assert self.process.poll() is None, (self.folder / "log").read_text()
        try:
            self.open().logout()
        except (OSError, imaplib.IMAP4.error):
            return False
        return True
