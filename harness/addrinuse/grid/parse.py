"""CSV to columns, fast: whole blocks of bytes at once instead of a row at a time.

A field's bytes become a 64-bit number; a column keeps the numbers it knows, sorted, and finds its codes by
them. Fields of up to eight bytes are their own number; longer ones are mixed, and two of a column's few words
meet with 2^-64.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from addrinuse.grid._numpy import np, npt
from addrinuse.support.errors import UserError, unknown
from addrinuse.grid.table import MOST_WORDS, Column, Grid
from addrinuse.grid.vocabulary import COLUMNS, DEFAULTS, REQUIRED, SCHEMA

Numbers = npt.NDArray[np.uint64]
Bytes = npt.NDArray[np.uint8]
BLOCK = 1 << 22
LONGEST = 4096
COMMA, NEWLINE = ord(","), ord("\n")
OWN_NAMES = {"plan": "plan", "version": "plan_version", "digest": "plan_digest", "platform": "platform"}
MASKS: Numbers = np.array([(1 << (8 * count)) - 1 for count in range(9)], dtype=np.uint64)
MIX = np.uint64(0x9E3779B97F4A7C15)
SHIFT = np.uint64(29)


class _Words:
    """The words of one column, met so far, and the codes of its cells."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.known: Numbers = np.zeros(0, dtype=np.uint64)
        self.codes_of: npt.NDArray[np.uint16] = np.zeros(0, dtype=np.uint16)
        self.codes: list[npt.NDArray[np.uint16]] = []

    def add(self, numbers: Numbers, starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64],
            block: bytes) -> None:
        """Takes a column's fields of one block."""
        place = self._places(numbers)
        strangers = np.flatnonzero(
            self.known[place] != numbers) if len(self.known) else np.arange(len(numbers))
        if len(strangers):
            _, first = np.unique(numbers[strangers], return_index=True)
            for index in sorted(strangers[first]):
                self._learn(numbers[index], block[starts[index]:ends[index]])
            place = self._places(numbers)
        self.codes.append(self.codes_of[place])

    def _places(self, numbers: Numbers) -> npt.NDArray[np.int64]:
        return np.minimum(np.searchsorted(self.known, numbers), max(len(self.known) - 1, 0))

    def _learn(self, number: np.uint64, word: bytes) -> None:
        if len(self.words) + 1 >= MOST_WORDS:
            raise UserError("the grid", "a column has more than 65535 different words")
        where = int(np.searchsorted(self.known, number))
        self.known = np.insert(self.known, where, number)
        self.codes_of = np.insert(self.codes_of, where, np.uint16(len(self.words)))
        self.words.append(_text(word))

    def column(self) -> Column:
        """The finished column."""
        return Column(tuple(self.words), np.concatenate([np.zeros(0, dtype=np.uint16), *self.codes]))


def _text(word: bytes) -> str:
    try:
        text = word.decode("ascii")
    except UnicodeDecodeError:
        raise UserError("the grid", f"the word {word[:40]!r} is not plain ASCII",
                        "It is no grid, or damaged.") from None
    if not text or not text.isprintable() or any(char in text for char in '" /|*'):
        raise UserError("the grid", f"{text[:40]!r} cannot be a word of a grid", "It is no grid, or damaged.")
    return text


@dataclass
class Parsed:
    """What a stream held: the cells, what its first line tells, what its last line tells (None: there was
    none)."""

    columns: dict[str, Column]
    header: dict[str, Any] | None
    footer: dict[str, Any] | None

    def grid(self, name: str) -> Grid:
        """The grid, all columns there; a missing column is filled with its default."""
        count = len(next(iter(self.columns.values())).codes)
        zeros = np.zeros(count, dtype=np.uint16)
        columns = {
            column: self.columns.get(column) or Column((DEFAULTS[column], ), zeros)
            for column in COLUMNS
        }
        return Grid(name, columns, {**(self.header or {}), **(self.footer or {})})


def parse(blocks: Iterator[bytes]) -> Parsed:
    """Reads a grid from blocks of bytes: `# grid …` (optional), the CSV with its header, `# end …`
    (optional).

    Raises UserError with the reason for what is no grid, of another schema, or cut off.
    """
    lines = _whole_lines(blocks)
    first = next(lines, b"")
    header, first = _header(first)
    if not first:
        first = next(lines, b"")
    head, _, rest = first.partition(b"\n")
    names = _columns(head)
    words = [_Words() for _ in names]
    footer, row = _rows(words, rest, 2), 2 + rest.count(b"\n")
    for block in lines:
        if footer is not None:
            raise UserError("the grid", "goes on after its last line", "It is damaged.")
        footer = _rows(words, block, row)
        row += block.count(b"\n")
    return Parsed({name: column.column() for name, column in zip(names, words)}, header, footer)


