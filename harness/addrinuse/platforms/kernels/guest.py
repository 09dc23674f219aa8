"""One guest from its start to its end: booted, or loaded as it was saved; ordered; listened to."""
from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Lock

from addrinuse.model.observations import Status
from addrinuse.support.errors import UserError
from addrinuse.platforms.kernels import shared_memory, snapshots
from addrinuse.provision import seals
from addrinuse.platforms.kernels.qemu import Machine, Process, Refused
from addrinuse.platforms.kernels.snapshots import Places
from addrinuse.platforms.kernels.shared_memory import Order

BOOT = 300                # seconds until a guest waits for its order
HEARTBEAT = 60            # seconds without a sign of life from a guest that works
LOOK_EVERY = 0.01         # seconds
PANIC = re.compile(r"Kernel panic - not syncing: (.*)")
OOPS = re.compile(r"(BUG: .*|Oops: .*|general protection fault.*|kernel BUG at .*)")
STAMP = re.compile(r"^\[ *\d+\.\d+\]\s*(\[ *[TC]\d+\]\s*)?")
GAVE_UP = re.compile(r"^guest-init: (?!module )(.*)", re.M)
SHOWN = 12                # lines of the console in an error


class Died(Exception):
    """The guest ended before its program did; the message says how. `words`: the last on its console."""

    status = Status.CRASHED
    words = ""


class Hung(Died):
    """The guest gave no sign of life any more."""

    status = Status.TIMEOUT


class Guest:
    """A guest in a folder of its own."""

    def __init__(self, machine: Machine, folder: Path, saved: Places | None, for_all: bool = False,
                 processor: int | None = None) -> None:
        """`saved` is where the guest is, or will be, saved; None for one that is not. `for_all`: prepared for
        a whole survey. `processor`: the one it runs on; None: any."""
        folder.mkdir()
        self.machine = machine
        self.folder = folder
        self.saved = saved
        self.for_all = for_all
        self.processor = processor
        self.window = machine.window(folder)
        self._process: Process | None = None
        self._is_stopped = False

    def start(self, booting: Lock) -> None:
        """Lets it come to the point where it waits for its order. `booting` is held by one guest at a time
        that may have to boot, so that the others find it saved. Raises UserError where it does not get
        there."""
        if self.saved is None:
            self._boot()
            return
        if self.for_all and self._load(self.saved.for_all, shared_memory.WAITING_WITH_ALL):
            return
        with booting:
            if not self._load(self.saved.for_few, shared_memory.WAITING):
                self._boot()
                snapshots.save(self.process, self.saved.for_few)
        if self.for_all:
            self._prepare_all()
            snapshots.save(self.process, self.saved.for_all)

    @property
    def process(self) -> Process:
        """QEMU, once it was started."""
        assert self._process is not None
        return self._process

    def _load(self, path: Path, state: int) -> bool:
        """Starts it as it was saved there, in that state; False where it is not, or not usable."""
        if not snapshots.is_usable(path):
            return False
        self._launch(incoming=True)
        if snapshots.load(self.process, path) and self.window.state == state:
            return True
        self.process.close()
        if not self._is_stopped:
            seals.remove(path)
        return False

    def _launch(self, incoming: bool) -> None:
        self._process = Process(self.machine, self.folder, self.window.path, incoming, self.processor)
        if self._is_stopped:  # while it waited for another guest's boot, say
            self.process.stop()
        try:
            self.process.greet()
        except Refused:
            self.process.stop()
            raise UserError("QEMU", f"does not start: {self.process.words() or 'it says nothing'}") from None

    def _boot(self) -> None:
        self.window.clear()
        self._launch(incoming=False)
        self._await(shared_memory.WAITING)

    def _prepare_all(self) -> None:
        self.window.prepare_all()
        try:
            self.process.order("cont")
        except Refused as error:
            raise self._no_boot(f"it did not go on: {error}") from None
        self._await(shared_memory.WAITING_WITH_ALL)

    def _await(self, state: int) -> None:
        until = time.monotonic() + BOOT
        while self.window.state != state:
            if self.window.state == shared_memory.FAILED:
                reason = self.window.read().decode("utf-8", "replace")
                raise _lacks(reason)
            if self.process.has_ended(LOOK_EVERY):
                words = self.process.console_words()
                if (said := GAVE_UP.findall(words)) and not how_it_ended(words):
                    raise _lacks(said[-1])  # a guest without the window can only say it on its console
                raise self._no_boot(self._last_line() or "it ended without a word")
            if time.monotonic() > until:
                raise self._no_boot(f"after {BOOT} s it had not come up")

    def _no_boot(self, reason: str) -> UserError:
        words = (self.process.console_words() or self.process.words() or "(nothing)").splitlines()[-SHOWN:]
        return UserError("the kernel", f"does not boot: {reason}",
                         "\n  ".join(["Its console at last:", *words]))

    def _last_line(self) -> str:
        words = self.process.console_words()
        return how_it_ended(words) or STAMP.sub("", words.rpartition("\n")[2])

    def output(self, order: Order, stall_timeout: float) -> Iterator[bytes]:
        """Gives the order and then what the program prints, as it comes. Raises Died when the guest does not
        live to the program's end, or nothing is heard for `stall_timeout` seconds."""
        self.window.put(order)
        self._go()
        heard = beaten = time.monotonic()
        beats = -1
        while True:
            ended = self.process.has_ended(LOOK_EVERY)
            state = self.window.state  # read after the one and before the other, it is never behind
            chunk = self.window.read()
            if chunk and state != shared_memory.FAILED:
                heard = time.monotonic()
                yield chunk
                continue
            if state == shared_memory.FINISHED:
                return
            if state == shared_memory.FAILED:
                raise Died(f"the guest gave up: {chunk.decode('utf-8', 'replace')}")
            if ended:
                raise Died(how_it_ended(self.process.console_words()) or self.process.how_it_ended())
            if self.window.beats != beats:
                beats, beaten = self.window.beats, time.monotonic()
            if time.monotonic() - beaten > HEARTBEAT:
                raise Hung(f"the guest hung: no sign of life for {HEARTBEAT} s")
            if time.monotonic() - heard > stall_timeout:
                raise Hung(f"nothing came from the guest for {stall_timeout:g} s")

    def _go(self) -> None:
        try:
            self.process.order("cont")
        except Refused as error:
            raise Died(f"the guest did not go on: {error}") from None

    def console_words(self) -> str:
        """The end of what is on its console."""
        return self._process.console_words() if self._process else ""

    def stop(self) -> None:
        """Ends it, from any thread, also where it has not begun yet."""
        self._is_stopped = True
        if self._process:
            self._process.stop()

    def close(self, keep_console: Path | None = None) -> None:
        """Leaves nothing behind but, where wanted, a copy of the console."""
        if self._process:
            self._process.close()
            if keep_console:
                try:
                    shutil.copyfile(self._process.console, keep_console)
                except OSError:
                    pass
        self.window.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def _lacks(what: str) -> UserError:
    return UserError("the kernel", f"lacks what the guest needs: {what}",
                     "Build it with that, or take another one.")


def how_it_ended(console: str) -> str:
    """The kernel's own words for why it stopped; nothing where it has none."""
    panic = PANIC.search(console)
    if panic is None:
        return ""
    oops = OOPS.search(console)
    return f"the guest's kernel panicked: {panic[1]}" + (f" ({oops[1]})" if oops else "")
