"""QEMU: what machine a guest gets, its process, and the orders it takes over QMP (QEMU's
docs/interop/qmp-spec)."""
from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from addrinuse.support import commands
from addrinuse.support.errors import UserError
from addrinuse.platforms.kernels import shared_memory
from addrinuse.platforms.kernels.architectures import AMD64, Architecture
from addrinuse.platforms.kernels.shared_memory import Window
from addrinuse.platforms.kernels.window_memory import DeviceMemory, GuestMemory
from addrinuse.support.process import guarded

OVERHEAD = 320            # MiB that QEMU needs besides, its translated code above all
SETTLE = 12               # seconds by the guest's clock before it is saved
READY = 96                # network namespaces made before it is saved; cases beyond those make their own
READY_ALL = 1200          # the same, for a whole survey
# The machine takes 2^2 ns of its own time for an instruction, and jumps to its next timer when it is idle.
WARP = "shift=2,sleep=off"
ANSWER = 60               # seconds QEMU may take for one answer


@lru_cache
def version(architecture: Architecture = AMD64) -> str:
    """The version of the QEMU for an architecture. Raises UserError where there is none."""
    if not architecture.has_qemu():
        raise UserError(architecture.program, architecture.missing())
    words = commands.output([architecture.program, "--version"])
    return words.splitlines()[0].removeprefix("QEMU emulator version ") if words else "unknown"


@dataclass(frozen=True)
class Machine:
    """A machine for one kernel. `warped`: its clock jumps over the time in which it is idle."""

    kernel: Path
    initramfs: Path
    warped: bool
    architecture: Architecture = AMD64

    @property
    def version(self) -> str:
        """QEMU's version."""
        return version(self.architecture)

    def command_line(self) -> str:
        """What the kernel is told."""
        before = f" ADDRINUSE_SETTLE={SETTLE} ADDRINUSE_READY={READY} ADDRINUSE_READY_ALL={READY_ALL}"
        return self.architecture.command_line + before * self.warped

    def window(self, folder: Path) -> Window:
        """The memory that it shares with the host; a file for it is put into the folder."""
        begin, order = self.architecture.memory_at, self.architecture.byte_order
        return Window(DeviceMemory(folder / "window") if begin is None
                      else GuestMemory(self.architecture.memory << 20, begin, order), order)

    def description(self) -> list[str]:
        """Its command line without the names of files: what makes two machines the same."""
        return self._argv("KERNEL", "INITRAMFS", "CONSOLE", "WINDOW", "QMP")

    def argv(self, console: Path, shared: Path, qmp: int) -> list[str]:
        """The command that starts it; `qmp` is an open socket."""
        return self._argv(str(self.kernel), str(self.initramfs), _option(console), _option(shared), str(qmp))

    def _argv(self, kernel: str, initramfs: str, console: str, shared: str, qmp: str) -> list[str]:
        return [
            self.architecture.program, *self.architecture.machine, "-accel", "tcg",
            *(["-icount", WARP] if self.warped else []),
            "-m", str(self.architecture.memory), "-nodefaults", "-no-user-config", "-nographic", "-no-reboot",
            "-rtc", "base=2026-01-01T00:00:00,clock=vm" if self.warped else "base=utc",
            "-kernel", kernel, "-initrd", initramfs, "-append", self.command_line(),
            "-chardev", f"file,id=console,path={console}", *self.architecture.console,
            *self._window_argv(shared),
            "-chardev", f"socket,id=qmp,fd={qmp}", "-mon", "chardev=qmp,mode=control",
        ]

    def _window_argv(self, shared: str) -> list[str]:
        """What gives the guest the window: a device with its memory, or all of the guest's own memory."""
        is_device = self.architecture.memory_at is None
        size = shared_memory.SIZE if is_device else self.architecture.memory << 20
        return ["-object", f"memory-backend-file,id=window,mem-path={shared},size={size},share=on",
                *(["-device", "ivshmem-plain,memdev=window,master=on"] if is_device else [])]


def _option(path: Path) -> str:
    """A path inside an option of QEMU's, where a comma separates."""
    return str(path).replace(",", ",,")


@contextmanager
def on_processor(processor: int | None) -> Iterator[None]:
    """What this thread starts meanwhile runs on that processor (sched_setaffinity(2): a thread has its own,
    and children inherit it)."""
    before = os.sched_getaffinity(0)
    if processor is not None:
        os.sched_setaffinity(0, {processor})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


