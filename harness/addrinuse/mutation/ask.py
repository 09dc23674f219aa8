"""Asks platforms for observations, several at the same time. What was answered is kept in the cache for as
long as the cases and mutants stay as they are."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from addrinuse.model import cases, runs
from addrinuse.support import paths
from addrinuse.survey import stream
from addrinuse.model.observations import Footer, Header, Observation, ObservationId
from addrinuse.model.runs import Run
from addrinuse.support.errors import UserError
from addrinuse.platforms.registry import Platform
from addrinuse.platforms.base import Request, Session
from addrinuse.provision import store
from addrinuse.survey.stream import RunEvent

TIMEOUT = 60.0   # seconds that a case may work
STALL_TIMEOUT = 300.0  # seconds: cases that wait come in step where nothing else is asked

Observations = dict[ObservationId, Observation]


@dataclass(frozen=True)
class Question:
    """What is asked of a platform. `kept`: under which name the answer is kept for the next time; nothing
    where it is always asked anew."""

    platform: Platform
    ids: tuple[ObservationId, ...]
    kept: str = ""


def one_a_protocol(ids: Iterable[ObservationId]) -> list[ObservationId]:
    """Of each case the first variant of each protocol (tcp4, udp4)."""
    first: dict[tuple[str, str], ObservationId] = {}
    for name in ids:
        protocol = name.variant[:3].replace("map", "tcp")
        first.setdefault((name.case, protocol), name)
    return list(first.values())


def ask(platform: Platform, ids: Iterable[ObservationId]) -> Observations:
    """A platform's observations by their ids, controls included. Raises UserError where the platform is not
    what it is said to be."""
    return _Asker().ask(Question(platform, tuple(ids)))


@contextmanager
def several(workers: int) -> Iterator[Callable[[Iterable[Question]],
                                               Iterator[tuple[Question, Observations]]]]:
    """Gives a function that begins to ask, so many questions at a time, and hands out each with its answer,
    in their order. Leaving it with an error ends what still runs."""
    asker = _Asker()
    pool = ThreadPoolExecutor(workers)

    def ask_several(questions: Iterable[Question]) -> Iterator[tuple[Question, Observations]]:
        asked = [(one, pool.submit(asker.ask, one)) for one in questions]
        return ((one, answer.result()) for one, answer in asked)

    try:
        yield ask_several
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        asker.stop()
        raise
    finally:
        pool.shutdown()


@dataclass
class _Asker:
    """Knows the sessions that are open, so that they can be ended from outside."""

    sessions: list[Session] = field(default_factory=list)

    def ask(self, question: Question) -> Observations:
        if not question.kept:
            return {event.id: event for event in self.stream(question) if isinstance(event, Observation)}
        path = _place(question.kept)
        kept = _kept(path, question.ids)
        return kept if kept is not None else self.record(question, path)

    def record(self, question: Question, path: Path) -> Observations:
        with store.writing(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
        stream = self.stream(question)
        header = next(stream)
        assert isinstance(header, Header)  # the first event always is
        run = Run(path, header)
        for event in stream:
            if isinstance(event, Observation):
                run.observations[event.id] = event
            elif isinstance(event, Footer):
                run.footer = Footer(len(run.observations), event.finished)
        with store.new_file(path) as made:
            made.write_bytes(runs.encoded(run))
        return run.observations

    def stream(self, question: Question) -> Iterator[RunEvent]:
        with question.platform.open() as session:
            self.sessions.append(session)
            try:
                yield from stream.observe(session, Request(ids=question.ids, timeout=TIMEOUT,
                                                           stall_timeout=STALL_TIMEOUT))
            finally:
                self.sessions.remove(session)

    def stop(self) -> None:
        for session in list(self.sessions):
            session.stop()


def _place(name: str) -> Path:
    return paths.cache() / "sensitivity" / cases.digest()[:16] / f"{name}.jsonl"


def _kept(path: Path, ids: Sequence[ObservationId]) -> Observations | None:
    try:
        kept = runs.read(path)
    except UserError:
        return None
    return kept.observations if not kept.truncated and set(ids) <= kept.observations.keys() else None
