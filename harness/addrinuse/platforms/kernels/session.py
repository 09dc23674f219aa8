"""A kernel while it is asked. One guest answers for everything, or two for a whole survey: one for the cases that
take long, one for all others. Where a case takes its kernel down, another guest answers for the rest."""
from __future__ import annotations

import hashlib
import json
import os
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from addrinuse.support.errors import UserError
from addrinuse.model.cases import case_of
from addrinuse.model.observations import without_answer
from addrinuse.platforms.base import Session
from addrinuse.platforms.kernels import initramfs, qemu, slots, snapshots
from addrinuse.provision import store
from addrinuse.platforms.kernels.guest import Died, Guest
from addrinuse.platforms.kernels.packages import Stored
from addrinuse.platforms.kernels.qemu import Machine
from addrinuse.provision.options import Settings
from addrinuse.platforms.kernels.shared_memory import Order
from addrinuse.support.process import signal_name
from addrinuse.model.runs import record_of
from addrinuse.platforms.merge import as_one, side_by_side

MOST_DEATHS = 24          # guests that may die before the rest is given up
SHARED = ["--share-process"]  # cases come one after the other in one process: starting one is what costs here
MARK = b'{"start":'       # the program says by such a line which case it begins with


@dataclass
class KernelSession(Session):
    """A session on one kernel. `folder` is for its files; `init` is the guest's first program; `long_cases` are
    those that take long."""

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

    def stream(self, args: Sequence[str], ids: Sequence[str], silence: float) -> Iterator[bytes]:
        parts = [self._part(self._arguments(args), part, silence)
                 for part in (self._parts(ids) if is_large(args, ids) else [ids])]
        yield from parts[0] if len(parts) == 1 else as_one(side_by_side(parts, self.stop), len(parts))

    def _parts(self, ids: Sequence[str]) -> list[Sequence[str]]:
        """What each guest answers for; both take about as long. A guest whose clock jumps over hours should have
        namespaces for the cases that wait so long and few others: its kernel has periodic work for each."""
        long = [id for id in ids if case_of(id) in self.long_cases]
        if not self.machine.warped or not 0 < len(long) < len(ids):
            return [ids]
        return [[id for id in ids if case_of(id) not in self.long_cases], long]

    def _part(self, args: list[str], ids: Sequence[str], silence: float) -> Iterator[bytes]:
        with slots.one(self._stopped.is_set) as processor:
            if processor is not None:
                yield from _Survivors(self, args, ids, silence, processor).lines()

    def _arguments(self, args: Sequence[str]) -> list[str]:
        """The program's arguments in the guest. Its parent there is never gone before it."""
        found = [arg for arg in args if arg != "--with-parent"]
        found += ["--platform", self.name, "--stack", "linux", "--isolate", "netns", "--announce"]
        found += ["--seed", self.settings.seed, "--cases-from", "-"]
        found += ["--helpers-share-memory", *SHARED]
        return found + ["--long-waits"] * self.machine.warped

    def lines_of_guest(self, args: Sequence[str], ids: Sequence[str], silence: float,
                       processor: int) -> Iterator[bytes]:
        """The lines of one guest that answers for these observations, on that processor. Raises Died, and UserError
        where the kernel does not come up."""
        saved = None
        if self.machine.warped:
            saved = snapshots.places(self.machine, self.kernel.digest, self._initramfs)
        with self._counting:
            self.boots = number = self.boots + 1
        guest = Guest(self.machine, self.folder / f"guest-{number}", saved,
                      for_all=is_large(args, ids), processor=processor if self.machine.warped else None)
        self._guests.append(guest)
        try:
            self._start(guest)
            seed = hashlib.sha256(self.settings.seed.encode()).digest()
            order = Order(self._bytes, tuple(args), "\n".join([*ids, ""]).encode(), seed)
            rest = b""
            for chunk in guest.output(order, silence):
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
        except UserError as trouble:
            raise UserError(f"platform {self.name}", f"{trouble.thing} {trouble.reason}",
                            trouble.next_step) from None

    @property
    def is_stopped(self) -> bool:
        """Whether nobody wants an answer any more."""
        return self._stopped.is_set()

    def stop(self) -> None:
        self._stopped.set()
        for guest in list(self._guests):
            guest.stop()

    def ending(self) -> str:
        status = self._exit & 0xffff  # it is the guest's word: a whole word of memory, whatever is in it
        if os.WIFSIGNALED(status):
            return f"was ended by {signal_name(os.WTERMSIG(status))}"
        if not os.WIFEXITED(status):
            return f"ended with wait status {status}"
        code = os.WEXITSTATUS(status)
        return f"ended with exit status {code}" if code else ""

    def last_words(self) -> str:
        return self._words


