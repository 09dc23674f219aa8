"""One platform's stream, read by a thread of its own, for those who wait for single observations of it."""
from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing

from addrinuse.survey import stream
from addrinuse.survey.stream import Request
from addrinuse.support.errors import UserError
from addrinuse.platforms.registry import Platform, Session
from addrinuse.model.runs import Record


class Feed:
    """Starts a platform's stream for a request; `listener` is told every record, from the feed's thread."""

    def __init__(self, platform: Platform, request: Request,
                 listener: Callable[[Record], None] | None = None) -> None:
        self.platform = platform
        self.request = request
        self.trouble: UserError | None = None
        self._listener = listener
        self._session: Session | None = None
        self._observations: dict[str, Record] = {}
        self._fresh: list[Record] = []
        self._ended = False
        self._stopped = False
        self._news = threading.Condition()
        self._thread = threading.Thread(target=self._run, name=f"feed {platform.name}", daemon=True)
        self._thread.start()

    def wait(self, id: str) -> Record:
        """The observation of that id, as soon as it is there. Raises UserError when the platform has trouble.
        """
        with self._news:
            while id not in self._observations:
                if self.trouble:
                    raise self.trouble
                if self._ended:
                    raise UserError(f"platform {self.platform.name}", f"stopped before {id} was observed")
                self._news.wait(1)
            return self._observations[id]

    def drain(self) -> list[Record]:
        """The records that came since the last time."""
        with self._news:
            fresh, self._fresh = self._fresh, []
            return fresh

    def stop(self) -> None:
        """Ends the program; what did not arrive until now is not recorded."""
        with self._news:
            self._stopped = True
            session = self._session
        if session:
            session.stop()
        self._thread.join()

    def finish(self, patience: float = 10) -> None:
        """Lets the stream come to its own end, for so many seconds at most."""
        self._thread.join(patience)
        self.stop()

    def _run(self) -> None:
        try:
            with self.platform.open() as session:
                with self._news:
                    self._session = session
                with closing(stream.observe(session, self.request)) as records:
                    for record in records:
                        if not self._take(record):
                            break
        except UserError as trouble:
            self.trouble = trouble
        except Exception as trouble:  # a thread has no caller to tell: the waiting ones raise it
            self.trouble = UserError(f"platform {self.platform.name}", f"{type(trouble).__name__}: {trouble}")
            self.trouble.__cause__ = trouble
        with self._news:
            self._ended = True
            self._news.notify_all()

    def _take(self, record: Record) -> bool:
        with self._news:
            if self._stopped:
                return False
        if self._listener:
            self._listener(record)
        with self._news:
            self._fresh.append(record)
            if "case" in record:
                self._observations[record["case"]] = record
            self._news.notify_all()
        return True
