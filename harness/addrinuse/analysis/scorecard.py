"""The command `documents`: per document, how many of its claims hold on which platforms, and which do not."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from addrinuse.model import observations, verdicts
from addrinuse.model.cases import Case, Statement, case_of, variant_of
from addrinuse.model.documents import Document
from addrinuse.support.escape import clean
from addrinuse.model.runs import Record, Run


@dataclass(frozen=True)
class Failing:
    """A statement that a platform contradicts."""

    case: str
    at: str
    predicts: tuple[str, ...]
    answer: str


@dataclass
class Score:
    """One document on one platform: its statements by verdict, and those that fail."""

    counts: Counter[str] = field(default_factory=Counter)
    failing: list[Failing] = field(default_factory=list)

    @property
    def asked(self) -> int:
        """How many of its statements are about this platform."""
        return sum(count for verdict, count in self.counts.items() if verdict != "silent")


Scores = dict[str, dict[str, Score]]


def of_runs(cases: Mapping[str, Case], documents: Mapping[str, Document], runs: Iterable[Run]) -> Scores:
    """The scores by document and platform. Every document that a case names is there."""
    named = {said.doc for case in cases.values() for said in (*case.says, *case.disputed_by)}
    scores: Scores = {key: {} for key in documents if key in named}
    for run in runs:
        seen: dict[str, list[Record]] = {}
        for id, record in run.observations.items():
            seen.setdefault(case_of(id), []).append(record)
        for case in cases.values():
            for said in (*case.says, *case.disputed_by):
                score = scores[said.doc].setdefault(run.platform, Score())
                _count(score, case, said, seen.get(case.id, []), run)
    return scores


def across_variants(said: Statement, records: list[Record], run: Run
                    ) -> tuple[str, dict[str, tuple[str, Record]]]:
    """The verdict on a statement in a run, over the variants of its case, and that of each variant with its
    record. Variants that do not apply are left aside."""
    records = [one for one in records if one["status"] != "not-applicable"] or records
    each = {variant_of(one["case"]): (verdicts.of_statement(said, one, run.platform, run.facts), one)
            for one in records}
    verdict = verdicts.together(verdict for verdict, _ in each.values()) if each else "undecided"
    if not each and said.on and not any(verdicts.applies(on, run.platform, run.facts) for on in said.on):
        verdict = "silent"
    return verdict, each


def _count(score: Score, case: Case, said: Statement, records: list[Record], run: Run) -> None:
    """Adds one statement; variants count together."""
    verdict, each = across_variants(said, records, run)
    score.counts[verdict] += 1
    if verdict == "contradicted":
        against = [(name, one) for name, (word, one) in each.items() if word == "contradicted"]
        answers = dict.fromkeys(observations.answer(one) for _, one in against)
        where = f" ({', '.join(name for name, _ in against)})" if len(against) < len(each) else ""
        predicts = said.predicts or tuple(dict.fromkeys(one["claimed"] for _, one in against))
        score.failing.append(Failing(case.id, said.at, predicts, ", ".join(answers) + where))


def as_json(scores: Scores, documents: Mapping[str, Document]) -> dict[str, Any]:
    """The scorecard for programs."""
    return {"documents": [{
        "key": key, "title": documents[key].title, "edition": documents[key].edition,
        "kind": documents[key].kind,
        "platforms": {platform: {
            **{word: score.counts[word] for word in verdicts.WORDS},
            "failing": [{"case": one.case, "at": one.at, "predicts": list(one.predicts),
                         "observed": one.answer}
                        for one in score.failing]} for platform, score in platforms.items()},
    } for key, platforms in scores.items()]}


def lines(scores: Scores, documents: Mapping[str, Document]) -> Iterator[str]:
    """The scorecard for people."""
    for key, platforms in scores.items():
        document = documents[key]
        kind = " [source]" if document.kind == "source" else ""
        yield clean(f"{key}: {document.title} ({document.edition}){kind}")
        for platform, score in platforms.items():
            yield clean(f"  {platform}: {_sentence(score)}")
            for one in score.failing:
                yield clean(f"    ✗ {one.case} ({one.at}): predicts {' or '.join(one.predicts)}, "
                            f"observed {one.answer}")
        yield ""


def _sentence(score: Score) -> str:
    if not score.asked:
        return "says nothing about this platform"
    words = f"{score.counts['holds']} of {score.asked} claims hold"
    return words + (f", {score.counts['undecided']} undecided" if score.counts["undecided"] else "")
