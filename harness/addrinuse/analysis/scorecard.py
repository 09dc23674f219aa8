"""The command `documents`: per document, how many of its claims hold on which platforms, and which do not."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from addrinuse.model import verdicts
from addrinuse.model.cases import Case, Statement
from addrinuse.model.documents import Document
from addrinuse.support.escape import clean
from addrinuse.model.observations import Observation, Status
from addrinuse.model.runs import Run


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
    named = {said.doc for case in cases.values() for said in case.statements}
    scores: Scores = {key: {} for key in documents if key in named}
    for run in runs:
        for case in cases.values():
            for said in case.statements:
                score = scores[said.doc].setdefault(run.platform, Score())
                _count(score, case, said, run.by_case.get(case.id, []), run)
    return scores


def across_variants(statement: Statement, observations: list[Observation], run: Run
                    ) -> tuple[str, dict[str, tuple[str, Observation]]]:
    """The verdict on a statement in a run, over the variants of its case, and that of each variant with its
    observation. Variants that do not apply are left aside."""
    applicable = [observation for observation in observations
                  if observation.status is not Status.NOT_APPLICABLE]
    each = {observation.id.variant: (verdicts.of_statement(statement, observation, run.platform, run.facts),
                                     observation)
            for observation in applicable or observations}
    verdict = verdicts.combine(verdict for verdict, _ in each.values()) if each else "undecided"
    if not each and not verdicts.speaks_of(statement, run.platform, run.facts):
        verdict = "silent"
    return verdict, each


def _count(score: Score, case: Case, said: Statement, observations: list[Observation], run: Run) -> None:
    """Adds one statement; variants count together."""
    verdict, each = across_variants(said, observations, run)
    score.counts[verdict] += 1
    if verdict == "contradicted":
        against = [(name, one) for name, (word, one) in each.items() if word == "contradicted"]
        answers = dict.fromkeys(one.answer for _, one in against)
        where = f" ({', '.join(name for name, _ in against)})" if len(against) < len(each) else ""
        predicts = said.predicts or tuple(dict.fromkeys(one.claimed for _, one in against
                                                        if one.claimed is not None))
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


def worst_first(scores: Scores) -> list[str]:
    """The documents, those of whose decided statements the fewest hold first; undecided ones last."""
    def key(name: str) -> tuple[float, int]:
        holds, decided = _decided(scores[name].values())
        return (holds / decided if decided else 2, holds - decided)
    return sorted(scores, key=key)


def _decided(scores: Iterable[Score]) -> tuple[int, int]:
    """How many statements hold, and how many hold or are contradicted."""
    scores = list(scores)
    holds = sum(score.counts["holds"] for score in scores)
    return holds, holds + sum(score.counts["contradicted"] for score in scores)


def short_lines(scores: Scores, documents: Mapping[str, Document], runs: Iterable[Run]) -> Iterator[str]:
    """A line a document, the worst first: the share of its statements that hold on the last platform of each
    stack."""
    newest = {str(run.facts.get("stack")): run.platform for run in runs
              if not run.platform.startswith("container-")}
    for key in worst_first(scores):
        shares = []
        for stack, platform in newest.items():
            holds, decided = _decided([scores[key][platform]] if platform in scores[key] else [])
            if decided:
                shares.append(f"{stack} {holds} of {decided}")
        if shares:
            yield clean(f"{key}: {', '.join(shares)}: {documents[key].title}")


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
