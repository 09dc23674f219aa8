"""Runs the program's stream on a platform and makes a run out of it.

Nothing that was asked for is missing from what comes out: a case the program did not answer for is crashed,
timed out or not run, with the reason.
"""
from __future__ import annotations

import re
import subprocess
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timezone
from functools import lru_cache

from addrinuse.model import cases, observations, records
from addrinuse.model.observations import (Event, Footer, Header, Noise, Observation, ObservationId, Status,
                                          Suite)
from addrinuse.platforms.base import Request, Session
from addrinuse.support import paths
from addrinuse.support.errors import UserError
from addrinuse.support.process import OutputStalled

MAX_GARBAGE_LINES = 20
NOT_A_NAME = re.compile(r"[^A-Za-z0-9._:+@-]+")

RunEvent = Header | Observation | Footer


def now() -> str:
    """The moment as run files write it."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def observe(session: Session, request: Request) -> Generator[RunEvent, None, None]:
    """The events of a run: header, observations as they arrive, footer.

    Raises UserError when the platform gives no header or is not what it is said to be. Closing the iterator
    ends the program."""
    return Assembler(session, request).events()


class Assembler:
    """Makes one run out of a session's stream: repetitions merged, what is missing with its reason."""

    def __init__(self, session: Session, request: Request) -> None:
        self.session = session
        self.request = request
        self.due = dict.fromkeys(request.ids)
        self.repeats: dict[ObservationId, list[Observation]] = {}
        self.done: set[ObservationId] = set()
        self.garbage: list[str] = []
        self.count = 0
        self.complete = False
        self.has_header = False

    def events(self) -> Generator[RunEvent, None, None]:
        """The whole run. See `observe`."""
        with closing(self.session.stream(self.request)) as stream:
            yield from self._events(stream)

    def _events(self, stream: Iterator[Event]) -> Iterator[RunEvent]:
        status, why = Status.NOT_RUN, "the program ended without answering for it"
        try:
            yield self._header(stream)
            yield from self._counted(self.request.left_out)
            for event in stream:
                yield from self._counted(self._completed_by(event))
                if self.complete:
                    break
        except OutputStalled:
            if not self.has_header:
                raise self._no_header(f"nothing came for {self.request.stall_timeout:g} s") from None
            status, why = Status.TIMEOUT, f"the program wrote nothing for {self.request.stall_timeout:g} s"
        else:
            reason = self.session.exit_reason()
            if reason and not self.complete:
                status, why = Status.CRASHED, f"the program {reason}"
        yield from self._counted(self._missing(status, why))
        yield Footer(self.count, now())

    def answered(self) -> Iterator[Observation]:
        """After an interruption: what some of the repetitions answered, for the cases that are not
        finished."""
        for name in list(self.repeats):
            yield from self._counted([self._finish(name)])

    def _header(self, stream: Iterator[Event]) -> Header:
        for event in stream:
            if isinstance(event, Noise):
                self._keep(event.text)
                continue
            if not isinstance(event, Header):
                raise self._no_header("its first record is not a header")
            self.has_header = True
            return complete_header(event, self.session, self.request)
        raise self._no_header(f"the program {self.session.exit_reason() or 'ended'} before its header")

    def _no_header(self, reason: str) -> UserError:
        output = self._output()
        shown = f"; its output:\n{output[-2000:]}".replace("\n", "\n  ") if output else ""
        return UserError(f"platform {self.session.name}", reason + shown)

    def _output(self) -> str:
        """What the program printed besides its records."""
        return "\n".join(filter(None, [*self.garbage, self.session.stderr_tail()]))

    def _keep(self, text: str) -> None:
        """Keeps a line that is no record for the reasons of what will be missing."""
        if text.strip() and len(self.garbage) < MAX_GARBAGE_LINES:
            self.garbage.append(text)

    def _completed_by(self, event: Event) -> list[Observation]:
        """The observation that an event completes, if it does."""
        if isinstance(event, Noise):
            self._keep(event.text)
        elif isinstance(event, Footer):
            self.complete = True
        elif isinstance(event, Observation):
            if self._is_asked(event.id) and event.id not in self.done:
                return self._add(event)
            self._keep(f"out of place: {event.id}: {event.answer}")
        return []

    def _add(self, observation: Observation) -> list[Observation]:
        repeats = self.repeats.setdefault(observation.id, [])
        repeats.append(observation)
        return [] if len(repeats) < self.request.repeat else [self._finish(observation.id)]

    def _is_asked(self, name: ObservationId) -> bool:
        """Whether an answer to this is wanted: asked for, or a control, which always runs."""
        return name in self.due or name.is_control

    def _finish(self, name: ObservationId) -> Observation:
        self.done.add(name)
        return observations.merged(self.repeats.pop(name))

    def _missing(self, status: Status, why: str) -> Iterator[Observation]:
        """What is still due, each with the reason; what some repetitions answered is kept."""
        output = self._output()
        for name in [*self.due, *self.repeats]:
            if name not in self.done:
                lost = observations.without_answer(name, status, why, output)
                self.repeats.setdefault(name, []).append(lost)
                yield self._finish(name)

    def _counted(self, completed: Iterable[Observation]) -> Iterator[Observation]:
        for observation in completed:
            self.count += 1
            yield observation


def complete_header(header: Header, session: Session, request: Request) -> Header:
    """The program's header with what only the harness knows: how the platform was reached, and of which suite
    this is. Raises UserError when the platform is not what it is said to be."""
    facts = {**header.facts, **session.facts}
    _check_identity(session, facts)
    recorded = session.recorded_header()
    complete = replace(
        header, platform=NOT_A_NAME.sub("-", session.answer_name(facts)).strip("-")[:80] or "unknown",
        facts=facts, suite=recorded.suite if recorded else suite(),
        started=recorded.started if recorded else now(), selection=request.selection)
    error = records.validation_error(records.as_json(complete))
    if error:
        raise UserError(f"platform {session.name}", f"its header is not one: {error}")
    return complete


def _check_identity(session: Session, facts: Mapping[str, object]) -> None:
    for name, wanted in session.identity.items():
        if facts.get(name) != wanted:
            raise UserError(f"platform {session.name}", f"{name} is {facts.get(name)!r}, not {wanted!r}",
                            "Something else answers there; nothing of it is recorded.")


@lru_cache
def suite() -> Suite:
    """Which cases these are: the commit where there is one, and the digest of the files."""
    return Suite(_commit(), cases.digest())


def _commit() -> str:
    try:
        answer = subprocess.run(["git", "-C", str(paths.root()), "rev-parse", "HEAD", "--show-prefix"],
                                capture_output=True, text=True, timeout=10)
    except (OSError, subprocess.SubprocessError):
        return "unknown"
    commit, *prefix = answer.stdout.splitlines() or [""]
    is_ours = (answer.returncode == 0 and re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", commit)
               and not any(prefix))
    return commit if is_ours else "unknown"
