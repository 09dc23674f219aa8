"""The sockets of a port, from sock_diag(7), or from /proc/net if the kernel has no sock_diag.

The structures are those of linux/inet_diag.h, linux/sock_diag.h and linux/netlink.h. A TCP socket that is
bound and does not listen is in no table before Linux 6.8; processes.py looks for those.
"""
from __future__ import annotations

import errno
import ipaddress
import os
import re
import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from addrinuse.why.sockets import Address

NETLINK_SOCK_DIAG, SOCK_DIAG_BY_FAMILY = 4, 20
NLM_F_REQUEST, NLM_F_DUMP, NLMSG_ERROR, NLMSG_DONE = 1, 0x300, 2, 3
INET_DIAG_SKV6ONLY, INET_DIAG_SOCKOPT = 11, 22
STATES = {1: "ESTABLISHED", 2: "SYN_SENT", 3: "SYN_RECV", 4: "FIN_WAIT1", 5: "FIN_WAIT2", 6: "TIME_WAIT",
          7: "CLOSE", 8: "CLOSE_WAIT", 9: "LAST_ACK", 10: "LISTEN", 11: "CLOSING", 12: "SYN_RECV",
          13: "BOUND"}
EVERY_STATE = (1 << 14) - 2
TIMER_TIME_WAIT = 3
NO_PORT_BIT = 1           # of the second byte of struct inet_diag_sockopt: bind_address_no_port
MESSAGE, RESPONSE = struct.Struct("=IHHII"), struct.Struct("=BBBBHH16s16sIIIIIIII")
ERROR_SIZE = MESSAGE.size + 4  # bytes, of a message with an error number
HEX = re.compile(r"([0-9A-Fa-f]{8}|[0-9A-Fa-f]{32}):([0-9A-Fa-f]{1,4})")
TICKS = os.sysconf("SC_CLK_TCK")
PROTOCOLS = {"tcp": socket.IPPROTO_TCP, "udp": socket.IPPROTO_UDP}


@dataclass(frozen=True)
class Row:
    """One line of a table. `seconds`: until the kernel removes it by itself."""

    family: int
    local: Address
    local_port: int
    remote: Address
    remote_port: int
    state: str
    uid: int
    inode: int
    seconds: float | None = None
    is_v6only: bool | None = None
    has_no_port: bool = False


def rows(proto: str, port: int = 0) -> tuple[list[Row], str]:
    """The sockets of a protocol with that local port (0: any), and where they were read."""
    try:
        found = [row for family in (socket.AF_INET, socket.AF_INET6)
                 for row in _diag(proto, family, port)]
        source = "sock_diag"
    except OSError:
        found = [row for end in ("", "6") for row in _proc(proto, end)]
        source = "/proc/net"
    return [row for row in found if port in (0, row.local_port)], source


def _diag(proto: str, family: int, port: int) -> Iterator[Row]:
    """Raises OSError where the kernel has no sock_diag for it."""
    request = struct.pack("=BBBBI", family, PROTOCOLS[proto], 0, 0, EVERY_STATE)
    request += struct.pack(">HH", port, 0) + struct.pack("=16s16sIII", b"", b"", 0, 0xFFFFFFFF, 0xFFFFFFFF)
    header = MESSAGE.pack(MESSAGE.size + len(request), SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST | NLM_F_DUMP, 1, 0)
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_SOCK_DIAG) as channel:
        channel.send(header + request)
        for kind, body in _messages(channel):
            if kind == SOCK_DIAG_BY_FAMILY:
                yield _row(proto, body)


def _messages(channel: socket.socket) -> Iterator[tuple[int, bytes]]:
    """The messages of one dump. Raises OSError for an error that the kernel reports."""
    while True:
        data = channel.recv(1 << 18)
        if not data:
            raise _malformed()
        while len(data) >= MESSAGE.size:
            length, kind = MESSAGE.unpack_from(data)[:2]
            if kind == NLMSG_DONE:
                return
            if not MESSAGE.size <= length <= len(data) or (kind == NLMSG_ERROR and len(data) < ERROR_SIZE):
                raise _malformed()
            if kind == NLMSG_ERROR:
                code = -struct.unpack_from("=i", data, MESSAGE.size)[0]
                raise OSError(code, errno.errorcode.get(code, "sock_diag"))
            yield kind, data[MESSAGE.size:length]
            data = data[(length + 3) & ~3:]


