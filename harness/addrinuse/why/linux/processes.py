"""Which processes have a socket, and the options of the socket, as far as we may see them.

Descriptors are read in /proc (proc(5)). Options are read through a duplicate of the descriptor
(pidfd_getfd(2), Linux 5.6), which is closed at once. Nothing of the other process changes. It needs the
rights of ptrace(2).
"""
from __future__ import annotations

import ctypes
import ipaddress
import os
import pwd
import re
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from addrinuse.why.linux.tables import Row
from addrinuse.why.sockets import Holder

SYS_PIDFD_GETFD = 438     # the same number on every architecture
SOCKET_LINK = re.compile(r"socket:\[(\d+)\]")
COMMAND_LENGTH = 80       # characters of a command line that are shown
IFNAMSIZ = 16


@dataclass(frozen=True)
class Options:
    """What could be read of a socket."""

    words: frozenset[str]
    is_v6only: bool
    device: str


def user_name(uid: int) -> str:
    """The name of a user, or the number."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def sockets_of_processes() -> tuple[dict[int, list[tuple[int, int]]], int]:
    """Process and descriptor of each socket by its inode, and how many processes we may not look into."""
    found: dict[int, list[tuple[int, int]]] = {}
    hidden = 0
    for pid in (int(name) for name in os.listdir("/proc") if name.isdigit()):
        try:
            descriptors = os.listdir(f"/proc/{pid}/fd")
        except PermissionError:
            hidden += 1
            continue
        except OSError:
            continue
        for descriptor in map(int, descriptors):
            inode = _inode(pid, descriptor)
            if inode:
                found.setdefault(inode, []).append((pid, descriptor))
    return found, hidden


def _inode(pid: int, descriptor: int) -> int:
    try:
        match = SOCKET_LINK.fullmatch(os.readlink(f"/proc/{pid}/fd/{descriptor}"))
    except OSError:
        return 0
    return int(match[1]) if match else 0


def holder(pid: int, descriptor: int) -> Holder | None:
    """A process with a descriptor of a socket; None if it has ended."""
    folder = Path(f"/proc/{pid}")
    try:
        words = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()
        uid = folder.stat().st_uid
        command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace").strip()
        name = (folder / "comm").read_text(errors="replace").strip()
        parent, group, session = (int(word) for word in words[1:4])
    except (OSError, ValueError):  # it has ended; or a /proc of another form
        return None
    return Holder(pid, descriptor, (command or name)[:COMMAND_LENGTH], user_name(uid), parent,
                  _is_leftover(pid, parent, group, session))


def _is_leftover(pid: int, parent: int, group: int, session: int) -> bool:
    """Whether a process was left by one that has ended: adopted by init, and neither its session's nor its
    group's leader is there any more."""
    is_adopted = parent == 1 or not Path(f"/proc/{parent}").exists()
    leaders = {group, session} - {0}
    are_there = all(Path(f"/proc/{leader}").exists() for leader in leaders)
    return is_adopted and pid not in leaders and not are_there


@contextmanager
def duplicate(pid: int, descriptor: int) -> Iterator[socket.socket | None]:
    """A duplicate of another process's socket for the time of the block; None where we may not have it."""
    number = -1
    try:
        process = os.pidfd_open(pid)
        try:
            number = ctypes.CDLL(None, use_errno=True).syscall(SYS_PIDFD_GETFD, process, descriptor, 0)
        finally:
            os.close(process)
    except OSError:
        pass
    if number < 0:
        yield None
        return
    try:
        with socket.socket(fileno=number) as copy:
            yield copy
    except OSError:
        os.close(number)
        yield None


def options(pid: int, descriptor: int) -> Options | None:
    """The options of a socket; None where we may not read them."""
    with duplicate(pid, descriptor) as copy:
        return _options(copy) if copy is not None else None


def _options(copy: socket.socket) -> Options | None:
    try:
        wanted = (("RA", socket.SO_REUSEADDR), ("RP", socket.SO_REUSEPORT))
        words = frozenset(word for word, option in wanted if copy.getsockopt(socket.SOL_SOCKET, option))
        device = copy.getsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, IFNAMSIZ)
        v6only = copy.family == socket.AF_INET6 and bool(
            copy.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY))
    except OSError:
        return None
    return Options(words, v6only, device.rstrip(b"\0").decode("ascii", "replace"))


def bound_sockets(proto: str, port: int, known: dict[int, list[tuple[int, int]]], listed: set[int]
                  ) -> Iterator[Row]:
    """Sockets of the port that are in no table: those bound and not listening, before Linux 6.8."""
    own = os.readlink("/proc/self/ns/net")
    for inode, places in known.items():
        pid, descriptor = places[0]
        if inode in listed or _namespace(pid) != own:
            continue
        with duplicate(pid, descriptor) as copy:
            row = _bound(copy, proto, port, inode, pid) if copy is not None else None
        if row:
            yield row


def _namespace(pid: int) -> str:
    try:
        return os.readlink(f"/proc/{pid}/ns/net")
    except OSError:
        return ""


def _bound(copy: socket.socket, proto: str, port: int, inode: int, pid: int) -> Row | None:
    kind = {"tcp": socket.SOCK_STREAM, "udp": socket.SOCK_DGRAM}[proto]
    if copy.family not in (socket.AF_INET, socket.AF_INET6) or copy.type != kind:
        return None
    try:
        host, bound_port = copy.getsockname()[:2]
        uid = os.stat(f"/proc/{pid}").st_uid
    except OSError:
        return None
    if bound_port != port or _listens_or_is_connected(copy):
        return None
    address = ipaddress.ip_address(host.partition("%")[0])
    return Row(copy.family, address, port, type(address)(0), 0, "BOUND", uid, inode)


def _listens_or_is_connected(copy: socket.socket) -> bool:
    """By TCP_INFO's first byte, the state."""
    if copy.type != socket.SOCK_STREAM:
        return False
    state = struct.unpack("B", copy.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1))[0]
    return bool(state != 7)
