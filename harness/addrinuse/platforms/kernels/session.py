"""A kernel while it is asked. One guest answers for everything, or two for a whole survey: one for the cases
that take long, one for all others. Where a case takes its kernel down, another guest answers for the rest."""
from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from addrinuse.platforms.base import Request
from addrinuse.platforms.kernels import initramfs, snapshots
from addrinuse.platforms.kernels.architectures import AMD64, Architecture
from addrinuse.platforms.kernels.guest import Died, Guest
from addrinuse.platforms.kernels.guests import GuestSession, is_large
from addrinuse.platforms.kernels.packages import Stored
from addrinuse.platforms.kernels.qemu import Machine
from addrinuse.platforms.kernels.shared_memory import Order
from addrinuse.provision import store
from addrinuse.support.errors import UserError


@dataclass
class KernelSession(GuestSession):
    """A session on one kernel in QEMU. `init` is the guest's first program."""

    kernel: Stored = field(kw_only=True)
    init: bytes = field(kw_only=True)
    architecture: Architecture = AMD64
    _booting: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _guests: list[Guest] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        self._initramfs = initramfs.image(self.init, self.kernel)
        path = self.folder / "initramfs"
        with store.writing(path):
            path.write_bytes(self._initramfs)
        self.machine = Machine(self.kernel.image, path, self.is_warped, self.architecture)
        self.identity = {"stack": "linux", "release": self.kernel.release}
        self.facts = self._facts()

    @property
    def memory(self) -> int:
        return self.architecture.memory

    @property
    def can_wait_long(self) -> bool:
        return self.is_warped and self.architecture.stops_tick

    def _facts(self) -> dict[str, object]:
        package = {"package": self.kernel.package, "package_version": self.kernel.version}
        return {
            "engine": "qemu", "engine_version": self.machine.version, "accelerator": "tcg",
            **(package if self.kernel.package else {}),
            "image_sha256": self.kernel.digest, "kernel_command_line": self.machine.command_line(),
            "machine_command_line": " ".join(self.machine.description()), "seed": self.settings.seed,
            "modules": " ".join(self.kernel.modules), "modules_missing": " ".join(self.kernel.missing),
        }

    def shards(self, request: Request) -> list[Request]:
        """Two for a whole survey; both take about as long. A guest whose clock jumps over hours should have
        namespaces for the cases that wait so long and few others: its kernel has periodic work for each. If
        no case waits, each guest has a half."""
        if not is_large(request) or not self.is_warped:
            return [request]
        long = tuple(name for name in request.ids if name.case in self.long_cases)
        rest = tuple(name for name in request.ids if name.case not in self.long_cases)
        parts = (rest, long) if long and rest else (request.ids[::2], request.ids[1::2])
        return [replace(request, ids=part) for part in parts]

    def lines_of_guest(self, order: Order, for_all: bool, stall_timeout: float,
                       processor: int) -> Iterator[bytes]:
        saved = None
        if self.is_warped:
            saved = snapshots.places(self.machine, self.kernel.digest, self._initramfs)
        number = self.next_number()
        guest = Guest(self.machine, self.folder / f"guest-{number}", saved,
                      for_all=for_all, processor=processor if self.is_warped else None)
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

    def stop_guests(self) -> None:
        for guest in list(self._guests):
            guest.stop()
