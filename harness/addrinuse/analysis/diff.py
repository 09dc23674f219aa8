"""The command `diff`: what changed from one run to another, by topic and by document; and, apart from that,
what only one of them answers."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from addrinuse.analysis import answers
from addrinuse.analysis.answers import Kind
from addrinuse.support import escape
from addrinuse.model.cases import Case, Statement
from addrinuse.model.observations import Observation, ObservationId
from addrinuse.support.paths import show
from addrinuse.model import verdicts
from addrinuse.model.runs import Run


@dataclass(frozen=True)
class Change:
    """One observation that is not the same in both runs. `kind` is changed, lost (only the first run has an
    answer) or gained (only the second has). `why` tells why there is no answer in the other run."""

    kind: str
    case: str
    before: str
    after: str
    why: str = ""


@dataclass(frozen=True)
class Changes:
    """What changed between two runs, and how many observations have an answer in both of them. What only one
    run answers is listed apart: it is no change."""

    before: Run
    after: Run
    changes: tuple[Change, ...]
    compared: int
    cases: Mapping[str, Case] = field(default_factory=dict)
    lost: tuple[Change, ...] = ()
    gained: tuple[Change, ...] = ()

    def documents(self) -> Counter[str]:
        """How many of the changes each document speaks of, the most first."""
        return documents_on((self.cases.get(ObservationId(change.case).case) for change in self.changes),
                            self.before, self.after)

    def sentence(self) -> str:
        """What it means, in one line."""
        names = f"{self.before.platform} to {self.after.platform}"
        topics: dict[str, int] = {}
        for change in self.changes:
            topic = change.case.partition("/")[0]
            topics[topic] = topics.get(topic, 0) + 1
        where = ": " + ", ".join(f"{topic} {count}" for topic, count in topics.items()) if topics else ""
        return (f"{names}: {len(self.changes)} of {self.compared} observations changed{where}"
                + (f"; {len(self.lost)} no longer answered" if self.lost else "")
                + (f"; {len(self.gained)} newly answered" if self.gained else ""))

    def apart(self) -> Iterator[tuple[str, tuple[Change, ...]]]:
        """What only one of the runs answers, with its heading."""
        if self.lost:
            yield "no longer answered, which is no change", self.lost
        if self.gained:
            yield "newly answered, which is no change", self.gained

    def warnings(self) -> list[str]:
        """What makes the comparison less than whole."""
        found = [f"{show(run.path)}: truncated; it lacks answers"
                 for run in (self.before, self.after) if run.truncated]
        digests = {run.header.suite.cases_digest for run in (self.before, self.after)}
        return found + (["the cases themselves changed between the two runs"] if len(digests) > 1 else [])

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "before": {"platform": self.before.platform, "facts": self.before.facts},
            "after": {"platform": self.after.platform, "facts": self.after.facts},
            "compared": self.compared, "sentence": self.sentence(), "warnings": self.warnings(),
            "changes": [_as_json(change) for change in self.changes],
            "no_longer_answered": [_as_json(change) for change in self.lost],
            "newly_answered": [_as_json(change) for change in self.gained],
            "documents": dict(self.documents()),
        }

    def lines(self) -> Iterator[str]:
        """For people."""
        topic = ""
        for name, before, after in _folded(self.changes):
            if name.partition("/")[0] != topic:
                topic = name.partition("/")[0]
                yield f"{topic}:"
            yield escape.clean(f"  {name}: {before} -> {after}")
        if self.documents():
            yield escape.clean(f"documents that speak of these: {self._by_document()}")
        for heading, changes in self.apart():
            yield f"{heading}: {len(changes)}"
            yield from (escape.clean(f"  {line}") for line in _reasons(changes))
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
        for heading, changes in self.apart():
            yield f"\n{heading.capitalize()}:\n"
            yield from (f"- {escape.markdown(line)}" for line in _reasons(changes))
        for warning in self.warnings():
            yield f"\n{escape.markdown(warning)}"


def _folded(changes: Iterable[Change]) -> list[tuple[str, str, str]]:
    """The changes, each as name, answer before and after; variants of a case that changed alike are one."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for change in changes:
        name = ObservationId(change.case)
        found.setdefault((name.case, change.before, change.after), []).append(name.variant)
    return [(f"{case}[{', '.join(variants)}]" if variants != [""] else case, before, after)
            for (case, before, after), variants in found.items()]


def _as_json(change: Change) -> dict[str, str]:
    return {name: value for name, value in vars(change).items() if name != "why" or value}


def _reasons(changes: Iterable[Change]) -> list[str]:
    return answers.reason_lines(answers.by_reason((change.case, change.why) for change in changes))


def speaks_of(said: Statement, *runs: Run) -> bool:
    """Whether a statement is about the platform of one of the runs."""
    return any(verdicts.speaks_of(said, run.platform, run.facts) for run in runs)


def documents_on(cases: Iterable[Case | None], *runs: Run) -> Counter[str]:
    """The documents that say something of these cases about the platform of one of the runs, and of how many
    of them: the most first, and of as many in the order of their names."""
    found = Counter(key for case in cases if case
                    for key in {said.doc for said in case.statements if speaks_of(said, *runs)})
    return Counter(dict(sorted(found.items(), key=lambda one: (-one[1], one[0]))))


def between(before: Run, after: Run, cases: Mapping[str, Case] | None = None) -> Changes:
    """Compares two runs, observation by observation. The cases, where given, tell the documents concerned."""
    found: dict[Kind, list[Change]] = {kind: [] for kind in Kind}
    for name in sorted({*before.observations, *after.observations}):
        change = _change(name, before.observations.get(name), after.observations.get(name))
        found[Kind(change.kind)].append(change)
    compared = len(found[Kind.SAME]) + len(found[Kind.CHANGED])
    return Changes(before, after, tuple(found[Kind.CHANGED]), compared, cases or {}, tuple(found[Kind.LOST]),
                   tuple(found[Kind.GAINED]))


def _change(name: ObservationId, old: Observation | None, new: Observation | None) -> Change:
    kind = answers.kind_of(answers.answer_of(old), answers.answer_of(new))
    missing = old if kind is Kind.GAINED else new
    why = answers.reason_of(missing) if kind in (Kind.LOST, Kind.GAINED) else ""
    before, after = (one.answer if one else answers.ABSENT for one in (old, new))
    return Change(kind.value, str(name), before, after, why)