def _whole_lines(blocks: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for block in blocks:
        whole, newline, rest = (rest + block.replace(b"\r\n", b"\n")).rpartition(b"\n")
        if newline:
            yield whole + b"\n"
    if rest:
        raise UserError("the grid", f"cut off: its last line ends within {_shown(rest)}",
                        "Scan it again, or copy it again.")


def _header(block: bytes) -> tuple[dict[str, Any] | None, bytes]:
    if not block.startswith(b"#"):
        return None, block
    line, _, rest = block.partition(b"\n")
    told = _pairs(line, "grid")
    if told.pop("schema", "") != str(SCHEMA):
        raise UserError("the grid", f"is not of schema {SCHEMA}, which this addrinuse reads: {_shown(line)}",
                        "Scan it again with this addrinuse.")
    renamed = {OWN_NAMES[key]: value for key, value in told.items() if key in OWN_NAMES}
    facts = {key: value for key, value in told.items() if key not in (*OWN_NAMES, "cells", "skipped")}
    return {**renamed, "facts": facts}, rest


def _pairs(line: bytes, kind: str) -> dict[str, str]:
    """What a line `# KIND KEY=VALUE KEY=VALUE` tells."""
    words = line.decode("ascii", "replace").split(" ")
    pairs = [word.partition("=") for word in words[2:]]
    if words[:2] != ["#", kind] or not all(name and equals for name, equals, _ in pairs):
        raise UserError("the grid", f"the line {_shown(line)} should be '# {kind} KEY=VALUE ...'",
                        "It is no grid, or damaged.")
    return {name: value for name, _, value in pairs}


def _footer(line: bytes) -> dict[str, Any]:
    told = _pairs(line, "end")
    if not told.get("cells", "").isdecimal() or told.get("complete") not in ("yes", "no"):
        raise UserError("the grid", f"the last line {_shown(line)} lacks cells=N or complete=yes or no",
                        "It is damaged.")
    skipped = {"skipped": int(told["skipped"])} if told.get("skipped", "").isdecimal() else {}
    return {"count": int(told["cells"]), "complete": told["complete"] == "yes", **skipped}


def _shown(line: bytes) -> str:
    return repr(line[:60].decode("ascii", "replace"))


def _columns(head: bytes) -> list[str]:
    names = head.decode("ascii", "replace").split(",")
    strangers = [name for name in names if name not in COLUMNS]
    missing = sorted(REQUIRED - set(names))
    if not head or missing == sorted(REQUIRED):
        raise UserError("the grid", f"the first line {_shown(head)} is no header of a grid",
                        "The header begins with proto,state,addr1,opts1,addr2,opts2,user,bind,listen,winner.")
    if strangers:
        raise unknown("the grid's column", strangers[0], COLUMNS,
                      "The grid is from another schema; scan it again.")
    if missing or len(set(names)) < len(names):
        what = f"has no column {missing[0]!r}" if missing else "has a column twice"
        raise UserError("the grid", f"{what}: it is from another schema",
                        "Scan it again with this addrinuse.")
    return names


def _rows(words: list[_Words], block: bytes, row: int) -> dict[str, Any] | None:
    """Takes whole rows, of which the first is line `row` of the file; gives the footer if it is among
    them."""
    footer = None
    mark = 0 if block.startswith(b"#") else block.find(b"\n#") + 1
    if mark or block.startswith(b"#"):
        line, _, after = block[mark:].partition(b"\n")
        footer = _footer(line)
        if after:
            raise UserError("the grid", "goes on after its last line", "It is damaged.")
        block = block[:mark]
    if block:
        _fields(words, block, row)
    return footer


def _fields(words: list[_Words], block: bytes, row: int) -> None:
    buffer: Bytes = np.frombuffer(block + bytes(LONGEST + 8), dtype=np.uint8)
    text = buffer[:len(block)]
    ends = np.flatnonzero((text == COMMA) | (text == NEWLINE))
    _require_rows(block, ends, text, len(words), row)
    starts = np.concatenate([np.zeros(1, dtype=np.int64), ends[:-1] + 1])
    eights: Numbers = np.ndarray(shape=(len(buffer) - 7,), dtype="<u8", buffer=buffer, strides=(1,))
    for number, column in enumerate(words):
        start, end = starts[number::len(words)], ends[number::len(words)]
        column.add(_numbers(eights, start, end), start, end, block)


def _require_rows(block: bytes, ends: npt.NDArray[np.int64], text: Bytes, width: int, row: int) -> None:
    whole = len(ends) % width == 0 and bool((text[ends[width - 1::width]] == NEWLINE).all())
    if whole and len(ends) // width == block.count(b"\n"):
        return
    for number, line in enumerate(block.split(b"\n")):
        if line.count(b",") + 1 != width:
            raise UserError(
                "the grid",
                f"line {row + number} has {line.count(b',') + 1} of {width} columns: {_shown(line)}",
                "It is cut off or damaged.")


def _numbers(eights: Numbers, start: npt.NDArray[np.int64], end: npt.NDArray[np.int64]) -> Numbers:
    length = end - start
    longest = int(length.max())
    if longest > LONGEST:
        raise UserError("the grid", f"a word is {longest} bytes long", "It is no grid, or damaged.")
    number: Numbers = eights[start] & MASKS[np.minimum(length, 8)]
    for offset in range(8, longest, 8):
        part = eights[start + offset] & MASKS[np.clip(length - offset, 0, 8)]
        mixed = (number ^ (number >> SHIFT)) * MIX + part
        number = np.where(length > offset, mixed, number)
    return number
