"""Which run of a platform is shown, and what its other runs say: the same whatever the order and the number
of the files.

A complete run comes before a truncated one, then the newest start counts, then the digest of the content."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from addrinuse.model.sketches import Sketch


@dataclass(frozen=True)
class Merged:
    """The runs of one platform, the one that is shown first; and the observations that differ between them,
    with the words of each."""

    platform: str
    runs: tuple[Sketch, ...]
    disagreements: Mapping[str, tuple[str, ...]]

    @property
    def shown(self) -> Sketch:
        """The run that stands for the platform."""
        return self.runs[0]

    @property
    def earlier(self) -> tuple[Sketch, ...]:
        """The other runs: the history."""
        return self.runs[1:]


def merge(sketches: Iterable[Sketch]) -> list[Merged]:
    """The platforms, in the order of their names. Files of the same content count once; the smallest of them
    stands for all."""
    by_content: dict[str, Sketch] = {}
    for sketch in sketches:
        other = by_content.get(sketch.digest)
        if other is None or _storage(sketch) < _storage(other):
            by_content[sketch.digest] = sketch
    ordered = sorted(by_content.values(), key=lambda sketch: sketch.header.platform)
    return [_merged(platform, list(group))
            for platform, group in groupby(ordered, key=lambda sketch: sketch.header.platform)]


def _storage(sketch: Sketch) -> tuple[int, str, str]:
    return sketch.size, sketch.stored, str(sketch.path)


def _merged(platform: str, group: list[Sketch]) -> Merged:
    group.sort(key=lambda sketch: (sketch.complete, sketch.header.started, sketch.digest), reverse=True)
    return Merged(platform, tuple(group), _disagreements(group))


def _disagreements(group: list[Sketch]) -> dict[str, tuple[str, ...]]:
    """The observations with more than one word. What was not observed disagrees with nothing: it has a
    reason."""
    if len(group) == 1:
        return {}
    words: dict[bytes, set[bytes]] = {}
    for names, answers in {(sketch.names, sketch.words) for sketch in group}:
        for name, word in zip(names.split(b"\n"), answers.split(b"\n")):
            if word:
                words.setdefault(name, set()).add(word)
    return {name.decode(): tuple(sorted(word.decode() for word in found))
            for name, found in sorted(words.items()) if len(found) > 1}