def _malformed() -> OSError:
    """A stack that imitates Linux may send other messages; the tables of /proc/net are read then."""
    return OSError(errno.EBADMSG, "sock_diag sent a malformed message")


def _row(proto: str, body: bytes) -> Row:
    """struct inet_diag_msg and the attributes behind it. Raises OSError for anything else."""
    if len(body) < RESPONSE.size or body[0] not in (socket.AF_INET, socket.AF_INET6):
        raise _malformed()
    (family, state, timer, _, port, remote_port, local, remote, _, _, _, expires, _, _, uid,
     inode) = RESPONSE.unpack_from(body)
    attributes = dict(_attributes(body[RESPONSE.size:]))
    v6only, bits = attributes.get(INET_DIAG_SKV6ONLY), attributes.get(INET_DIAG_SOCKOPT, b"")
    name = STATES.get(state, str(state))
    return Row(family, _address(family, local), socket.ntohs(port), _address(family, remote),
               socket.ntohs(remote_port), _name(proto, name, remote_port), uid, inode,
               expires / 1000 if timer == TIMER_TIME_WAIT else None,
               None if not v6only else v6only[0] == 1,
               len(bits) > 1 and bool(bits[1] & NO_PORT_BIT))


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    while len(data) >= 4:
        length, kind = struct.unpack_from("=HH", data)
        if length < 4:
            return
        yield kind, data[4:length]
        data = data[(length + 3) & ~3:]


def _address(family: int, packed: bytes) -> Address:
    return ipaddress.IPv4Address(packed[:4]) if family == socket.AF_INET else ipaddress.IPv6Address(packed)


def _name(proto: str, state: str, remote_port: int) -> str:
    """The name of a state. UDP sockets have only two, and a bound TCP socket is CLOSE in older tables."""
    if proto == "udp":
        return "CONNECTED" if remote_port else "BOUND"
    return "BOUND" if state == "CLOSE" else state


def _proc(proto: str, end: str) -> Iterator[Row]:
    """The lines of /proc/net/tcp and its likes (proc_pid_net(5)); what is none is passed over."""
    try:
        lines = Path(f"/proc/net/{proto}{end}").read_text("ascii", "replace").splitlines()[1:]
    except OSError:
        return
    for line in lines:
        try:
            yield _row_of_line(proto, line)
        except (ValueError, IndexError, OverflowError):
            continue


def _row_of_line(proto: str, line: str) -> Row:
    """Raises ValueError, IndexError or OverflowError for a line of another form."""
    words = line.split()
    (local, port), (remote, remote_port) = (_hex(word) for word in words[1:3])
    timer, when = (int(part, 16) for part in words[5].split(":"))
    return Row(socket.AF_INET if local.version == 4 else socket.AF_INET6, local, port, remote, remote_port,
               _name(proto, STATES.get(int(words[3], 16), words[3]), remote_port), int(words[7]),
               int(words[9]), when / TICKS if timer == TIMER_TIME_WAIT else None)


def _hex(word: str) -> tuple[Address, int]:
    """The address and port of `0100007F:1F90`: words of 32 bits in the machine's order. Raises ValueError."""
    match = HEX.fullmatch(word)
    if match is None:
        raise ValueError(f"no address and port: {word[:60]!r}")
    digits = match[1]
    words = [int(digits[place:place + 8], 16) for place in range(0, len(digits), 8)]
    packed = struct.pack(f"={len(words)}I", *words)
    return _address(socket.AF_INET if len(words) == 1 else socket.AF_INET6, packed), int(match[2], 16)
