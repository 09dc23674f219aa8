"""What the second socket gets in a cell: nothing, a shared port, the first one's traffic, another user's
traffic."""
from __future__ import annotations

from addrinuse.grid._numpy import np
from addrinuse.grid.table import Codes, Grid, Mask
from addrinuse.grid.vocabulary import covers

NOTHING, SHARES, FIRST_ONES, ANOTHER_USERS = range(4)
TAKES = frozenset({"second", "both", "spread"})


def levels(grid: Grid) -> Codes:
    """Per cell the index in rules.GAINS of what the second socket has."""
    columns = grid.columns
    works = columns["bind"].is_any(frozenset({"ok"}))
    works &= ~columns["attempt"].is_any(frozenset({"listen"})) | columns["listen"].is_any(frozenset({"ok"}))
    takes = works & _first_receives(grid) & (_wins(grid) | _receives(grid))
    result = np.where(works, SHARES, NOTHING)
    result[takes] = FIRST_ONES
    result[takes & columns["user"].is_any(frozenset({"other"}))] = ANOTHER_USERS
    return result.astype(np.uint16)


def _first_receives(grid: Grid) -> Mask:
    """The cells whose first socket is one that gets new connections or datagrams."""
    state = grid.columns["state"]
    listening = state.is_any(frozenset(word for word in state.words if word.startswith("listening")))
    udp = grid.columns["proto"].is_any(frozenset({"udp"}))
    return listening | (udp & ~state.is_any(frozenset({"closed"})))


def _wins(grid: Grid) -> Mask:
    """The cells in which the second socket gets what is sent to its own address, and the first one's covers
    that."""
    first, second = grid.columns["addr1"], grid.columns["addr2"]
    table = np.array([[covers(one, other) for other in second.words] for one in first.words])
    wins: Mask = grid.columns["winner"].is_any(TAKES) & table[first.codes, second.codes]
    return wins


def _receives(grid: Grid) -> Mask:
    """The cells in which the second socket gets what is sent to some address that the first one's covers."""
    first, receivers = grid.columns["addr1"], grid.columns["receivers"]
    table = np.array([[_takes_from(one, word) for word in receivers.words] for one in first.words])
    taken: Mask = table[first.codes, receivers.codes]
    return taken


def _takes_from(holder: str, receivers: str) -> bool:
    pairs = (part.partition("=") for part in receivers.split(";"))
    return any(who in TAKES and covers(holder, target) for target, _, who in pairs)
