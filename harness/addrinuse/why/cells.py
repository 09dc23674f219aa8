"""From what was seen to cells of the grid: which cells ask what happens to a new socket on the port.

What cannot be seen of a socket (the options of one in TIME_WAIT, whether its port was chosen by bind() or by
connect()) may be any of several words: then several cells are candidates, and only what all of them answer is
certain.
"""
from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from addrinuse.grid import vocabulary
from addrinuse.why.sockets import ANY4, Address, Entry, Look, Target

OPTIONS = ("none", "RA", "RP", "RA+RP")      # of a new socket, fewer first
SERVER_STATES = {"ESTABLISHED": "accepted", "TIME_WAIT": "time-wait", "CLOSE_WAIT": "close-wait",
                 "FIN_WAIT1": "fin-wait-1", "FIN_WAIT2": "fin-wait-2", "LAST_ACK": "last-ack"}
CLIENT_STATES = {**SERVER_STATES, "ESTABLISHED": "connected", "SYN_SENT": "connected"}
CLIENT_ROLES = ("client-auto", "client-bind")
Cell = Mapping[str, str]


@dataclass(frozen=True)
class Question:
    """What a new socket meets at one socket of the port: the words that it can be, by dimension."""

    states: tuple[str, ...]
    addr1: tuple[str, ...]
    addr2: str
    opts1: tuple[str, ...]
    users: tuple[str, ...]
    proto: str

    def candidates(self, opts2: str) -> Iterator[str]:
        """The beginnings of the names of the cells that can be the one, for a new socket's options."""
        attempt = "listen" if self.proto == "tcp" else "bind"
        for state, addr1, opts1, user in itertools.product(self.states, self.addr1, self.opts1, self.users):
            if fits(state, addr1):
                yield f"{self.proto}/{state}/{addr1}/{opts1}/{self.addr2}/{opts2}/{user}/{attempt}"


def fits(state: str, addr1: str) -> bool:
    """Whether the plan has such first sockets: only a client whose port connect() chose is unbound."""
    return addr1.startswith("unbound") == state.endswith("client-auto")


def question(entry: Entry, look: Look) -> Question | None:
    """What a new socket on the target meets at this socket; None if the grid has no word for it."""
    states = _states(entry, look)
    addr2 = newcomer_word(look.target, entry.local)
    if not states or not addr2:
        return None
    users = ("same", "other") if entry.uid < 0 else ("same",) if entry.uid == look.uid else ("other",)
    return Question(states, tuple(_first_addresses(entry)), addr2, _options(entry), users, look.target.proto)


def _options(entry: Entry) -> tuple[str, ...]:
    if entry.options is None:
        return OPTIONS
    word = "+".join(option for option in ("RA", "RP") if option in entry.options) or "none"
    return (f"{word}+dev-lo".removeprefix("none+") if entry.device else word,)


def _states(entry: Entry, look: Look) -> tuple[str, ...]:
    """The words for a socket's state. A role that cannot be told apart gives several."""
    if entry.state in ("LISTEN", "BOUND"):
        return ("listening",) if entry.state == "LISTEN" else ("bound",)
    role = role_of(entry, look)
    if look.target.proto == "udp":
        return ("connected", *(f"connected:{name}" for name in _client_roles(entry)))
    names = []
    if role != "client" and entry.state in SERVER_STATES:
        names.append(_orphaned(SERVER_STATES[entry.state], entry))
    if role != "server" and entry.state in CLIENT_STATES:
        state = _orphaned(CLIENT_STATES[entry.state], entry)
        names += [f"{state}:{name}" for name in _client_roles(entry)]
    return tuple(names)


def _client_roles(entry: Entry) -> tuple[str, ...]:
    return ("client-noport",) if entry.has_no_port_option else CLIENT_ROLES


def _orphaned(state: str, entry: Entry) -> str:
    return f"{state}-orphan" if state == "fin-wait-2" and entry.is_orphan else state


