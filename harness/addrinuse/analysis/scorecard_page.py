"""The scorecard as a Markdown page: the documents, worst first, and the sentences that most get wrong."""
from __future__ import annotations

from collections.abc import Iterator, Mapping

from addrinuse.analysis.scorecard import Score, Scores
from addrinuse.model.cases import Case
from addrinuse.model.documents import Document
from addrinuse.support.escape import markdown

MOST_STATED = 3   # how many false sentences the page puts first


def lines(scores: Scores, documents: Mapping[str, Document], cases: Mapping[str, Case]) -> Iterator[str]:
    """A section for each platform of the scores."""
    for platform in dict.fromkeys(name for platforms in scores.values() for name in platforms):
        of_platform = {key: platforms[platform] for key, platforms in scores.items()
                       if platform in platforms and platforms[platform].asked}
        yield f"## {markdown(platform)}"
        yield ""
        yield from _false_sentences(of_platform, documents, cases)
        yield from _table(of_platform, documents)


def most_stated(scores: Mapping[str, Score]) -> list[tuple[str, list[str]]]:
    """The cases that contradict documents, each with the documents, that of most documents first."""
    against: dict[str, list[str]] = {}
    for key, score in scores.items():
        for case in dict.fromkeys(failing.case for failing in score.failing):
            against.setdefault(case, []).append(key)
    return sorted(against.items(), key=lambda entry: (-len(entry[1]), entry[0]))


def _false_sentences(scores: Mapping[str, Score], documents: Mapping[str, Document],
                     cases: Mapping[str, Case]) -> Iterator[str]:
    yield "The sentences that most of these documents state, and that do not hold:"
    yield ""
    for number, (case, keys) in enumerate(most_stated(scores)[:MOST_STATED], 1):
        failing = [one for key in keys for one in scores[key].failing if one.case == case]
        predicts = ", ".join(dict.fromkeys(word for one in failing for word in one.predicts))
        question = cases[case].question or cases[case].claim
        yield markdown(f"{number}. {question} Stated: {predicts}. Observed: {failing[0].answer} ({case}).")
        for key in keys:
            at = next(one.at for one in scores[key].failing if one.case == case)
            yield markdown(f"   - {documents[key].title}: {at}")
    yield ""


def _table(scores: Mapping[str, Score], documents: Mapping[str, Document]) -> Iterator[str]:
    yield "| document | claims asked | hold | contradicted | undecided | source seen |"
    yield "|---|---|---|---|---|---|"
    for key in sorted(scores, key=lambda key: (_share_that_holds(scores[key]), key)):
        counts, document = scores[key].counts, documents[key]
        cells = (document.title, scores[key].asked, counts["holds"], counts["contradicted"],
                 counts["undecided"], "yes" if document.checked else "no")
        yield "| " + " | ".join(markdown(str(cell)) for cell in cells) + " |"
    yield ""


def _share_that_holds(score: Score) -> float:
    """The part of the claims with an answer that holds; 1 where none has an answer yet."""
    answered = score.asked - score.counts["undecided"]
    return score.counts["holds"] / answered if answered else 1.0
