"""A run file that somebody sent: `run:FILE` is the platform that it tells of. docs/running.md says how to make one on a
machine that has a C++17 compiler and CMake and nothing else."""
from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from addrinuse.model import runs
from addrinuse.support.errors import UserError
from addrinuse.support.escape import clean
from addrinuse.platforms.base import Availability, Platform, Session
from addrinuse.model.runs import Record, Run

NO_ANSWER = "the contributed run has no answer for it"


@dataclass
class RecordedSession(Session):
    """Answers as the run did. Nobody can ask that machine again: its own words for what it is are taken."""

    run: Run = field(kw_only=True)

    def answer_name(self, facts: dict[str, Any]) -> str:
        return self.run.platform

    def kept(self, header: dict[str, Any]) -> dict[str, Any]:
        return {name: self.run.header[name] for name in ("suite", "started") if name in self.run.header}

    def stream(self, args: Sequence[str], ids: Sequence[str], silence: float) -> Iterator[bytes]:
        if "--repeat" in args:
            raise UserError(f"platform {self.name}", "was recorded once and cannot be repeated", "Leave out --repeat.")
        yield _line(self.run.header)
        controls = [id for id in self.run.observations if id.startswith("controls/") and id not in ids]
        for id in [*controls, *ids]:
            yield _line(self.run.observations.get(id) or {"case": id, "status": "not-run", "why": NO_ANSWER})
        yield _line({"count": len(ids) + len(controls)})

    def ending(self) -> str:
        return ""


class Contributed(Platform):
    """The platform that a run file tells of."""

    def __init__(self, path: str) -> None:
        self.name = f"run:{clean(path)}"
        self.path = Path(path)

    def describe(self) -> Availability:
        try:
            run = runs.read(self.path)
        except UserError as trouble:
            return Availability(False, str(trouble).replace("\n  ", "; "))
        return Availability(True, description=f"a run of {run.platform} with {len(run.observations)} observations")

    @contextmanager
    def open(self) -> Iterator[Session]:
        run = runs.read(self.path)
        yield RecordedSession(self.name, self.path, facts={"contributed": True}, run=run)


def _line(record: Record) -> bytes:
    return json.dumps(record).encode()


def platforms() -> list[Platform]:
    """None has a name before somebody names a file."""
    return []


def named(path: str) -> Platform:
    """The platform of the run in a file."""
    return Contributed(path)
