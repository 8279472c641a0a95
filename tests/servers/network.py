"""The network that the servers are on, and a cable from it to each of them.

Two bridges on this machine, with half of an address range each:

    outer  where servers are by default; this machine and the servers reach each other
    inner  where servers behind a jump host are, with the jump host's second cable: nobody else may
           open a connection into it

This machine is the way out of both, with its own address, as an office's router is.
"""

import ipaddress
import json
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from .machine import ServerError, command, wait_until

OUTER, INNER = "smartcity-outer", "smartcity-inner"
TABLE = "smartcity_tests"
FORWARDING = "3"  # of a bridge's port: BR_STATE_FORWARDING in linux/if_bridge.h
CANDIDATES = [ipaddress.IPv4Network(f"10.{second}.0.0/16") for second in range(213, 256)]

# The set counts, for each address in it, the packets that wanted out and were dropped. Where the
# kernel shows bridged packets to this table too, those between servers are let through.
ROUTER = f"""
define servers = %s
table ip {TABLE} {{
    set offline {{
        type ipv4_addr
        counter
    }}
    chain forward {{
        type filter hook forward priority -10
        iifname != "{INNER}" oifname "{INNER}" ct state new reject
        ip saddr @offline ip daddr != $servers drop
    }}
    chain output {{
        type filter hook output priority -10
        oifname "{INNER}" ct state new reject
    }}
    chain postrouting {{
        type nat hook postrouting priority srcnat
        ip saddr $servers ip daddr != $servers masquerade
    }}
}}
"""


class Wire(NamedTuple):
    """Bytes that a server sent and received, Ethernet headers included."""

    sent: int
    received: int

    @property
    def total(self) -> int:
        return self.sent + self.received

    def since(self, before: "Wire") -> "Wire":
        return Wire(self.sent - before.sent, self.received - before.received)


@dataclass(frozen=True)
class Cable:
    """A network card in the namespace `name`, and the cable from it to a bridge's `device`."""

    name: str
    card: str
    device: str
    bridge: str
    network: ipaddress.IPv4Network
    address: str

    def lay(self) -> None:
        """Put the card in, with its address; it is not plugged in yet."""
        # The same address always has the same hardware address: neighbours remember the pair.
        mac = "02:00:" + ipaddress.IPv4Address(self.address).packed.hex(":")
        peer = f"peer name {self.card} address {mac} netns {self.name}"
        ip(
            f"link add {self.device} type veth {peer}",
            f"link set {self.device} master {self.bridge}",
        )
        address = f"{self.address}/{self.network.prefixlen}"
        ip(f"address add {address} dev {self.card}", f"link set {self.card} up", netns=self.name)

    def plug(self) -> None:
        """Plug it in, and wait until both ends know; neighbours forget that they found nobody."""
        ip(f"link set {self.device} up")
        wait_until(f"the cable {self.device} carries", self._carries)
        ip(f"neigh flush to {self.address}")
        ip(f"neigh flush dev {self.card}", netns=self.name)

    def _carries(self) -> bool:
        socket = Path("/sys/class/net", self.device, "brport/state").read_text().strip()
        card = json.loads(command("ip", "-n", self.name, "-json", "link", "show", self.card))
        return socket == FORWARDING and card[0]["operstate"] == "UP"

    def unplug(self) -> None:
        ip(f"link set {self.device} down")

    def offline(self) -> None:
        nft(f"add element ip {TABLE} offline {{ {self.address} }}")

    def online(self) -> None:
        element = f"element ip {TABLE} offline {{ {self.address} }}"
        nft(f"add {element}; delete {element}")  # to delete what is not there would be an error

    def refused(self) -> int:
        """Packets that wanted out since offline(); 0 while the way out is open."""
        shown = command("nft", "-j", "list", "set", "ip", TABLE, "offline")
        listed = json.loads(shown)["nftables"]
        elements = next(item["set"] for item in listed if "set" in item).get("elem", [])
        counts = {item["elem"]["val"]: item["elem"]["counter"]["packets"] for item in elements}
        return int(counts.get(self.address, 0))

    def wire(self) -> Wire:
        shown = command("ip", "-json", "-s", "link", "show", "dev", self.device)
        counted = json.loads(shown)[0]["stats64"]
        # Seen from this end: what the socket receives, the server has sent.
        return Wire(sent=counted["rx"]["bytes"], received=counted["tx"]["bytes"])


def wire_up(name: str, number: int, bridge: str = OUTER) -> Cable:
    """Make the network namespace `name` with one card, eth0, and the way out through it."""
    command("ip", "netns", "add", name)
    network = networks()[bridge]
    cable = Cable(name, "eth0", name, bridge, network, str(network[number]))
    cable.lay()
    ip("link set lo up", f"route add default via {network[1]}", netns=name)
    return cable


def wire_up_jump(jump: Cable, number: int) -> None:
    """Give a server on the outer bridge a second card, eth1 on the inner one, unless it has it."""
    device = f"{jump.name}b"
    if not exists(device):
        network = networks()[INNER]
        cable = Cable(jump.name, "eth1", device, INNER, network, str(network[number]))
        cable.lay()
        cable.plug()


def cut(name: str) -> None:
    """Remove the network namespace of that name and its cables; nothing there is fine."""
    for device in (name, f"{name}b"):
        if exists(device):
            ip(f"link del {device}")
    if Path("/run/netns", name).exists():
        command("ip", "netns", "delete", name)


def network_up() -> None:
    """Make the bridges, their address ranges and their way out."""
    servers = free_range()
    for bridge, network in zip((OUTER, INNER), servers.subnets(), strict=True):
        ip(
            f"link add {bridge} type bridge",
            f"address add {network[1]}/{network.prefixlen} dev {bridge}",
            f"link set {bridge} up",
        )
    nft(ROUTER % servers)


def network_down() -> None:
    """Take away all that network_up made, or as much of it as there is."""
    for bridge in filter(exists, (OUTER, INNER)):
        ip(f"link del {bridge}")
    nft(f"add table ip {TABLE}; delete table ip {TABLE}")


def networks() -> dict[str, ipaddress.IPv4Network]:
    """Each bridge's addresses; the bridge itself remembers them."""
    shown = json.loads(command("ip", "-json", "-4", "address"))
    return {
        link["ifname"]: ipaddress.IPv4Interface(f"{held['local']}/{held['prefixlen']}").network
        for link in shown
        for held in link["addr_info"]
        if link["ifname"] in (OUTER, INNER)
    }


def free_range() -> ipaddress.IPv4Network:
    """The first candidate that no route of this machine leads to."""
    routes = json.loads(command("ip", "-json", "-4", "route", "show", "table", "all"))
    taken = [ipaddress.IPv4Network(route["dst"]) for route in routes if route["dst"] != "default"]
    for candidate in CANDIDATES:
        if not any(candidate.overlaps(network) for network in taken):
            return candidate
    raise ServerError("every address range for servers is in use on this machine")


def exists(device: str) -> bool:
    return Path("/sys/class/net", device).exists()


def nft(ruleset: str) -> None:
    command("nft", "-f", "-", stdin=ruleset)


def ip(*lines: str, netns: str | None = None) -> None:
    command("ip", *(["-n", netns] if netns else []), "-batch", "-", stdin="\n".join(lines))
