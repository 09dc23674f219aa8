"""Reads what strace(1) writes about socket calls, line by line, while the command runs.

strace is the recorder since it sees every program: also static ones and those whose runtime makes the calls
itself (Go), which a library that is loaded first does not see.
"""
from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field

from addrinuse.why.sockets import MAX_PORT, Address, Target

CALLS = ("socket", "bind", "listen", "connect", "setsockopt", "close", "dup", "dup2", "dup3")
FAILURES = ("EADDRINUSE", "EADDRNOTAVAIL", "EACCES")
# Numbers have at most nine digits: a process id, a descriptor, a port. Longer ones are no number of ours.
LINE = re.compile(r"(?:\[pid +)?(?P<pid>\d{1,9})?\]? *(?:[\d.:]+ )?(?P<call>\w+)\((?P<rest>.*)$")
RESUMED = re.compile(r"^(?P<pid>\d{1,9}) +<\.\.\. (?P<call>\w+) resumed>(?P<rest>.*)$")
UNFINISHED = re.compile(r"^(?P<begin>(?P<pid>\d{1,9}) .*) <unfinished \.\.\.>$")
RESULT = re.compile(r"\) += (?P<value>-?\d{1,9})(?: (?P<error>E\w+))?")
PORT = re.compile(r"sin6?_port=htons\((\d{1,5})\)")
ADDRESS4 = re.compile(r'sin_addr=inet_addr\("([^"]+)"\)')
ADDRESS6 = re.compile(r'inet_pton\(AF_INET6, "([^"]+)"')
OPTION = re.compile(r"(?P<fd>\d{1,9}), SOL_\w+, (?P<name>\w+), \[(?P<value>\d{1,9})\]")
OPTION_WORDS = {"SO_REUSEADDR": "RA", "SO_REUSEPORT": "RP", "IPV6_V6ONLY": "V6ONLY"}


@dataclass(frozen=True)
class Failure:
    """A call that failed: the address it was about, and the options that its socket had. `own`: what another
    socket of the command has bound with the same port, in the process `own_pid`."""

    call: str
    error: str
    pid: int
    target: Target
    options: frozenset[str]
    own: tuple[Address, int] | None = None
    own_pid: int = 0


@dataclass
class _Socket:
    proto: str
    options: set[str] = field(default_factory=set)
    bound: tuple[Address, int] | None = None


class Recording:
    """The sockets of a command's processes, as far as its calls tell."""

    def __init__(self) -> None:
        self._sockets: dict[tuple[int, int], _Socket] = {}
        self._unfinished: dict[int, str] = {}

    def take(self, line: str) -> Failure | None:
        """One line of strace; gives the failure if the call failed with an error that is explained."""
        line = self._joined(line.rstrip("\n"))
        match = LINE.match(line) if line else None
        result = RESULT.search(line) if match else None
        if match is None or result is None:
            return None
        pid, call, rest = int(match["pid"] or 0), match["call"], match["rest"]
        if result["error"] is None:
            self._note(pid, call, rest, int(result["value"]))
            return None
        return self._failure(pid, call, rest, result["error"])

    def _joined(self, line: str) -> str:
        """Puts the two halves of an interrupted line together; the first half alone gives nothing."""
        resumed = RESUMED.match(line)
        if resumed:
            return self._unfinished.pop(int(resumed["pid"]), "") + resumed["rest"]
        unfinished = UNFINISHED.match(line)
        if unfinished:
            self._unfinished[int(unfinished["pid"])] = unfinished["begin"]
            return ""
        return line

    def _note(self, pid: int, call: str, rest: str, value: int) -> None:
        if call == "socket":
            self._sockets[pid, value] = _Socket("udp" if "SOCK_DGRAM" in rest else "tcp")
        elif call == "setsockopt":
            self._note_option(pid, rest)
        elif call == "bind":
            self._socket(pid, rest).bound = _place(rest)
        elif call.startswith("dup"):
            self._sockets[pid, value] = self._socket(pid, rest)
        elif call == "close":
            self._sockets.pop((pid, _descriptor(rest)), None)

    def _note_option(self, pid: int, rest: str) -> None:
        match = OPTION.match(rest)
        word = OPTION_WORDS.get(match["name"]) if match else None
        if match and word:
            options = self._socket(pid, rest).options
            (options.add if int(match["value"]) else options.discard)(word)

    def _socket(self, pid: int, rest: str) -> _Socket:
        """The socket that a call is about: of the process, else of the one from which it inherited it."""
        descriptor = _descriptor(rest)
        own = self._sockets.get((pid, descriptor))
        inherited = (found for (_, number), found in self._sockets.items() if number == descriptor)
        return own or next(inherited, None) or self._sockets.setdefault((pid, descriptor), _Socket("tcp"))

    def _failure(self, pid: int, call: str, rest: str, error: str) -> Failure | None:
        if call not in ("bind", "listen", "connect") or error not in FAILURES:
            return None
        known = self._socket(pid, rest)
        place = _place(rest) if call != "listen" else known.bound
        if place is None:
            return None
        target = Target(place[0], place[1], known.proto, "V6ONLY" in known.options)
        own_pid, own = self._own(known, target)
        return Failure(call, error, pid, target, frozenset(known.options), own, own_pid)

    def _own(self, asking: _Socket, target: Target) -> tuple[int, tuple[Address, int] | None]:
        """A socket of the command that has the port already."""
        for (pid, _), other in self._sockets.items():
            if other is not asking and other.proto == target.proto and other.bound \
                    and other.bound[1] == target.port:
                return pid, other.bound
        return 0, None


def _descriptor(rest: str) -> int:
    match = re.match(r"\d{1,9}", rest)
    return int(match[0]) if match else -1


def _place(rest: str) -> tuple[Address, int] | None:
    """The address and port in a call's arguments; None for an address that is not of the Internet."""
    port, address = PORT.search(rest), ADDRESS4.search(rest) or ADDRESS6.search(rest)
    if port is None or address is None or int(port[1]) > MAX_PORT:
        return None
    try:
        return ipaddress.ip_address(address[1].partition("%")[0]), int(port[1])
    except ValueError:
        return None
