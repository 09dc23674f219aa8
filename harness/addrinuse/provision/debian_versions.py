"""Debian's order of version numbers (deb-version(7))."""
from __future__ import annotations

import re
from functools import total_ordering

DIGITS = re.compile(r"([0-9]+)")
Number = tuple[int, str]


def _weight(character: str) -> int:
    """A tilde sorts before the end of a part, letters before everything else."""
    if character == "~":
        return -1
    return ord(character) if character.isalpha() else ord(character) + 256


def _number(digits: str) -> Number:
    """What sorts as the number does, however many digits it has: Python converts 4,300 of them at most."""
    shown = digits.lstrip("0")
    return len(shown), shown


def _key(part: str) -> list[tuple[list[int], Number]]:
    pieces = DIGITS.split(part)
    numbers = [*map(_number, pieces[1::2]), _number("")]
    return [([*map(_weight, text), 0], number) for text, number in zip(pieces[::2], numbers)]


@total_ordering
class Version:
    """A version of a package; the later one is greater."""

    def __init__(self, text: str) -> None:
        self.text = text
        epoch, _, rest = text.rpartition(":")
        upstream, _, revision = rest.rpartition("-")
        self.upstream = upstream or revision
        self._key = (_number(epoch if DIGITS.fullmatch(epoch) else ""), _key(self.upstream),
                     _key(revision if upstream else ""))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Version) and self._key == other._key

    def __lt__(self, other: "Version") -> bool:
        return self._key < other._key

    def __hash__(self) -> int:
        return hash(self.text)

    def __str__(self) -> str:
        return self.text
