"""Made-up grids: a plan of any size, and answers from a few simple rules, so that tests and benchmarks need
no kernel."""
from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from addrinuse.grid.table import Column, Grid
from addrinuse.grid.vocabulary import ANSWERS, COLUMNS, DIMENSIONS, covers

ADDRESSES = ("any4", "lo4", "alias4", "any6", "any6only", "lo6", "mapped-any", "mapped-lo")
OPTIONS = ("none", "RA", "RP", "RA+RP")
TCP_STATES = ("bound", "listening", "listening-queued", "connected", "accepted", "time-wait", "close-wait",
              "fin-wait-1", "fin-wait-2", "fin-wait-2:orphan", "last-ack", "closed", "connected:client-bind",
              "connected:client-auto", "connected:client-no-port", "time-wait:client-bind",
              "time-wait:client-auto")
FIXED = {
    "when": ("before", ),
    "port": ("explicit", ),
    "state0": ("-", ),
    "addr0": ("-", ),
    "opts0": ("-", ),
    "count": ("1", ),
    "spread": ("-",)
}
TCP = {
    "proto": ("tcp", ),
    "state": TCP_STATES,
    "addr1": ADDRESSES,
    "opts1": OPTIONS,
    "addr2": ADDRESSES,
    "opts2": OPTIONS,
    "user": ("same", "other"),
    "attempt": ("bind", "listen", "connect"),
    **FIXED
}
UDP = {**TCP, "proto": ("udp",), "state": ("bound", "connected"), "attempt": ("bind", "connect")}
THREES = {
    **TCP, "state": ("bound", "listening", "closed"),
    "opts1": ("none", "RA", "RP"),
    "opts2": ("none", "RA", "RP"),
    "user": ("same", ),
    "attempt": ("listen", ),
    "state0": ("bound", "closed"),
    "addr0": ADDRESSES,
    "opts0": ("none", "RA", "RP")
}
CROWDS = {
    **TCP, "state": ("bound", ),
    "user": ("same", ),
    "attempt": ("listen", ),
    "count": tuple(str(number) for number in range(2, 41)),
    "spread": ("one", "many"),
    "addr1": ("any4", "lo4", "lo6"),
    "addr2": ("any4", "lo4", "lo6")
}
CORE: tuple[Mapping[str, Sequence[str]], ...] = (TCP, UDP, THREES, CROWDS)
SMALL: tuple[Mapping[str, Sequence[str]], ...] = (
    {**TCP, "state": ("bound", "listening", "time-wait"), "addr1": ADDRESSES[:3], "addr2": ADDRESSES[:3]},
    {**UDP, "addr1": ADDRESSES[:3], "addr2": ADDRESSES[:3]})


def plan(blocks: Iterable[Mapping[str, Sequence[str]]]) -> dict[str, Column]:
    """The cells of several products, as columns of the dimensions."""
    blocks = list(blocks)
    columns = {}
    for number, name in enumerate(DIMENSIONS):
        words = tuple(dict.fromkeys(word for block in blocks for word in block[name]))
        parts = []
        for block in blocks:
            sizes = [len(block[other]) for other in DIMENSIONS]
            place = np.array([words.index(word) for word in block[name]], dtype=np.uint16)
            inner = int(np.prod(sizes[number + 1:], dtype=np.int64))
            outer = int(np.prod(sizes[:number], dtype=np.int64))
            parts.append(np.tile(np.repeat(place, inner), outer))
        columns[name] = Column(words, np.concatenate(parts))
    return columns


def of_size(wanted: int) -> list[Mapping[str, Sequence[str]]]:
    """A plan of at least so many cells: the core, then with further options, moments and ports."""
    steps: list[dict[str, Sequence[str]]] = [
        {"opts1": (*OPTIONS, "RPLB"), "opts2": (*OPTIONS, "RPLB", "RA+RPLB")},
        {"opts1": (*OPTIONS, "RPLB", "RA+RPLB")},
        {"port": ("explicit", "auto")}, {"when": ("before", "after")},
        {"when": ("before", "after", "cleared")}]
    blocks = [dict(block) for block in CORE]
    for step in steps:
        if size(blocks) < wanted:
            blocks[0] |= step
    return list(blocks)


def size(blocks: Iterable[Mapping[str, Sequence[str]]]) -> int:
    """The number of cells of a plan."""
    return sum(math.prod(len(words) for words in block.values()) for block in blocks)


def where(columns: Mapping[str, Column], **allowed: str) -> Any:
    """The cells in which each of these dimensions has one of the words (separated by |)."""
    mask = np.ones(len(columns["proto"].codes), dtype=bool)
    for name, words in allowed.items():
        mask &= columns[name].is_any(frozenset(words.split("|")))
    return mask


def with_answers(name: str,
                 columns: Mapping[str, Column],
                 bind: Any,
                 meta: Mapping[str, Any] | None = None) -> Grid:
    """A grid in which bind fails with EADDRINUSE where `bind` is false; the other answers follow from it."""
    answers = {"bind": Column(("EADDRINUSE", "ok"), bind.astype(np.uint16))}
    attempt, state = columns["attempt"], columns["state"]
    listens = bind & attempt.is_any(frozenset({"listen"}))
    connects = bind & attempt.is_any(frozenset({"connect"}))
    answers["listen"] = Column(("-", "ok"), listens.astype(np.uint16))
    answers["connect"] = Column(("-", "ok"), connects.astype(np.uint16))
    shared = listens & state.is_any(frozenset({"listening", "listening-queued"}))
    answers["winner"] = Column(("-", "second", "both"), listens.astype(np.uint16) + shared)
    answers["receivers"] = Column(("-",), np.zeros(len(bind), dtype=np.uint16))
    assert set(answers) == set(ANSWERS)
    return Grid(name, {column: {**columns, **answers}[column] for column in COLUMNS}, meta or {})


def overlap(columns: Mapping[str, Column]) -> Any:
    """The cells whose two addresses cover one another."""
    first, second = columns["addr1"], columns["addr2"]
    table = np.array([[covers(one, other) or covers(other, one) for other in second.words]
                      for one in first.words])
    return table[first.codes, second.codes]


def linux(name: str, columns: Mapping[str, Column], meta: Mapping[str, Any] | None = None) -> Grid:
    """Answers much like Linux's."""
    reuse = where(columns, opts1="RA|RA+RP") & where(columns, opts2="RA|RA+RP")
    reuse &= ~where(columns, proto="tcp", state="listening|listening-queued")
    share = where(columns, opts1="RP|RA+RP") & where(columns, opts2="RP|RA+RP") & where(columns, user="same")
    share |= where(columns, opts1="RP|RA+RP") & where(columns, opts2="RP|RA+RP") & where(columns,
                                                                                         state="time-wait")
    closed = where(columns, state="closed", state0="-")
    return with_answers(name, columns, ~overlap(columns) | reuse | share | closed, meta)


def changed(grid: Grid, name: str, boxes: Iterable[Mapping[str, str]]) -> Grid:
    """The same grid, in which bind succeeds where it failed, within these boxes."""
    mask = grid.columns["bind"].is_any(frozenset({"ok"}))
    for box in boxes:
        mask = mask | where(grid.columns, **box)
    return with_answers(name, {name: grid.columns[name] for name in DIMENSIONS}, mask, grid.meta)


def product_of(block: Mapping[str, Sequence[str]]) -> Iterable[dict[str, str]]:
    """The cells of one product, one by one."""
    for words in itertools.product(*(block[name] for name in DIMENSIONS)):
        yield dict(zip(DIMENSIONS, words))
