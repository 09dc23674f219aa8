"""A run file that somebody sent: `run:FILE` is the platform that it describes. docs/running.md says how to
make one on a machine that has a C++17 compiler and CMake and nothing else."""
from __future__ import annotations

import stat
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from addrinuse.model import runs
from addrinuse.model.observations import Event, Footer, Header, Status, without_answer
from addrinuse.model.runs import Run
from addrinuse.platforms.base import Availability, Platform, Request, Session
from addrinuse.support.errors import UserError
from addrinuse.support.escape import clean

NO_ANSWER = "the contributed run has no answer for it"


@dataclass
class RecordedSession(Session):
    """Answers as the run did. Nobody can ask that machine again: its own words for what it is are taken."""

    run: Run = field(kw_only=True)

    def answer_name(self, facts: dict[str, Any]) -> str:
        return self.run.platform

    def recorded_header(self) -> Header:
        return self.run.header

    def stream(self, request: Request) -> Generator[Event, None, None]:
        if request.repeat > 1:
            raise UserError(f"platform {self.name}", "was recorded once and cannot be repeated",
                            "Leave out --repeat.")
        yield self.run.header
        controls = [name for name in self.run.observations if name.is_control and name not in request.ids]
        for name in (*controls, *request.ids):
            yield self.run.observations.get(name) or without_answer(name, Status.NOT_RUN, NO_ANSWER)
        yield Footer(len(request.ids) + len(controls), "")

    def exit_reason(self) -> str:
        return ""


class Contributed(Platform):
    """The platform that a run file describes."""

    standalone = None

    def __init__(self, path: str) -> None:
        self.name = f"run:{clean(path)}"
        self.path = Path(path)

    def describe(self) -> Availability:
        try:
            run = read_once(self.path)
        except UserError as error:
            return Availability(False, str(error).replace("\n  ", "; "))
        return Availability(True,
                            description=f"a run of {run.platform} with {len(run.observations)} observations")

    @contextmanager
    def open(self) -> Iterator[Session]:
        yield RecordedSession(self.name, self.path, facts={"contributed": True}, run=read_once(self.path))


def read_once(path: Path) -> Run:
    """The run in a file. It is read a second time only if it is a regular file that has changed: a pipe gives
    its content once. Raises UserError where it is no run."""
    try:
        status = path.stat()
    except OSError:
        return runs.read(path)  # which has the words for it
    is_regular = stat.S_ISREG(status.st_mode)
    version = (status.st_size, status.st_mtime_ns) if is_regular else (0, 0)
    return _read_version(path, (status.st_dev, status.st_ino, *version))


@lru_cache(maxsize=8)
def _read_version(path: Path, version: tuple[int, ...]) -> Run:
    return runs.read(path)


def platforms() -> list[Platform]:
    """None has a name before somebody names a file."""
    return []


def named(path: str) -> Platform:
    """The platform of the run in a file."""
    return Contributed(path)