class Refused(Exception):
    """QEMU does not do what it is told, or is gone."""


class Process:
    """A running QEMU."""

    def __init__(self, machine: Machine, folder: Path, shared: Path, incoming: bool,
                 processor: int | None = None) -> None:
        """`processor`: the one it runs on; None: any. Warped, QEMU's threads take turns at every moment in
        which the guest is idle, and waking another processor takes longer than the turn."""
        self.console = folder / "console"
        self.errors = folder / "errors"
        ours, theirs = socket.socketpair()
        argv = machine.argv(self.console, shared, theirs.fileno()) + ["-incoming", "defer"] * incoming
        with theirs, open(self.errors, "wb") as errors, on_processor(processor):
            self.child = subprocess.Popen([*guarded(), *argv], stdin=subprocess.PIPE,
                                          stdout=errors, stderr=errors, pass_fds=[theirs.fileno()],
                                          start_new_session=True)
        self._socket = ours
        self._socket.settimeout(ANSWER)
        self._rest = b""

    def greet(self) -> None:
        """Awaits its greeting; it then takes orders. Raises Refused."""
        self._message()
        self.order("qmp_capabilities")

    def order(self, command: str, **arguments: Any) -> Any:
        """Has it carry out a command and gives its answer. Raises Refused."""
        try:
            self._socket.sendall(json.dumps({"execute": command, "arguments": arguments}).encode())
        except OSError as error:
            raise Refused(f"{command}: {error.strerror}") from None
        while True:
            answer = self._message()
            if "return" in answer:
                return answer["return"]
            if "error" in answer:
                raise Refused(f"{command}: {answer['error'].get('desc')}")

    def _message(self) -> dict[str, Any]:
        while b"\n" not in self._rest:
            try:
                chunk = self._socket.recv(65536)
            except OSError as error:
                raise Refused(f"no answer: {error}") from None
            if not chunk:
                raise Refused("QEMU has ended")
            self._rest += chunk
        line, _, self._rest = self._rest.partition(b"\n")
        message: dict[str, Any] = json.loads(line)
        return message

    def await_migration(self, until: float) -> bool:
        """Whether saving or loading the machine came to a good end before `until` (on the monotonic clock).
        """
        while time.monotonic() < until:
            state = self.order("query-migrate").get("status")
            if state in ("completed", "failed", "cancelled"):
                return bool(state == "completed")
            time.sleep(0.002)
        return False

    def has_ended(self, patience: float) -> bool:
        """Whether it has ended; waits for so many seconds at most, less where QEMU has news."""
        readable, _, _ = select.select([self._socket], [], [], patience)
        if readable:
            try:
                chunk = self._socket.recv(65536)
            except OSError:
                chunk = b""
            if not chunk:
                return True
        return self.child.poll() is not None

    def stop(self) -> None:
        """Ends it at once; what it kept in memory is gone."""
        try:
            os.killpg(self.child.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass
        self.child.wait()

    def close(self) -> None:
        """Leaves nothing of it behind."""
        self.stop()
        if self.child.stdin:
            self.child.stdin.close()
        self._socket.close()

    def how_it_ended(self) -> str:
        """What is known of the end of a machine that said nothing on its console."""
        try:
            code = self.child.wait(ANSWER)
        except subprocess.TimeoutExpired:
            return "QEMU does not answer any more"
        words = self.words().rpartition("\n")[2]
        return f"QEMU ended with exit status {code}" + (f": {words}" if words else "")

    def words(self) -> str:
        """What QEMU itself complained about."""
        return tail(self.errors)

    def console_words(self) -> str:
        """The last lines on the guest's console: the kernel's messages, and what the program wrote beside its
        stream."""
        return tail(self.console)


def tail(path: Path, most: int = 6000) -> str:
    """The end of a file, without the characters by which firmware moves the cursor."""
    try:
        with open(path, "rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - most))
            text = file.read().decode("utf-8", "replace")
    except OSError:
        return ""
    lines = ["".join(one for one in line if one.isprintable() or one == "\t") for line in text.splitlines()]
    return "\n".join(line for line in lines if line.strip() and "SeaBIOS" not in line).strip()
