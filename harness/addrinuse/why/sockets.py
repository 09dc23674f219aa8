"""What a look at a port gives: the sockets that hold it, their processes, and facts of the system. The same
for every system."""
from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from typing import Any

from addrinuse.support.errors import UserError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
MAX_PORT = 65535
PORT = re.compile(r"[0-9]{1,9}")
ANY4, ANY6 = ipaddress.IPv4Address(0), ipaddress.IPv6Address(0)


@dataclass(frozen=True)
class Target:
    """The address and port that somebody wants to bind. `is_v6only`: what IPV6_V6ONLY is, for [::]."""

    address: Address
    port: int
    proto: str = "tcp"
    is_v6only: bool = False

    def __str__(self) -> str:
        return f"{self.proto} {written(self.address, self.port)}"


@dataclass(frozen=True)
class Holder:
    """A process with a descriptor of the socket. `options` of the socket are read through it, if that is
    permitted. `is_leftover`: its parent has ended, and it leads no session or process group, so that it
    probably inherited the socket."""

    pid: int
    descriptor: int
    command: str
    user: str
    parent: int
    is_leftover: bool = False


@dataclass(frozen=True)
class Entry:
    """One socket, or what is left of one. `seconds`: until the system removes it by itself (None: it does
    not). `uid`: -1 if the system does not tell. `options`: RA, RP (None: unknown).
    `has_no_port_option`: IP_BIND_ADDRESS_NO_PORT is set."""

    local: Address
    remote: Address | None
    remote_port: int
    state: str
    user: str
    uid: int
    inode: int
    seconds: float | None = None
    is_v6only: bool | None = None
    options: frozenset[str] | None = None
    device: str = ""
    holders: tuple[Holder, ...] = ()
    has_no_port_option: bool = False

    @property
    def is_orphan(self) -> bool:
        """Whether no process has it any more."""
        return self.inode == 0

    @property
    def has_unseen_process(self) -> bool:
        """Whether some process has it, and we may not see which."""
        return not self.is_orphan and not self.holders


@dataclass(frozen=True)
class Look:
    """All that was seen. `address_state`: "local", "foreign" (no interface has it), "tentative" (duplicate
    address detection goes on), "failed" (it found a duplicate), "special" (multicast, broadcast).
    `is_privileged`: only root, or who has CAP_NET_BIND_SERVICE, may bind the port, and we may not.
    `listening_ports`: those of this machine."""

    target: Target
    entries: tuple[Entry, ...]
    system: str
    release: str
    uid: int
    automatic: tuple[int, int] | None = None
    is_reserved: bool = False
    privileged_below: int = 0
    is_privileged: bool = False
    address_state: str = "local"
    source: str = ""
    listening_ports: frozenset[int] = frozenset()
    notes: tuple[str, ...] = field(default=())

    @property
    def is_automatic(self) -> bool:
        """Whether the system may choose the port for anybody."""
        return self.automatic is not None and self.automatic[0] <= self.target.port <= self.automatic[1] \
            and not self.is_reserved


def written(address: Address, port: int) -> str:
    """An address with its port, as people write it."""
    inside = getattr(address, "ipv4_mapped", None)
    text = f"::ffff:{inside}" if inside else str(address)
    return f"[{text}]:{port}" if address.version == 6 else f"{text}:{port}"


def target(text: str, is_udp: bool = False, is_v6only: bool = False) -> Target:
    """The target that PORT, ADDRESS:PORT or [ADDRESS]:PORT names; without an address 0.0.0.0. Raises
    UserError."""
    host, _, number = text.rpartition(":")
    host = host.strip("[]")
    if not PORT.fullmatch(number) or not 0 < int(number) <= MAX_PORT:
        raise UserError(f"port {number!r}", f"is no number from 1 to {MAX_PORT}",
                        "For example: why 8080, why 127.0.0.1:8080, why '[::1]:8080'.")
    names = {"": "0.0.0.0", "*": "0.0.0.0", "localhost": "127.0.0.1"}
    try:
        address = ipaddress.ip_address(names.get(host, host))
    except ValueError:
        raise UserError(f"address {host!r}", "is no IPv4 or IPv6 address",
                        "Names are not looked up; give the address, e.g. 192.0.2.1:8080.") from None
    return Target(address, int(number), "udp" if is_udp else "tcp", is_v6only)


def as_json(look: Look) -> dict[str, Any]:
    """What was seen, for programs."""
    sockets = [{"local": written(entry.local, look.target.port), "state": entry.state, "user": entry.user,
                "remote": written(entry.remote, entry.remote_port) if entry.remote else None,
                "seconds": entry.seconds, "orphan": entry.is_orphan, "v6only": entry.is_v6only,
                "options": sorted(entry.options) if entry.options is not None else None,
                "device": entry.device or None,
                "processes": [{"pid": holder.pid, "command": holder.command, "user": holder.user,
                               "descriptor": holder.descriptor, "parent": holder.parent,
                               "leftover": holder.is_leftover} for holder in entry.holders],
                "processes_hidden": entry.has_unseen_process} for entry in look.entries]
    facts = {"automatic": list(look.automatic) if look.automatic else None, "reserved": look.is_reserved,
             "in_automatic_range": look.is_automatic, "privileged_below": look.privileged_below,
             "privileged": look.is_privileged, "address": look.address_state, "source": look.source}
    return {"target": str(look.target), "system": look.system, "release": look.release, "sockets": sockets,
            "facts": facts, "notes": list(look.notes)}
