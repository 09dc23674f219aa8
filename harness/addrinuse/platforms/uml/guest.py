"""One User-Mode-Linux guest from its start to its end: a process whose root is a folder of ours."""
from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from addrinuse.platforms.kernels.guest import Died, Hung, how_it_ended
from addrinuse.platforms.kernels.qemu import on_processor, tail
from addrinuse.platforms.kernels.shared_memory import Order
from addrinuse.platforms.uml.program import Kernel
from addrinuse.provision import store
from addrinuse.support.errors import UserError

LOOK_EVERY = 0.005        # seconds
CHUNK = 1 << 20           # bytes
# The kernel puts its memory into a file. It chooses a file system in memory unless these name a folder.
TEMPORARY = ("TMPDIR", "TMP", "TEMP")
# A guest's process is a fork of the kernel's whose memory is unmapped, the area of restartable sequences
# (rseq(2)) with it: the host's kernel ends a process whose area is gone. Without this, glibc 2.35 and later
# have such an area.
NO_RSEQ = {"GLIBC_TUNABLES": "glibc.pthread.rseq=0"}

GRACE = 5.0               # seconds for which the guard may take to end the guest
# The kernel makes itself the leader of a session (setsid(2)), and its guest's processes stay in that group.
# The guard ends the whole group when its standard input ends: when we say so, or are gone.
GUARD = """exec 3<&0
"$@" 3<&- </dev/null & kernel=$!
{ read -r _ <&3; kill -9 $kernel; kill -9 -$kernel; } 2>/dev/null & guard=$!
wait $kernel; code=$?
kill $guard 2>/dev/null
exit $code"""


class Guest:
    """A guest in a folder of its own."""

    def __init__(self, kernel: Kernel, init: bytes, folder: Path, is_warped: bool,
                 processor: int | None = None) -> None:
        """`processor`: the one it runs on; None: any."""
        self.kernel = kernel
        self.root = folder / "root"
        self.console = folder / "console"
        self.is_warped = is_warped
        self.processor = processor
        self._child: subprocess.Popen[bytes] | None = None
        self._is_stopped = False
        if len(str(self.root).split()) > 1:
            raise UserError(str(folder), "has a space in its name, where the kernel ends an argument",
                            "Set XDG_CACHE_HOME to a folder without one.")
        for name in ("proc", "sys", "dev", "tmp"):
            (self.root / name).mkdir(parents=True)
        self._put("init", init, 0o755)

    def _put(self, name: str, content: bytes, mode: int = 0o644) -> None:
        path = self.root / name
        with store.writing(path):
            path.write_bytes(content)
            path.chmod(mode)

    def output(self, order: Order, stall_timeout: float) -> Iterator[bytes]:
        """Starts it, and gives what the program prints, as it comes. Raises Died if the guest does not live
        to the program's end, or nothing is heard for `stall_timeout` seconds; UserError if it does not come
        up."""
        self._put("program", order.program, 0o755)
        self._put("words", b"".join(word.encode() + b"\0" for word in order.arguments))
        self._put("input", order.input)
        self._put("seed", order.seed, 0o600)
        for name in ("output", "status"):
            self._put(name, b"")
        self._start()
        with open(self.root / "output", "rb") as printed:
            has_printed = False
            for chunk in self._chunks(printed, stall_timeout):
                has_printed = True
                yield chunk
        if not (self.root / "status").read_text():
            raise self._death(has_printed)

    def _start(self) -> None:
        environment = {name: value for name, value in os.environ.items() if name not in TEMPORARY} | NO_RSEQ
        argv = [str(self.kernel.path), *self.kernel.arguments(str(self.root), self.is_warped)]
        with store.writing(self.console), open(self.console, "wb") as console, on_processor(self.processor):
            self._child = subprocess.Popen(["/bin/sh", "-c", GUARD, "sh", *argv], stdin=subprocess.PIPE,
                                           stdout=console, stderr=console, start_new_session=True,
                                           env=environment)
        if self._is_stopped:
            self.stop()

    def _chunks(self, printed: BinaryIO, stall_timeout: float) -> Iterator[bytes]:
        assert self._child is not None
        heard = time.monotonic()
        while True:
            has_ended = self._child.poll() is not None  # before reading: nothing comes after that
            if chunk := printed.read(CHUNK):
                heard = time.monotonic()
                yield chunk
            elif has_ended:
                return
            elif time.monotonic() - heard > stall_timeout:
                raise Hung(f"nothing came from the guest for {stall_timeout:g} s")
            else:
                time.sleep(LOOK_EVERY)

    def _death(self, has_printed: bool) -> Exception:
        words = self.console_words()
        last = words.rpartition("\n")[2] or "it printed nothing on its console"
        reason = how_it_ended(words) or f"the kernel ended: {last}"
        if has_printed or self._is_stopped:
            return Died(reason)
        return UserError("the kernel", f"does not boot: {reason}",
                         "\n  ".join(["Its console at last:", *words.splitlines()[-12:]]))

    def status(self) -> int:
        """The program's wait status, once the guest has ended."""
        text = (self.root / "status").read_text()
        return int(text) if text.isdecimal() else 0

    def console_words(self) -> str:
        """The end of what is on its console."""
        return tail(self.console)

    def stop(self) -> None:
        """Ends it, from any thread, also if it has not begun yet."""
        self._is_stopped = True
        if self._child and self._child.stdin:
            self._child.stdin.close()
            try:
                self._child.wait(GRACE)
            except subprocess.TimeoutExpired:
                os.killpg(self._child.pid, signal.SIGKILL)
                self._child.wait()

    def close(self) -> None:
        """Leaves nothing behind."""
        self.stop()
        shutil.rmtree(self.root.parent, ignore_errors=True)
