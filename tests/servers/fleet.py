"""The servers of one test, or of one module of tests: booted, cloned, and ended together."""

import secrets
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Self

from .disk import Sudo, furnish, mount, package_layer
from .image import image
from .machine import ServerError, command
from .network import INNER, OUTER, wire_up, wire_up_jump
from .server import Server
from .slot import Slot, claim


class Fleet:
    """Servers that one SSH key opens. As a context manager it ends them all, the youngest first.

    Args: folder: an existing folder of the caller's own for the key; it outlives the fleet.
    """

    def __init__(self, folder: Path) -> None:
        self.key = folder / "id_ed25519"
        self.password = secrets.token_urlsafe(12)
        self._ends = ExitStack()
        command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "tests", "-f", self.key)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.close()

    def boot(
        self,
        suite: str,
        name: str | None = None,
        *,
        port: int = 22,
        sudo: Sudo = "nopasswd",
        behind: Server | None = None,
        cached_packages: bool = True,
    ) -> Server:
        """Boot a bare Debian server, up and answering to SSH as root and as petugas.

        Args:
            suite: bookworm or trixie.
            name: its host name; made from the suite and a number when left out.
            port: where sshd listens.
            sudo: what petugas may do: all without a password, all with fleet.password, nothing.
            behind: a jump host, then the only one that reaches the server and its only way out.
            cached_packages: apt finds what other servers of the suite downloaded before.

        Raises ServerError when it does not come up.
        """
        base = image(suite)
        slot = self._claim()
        if behind:
            wire_up_jump(behind.cable, behind.slot.number)
        cable = wire_up(slot.name, slot.number, INNER if behind else OUTER)
        layers = (package_layer(slot.folder, suite), base) if cached_packages else (base,)
        server = Server(
            name=name or f"{suite}-{slot.number}",
            suite=suite,
            port=port,
            key=self.key,
            password=self.password,
            cable=cable,
            slot=slot,
            root=mount(slot.folder, layers),
            layers=layers,
            jump=behind,
        )
        furnish(server.root, server.name, port, self.public_key, sudo, self.password)
        return self._start(server)

    def clone(
        self, original: Server, name: str | None = None, *, keep_address: bool = True
    ) -> Server:
        """Boot a server whose disk begins as the original's is now; the original is shut down.

        The original's disk becomes a layer below its clones' and is never written again. With
        `keep_address` the clone stands in for the original, with its address and host key, so that
        whoever adopted the original finds it again: only one such clone can live at a time.
        """
        if original.is_on:
            original.power_off()
        if keep_address and any(c.exists and c.cable == original.cable for c in original.clones):
            raise ServerError(f"a clone already stands in for {original.name}")
        slot = self._claim()
        cable = original.cable
        if not keep_address:
            cable = wire_up(slot.name, slot.number, original.cable.bridge)
        layers = (original.folder / "upper", *original.layers)
        clone = replace(
            original,
            name=name or f"{original.name}-{slot.number}",
            cable=cable,
            slot=slot,
            root=mount(slot.folder, layers),
            layers=layers,
        )
        original.clones.append(clone)
        return self._start(clone)

    @property
    def public_key(self) -> str:
        return self.key.with_suffix(".pub").read_text()

    def _claim(self) -> Slot:
        """A slot that is given back when the fleet ends, however far its server got."""
        slot = claim()
        self._ends.callback(slot.release)
        return slot

    def _start(self, server: Server) -> Server:
        self._ends.callback(server.shutdown)
        server.online()  # the one that had the address before may have been offline
        server.start()
        return server
