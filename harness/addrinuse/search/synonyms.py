"""The list of synonyms: what people type, and the words of the cases for it. The file itself explains its
format: docs/synonyms.toml."""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from addrinuse.model import documents
from addrinuse.support import paths
from addrinuse.support.errors import UserError

WORD = re.compile(r"[a-z0-9_]+(?:[.'-][a-z0-9_]+)*")
KEYS = ("words", "means", "first")


@dataclass(frozen=True)
class Synonym:
    """One entry: what people type (phrases as tuples of words), what the cases say, and which cases come
    first."""

    words: tuple[tuple[str, ...], ...]
    means: tuple[tuple[str, ...], ...]
    first: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The entry for a search box in a page."""
        return {"words": [" ".join(phrase) for phrase in self.words],
                "means": [" ".join(phrase) for phrase in self.means], "first": list(self.first)}


def split(text: str) -> tuple[str, ...]:
    """The words of a text in small letters. `Errno` and a number stay two words; `0.0.0.0` is one, and so is
    an option's name."""
    return tuple(WORD.findall(text.lower()))


def path() -> Path:
    """The file of the synonyms."""
    return paths.root() / "docs" / "synonyms.toml"


def load(file: Path | None = None) -> tuple[Synonym, ...]:
    """All entries; none if the suite has no such file. Raises UserError that names the file if it is not as
    it explains itself."""
    file = file or path()
    if not file.is_file():
        return ()
    entries = documents.parse_toml(documents.read_text(file), file).get("synonym", [])
    if not isinstance(entries, list):
        raise UserError(paths.show(file), "`synonym` is no list of tables [[synonym]]")
    return tuple(_entry(entry, file) for entry in entries)


def _entry(entry: object, file: Path) -> Synonym:
    if not isinstance(entry, dict) or set(entry) != set(KEYS):
        raise UserError(paths.show(file), "an entry needs exactly words, means and first")
    words, means, first = (_texts(entry[key], key, file) for key in KEYS)
    return Synonym(_phrases(words), _phrases(means), first)


def _texts(value: object, key: str, file: Path) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(text, str) for text in value):
        raise UserError(paths.show(file), f"`{key}` is no list of texts: {str(value)[:60]}")
    return tuple(value)


def _phrases(texts: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """The words of each text; a text without a word stands for nothing."""
    return tuple(phrase for phrase in map(split, texts) if phrase)


@dataclass(frozen=True)
class Concept:
    """One thing that a query asks for: what was typed, every way in which a case may say it, and the cases
    that come first."""

    typed: tuple[str, ...]
    ways: tuple[tuple[str, ...], ...]
    first: tuple[str, ...] = ()


def concepts(query: Sequence[str], entries: Sequence[Synonym]) -> list[Concept]:
    """The words of a query as concepts: at each place the longest phrase that an entry knows, else the word
    itself."""
    found, place = [], 0
    while place < len(query):
        phrase, ways, first = _longest(query[place:], entries)
        found.append(Concept(phrase, ways, first))
        place += len(phrase)
    return found


Match = tuple[tuple[str, ...], tuple[tuple[str, ...], ...], tuple[str, ...]]


def _longest(query: Sequence[str], entries: Sequence[Synonym]) -> Match:
    known = {phrase for entry in entries for phrase in entry.words
             if phrase == tuple(query[:len(phrase)])}
    if not known:
        return (query[0],), ((query[0],),), ()
    best = max(known, key=len)
    hits = [entry for entry in entries if best in entry.words]
    ways = dict.fromkeys([best, *(way for entry in hits for way in entry.means)])
    first = dict.fromkeys(glob for entry in hits for glob in entry.first)
    return best, tuple(ways), tuple(first)


def as_json(entries: Sequence[Synonym]) -> dict[str, Any]:
    """The list for a search box in a page."""
    return {"schema": 1, "synonyms": [entry.as_json() for entry in entries]}
