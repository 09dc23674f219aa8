"""The command `diff`: what changed from one run to another, by topic."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from addrinuse import escape, observations
from addrinuse.runs import Record, Run

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
        found = [f"{run.path}: truncated; what it lacks counts as a change"
                 for run in (self.before, self.after) if run.truncated]
        digests = {run.header["suite"]["cases_digest"] for run in (self.before, self.after)}
        return found + (["the cases themselves changed between the two runs"] if len(digests) > 1 else [])

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "before": {"platform": self.before.platform, "facts": self.before.facts},
            "after": {"platform": self.after.platform, "facts": self.after.facts},
            "compared": self.compared, "sentence": self.sentence(), "warnings": self.warnings(),
            "changes": [vars(change) for change in self.changes],
        }

    def lines(self) -> Iterator[str]:
        """For people."""
        topic = ""
        for change in self.changes:
            if change.case.partition("/")[0] != topic:
                topic = change.case.partition("/")[0]
                yield f"{topic}:"
            yield escape.clean(f"  {change.case}: {change.before} -> {change.after}")
        yield from (escape.clean(f"note: {warning}") for warning in self.warnings())
        yield escape.clean(self.sentence())

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
        for warning in self.warnings():
            yield f"\n{escape.markdown(warning)}"


def between(before: Run, after: Run) -> Changes:
    """Compares two runs, observation by observation."""
    ids = sorted({*before.observations, *after.observations})
    found = []
    for id in ids:
        old, new = _answer(before.observations.get(id)), _answer(after.observations.get(id))
        if old != new:
            kind = "new" if old == ABSENT else "gone" if new == ABSENT else "changed"
            found.append(Change(kind, id, old, new))
    return Changes(before, after, tuple(found), len(ids))


def _answer(record: Record | None) -> str:
    return ABSENT if record is None else observations.answer(record)
