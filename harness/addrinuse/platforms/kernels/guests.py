"""What all sessions on guests have in common, whether QEMU or the kernel itself is the process. Where a case
takes its kernel down, another guest answers for the rest."""
from __future__ import annotations

import hashlib
import os
import threading
from abc import abstractmethod
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from addrinuse.model.observations import (Event, Footer, Header, Noise, ObservationId, Starting, Status,
                                          without_answer)
from addrinuse.model.records import event_of_line
from addrinuse.platforms.base import Request, Session
from addrinuse.platforms.kernels import qemu, slots
from addrinuse.platforms.kernels.architectures import MEMORY
from addrinuse.platforms.kernels.guest import Died
from addrinuse.platforms.kernels.shared_memory import Order
from addrinuse.platforms.merge import interleave, merge_runs
from addrinuse.provision.options import Settings
from addrinuse.support.errors import UserError
from addrinuse.support.process import signal_name

MAX_CRASHES = 24          # guests that may die before the rest is given up


@dataclass
class GuestSession(Session):
    """A session whose programs run in guests. `folder` is for its files; `is_warped`: the guests' clock skips
    idle time; `long_cases` are those that take long."""

    folder: Path = field(kw_only=True)
    settings: Settings = field(kw_only=True)
    answers_as: str = field(kw_only=True)
    long_cases: frozenset[str] = field(kw_only=True, repr=False)
    is_warped: bool = field(kw_only=True)
    boots: int = 0  # guests that were started, booted or loaded
    _stopped: threading.Event = field(default_factory=threading.Event, repr=False)
    _counting: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _exit: int = 0
    _words: str = ""

    def __post_init__(self) -> None:
        self._bytes = self.program.read_bytes()

    @abstractmethod
    def shards(self, request: Request) -> list[Request]:
        """What each guest answers for."""

    @abstractmethod
    def lines_of_guest(self, order: Order, for_all: bool, stall_timeout: float,
                       processor: int) -> Iterator[bytes]:
        """What the program of the order prints in one guest, line by line. `for_all`: it is a whole survey.
        Raises Died, and UserError if the kernel does not come up."""

    @abstractmethod
    def stop_guests(self) -> None:
        """Ends all guests, from any thread."""

    @property
    def memory(self) -> int:
        """The memory of one of its guests, MiB."""
        return MEMORY

    @property
    def can_wait_long(self) -> bool:
        """Whether hours pass at once in its guests."""
        return self.is_warped

    def answer_name(self, facts: dict[str, object]) -> str:
        return self.answers_as

    def stream(self, request: Request) -> Generator[Event, None, None]:
        # The program's parent in the guest does not end before it.
        request = replace(request, with_parent=False)
        shards = self.shards(request)
        streams = [self._stream_of_shard(shard) for shard in shards]
        if len(streams) == 1:
            yield from streams[0]
        else:
            yield from merge_runs(interleave(streams, self.stop), len(streams))

    def _stream_of_shard(self, request: Request) -> Iterator[Event]:
        with slots.one(self._stopped.is_set, self.memory) as processor:
            if processor is not None:
                yield from RetryOnCrash(self, request, processor).events()

    def _arguments(self, request: Request, share_process: bool) -> tuple[str, ...]:
        """The program's arguments in the guest. With `share_process` cases run one after the other in one
        process: starting a process is what takes time there."""
        return (*request.arguments(), "--platform", self.name, "--stack", "linux", "--isolate", "netns",
                "--announce", "--seed", self.settings.seed, "--cases-from", "-", "--helpers-share-memory",
                *(["--share-process"] if share_process else []),
                *(["--long-waits"] if self.can_wait_long else []))

    def events_of_guest(self, request: Request, share_process: bool, processor: int) -> Iterator[Event]:
        """The events of one guest that answers for a request, on that processor. Raises Died, and UserError
        where the kernel does not come up."""
        order = self._order(self._bytes, self._arguments(request, share_process), request.case_list())
        lines = self.lines_of_guest(order, is_large(request), request.stall_timeout, processor)
        yield from map(event_of_line, lines)

    def lines_of(self, program: Path, arguments: Sequence[str], stall_timeout: float,
                 content: str | None = None) -> Generator[bytes, None, None]:
        words = (*arguments, *([] if content is None else ["-"]))
        order = self._order(program.read_bytes(), words, content or "")
        with slots.one(self._stopped.is_set, self.memory) as processor:
            if processor is None:
                return
            try:
                yield from self.lines_of_guest(order, False, stall_timeout, processor)
            except Died as death:
                raise UserError(f"platform {self.name}", str(death),
                                "\n  ".join(["Its console at last:",
                                             *death.words.splitlines()[-12:]])) from None

    def _order(self, program: bytes, arguments: tuple[str, ...], standard_input: str) -> Order:
        return Order(program, arguments, standard_input.encode(),
                     hashlib.sha256(self.settings.seed.encode()).digest())

    def next_number(self) -> int:
        """The number of the guest that starts now."""
        with self._counting:
            self.boots += 1
            return self.boots

    @property
    def is_stopped(self) -> bool:
        """Whether the survey was stopped."""
        return self._stopped.is_set()

    def stop(self) -> None:
        self._stopped.set()
        self.stop_guests()

    def exit_reason(self) -> str:
        status = self._exit & 0xffff  # it is the guest's word: a whole word of memory, whatever is in it
        if os.WIFSIGNALED(status):
            return f"was ended by {signal_name(os.WTERMSIG(status))}"
        if not os.WIFEXITED(status):
            return f"ended with wait status {status}"
        code = os.WEXITSTATUS(status)
        return f"ended with exit status {code}" if code else ""

    def stderr_tail(self) -> str:
        return self._words


