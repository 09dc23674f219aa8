"""Names of cells and of slices.

A cell's name is its words, in the order of the dimensions:
`tcp/listening/any4/RA/lo4/none/same/bind/before/…`. The first eight are enough (proto, state, addr1, opts1,
addr2, opts2, user, attempt): the others are at their defaults then, unless `/when=after` and the like follow.
A slice is the same with `*` for any word, or `A|B` for several; or `state=listening,addr1=any4|lo4`, in which
dimensions that are left out may be anything, except that those beyond the eight are at their defaults.
"""
from __future__ import annotations

from collections.abc import Mapping

from addrinuse.grid._numpy import np
from addrinuse.support.errors import UserError, unknown
from addrinuse.support.escape import clean
from addrinuse.grid.table import Grid, Mask
from addrinuse.grid.vocabulary import DEFAULTS, DIMENSIONS, NAMED

ANY = "*"
FURTHER = DIMENSIONS[len(NAMED):]
EXAMPLE = "tcp/listening/any4/RA/lo4/none/same/bind"
Slice = Mapping[str, tuple[str, ...]]


def name_of(cell: Mapping[str, str]) -> str:
    """The name of a cell, with which it can be replayed."""
    return "/".join(cell[name] for name in DIMENSIONS)


def parse(text: str, grid: Grid, defaults: bool = True) -> Slice:
    """The cells that a text names: dimension -> the words allowed; a dimension that is missing may be
    anything.

    Raises UserError, with the nearest names, for words that the grid does not have.
    """
    parts = _split(text)
    given = {name: _words(name, value, grid) for name, value in parts.items()}
    for name in FURTHER:
        if defaults and name not in given and DEFAULTS[name] in grid.columns[name].words:
            given[name] = (DEFAULTS[name],)
    return {name: given[name] for name in DIMENSIONS if given.get(name)}


def _split(text: str) -> dict[str, str]:
    if not text or text == ANY:
        return {}
    if "/" not in text:
        return _pairs(text, text.split(","))
    words = text.split("/")
    named = [word for word in words if "=" not in word]
    further = [word for word in words if "=" in word]
    if len(named) == len(words) == len(DIMENSIONS):
        return dict(zip(DIMENSIONS, words))
    if len(named) != len(NAMED) or words[:len(named)] != named:
        raise UserError(f"cell {clean(text)!r}",
                        f"has {len(named)} words and needs {len(NAMED)}: {', '.join(NAMED)}",
                        f"For example {EXAMPLE}; * stands for any word.")
    return {**dict(zip(NAMED, named)), **_pairs(text, further)}


def _pairs(text: str, parts: list[str]) -> dict[str, str]:
    pairs = {}
    for part in parts:
        name, equals, value = part.strip().partition("=")
        if not equals:
            raise UserError(f"cell {clean(text)!r}", f"{clean(part)!r} is no KEY=VALUE",
                            f"Give a cell, such as {EXAMPLE}, or KEY=VALUE,KEY=VALUE.")
        if name not in DIMENSIONS:
            raise unknown("dimension", clean(name), DIMENSIONS, f"Dimensions: {', '.join(DIMENSIONS)}.")
        if name in pairs:
            raise UserError(f"cell {clean(text)!r}", f"gives {name} twice",
                            f"Give several words as {name}=A|B.")
        pairs[name] = value
    return pairs


def _words(name: str, value: str, grid: Grid) -> tuple[str, ...]:
    if value == ANY:
        return ()
    known = grid.columns[name].words
    words = tuple(value.split("|"))
    for word in words:
        if word not in known:
            raise unknown(f"{name} of {grid.name}", clean(word), known, f"There: {', '.join(known)}.")
    return words


def select(grid: Grid, chosen: Slice) -> Mask:
    """The cells of a slice."""
    mask = np.ones(len(grid), dtype=bool)
    for name, words in chosen.items():
        mask &= grid.columns[name].is_any(frozenset(words))
    return mask


def narrowed(grid: Grid, chosen: Slice) -> Grid:
    """The grid of a slice's cells. Raises UserError if there are none."""
    part = grid.take(select(grid, chosen))
    if not len(part):
        words = ", ".join(f"{name}={'|'.join(values)}" for name, values in chosen.items())
        raise UserError(f"cells with {clean(words)}", f"the grid of {grid.name} has none")
    return part
