"""The page of systems that the project itself cannot run: what their documents predict, and, where somebody
has run the cases, whether the documents were right."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from addrinuse.analysis import columns, documented
from addrinuse.analysis.tables import Cell, Row
from addrinuse.publish.site.view import Platform, Said, View

TITLES = {"aix": "AIX", "cygwin": "Cygwin", "dragonfly": "DragonFly BSD", "haiku": "Haiku", "hpux": "HP-UX",
          "hurd": "GNU/Hurd", "nonstop": "NonStop", "sunos": "Solaris and illumos", "winsock": "Windows"}


@dataclass(frozen=True)
class Line:
    """One statement of a system's document: what it predicts, and the answer and verdict of each run of the
    system, in the order of the platforms."""

    said: Said
    predicted: str
    answers: tuple[tuple[Platform, Cell, str], ...]


@dataclass(frozen=True)
class System:
    """One system: its runs from elsewhere, and by case the statements of its documents."""

    name: str
    title: str
    platforms: tuple[Platform, ...]
    rows: tuple[tuple[Row, tuple[Line, ...]], ...]

    @property
    def counts(self) -> list[tuple[Platform, Counter[str]]]:
        """For each run how many statements hold, and how many are contradicted."""
        return [(platform, Counter(verdict for _, lines in self.rows for line in lines
                                   for one, _, verdict in line.answers if one is platform))
                for platform in self.platforms]


def systems(view: View) -> list[System]:
    """The systems with documents and without a run of the project's own, those with the most cases first."""
    known = documented.claims(platform.run for platform in view.platforms)
    own = documented.measured(platform.run for platform in view.platforms if not platform.is_contributed)
    found = [_system(name, view, known) for name in documented.systems(view.cases) if name not in own]
    return sorted((one for one in found if one.rows), key=lambda one: (-len(one.rows), one.name))


def _system(name: str, view: View, known: documented.Claims) -> System:
    platforms = tuple(platform for platform in view.platforms if platform.facts.get("stack") == name)
    title = TITLES.get(name, columns.STACKS.get(name, name))
    return System(name, title, platforms, tuple(_rows(name, view, platforms, known)))


def _rows(name: str, view: View, platforms: Iterable[Platform], known: documented.Claims
          ) -> Iterator[tuple[Row, tuple[Line, ...]]]:
    places = [(view.platforms.index(platform), platform) for platform in platforms]
    for row, found in documented.of_system(view.table, name, known):
        by_statement = {prediction.statement: prediction for prediction in found}
        lines = [Line(said, _text(by_statement[said.statement]),
                      tuple((platform, row.cells[platform.name], said.verdicts[place])
                            for place, platform in places))
                 for said in view.said[row.id] if said.statement in by_statement]
        yield row, tuple(lines)


def _text(prediction: documented.Prediction) -> str:
    """The predicted words; the variants are named where they differ."""
    parts = [(list(names), words) for words, names in groupby(
        sorted(prediction.words, key=lambda name: prediction.words[name]), prediction.words.__getitem__)]
    return "; ".join((f"{'+'.join(names)}: " if len(parts) > 1 else "") + " or ".join(words)
                     for names, words in parts)
