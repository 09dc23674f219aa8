"""A platform that is asked in parts, a program for each: its cases would not leave each other alone otherwise."""
from __future__ import annotations

import threading
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

from addrinuse.model import cases
from addrinuse.model.cases import Case, case_of
from addrinuse.platforms.base import Session
from addrinuse.platforms.merge import as_one, side_by_side


@dataclass(frozen=True)
class Part:
    """Observations that one program is asked for, and how many of its cases may work at the same time."""

    ids: Sequence[str]
    jobs: int


@dataclass
class PartedSession(Session):
    """A session that asks several programs, each of them in a world of its own or, where they share theirs, one after
    the other. What they answer comes as from one."""

    _asked: list[Session] = field(default_factory=list, repr=False)
    _stopped: threading.Event = field(default_factory=threading.Event, repr=False)

    @abstractmethod
    def parts(self, ids: Sequence[str]) -> list[Part]:
        """What each program is asked for, in the order in which they begin; no part is empty."""

    @abstractmethod
    def gathered(self, streams: Sequence[Iterator[bytes]]) -> Iterator[tuple[int, bytes]]:
        """The lines of all of them, each with the number of its stream: `at_once` or `in_turn`."""

    def stream(self, args: Sequence[str], ids: Sequence[str], silence: float) -> Iterator[bytes]:
        parts = self.parts(ids)
        self._asked = [replace(self, _program=None) for _ in parts]
        streams = [Session.stream(one, [*args, "--jobs", str(part.jobs)], part.ids, silence)
                   for one, part in zip(self._asked, parts)]
        with closing(self.gathered(streams)) as lines:
            yield from as_one(lines, len(parts))

    def at_once(self, streams: Sequence[Iterator[bytes]]) -> Iterator[tuple[int, bytes]]:
        """All programs at the same time."""
        return side_by_side(streams, self.stop)

    def in_turn(self, streams: Sequence[Iterator[bytes]]) -> Iterator[tuple[int, bytes]]:
        """One program after the other; after a bad end, or once nobody wants an answer, no further one is started."""
        for number, (one, stream) in enumerate(zip(self._asked, streams)):
            with closing(stream):
                yield from ((number, line) for line in stream)
            if self._stopped.is_set() or Session.ending(one):
                return

    def stop(self) -> None:
        self._stopped.set()
        for one in self._asked:
            Session.stop(one)

    def ending(self) -> str:
        return next(filter(None, map(Session.ending, self._asked)), "")

    def last_words(self) -> str:
        return "\n".join(filter(None, map(Session.last_words, self._asked)))


def sorted_out(ids: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """These observations by what they do to others: those of cases that wait for seconds, those of cases that keep a
    lingering socket for seconds, and the rest. Cases that nobody knows are of the rest."""
    known = cases.load()
    waiting, lingering, rest = [], [], []
    for id in ids:
        case: Case | None = known.get(case_of(id))
        kind = rest if case is None or not case.slow else lingering if case.lingers else waiting
        kind.append(id)
    return waiting, lingering, rest
