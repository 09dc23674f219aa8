"""A platform that is asked in shards, a program for each: its cases would disturb each other otherwise."""
from __future__ import annotations

import threading
from abc import abstractmethod
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

from addrinuse.model import cases
from addrinuse.model.cases import Case
from addrinuse.model.observations import Event, ObservationId
from addrinuse.platforms.base import Request, Session
from addrinuse.platforms.merge import interleave, merge_runs

Stream = Generator[Event, None, None]
NumberedEvents = Generator[tuple[int, Event], None, None]


@dataclass(frozen=True)
class Shard:
    """Observations that one program is asked for, and how many of its cases may work at the same time."""

    ids: Sequence[ObservationId]
    jobs: int


@dataclass
class ShardedSession(Session):
    """A session that asks several programs, each of them in a world of its own or, where they share theirs,
    one after the other. What they answer is merged into one run."""

    _programs: list[Session] = field(default_factory=list, repr=False)
    _stopped: threading.Event = field(default_factory=threading.Event, repr=False)

    @abstractmethod
    def shards(self, ids: Sequence[ObservationId]) -> list[Shard]:
        """What each program is asked for, in the order in which they begin; no shard is empty."""

    @abstractmethod
    def merge(self, streams: Sequence[Stream]) -> NumberedEvents:
        """The events of all of them, each with the number of its stream: `concurrent` or `sequential`."""

    def stream(self, request: Request) -> Stream:
        shards = self.shards(request.ids)
        self._programs = [replace(self, _program=None) for _ in shards]
        streams = [Session.stream(program, replace(request, ids=tuple(shard.ids), jobs=shard.jobs))
                   for program, shard in zip(self._programs, shards)]
        with closing(self.merge(streams)) as events:
            yield from merge_runs(events, len(shards))

    def concurrent(self, streams: Sequence[Stream]) -> NumberedEvents:
        """All programs at the same time."""
        return interleave(streams, self.stop)

    def sequential(self, streams: Sequence[Stream]) -> NumberedEvents:
        """One program after the other; after one that failed, or once the survey is stopped, no further one
        starts."""
        for number, (program, stream) in enumerate(zip(self._programs, streams)):
            with closing(stream):
                for event in stream:
                    yield number, event
            if self._stopped.is_set() or Session.exit_reason(program):
                return

    def stop(self) -> None:
        self._stopped.set()
        for program in self._programs:
            Session.stop(program)

    def exit_reason(self) -> str:
        return next(filter(None, map(Session.exit_reason, self._programs)), "")

    def stderr_tail(self) -> str:
        return "\n".join(filter(None, map(Session.stderr_tail, self._programs)))


def classify(ids: Sequence[ObservationId]
             ) -> tuple[list[ObservationId], list[ObservationId], list[ObservationId]]:
    """These observations by what they do to others: those of cases that wait for seconds, those of cases that
    keep a lingering socket for seconds, and the rest. Unknown cases are of the rest."""
    known = cases.load()
    waiting: list[ObservationId] = []
    lingering: list[ObservationId] = []
    rest: list[ObservationId] = []
    for observation in ids:
        case: Case | None = known.get(observation.case)
        group = rest if case is None or not case.slow else lingering if case.lingers else waiting
        group.append(observation)
    return waiting, lingering, rest