def repeats(args: Sequence[str]) -> int:
    """How often the program is to run every case."""
    return int(args[args.index("--repeat") + 1]) if "--repeat" in args else 1


def is_large(args: Sequence[str], ids: Sequence[str]) -> bool:
    """Whether these take more namespaces than a guest has at first."""
    return len(ids) * repeats(args) > qemu.READY


class _Survivors:
    """Puts the streams of several guests together to one: whichever case takes a guest down is found by asking
    again without it, and it alone is without an answer."""

    def __init__(self, session: KernelSession, args: list[str], ids: Sequence[str], silence: float,
                 processor: int) -> None:
        self.session = session
        self.args = args
        self.silence = silence
        self.processor = processor
        self.groups = [list(ids)]
        self.repeat = repeats(args)
        self.answers: Counter[str] = Counter()
        self.begun: set[str] = set()
        self.deaths = 0
        self.has_header = False
        self.footer = b""

    def lines(self) -> Iterator[bytes]:
        """The header of the first guest, every observation once, the footer of the last guest."""
        while self.groups and not self.session.is_stopped:
            ids = self.groups.pop(0)
            try:
                for line in self.session.lines_of_guest(self.args, ids, self.silence, self.processor):
                    yield from self.taken(line)
            except Died as death:
                if self.session.is_stopped:
                    return
                yield from self.buried(ids, death)
        if self.footer:
            yield self.footer

    def taken(self, line: bytes) -> Iterator[bytes]:
        """What of a guest's line goes on: not the headers and footers of further guests, nor what was answered."""
        record = record_of(line) or {}
        case = record.get("case")
        if line.startswith(MARK):
            self.begun.add(str(record.get("start")))
            return
        if "run" in record:
            if not self.has_header:
                time = "warped" if self.session.machine.warped else "real"
                yield json.dumps({**record, "time": time}).encode()
            self.has_header = True
        elif "count" in record and "case" not in record:
            self.footer = line
        elif not isinstance(case, str):
            yield line
        elif self.answers[case] < self.repeat:
            self.answers[case] += 1
            yield line

    def buried(self, ids: Sequence[str], death: Died) -> Iterator[bytes]:
        """Plans who is asked again after a guest died; the case that did it alone is told."""
        words = death.words
        if not self.has_header:
            raise UserError(f"platform {self.session.name}", f"{death}, before it ran anything",
                            "\n  ".join(["Its console at last:", *words.splitlines()[-12:]]))
        self.deaths += 1
        left = [id for id in ids if self.answers[id] < self.repeat]
        if SHARED[0] in self.args and left:  # nobody knows which case it was: ask again, each in a process of its own
            self.args = [arg for arg in self.args if arg not in SHARED]
            self.begun.clear()
            self.groups.insert(0, left)
            return
        suspects = [id for id in left if id in self.begun] or left  # the last to begin may not have been heard of
        self.begun.clear()
        self.footer = self.footer or b'{"count":0}'
        if self.deaths > MOST_DEATHS:
            why = f"{self.deaths} guests died before it; the last: {death}"
            yield from self.told([*left, *(id for group in self.groups for id in group)], "not-run", why, "")
            self.groups.clear()
            return
        if len(left) == 1:
            yield from self.told(left, death.status, str(death), words)
            return
        others = [id for id in left if id not in suspects]
        half = len(suspects) // 2
        parts = [others, suspects] if others else [suspects[:half], suspects[half:]]
        self.groups[:0] = [group for group in parts if group]

    def told(self, ids: Sequence[str], status: str, why: str, output: str) -> Iterator[bytes]:
        """Why there is no answer to these, as often as one is due."""
        for id in ids:
            for _ in range(self.answers[id], self.repeat):
                yield json.dumps(without_answer(id, status, why, output)).encode()
            self.answers[id] = self.repeat
