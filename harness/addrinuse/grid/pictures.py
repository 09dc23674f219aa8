"""The slices of a grid that everybody asks for: two sockets, both addresses, and which options they have."""
from __future__ import annotations

from pathlib import Path

from addrinuse.grid import cells, store
from addrinuse.grid.svg import matrix_svg
from addrinuse.grid.table import Grid, natural
from addrinuse.grid.vocabulary import options
from addrinuse.support.errors import UserError

PAIRS = (("none", "none"), ("RA", "none"), ("none", "RA"), ("RA", "RA"), ("RP", "RP"), ("RP", "RA"))
ADDRESSES = ("any4", "lo4", "alias4", "any6", "any6only", "lo6", "mapped-any", "mapped-lo")
KINDS = (("tcp", "listening", "listen"), ("udp", "bound", "bind"))  # protocol, first socket's state, attempt


def of_folder(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """For the newest grid of each stack: title and SVG text of each slice. Nothing if the folder has no grid.
    """
    newest: dict[str, str] = {}
    for name in sorted(store.read_index(folder) if folder.is_dir() else (), key=natural):
        newest[name.partition("-")[0]] = name
    return {name: slices(store.find(name, folder)) for name in newest.values()}


def slices(grid: Grid) -> list[tuple[str, str]]:
    """Title and SVG text of each slice that the grid has."""
    found = []
    for proto, state, attempt in KINDS:
        for first, second in PAIRS:
            addresses = (_known(grid, "addr1"), _known(grid, "addr2"))
            text = f"{proto}/{state}/{addresses[0]}/{first}/{addresses[1]}/{second}/same/{attempt}"
            title = f"{proto.upper()}, same user: A has {options(first)}, B has {options(second)}"
            try:
                found.append((title, matrix_svg(grid, cells.parse(text, grid))))
            except UserError:  # the grid has no such words
                continue
    return found


def _known(grid: Grid, dimension: str) -> str:
    """The plain addresses that the grid has, as a slice names them."""
    return "|".join(word for word in ADDRESSES if word in grid.columns[dimension].words) or cells.ANY
