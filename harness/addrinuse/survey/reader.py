"""One platform's stream, read by a thread of its own, for those who wait for single observations of it.

Two threads share what is here without threading.Condition: its methods are written in Python, so that an
interruption between two of their steps leaves its lock taken, and the other thread waits for ever. An
attribute, a deque and a SimpleQueue need no lock.
"""
from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from contextlib import closing
from queue import Empty, SimpleQueue

from addrinuse.model.observations import Observation, ObservationId
from addrinuse.platforms.base import Platform, Request, Session
from addrinuse.support.errors import UserError
from addrinuse.survey.stream import Assembler, RunEvent


class StreamReader:
    """Starts a platform's stream for a request; `listener` gets every event, from the reader's thread."""

    def __init__(self, platform: Platform, request: Request,
                 listener: Callable[[RunEvent], None] | None = None) -> None:
        self.platform = platform
        self.request = request
        self.error: UserError | None = None
        self._listener = listener
        self._session: Session | None = None
        self._observations: dict[ObservationId, Observation] = {}
        self._fresh: deque[RunEvent] = deque()
        self._ended = False
        self._stopped = False
        self._news: SimpleQueue[None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=f"reader of {platform.name}", daemon=True)
        self._thread.start()

    def wait(self, name: ObservationId) -> Observation:
        """The observation of that id, as soon as it is there. Raises UserError when the platform has
        failed."""
        while name not in self._observations:
            if self.error:
                raise self.error
            if self._ended and name not in self._observations:
                raise UserError(f"platform {self.platform.name}", f"stopped before {name} was observed")
            try:
                self._news.get(timeout=1)
            except Empty:
                pass
        return self._observations[name]

    def drain(self) -> list[RunEvent]:
        """The events that came since the last time."""
        return [self._fresh.popleft() for _ in range(len(self._fresh))]

    def stop(self) -> None:
        """Ends the program. What some repetitions of a case have answered until now is recorded as its
        observation."""
        self._stopped = True
        if self._session:
            self._session.stop()
        self._thread.join()

    def finish(self, timeout: float = 10) -> None:
        """Lets the stream come to its own end, for so many seconds at most."""
        self._thread.join(timeout)
        self.stop()

    def _run(self) -> None:
        try:
            with self.platform.open() as session:
                self._session = session
                if not self._stopped:
                    self._read(Assembler(session, self.request))
        except UserError as error:
            self.error = error
        except Exception as error:  # a thread has no caller that could handle it: the waiting ones raise it
            self.error = UserError(f"platform {self.platform.name}", f"{type(error).__name__}: {error}")
            self.error.__cause__ = error
        self._ended = True
        self._news.put(None)

    def _read(self, run: Assembler) -> None:
        with closing(run.events()) as events:
            for event in events:
                if self._stopped:
                    break
                self._take(event)
        if self._stopped:
            for observation in run.answered():
                self._take(observation)

    def _take(self, event: RunEvent) -> None:
        if self._listener:
            self._listener(event)
        self._fresh.append(event)
        if isinstance(event, Observation):
            self._observations[event.id] = event
        self._news.put(None)
