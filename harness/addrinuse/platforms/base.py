"""What a platform is to the harness: a place where the program runs and writes its stream."""
from __future__ import annotations

import shlex
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from addrinuse.support import tempdirs
from addrinuse.support.errors import UserError
from addrinuse.support.process import Program


@dataclass(frozen=True)
class Availability:
    """Whether a platform can be used here and, if not, why; what it would download first; what it is."""

    available: bool
    why: str = ""
    download_bytes: int = 0
    description: str = ""


@dataclass
class Session:
    """An open platform. `facts` are merged into the header; `identity` are the facts that must be true of
    what answers (a mismatch stops the run). A kind that is a command gives its words in `prefix`; a kind that
    is not overrides `stream`."""

    name: str
    program: Path
    prefix: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    identity: dict[str, str] = field(default_factory=dict)
    _program: Program | None = field(default=None, repr=False)

    def command(self, args: Sequence[str]) -> list[str]:
        """The argv that runs the program there with these arguments."""
        return [*self.prefix, str(self.program), *self.arguments, *args]

    def answer_name(self, facts: dict[str, Any]) -> str:
        """The name of what answered, given all its facts; the platform's own name unless a kind knows better.
        """
        return self.name

    def kept(self, header: dict[str, Any]) -> dict[str, Any]:
        """What stands in the run's header as the stream's own header has it: nothing, unless the stream was
        recorded elsewhere, with another state of the suite."""
        return {}

    def stream(self, args: Sequence[str], ids: Sequence[str], silence: float) -> Iterator[bytes]:
        """The lines of the program's stream for these observations. Raises Silence (see process), and
        UserError when the program cannot be started. Closing the iterator ends the program."""
        with tempdirs.folder() as folder:
            order = self.place(folder, "cases", "".join(f"{id}\n" for id in ids))
            argv = self.command([*args, "--cases-from", order])
            try:
                self._program = Program(argv)
            except OSError as trouble:
                raise UserError(f"platform {self.name}",
                                f"cannot start {shlex.join(argv[:2])}: {trouble.strerror}"
                                ) from None
            try:
                yield from self._program.lines(silence)
                self._program.end()
            finally:
                self._program.close()

    def lines_of(self, program: Path, arguments: Sequence[str], silence: float) -> Iterator[bytes]:
        """The lines that another program of the suite prints there, given these arguments. `silence`: seconds that it
        may print nothing. Raises Silence, and UserError if it cannot be started."""
        argv = [*self.prefix, str(program), *arguments]
        try:
            self._program = Program(argv)
        except OSError as error:
            raise UserError(f"platform {self.name}",
                            f"cannot start {shlex.join(argv[:2])}: {error.strerror}") from None
        try:
            yield from self._program.lines(silence)
            self._program.end()
        finally:
            self._program.close()

    def stop(self) -> None:
        """Ends the program from another thread; the stream then ends too."""
        if self._program:
            self._program.stop()

    def place(self, folder: Path, name: str, text: str) -> str:
        """Puts a file where the program finds it, and gives its path there; `folder` is for what the harness needs
        meanwhile."""
        path = folder / name
        path.write_text(text)
        return str(path)

    def ending(self) -> str:
        """How the program ended, after its last line: nothing when it ended well."""
        return self._program.end() if self._program else "never began"

    def last_words(self) -> str:
        """The end of what the program printed besides its stream."""
        return self._program.last_words() if self._program else ""


class Platform(ABC):
    """A place where the program can run. `name` is how users ask for it. What answers at a `simulated` one is
    no system that anybody has; it is left out wherever it is not named."""

    name: str
    simulated: bool = False

    @abstractmethod
    def describe(self) -> Availability:
        """Whether it can be used here. Quick, and changes nothing."""

    def prepare(self) -> None:
        """Builds and fetches what `open` needs, and may take its time. Raises UserError when it cannot."""

    @abstractmethod
    def open(self) -> AbstractContextManager[Session]:
        """A session on it; what it started is gone when the context ends. Raises UserError when it cannot be
        had."""
