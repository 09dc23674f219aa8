"""The command `diff`: what changed from one run to another, by topic and by document."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from addrinuse.support import escape
from addrinuse.model.cases import Case, Statement
from addrinuse.model.observations import Observation, ObservationId
from addrinuse.support.paths import show
from addrinuse.model import verdicts
from addrinuse.model.runs import Run

ABSENT = "not in this run"


@dataclass(frozen=True)
class Change:
    """One observation that is not the same in both runs; `kind` is changed, new or gone."""

    kind: str
    case: str
    before: str
    after: str


@dataclass(frozen=True)
class Changes:
    """What changed between two runs, and how many observations there were to compare."""

    before: Run
    after: Run
    changes: tuple[Change, ...]
    compared: int
    cases: Mapping[str, Case] = field(default_factory=dict)

    def documents(self) -> Counter[str]:
        """How many of the changes each document speaks of, the most first."""
        found: Counter[str] = Counter()
        for change in self.changes:
            found.update(documents_on(self.cases.get(ObservationId(change.case).case), self.before,
                                      self.after))
        return Counter(dict(sorted(found.items(), key=lambda one: (-one[1], one[0]))))

    def sentence(self) -> str:
        """What it means, in one line."""
        names = f"{self.before.platform} to {self.after.platform}"
        topics: dict[str, int] = {}
        for change in self.changes:
            topic = change.case.partition("/")[0]
            topics[topic] = topics.get(topic, 0) + 1
        where = ": " + ", ".join(f"{topic} {count}" for topic, count in topics.items()) if topics else ""
        return f"{names}: {len(self.changes)} of {self.compared} observations changed{where}"

    def warnings(self) -> list[str]:
        """What makes the comparison less than whole."""
        found = [f"{show(run.path)}: truncated; what it lacks counts as a change"
                 for run in (self.before, self.after) if run.truncated]
        digests = {run.header.suite.cases_digest for run in (self.before, self.after)}
        return found + (["the cases themselves changed between the two runs"] if len(digests) > 1 else [])

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "before": {"platform": self.before.platform, "facts": self.before.facts},
            "after": {"platform": self.after.platform, "facts": self.after.facts},
            "compared": self.compared, "sentence": self.sentence(), "warnings": self.warnings(),
            "changes": [vars(change) for change in self.changes], "documents": dict(self.documents()),
        }

    def lines(self) -> Iterator[str]:
        """For people."""
        topic = ""
        for change in self.changes:
            if change.case.partition("/")[0] != topic:
                topic = change.case.partition("/")[0]
                yield f"{topic}:"
            yield escape.clean(f"  {change.case}: {change.before} -> {change.after}")
        if self.documents():
            yield escape.clean(f"documents that speak of these: {self._by_document()}")
        yield from (escape.clean(f"note: {warning}") for warning in self.warnings())
        yield escape.clean(self.sentence())

    def _by_document(self) -> str:
        return ", ".join(f"{key} {count}" for key, count in self.documents().items())

    def markdown(self) -> Iterator[str]:
        """For a pull request or a step summary."""
        yield escape.markdown(self.sentence())
        if self.changes:
            yield ""
            names = [escape.markdown(run.platform) for run in (self.before, self.after)]
            yield f"| case | {' | '.join(names)} |"
            yield "|---|---|---|"
        for change in self.changes:
            yield "| " + " | ".join(map(escape.markdown, (change.case, change.before, change.after))) + " |"
        if self.documents():
            yield ""
            yield escape.markdown(f"Documents that speak of these: {self._by_document()}")
        for warning in self.warnings():
            yield f"\n{escape.markdown(warning)}"


def speaks_of(said: Statement, *runs: Run) -> bool:
    """Whether a statement is about the platform of one of the runs."""
    return any(verdicts.speaks_of(said, run.platform, run.facts) for run in runs)


def documents_on(case: Case | None, *runs: Run) -> set[str]:
    """The documents that say something of a case about the platform of one of the runs."""
    said = (*case.says, *case.disputed_by) if case else ()
    return {one.doc for one in said if speaks_of(one, *runs)}


def between(before: Run, after: Run, cases: Mapping[str, Case] | None = None) -> Changes:
    """Compares two runs, observation by observation. The cases, where given, tell the documents concerned."""
    names = sorted({*before.observations, *after.observations})
    changes = []
    for name in names:
        old, new = _answer(before.observations.get(name)), _answer(after.observations.get(name))
        if old != new:
            kind = "new" if old == ABSENT else "gone" if new == ABSENT else "changed"
            changes.append(Change(kind, str(name), old, new))
    return Changes(before, after, tuple(changes), len(names), cases or {})


def _answer(observation: Observation | None) -> str:
    return ABSENT if observation is None else observation.answer