def role_of(entry: Entry, look: Look) -> str:
    """Whether a connection's socket is a server's (accepted) or a client's (it connected), as far as the
    ports tell: "server", "client", or "" for either. A listener on the port means a server, one on the remote
    port of this machine a client; else the one whose port the system chooses is the client."""
    if entry.remote is None:
        return ""
    if any(other.state == "LISTEN" for other in look.entries):
        return "server"
    if entry.remote == entry.local and entry.remote_port in look.listening_ports:
        return "client"
    is_local_automatic = look.is_automatic
    low, high = look.automatic or (0, -1)
    is_remote_automatic = low <= entry.remote_port <= high
    if is_local_automatic == is_remote_automatic:
        return ""
    return "client" if is_local_automatic else "server"


def _plain(address: Address) -> Address:
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address


def _first_addresses(entry: Entry) -> Iterable[str]:
    """The words for what a socket was bound to. A connection has a specific address, whatever its socket was
    bound to."""
    word = _first_word(entry)
    if entry.state in ("LISTEN", "BOUND"):
        return (word,)
    wider = {"lo4": ("lo4", "any4", "unbound"), "mapped-lo": ("mapped-lo", "any6", "unbound-mapped"),
             "lo6": ("lo6", "any6", "any6only", "unbound6")}
    return wider.get(word, (word,))


def _first_word(entry: Entry) -> str:
    address = entry.local
    if address == ANY4:
        return "any4"
    if address.version == 4:
        return "lo4"
    if _plain(address) != address:
        return "mapped-any" if _plain(address) == ANY4 else "mapped-lo"
    if address.is_unspecified:
        return "any6only" if entry.is_v6only else "any6"
    return "lo6"


def newcomer_word(target: Target, holder: Address) -> str:
    """The word for the new socket's address beside a holder's; "" if the grid has none (two specific IPv6
    addresses)."""
    address, plain = target.address, _plain(target.address)
    if address.version == 6 and plain == address:
        if address.is_unspecified:
            return "any6only" if target.is_v6only else "any6"
        return "lo6" if holder.version == 4 or holder in (address, _any_of(holder)) \
            or _plain(holder) != holder else ""
    prefix = "" if address.version == 4 else "mapped-"
    if plain == ANY4:
        return f"{prefix}any" if prefix else "any4"
    is_same = _plain(holder) == plain or _plain(holder).is_unspecified or _plain(holder).version == 6
    word = "lo" if is_same else "alias"
    return f"{prefix}{word}" if prefix else f"{word}4"


def overlaps(entry: Entry, look: Look) -> bool:
    """Whether traffic to one of the two sockets' addresses may be for either."""
    words = _first_word(entry), newcomer_word(look.target, entry.local)
    return all(words) and (vocabulary.covers(*words) or vocabulary.covers(*reversed(words)))


def _any_of(address: Address) -> Address:
    return type(address)(0)


def short(cell: Cell) -> str:
    """The short name of a cell, as `grid show` takes it."""
    return "/".join(cell[name] for name in vocabulary.NAMED)


def outcome(cell: Cell) -> str:
    """What a cell answers: "ok", or the error of the call that failed first; "" if it has no answer."""
    if cell["bind"] in vocabulary.NO_ANSWER:
        return ""
    return next((cell[call] for call in ("bind", "listen") if cell[call] not in ("ok", "-")), "ok")


def selection(questions: Sequence[Question]) -> dict[str, tuple[str, ...]]:
    """All words that the questions have, by dimension: a slice of the grid that has every candidate."""
    return {"proto": _words(question.proto for question in questions),
            "state": _words(word for question in questions for word in question.states),
            "addr1": _words(word for question in questions for word in question.addr1),
            "addr2": _words(question.addr2 for question in questions),
            "opts1": _words(word for question in questions for word in question.opts1),
            "opts2": OPTIONS, "user": _words(word for question in questions for word in question.users),
            "attempt": _words("listen" if question.proto == "tcp" else "bind" for question in questions)}


def _words(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
