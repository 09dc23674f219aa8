"""What the second socket gets in a cell: nothing, a shared port, the first one's traffic, another user's
traffic."""
from __future__ import annotations

from addrinuse.grid._numpy import np
from addrinuse.grid.table import Codes, Grid, Mask
from addrinuse.grid.vocabulary import covers

NOTHING, SHARES, FIRST_ONES, ANOTHER_USERS = range(4)
PEER = "peer"
"""The receivers' word for a datagram from the first socket's own peer."""


def levels(grid: Grid) -> Codes:
    """Per cell the index in rules.GAINS of what the second socket has."""
    columns = grid.columns
    works = columns["bind"].is_any(frozenset({"ok"}))
    works &= ~columns["attempt"].is_any(frozenset({"listen"})) | columns["listen"].is_any(frozenset({"ok"}))
    takes = works & (_first_receives(grid) & (_wins(grid) | _receives(grid, False)) | _receives(grid, True))
    result = np.where(works, SHARES, NOTHING)
    result[takes] = FIRST_ONES
    result[takes & columns["user"].is_any(frozenset({"other"}))] = ANOTHER_USERS
    return result.astype(np.uint16)


def _first_receives(grid: Grid) -> Mask:
    """The cells whose first socket is one that gets new connections or datagrams from anybody."""
    state = grid.columns["state"]
    listening = state.is_any(frozenset(word for word in state.words if word.startswith("listening")))
    return listening | (grid.columns["proto"].is_any(frozenset({"udp"})) & state.is_any(frozenset({"bound"})))


def _wins(grid: Grid) -> Mask:
    """The cells in which the second socket gets what is sent to its own address, and the first one's covers
    it."""
    first, second, winner = (grid.columns[name] for name in ("addr1", "addr2", "winner"))
    table = np.array([[covers(one, other) for other in second.words] for one in first.words])
    takes = winner.is_any(frozenset(word for word in winner.words if _is_second(word)))
    wins: Mask = takes & table[first.codes, second.codes]
    return wins


def _receives(grid: Grid, peers: bool) -> Mask:
    """The cells in which the second socket gets what is sent to some address that the first one's covers;
    `peers`: what the first socket's peer sends."""
    first, receivers = grid.columns["addr1"], grid.columns["receivers"]
    table = np.array([[_takes_from(one, word, peers) for word in receivers.words] for one in first.words])
    taken: Mask = table[first.codes, receivers.codes]
    return taken


def _takes_from(holder: str, receivers: str, peers: bool) -> bool:
    pairs = (part.partition("=") for part in receivers.split(";"))
    return any(_is_second(who) and (peers if target == PEER else not peers and covers(holder, target))
               for target, _, who in pairs)


def _is_second(who: str) -> bool:
    """Whether the second socket is among those that receive: `second`, `both`, `all`, `other+second`."""
    return who in ("both", "all") or "second" in who.split("+")
