"""A kernel while it is asked. One guest answers for everything, or two for a whole survey: one for the cases
that take long, one for all others. Where a case takes its kernel down, another guest answers for the rest."""
from __future__ import annotations

import hashlib
import os
import threading
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from addrinuse.support.errors import UserError
from addrinuse.model.observations import (Event, Footer, Header, Noise, ObservationId, Starting, Status,
                                          without_answer)
from addrinuse.model.records import event_of_line
from addrinuse.platforms.base import Request, Session
from addrinuse.platforms.kernels import initramfs, qemu, slots, snapshots
from addrinuse.provision import store
from addrinuse.platforms.kernels.guest import Died, Guest
from addrinuse.platforms.kernels.packages import Stored
from addrinuse.platforms.kernels.qemu import Machine
from addrinuse.provision.options import Settings
from addrinuse.platforms.kernels.shared_memory import Order
from addrinuse.support.process import signal_name
from addrinuse.platforms.merge import interleave, merge_runs

MAX_CRASHES = 24          # guests that may die before the rest is given up


@dataclass
class KernelSession(Session):
    """A session on one kernel. `folder` is for its files; `init` is the guest's first program; `long_cases`
    are those that take long."""

    kernel: Stored = field(kw_only=True)
    init: bytes = field(kw_only=True)
    folder: Path = field(kw_only=True)
    settings: Settings = field(kw_only=True)
    answers_as: str = field(kw_only=True)
    long_cases: frozenset[str] = field(kw_only=True, repr=False)
    _stopped: threading.Event = field(default_factory=threading.Event, repr=False)
    _booting: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _guests: list[Guest] = field(default_factory=list, repr=False)
    _counting: threading.Lock = field(default_factory=threading.Lock, repr=False)
    boots: int = 0  # guests that were started, booted or loaded
    _exit: int = 0
    _words: str = ""

    def __post_init__(self) -> None:
        self._initramfs = initramfs.image(self.init, self.kernel)
        path = self.folder / "initramfs"
        with store.writing(path):
            path.write_bytes(self._initramfs)
        self.machine = Machine(self.kernel.image, path, warped=not self.settings.real_time)
        self.is_warped = self.machine.warped
        self._program = None
        self._bytes = self.program.read_bytes()
        self.identity = {"stack": "linux", "release": self.kernel.release}
        self.facts = self._facts()

    def _facts(self) -> dict[str, object]:
        package = {"package": self.kernel.package, "package_version": self.kernel.version}
        return {
            "engine": "qemu", "engine_version": qemu.version(), "accelerator": "tcg",
            **(package if self.kernel.package else {}),
            "image_sha256": self.kernel.digest, "kernel_command_line": self.machine.command_line(),
            "machine_command_line": " ".join(self.machine.description()), "seed": self.settings.seed,
            "modules": " ".join(self.kernel.modules), "modules_missing": " ".join(self.kernel.missing),
        }

    def answer_name(self, facts: dict[str, object]) -> str:
        return self.answers_as

    def stream(self, request: Request) -> Generator[Event, None, None]:
        # The program's parent in the guest does not end before it.
        request = replace(request, with_parent=False)
        shards = self._shards(request) if is_large(request) else [request]
        streams = [self._stream_of_shard(shard) for shard in shards]
        if len(streams) == 1:
            yield from streams[0]
        else:
            yield from merge_runs(interleave(streams, self.stop), len(streams))

    def _shards(self, request: Request) -> list[Request]:
        """What each guest answers for; both take about as long. A guest whose clock jumps over hours should
        have namespaces for the cases that wait so long and few others: its kernel has periodic work for
        each."""
        long = tuple(name for name in request.ids if name.case in self.long_cases)
        if not self.machine.warped or not 0 < len(long) < len(request.ids):
            return [request]
        rest = tuple(name for name in request.ids if name.case not in self.long_cases)
        return [replace(request, ids=rest), replace(request, ids=long)]

    def _stream_of_shard(self, request: Request) -> Iterator[Event]:
        with slots.one(self._stopped.is_set) as processor:
            if processor is not None:
                yield from _RetryOnCrash(self, request, processor).events()

    def _arguments(self, request: Request, share_process: bool) -> tuple[str, ...]:
        """The program's arguments in the guest. With `share_process` cases run one after the other in one
        process: starting a process is what takes time there."""
        return (*request.arguments(), "--platform", self.name, "--stack", "linux", "--isolate", "netns",
                "--announce", "--seed", self.settings.seed, "--cases-from", "-", "--helpers-share-memory",
                *(["--share-process"] if share_process else []),
                *(["--long-waits"] if self.machine.warped else []))

    def events_of_guest(self, request: Request, share_process: bool, processor: int) -> Iterator[Event]:
        """The events of one guest that answers for a request, on that processor. Raises Died, and UserError
        where the kernel does not come up."""
        order = self._order(self._bytes, self._arguments(request, share_process), request.case_list())
        lines = self._lines_of_guest(order, is_large(request), request.stall_timeout, processor)
        yield from map(event_of_line, lines)

    def lines_of(self, program: Path, arguments: Sequence[str], stall_timeout: float,
                 content: str | None = None) -> Generator[bytes, None, None]:
        words = (*arguments, *([] if content is None else ["-"]))
        order = self._order(program.read_bytes(), words, content or "")
        with slots.one(self._stopped.is_set) as processor:
            if processor is None:
                return
            try:
                yield from self._lines_of_guest(order, False, stall_timeout, processor)
            except Died as death:
                raise UserError(f"platform {self.name}", str(death),
                                "\n  ".join(["Its console at last:",
                                             *death.words.splitlines()[-12:]])) from None

    def _order(self, program: bytes, arguments: tuple[str, ...], standard_input: str) -> Order:
        return Order(program, arguments, standard_input.encode(),
                     hashlib.sha256(self.settings.seed.encode()).digest())

    def _lines_of_guest(self, order: Order, for_all: bool, stall_timeout: float,
                        processor: int) -> Iterator[bytes]:
        """What the program of the order prints in one guest, line by line."""
        saved = None
        if self.machine.warped:
            saved = snapshots.places(self.machine, self.kernel.digest, self._initramfs)
        with self._counting:
            self.boots = number = self.boots + 1
        guest = Guest(self.machine, self.folder / f"guest-{number}", saved,
                      for_all=for_all, processor=processor if self.machine.warped else None)
        self._guests.append(guest)
        try:
            self._start(guest)
            rest = b""
            for chunk in guest.output(order, stall_timeout):
                *whole, rest = (rest + chunk).split(b"\n")
                yield from whole
            self._exit = self._exit or guest.window.exit
        except Died as death:
            death.words = guest.console_words()
            raise
        finally:
            self._words = guest.console_words()
            guest.close(store.folder("consoles") / f"{self.answers_as}-{number}")
            self._guests.remove(guest)

    def _start(self, guest: Guest) -> None:
        try:
            guest.start(self._booting)
        except UserError as error:
            raise UserError(f"platform {self.name}", f"{error.subject} {error.reason}",
                            error.next_step) from None

    @property
    def is_stopped(self) -> bool:
        """Whether the survey was stopped."""
        return self._stopped.is_set()

    def stop(self) -> None:
        self._stopped.set()
        for guest in list(self._guests):
            guest.stop()

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


class _RetryOnCrash:
    """Merges the streams of several guests into one: whichever case takes a guest down is found by asking
    again without it, and it alone is without an answer."""

    def __init__(self, session: KernelSession, request: Request, processor: int) -> None:
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
                yield replace(event, time="warped" if self.session.machine.warped else "real")
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
