"""The cells of published grids that a goal is about."""
from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from addrinuse.advice.goals import Cells
from addrinuse.support import compression, inputs, paths
from addrinuse.support.errors import UserError

OPTION_WORDS = {"SO_REUSEADDR": "RA", "SO_REUSEPORT": "RP"}
PLAIN = ("any4", "lo4", "any6", "lo6")
# Pairs of addresses (first, second) of which one is addressed by the other's traffic.
OVERLAPPING = {(word, word) for word in PLAIN} | {("any4", "lo4"), ("lo4", "any4"), ("any6", "lo6"),
                                                  ("lo6", "any6"), ("any6", "any4"), ("any4", "any6"),
                                                  ("any6", "lo4"), ("lo4", "any6")}
PAIRS = {"same": {(word, word) for word in PLAIN}, "overlapping": OVERLAPPING,
         "v6only": {("any6only", "any4"), ("any4", "any6only")}}
PAIRS_WITHOUT_V6ONLY = {("any6", "any4"), ("any4", "any6")}
INDEX_LIMIT = 16 << 20    # bytes
FETCH = "Fetch the file again."
DEFAULTS = {"when": "before", "port": "explicit", "state0": "-", "count": "1", "spread": "-"}
NAMED = ("proto", "state", "addr1", "opts1", "addr2", "opts2", "user", "attempt")
ATTEMPTS = {"tcp": "listen", "udp": "bind"}
NO_ANSWER = ("unverified", "unavailable")
Row = dict[str, str]


def names() -> dict[str, Path]:
    """The published grids: platform -> file."""
    folder = paths.root() / "results" / "grids"
    index = folder / "index.json"
    if not index.exists():
        return {}
    try:
        entries = inputs.json_value(index, INDEX_LIMIT, "`addrinuse grid` writes it.")["grids"]
        return {name: folder / Path(str(entry["file"])).name for name, entry in entries.items()}
    except (KeyError, TypeError, AttributeError) as error:
        raise UserError(paths.show(index), f"is no index of grids: {error}") from None


def rows(path: Path, wanted: Iterable[Cells]) -> list[Row]:
    """The cells of a grid that any of these is about. Raises UserError for a file that cannot be read."""
    wanted = list(wanted)
    starts = tuple(f"{cells.proto},{state}," for cells in wanted for state in cells.states)
    pairs = PAIRS_WITHOUT_V6ONLY.union(*(PAIRS[cells.addresses] for cells in wanted))
    return list(_rows(path, starts, pairs))


def _rows(path: Path, starts: tuple[str, ...], pairs: Collection[tuple[str, str]]) -> Iterator[Row]:
    """The cells whose line begins so and that are about such addresses, with nothing but defaults otherwise.
    A grid has a hundred thousand lines and more, so most are left alone before they are split."""
    try:
        with compression.ascii_text(path, FETCH) as file:
            header = next(file, "").rstrip("\n").split(",")
            fixed = [(header.index(key), word) for key, word in DEFAULTS.items()]
            attempt, first, second = map(header.index, ("attempt", "addr1", "addr2"))
            for line in file:
                if not line.startswith(starts):
                    continue
                words = line.rstrip("\n").split(",")
                if (words[first], words[second]) in pairs and words[attempt] == ATTEMPTS[words[0]] \
                        and all(words[column] == word for column, word in fixed):
                    yield dict(zip(header, words))
    except (ValueError, IndexError) as error:
        raise UserError(paths.show(path), f"is no grid: {error}", FETCH) from None


def fitting(found: Iterable[Row], cells: Cells, options: Iterable[str]) -> list[Row]:
    """The rows that are about these cells, for a recipe's options; none if the grid has not these options."""
    given = tuple(options)
    if any(option not in OPTION_WORDS and option != "IPV6_V6ONLY" for option in given):
        return []
    mine = "+".join(OPTION_WORDS[option] for option in given if option in OPTION_WORDS) or "none"
    pairs = PAIRS[cells.addresses]
    if cells.addresses == "v6only" and "IPV6_V6ONLY" not in given:
        pairs = PAIRS_WITHOUT_V6ONLY
    words = {"proto": cells.proto, "user": cells.user, "attempt": ATTEMPTS[cells.proto],
             **{key: mine for key in ("opts1", "opts2") if getattr(cells, key) == "mine"}}
    return [row for row in found if row["state"] in cells.states and (row["addr1"], row["addr2"]) in pairs
            and row["bind"] not in NO_ANSWER and "dev-lo" not in row["opts1"] + row["opts2"]
            and all(row[key] == word for key, word in words.items())]


def is_ok(row: Mapping[str, str]) -> bool:
    """Whether the second socket got what it attempted."""
    return row["bind"] == "ok" and row["listen"] in ("ok", "-")


def name_of(row: Mapping[str, str]) -> str:
    """The short name of a cell, as `grid show` takes it."""
    return "/".join(row[key] for key in NAMED)