def is_large(request: Request) -> bool:
    """Whether it takes more namespaces than a guest has at first."""
    return len(request.ids) * request.repeat > qemu.READY


class RetryOnCrash:
    """Merges the streams of several guests into one: whichever case takes a guest down is found by asking
    again without it, and it alone is without an answer."""

    def __init__(self, session: GuestSession, request: Request, processor: int) -> None:
        self.session = session
        self.request = request
        self.processor = processor
        self.share_process = True
        self.groups: list[tuple[ObservationId, ...]] = [request.ids]
        self.answers: Counter[ObservationId] = Counter()
        self.begun: set[str] = set()
        self.crashes = 0
        self.has_header = False
        self.footer: Footer | None = None

    def events(self) -> Iterator[Event]:
        """The header of the first guest, every observation once, the footer of the last guest."""
        while self.groups and not self.session.is_stopped:
            group = replace(self.request, ids=self.groups.pop(0))
            try:
                for event in self.session.events_of_guest(group, self.share_process, self.processor):
                    yield from self.filtered(event)
            except Died as death:
                if self.session.is_stopped:
                    return
                yield from self.on_guest_death(group.ids, death)
        if self.footer:
            yield self.footer

    def filtered(self, event: Event) -> Iterator[Event]:
        """What goes on of a guest's events: not the headers and footers of further guests, nor what was
        answered."""
        if isinstance(event, Starting):
            self.begun.add(event.id)
        elif isinstance(event, Header):
            if not self.has_header:
                yield replace(event, time="warped" if self.session.is_warped else "real")
            self.has_header = True
        elif isinstance(event, Footer):
            self.footer = event
        elif isinstance(event, Noise):
            yield event
        elif self.answers[event.id] < self.request.repeat:
            self.answers[event.id] += 1
            yield event

    def on_guest_death(self, ids: Sequence[ObservationId], death: Died) -> Iterator[Event]:
        """Plans who is asked again after a guest died; the case that did it alone is reported."""
        if not self.has_header:
            raise UserError(f"platform {self.session.name}", f"{death}, before it ran anything",
                            "\n  ".join(["Its console at last:", *death.words.splitlines()[-12:]]))
        self.crashes += 1
        left = [name for name in ids if self.answers[name] < self.request.repeat]
        if self.share_process and left:  # unknown which case it was: ask again, each in a process of its own
            self.share_process = False
            self.begun.clear()
            self.groups.insert(0, tuple(left))
            return
        suspects = [name for name in left if name in self.begun] or left  # the last announcement may be lost
        self.begun.clear()
        self.footer = self.footer or Footer(0, "")
        if self.crashes > MAX_CRASHES:
            why = f"{self.crashes} guests died before it; the last: {death}"
            yield from self.report_missing([*left, *(name for group in self.groups for name in group)],
                                           Status.NOT_RUN, why, "")
            self.groups.clear()
            return
        if len(left) == 1:
            yield from self.report_missing(left, death.status, str(death), death.words)
            return
        self.groups[:0] = _split(left, suspects)

    def report_missing(self, ids: Sequence[ObservationId], status: Status, why: str,
                       output: str) -> Iterator[Event]:
        """Why there is no answer to these, as often as one is due."""
        for name in ids:
            for _ in range(self.answers[name], self.request.repeat):
                yield without_answer(name, status, why, output)
            self.answers[name] = self.request.repeat


def _split(left: Sequence[ObservationId],
           suspects: Sequence[ObservationId]) -> list[tuple[ObservationId, ...]]:
    """The groups that are asked next: the suspects apart from the others, or, if all are suspects, in two
    halves."""
    others = [name for name in left if name not in suspects]
    half = len(suspects) // 2
    groups = [others, suspects] if others else [suspects[:half], suspects[half:]]
    return [tuple(group) for group in groups if group]
