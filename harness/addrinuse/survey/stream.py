"""Runs the program's stream on a platform and makes the records of a run out of it.

Nothing that was asked for is missing from what comes out: a case the program did not answer for is crashed,
timed out or not run, with the reason.
"""
from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timezone
from functools import lru_cache

from addrinuse.model import cases, observations, runs
from addrinuse.support import paths
from addrinuse.support.errors import UserError
from addrinuse.platforms.base import Session
from addrinuse.support.process import Silence
from addrinuse.model.runs import Record

KEPT_NONSENSE = 20        # lines
NOT_A_NAME = re.compile(r"[^A-Za-z0-9._:+@-]+")


@dataclass(frozen=True)
class Request:
    """What is asked of a platform: observation ids in their starting order, how often each, how long a case
    may work and how long the program may stay silent (both in seconds)."""

    ids: tuple[str, ...]
    repeat: int = 1
    timeout: float | None = None
    silence: float = 120
    selection: str = ""
    left_out: tuple[Record, ...] = field(default=(), repr=False)

    def arguments(self) -> list[str]:
        """The program's arguments for it, without the list of cases."""
        found = ["--records", "--with-parent"]
        if self.repeat > 1:
            found += ["--repeat", str(self.repeat)]
        if self.timeout is not None:
            found += ["--timeout", f"{self.timeout:g}"]
        return found


def now() -> str:
    """The moment as run files write it."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def observe(session: Session, request: Request) -> Iterator[Record]:
    """The records of a run: header, observations as they arrive, footer.

    Raises UserError when the platform gives no header or is not what it is said to be. Closing the iterator
    ends the program."""
    stream = _Stream(session, request)
    lines = session.stream(request.arguments(), request.ids, request.silence)
    try:
        yield from stream.records(lines)
    finally:
        lines.close()


class _Stream:
    """One stream while it is read."""

    def __init__(self, session: Session, request: Request) -> None:
        self.session = session
        self.request = request
        self.due = dict.fromkeys(request.ids)
        self.gathered: dict[str, list[Record]] = {}
        self.done: set[str] = set()
        self.nonsense: list[str] = []
        self.count = 0
        self.complete = False

    def records(self, lines: Iterable[bytes]) -> Iterator[Record]:
        lines = iter(lines)
        status, why = "not-run", "the program ended without answering for it"
        try:
            yield self.header(lines)
            yield from self.counted(self.request.left_out)
            for line in lines:
                yield from self.counted(self.observation(line))
                if self.complete:
                    break
        except Silence:
            if not self.count and self.header_is_due:
                raise self.no_header(f"nothing came for {self.request.silence:g} s") from None
            status, why = "timeout", f"the program said nothing for {self.request.silence:g} s"
        else:
            ending = self.session.ending()
            if ending and not self.complete:
                status, why = "crashed", f"the program {ending}"
        yield from self.counted(self.missing(status, why))
        yield {"count": self.count, "finished": now()}

    header_is_due = True

    def header(self, lines: Iterator[bytes]) -> Record:
        for line in lines:
            record = self.parsed(line)
            if record is None:
                continue
            if record.get("run") != "addrinuse":
                raise self.no_header("its first record is not a header")
            self.header_is_due = False
            return complete_header(record, self.session, self.request)
        raise self.no_header(f"the program {self.session.ending() or 'ended'} before its header")

    def no_header(self, reason: str) -> UserError:
        words = "\n".join(filter(None, [*self.nonsense, self.session.last_words()]))
        shown = f"; it said:\n{words[-2000:]}".replace("\n", "\n  ") if words else ""
        return UserError(f"platform {self.session.name}", reason + shown)

    def parsed(self, line: bytes) -> Record | None:
        """The record in a line; nonsense is kept for the reasons of what will be missing."""
        record = runs.record_of(line)
        if record is not None:
            return record
        if line.strip() and len(self.nonsense) < KEPT_NONSENSE:
            self.nonsense.append(line[:1000].decode("utf-8", "replace"))
        return None

    def observation(self, line: bytes) -> list[Record]:
        """The observation that a line completes, if it does."""
        record = self.parsed(line)
        if record is None:
            return []
        if "count" in record and "case" not in record:
            self.complete = True
            return []
        id = record.get("case")
        if not isinstance(id, str) or not self.is_asked(id) or id in self.done:
            self.parsed(b"out of place: " + line)
            return []
        gathered = self.gathered.setdefault(id, [])
        gathered.append(observations.from_program(record))
        if len(gathered) < self.request.repeat:
            return []
        return [self.finish(id)]

    def is_asked(self, id: str) -> bool:
        """Whether an answer to this is wanted: asked for, or a control, which always runs."""
        return id in self.due or (id.startswith("controls/") and runs.CASE.fullmatch(id) is not None)

    def finish(self, id: str) -> Record:
        self.done.add(id)
        return observations.merged(self.gathered.pop(id))

    def missing(self, status: str, why: str) -> Iterator[Record]:
        """What is still due, each with the reason; what some repeats answered is kept."""
        words = "\n".join(filter(None, [*self.nonsense, self.session.last_words()]))
        for id in [*self.due, *self.gathered]:
            if id not in self.done:
                lost = observations.without_answer(id, status, why, words)
                self.gathered.setdefault(id, []).append(lost)
                yield self.finish(id)

    def counted(self, records: Iterable[Record]) -> Iterator[Record]:
        for record in records:
            self.count += 1
            yield record


def complete_header(record: Record, session: Session, request: Request) -> Record:
    """The program's header with what only the harness knows: how the platform was reached, and of which suite
    this is. Raises UserError when the platform is not what it is said to be."""
    facts = record.get("facts") if isinstance(record.get("facts"), dict) else {}
    facts = {**facts, **session.facts}
    for name, wanted in session.identity.items():
        if facts.get(name) != wanted:
            raise UserError(f"platform {session.name}", f"{name} is {facts.get(name)!r}, not {wanted!r}",
                            "Something else answers there; nothing of it is recorded.")
    header = {
        "run": "addrinuse", "schema": runs.SCHEMA,
        "platform": NOT_A_NAME.sub("-", session.answer_name(facts)).strip("-")[:80] or "unknown",
        "facts": facts, "suite": suite(), "started": now(), "time": record.get("time", "real"),
        **session.kept(record),
    }
    if request.selection:
        header["selection"] = request.selection
    reason = runs.schema_trouble(header)
    if reason:
        raise UserError(f"platform {session.name}", f"its header is not one: {reason}")
    return header


@lru_cache
def suite() -> dict[str, str]:
    """Which cases these are: the commit where there is one, and the digest of the files."""
    return {"commit": _commit(), "cases_digest": cases.digest()}


def _commit() -> str:
    try:
        asked = subprocess.run(["git", "-C", str(paths.root()), "rev-parse", "HEAD", "--show-prefix"],
                               capture_output=True, text=True, timeout=10)
    except (OSError, subprocess.SubprocessError):
        return "unknown"
    commit, *prefix = asked.stdout.splitlines() or [""]
    is_ours = asked.returncode == 0 and re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", commit) and not any(prefix)
    return commit if is_ours else "unknown"
