"""Settings of the network (Documentation/networking/ip-sysctl.rst), and whether an address is local."""
from __future__ import annotations

import os
import socket
import struct
from pathlib import Path

from addrinuse.why.linux import tables
from addrinuse.why.sockets import Address

IPV4 = Path("/proc/sys/net/ipv4")
RTM_GETROUTE, RTM_NEWROUTE, NETLINK_ROUTE, NLM_F_REQUEST = 26, 24, 0, 1
RTA_DST = 1
ROUTE_KINDS = {2: "local", 3: "special", 5: "special"}       # RTN_LOCAL, RTN_BROADCAST, RTN_MULTICAST
IFA_F_DADFAILED, IFA_F_OPTIMISTIC, IFA_F_TENTATIVE = 0x08, 0x04, 0x40
CAP_NET_BIND_SERVICE = 10


def setting(name: str, otherwise: str = "") -> str:
    """A setting below net.ipv4; `otherwise` where this kernel has none of that name."""
    try:
        return (IPV4 / name).read_text().strip()
    except OSError:
        return otherwise


def automatic_range() -> tuple[int, int] | None:
    """The ports that the system chooses from."""
    words = setting("ip_local_port_range").split()
    return (int(words[0]), int(words[1])) if len(words) == 2 else None


def is_reserved(port: int) -> bool:
    """Whether the port is kept from automatic choice: `ip_local_reserved_ports`, such as 8080,9000-9100."""
    ranges = (part.partition("-") for part in setting("ip_local_reserved_ports").split(",") if part)
    return any(int(low) <= port <= int(high or low) for low, _, high in ranges)


def privileged_below() -> int:
    """The first port that everybody may bind."""
    return int(setting("ip_unprivileged_port_start", "1024"))


def may_bind_privileged() -> bool:
    """Whether this process has CAP_NET_BIND_SERVICE (capabilities(7))."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("CapEff:"):
            return bool(int(line.split()[1], 16) >> CAP_NET_BIND_SERVICE & 1)
    return os.geteuid() == 0


def address_state(address: Address) -> str:
    """Whether a socket can be bound to the address: see Look.address_state."""
    if address.is_unspecified:
        return "local"
    if address.is_multicast:
        return "special"
    if address.version == 4:
        return _route_kind(address.packed)
    mapped = address.ipv4_mapped
    if mapped is not None:
        return address_state(mapped)
    return _ipv6_state(address.packed.hex())


def _ipv6_state(digits: str) -> str:
    """By the flags in /proc/net/if_inet6."""
    try:
        lines = [line.split() for line in Path("/proc/net/if_inet6").read_text().splitlines()]
    except OSError:
        return "foreign"
    flags = [int(words[4], 16) for words in lines if words[0] == digits]
    if not flags:
        return "foreign"
    if all(flag & IFA_F_DADFAILED for flag in flags):
        return "failed"
    is_tentative = all(flag & IFA_F_TENTATIVE and not flag & IFA_F_OPTIMISTIC for flag in flags)
    return "tentative" if is_tentative else "local"


def _route_kind(packed: bytes) -> str:
    """By the kind of the route to the address (rtnetlink(7)), which knows all of 127.0.0.0/8."""
    body = struct.pack("=BBBBBBBBI", socket.AF_INET, 32, 0, 0, 0, 0, 0, 0, 0)
    body += struct.pack("=HH", 4 + len(packed), RTA_DST) + packed
    header = tables.MESSAGE.pack(tables.MESSAGE.size + len(body), RTM_GETROUTE, NLM_F_REQUEST, 1, 0)
    try:
        with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_ROUTE) as channel:
            channel.send(header + body)
            data = channel.recv(1 << 16)
    except OSError:
        return "foreign"
    kind = tables.MESSAGE.unpack_from(data)[1]
    return ROUTE_KINDS.get(data[tables.MESSAGE.size + 7], "foreign") if kind == RTM_NEWROUTE else "foreign"
