"""A User-Mode-Linux kernel while it is asked: the cases are divided among as many guests as there are
processors; starting one takes a tenth of a second."""
from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from addrinuse.model.observations import ObservationId
from addrinuse.platforms.base import Request
from addrinuse.platforms.kernels.guest import Died
from addrinuse.platforms.kernels.guests import GuestSession
from addrinuse.platforms.kernels.shared_memory import Order
from addrinuse.platforms.uml.guest import Guest
from addrinuse.platforms.uml.program import Kernel
from addrinuse.support.errors import UserError
from addrinuse.support.escape import clean

ENOUGH = 20               # observations that are worth a guest
LONG = 5                  # times the work of another observation is what one of a case that waits takes
# What a kernel says about itself and goes on.
WARNINGS = re.compile(r"^(?:\[ *[\d.]+\]\s*)?((?:WARNING|BUG|INFO: possible).*)", re.M)


@dataclass
class UmlSession(GuestSession):
    """A session on one kernel. `init` is the guest's first program; `source` are facts of where the kernel
    comes from."""

    kernel: Kernel = field(kw_only=True)
    init: bytes = field(kw_only=True)
    source: dict[str, str] = field(kw_only=True)
    _guests: list[Guest] = field(default_factory=list, repr=False)
    _warnings: set[str] = field(default_factory=set, repr=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.identity = {"stack": "linux", "release": self.kernel.release}
        self.facts = {"engine": "uml", "engine_version": self.kernel.release, **self.source,
                      "image_sha256": self.kernel.digest,
                      "configuration_sha256": self.kernel.configuration_digest(),
                      "kernel_command_line": " ".join(self.kernel.arguments("ROOT", self.is_warped)),
                      "seed": self.settings.seed}

    def shards(self, request: Request) -> list[Request]:
        """One for each processor; each takes about as long."""
        count = max(1, min(len(os.sched_getaffinity(0)), len(request.ids) // ENOUGH))
        loads = [0] * count
        parts: list[list[ObservationId]] = [[] for _ in range(count)]
        for name in sorted(request.ids, key=lambda each: each.case not in self.long_cases):
            least = loads.index(min(loads))
            parts[least].append(name)
            loads[least] += LONG if name.case in self.long_cases else 1
        return [replace(request, ids=tuple(part)) for part in parts]

    def lines_of_guest(self, order: Order, for_all: bool, stall_timeout: float,
                       processor: int) -> Iterator[bytes]:
        guest = Guest(self.kernel, self.init, self.folder / f"guest-{self.next_number()}", self.is_warped,
                      processor if self.is_warped else None)
        self._guests.append(guest)
        try:
            rest = b""
            for chunk in guest.output(order, stall_timeout):
                *whole, rest = (rest + chunk).split(b"\n")
                yield from whole
            self._exit = self._exit or guest.status()
        except Died as death:
            death.words = guest.console_words()
            raise
        except UserError as error:
            raise UserError(f"platform {self.name}", f"{error.subject} {error.reason}",
                            error.next_step) from None
        finally:
            self._words = guest.console_words()
            self._report_warnings(self._words)
            guest.close()
            self._guests.remove(guest)

    @property
    def warnings(self) -> frozenset[str]:
        """What the kernel has warned of so far."""
        return frozenset(self._warnings)

    def _report_warnings(self, words: str) -> None:
        """Prints what the kernel warned of, each line once: no observation shows it."""
        for warning in WARNINGS.findall(words):
            if warning not in self._warnings:
                self._warnings.add(warning)
                print(f"addrinuse: {self.name}: the kernel says: {clean(warning)}", file=sys.stderr)

    def stop_guests(self) -> None:
        for guest in list(self._guests):
            guest.stop()
