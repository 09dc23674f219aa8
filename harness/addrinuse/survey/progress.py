"""Shows a survey's progress on standard error: a bar a platform on a terminal, a line now and then elsewhere.
"""
from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping
from typing import Any

from addrinuse.model.observations import Footer, Header, Observation

EVERY = 5.0  # seconds between the lines that are not on a terminal


class Progress:
    """Follows what is recorded. `expect` may come before or after the first record of a platform."""

    def __init__(self, slow: Mapping[str, float] | None = None) -> None:
        """`slow`: the seconds that cases wait, by their ids."""
        self.slow = dict(slow or {})
        self.slow_done: dict[str, set[str]] = {}
        self.waits: set[str] = set()  # platforms of which only cases that wait are missing
        self.names: dict[str, str] = {}
        self.totals: Counter[str] = Counter()
        self.done: Counter[str] = Counter()
        self._last = time.monotonic()

    def expect(self, platform: str, count: int) -> None:
        """So many observations of the platform will come."""
        self.totals[platform] = count

    def recorded(self, platform: str, event: Header | Observation | Footer) -> None:
        """An event is in the platform's run file."""
        if isinstance(event, Header):
            self.names[platform] = event.platform
            self.say(f"{event.platform}: begins")
        elif isinstance(event, Footer):
            self.say(f"{self.names[platform]}: {event.count} observations")
        else:
            self.done[platform] += 1
            self._note_waiting(platform, event)
            if event.status.is_failure:
                self.say(f"{self.names[platform]}: {event.id} {event.status.value}: {event.why}")
            self.advance(platform)

    def _note_waiting(self, platform: str, observation: Observation) -> None:
        """Says once for a platform that only cases which wait are missing, and how long they do."""
        if observation.id.case in self.slow:
            self.slow_done.setdefault(platform, set()).add(observation.id.case)
        left = set(self.slow) - self.slow_done.get(platform, set())
        missing = self.totals[platform] - self.done[platform]
        if left and 0 < missing <= len(left) and platform not in self.waits:
            self.waits.add(platform)
            longest = max(left, key=lambda name: self.slow[name])
            self.say(f"{self.names[platform]}: the quick cases are done; {missing} observations wait, the "
                     f"longest {self.slow[longest]:g} s by its clock ({longest})")

    def advance(self, platform: str) -> None:
        """One more observation has come."""
        if time.monotonic() - self._last > EVERY:
            self._last = time.monotonic()
            self.say(f"{self.names[platform]}: {self.done[platform]} of {self.totals[platform] or '?'}")

    def say(self, line: str) -> None:
        """One line for people."""
        from addrinuse.support.escape import clean

        if sys.stderr:  # there is none where it is closed; print() would take standard output
            print(clean(line), file=sys.stderr, flush=True)

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        pass


class TerminalProgress(Progress):
    """The same with bars that are gone afterwards."""

    def __init__(self, slow: Mapping[str, float] | None = None) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bars

        super().__init__(slow)
        self._bars = Bars(TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(),
                          TimeElapsedColumn(), console=Console(stderr=True, highlight=False), transient=True)
        self._tasks: dict[str, Any] = {}
        self._lock = threading.Lock()

    def task(self, platform: str) -> Any:
        """The platform's bar."""
        with self._lock:
            if platform not in self._tasks:
                self._tasks[platform] = self._bars.add_task(platform, total=self.totals[platform] or None)
            return self._tasks[platform]

    def expect(self, platform: str, count: int) -> None:
        super().expect(platform, count)
        self._bars.update(self.task(platform), total=count)

    def advance(self, platform: str) -> None:
        self._bars.update(self.task(platform), description=self.names[platform],
                          completed=min(self.done[platform], self.totals[platform] or self.done[platform]))

    def say(self, line: str) -> None:
        from rich.text import Text

        from addrinuse.support.escape import clean

        if not line.endswith((": begins", " observations")):
            self._bars.console.print(Text(clean(line), style="" if "quick cases are done" in line else "red"))

    def __enter__(self) -> "Progress":
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()


def fitting(slow: Mapping[str, float] | None = None) -> Progress:
    """The display that suits standard error. `slow`: the seconds that cases wait, by their ids."""
    return TerminalProgress(slow) if sys.stderr and sys.stderr.isatty() else Progress(slow)
