"""The words of every case, and a ranked search in them.

A case is found if it has every concept of the query in one of its texts; only if no case has all of them, by
some of them. The score of a concept is that of the best text that has it: an id counts more than a claim, and
a claim more than the title of a document.
"""
from __future__ import annotations

import difflib
import fnmatch
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from addrinuse.model.cases import Case
from addrinuse.model.documents import Document
from addrinuse.search import synonyms
from addrinuse.search.synonyms import Concept, Synonym

WEIGHTS = {"id": 8.0, "tags": 5.0, "question": 4.0, "claim": 4.0, "errors": 3.0, "documents": 1.0}
# What a synonym counts beside the word itself, and what the first of the cases of an entry gains.
SYNONYM_SHARE = 0.6
FIRST_GAIN = 20.0
PREFIX_FROM = 4           # letters that a word needs to match the beginning of another one
NEAREST = 5               # words that are named if nothing is found


@dataclass(frozen=True)
class Hit:
    """A case that was found, and its score."""

    case: Case
    score: float


@dataclass(frozen=True)
class Result:
    """What a search found, the best first. `partial`: no case has all of it, these have some. `nearest`:
    words of the cases and of the list that look like those that nothing has."""

    hits: tuple[Hit, ...]
    partial: bool = False
    nearest: tuple[str, ...] = ()


class Index:
    """The texts of the cases. `answers`: what platforms observed, by case (error names are searched)."""

    def __init__(self, cases: Mapping[str, Case], documents: Mapping[str, Document],
                 entries: Sequence[Synonym], answers: Mapping[str, Iterable[str]] | None = None) -> None:
        self.cases = dict(cases)
        self.entries = tuple(entries)
        self._texts = {name: _texts(case, documents, (answers or {}).get(name, ()))
                       for name, case in cases.items()}

    def search(self, query: str) -> Result:
        """The cases that have the words of a query, in the order of their scores."""
        wanted = synonyms.concepts(synonyms.split(query), self.entries)
        scores = {name: [self._score(name, concept) for concept in wanted] for name in self.cases}
        whole = self._ranked({name: found for name, found in scores.items() if found and all(found)})
        if whole:
            return Result(whole)
        some = self._ranked({name: found for name, found in scores.items() if any(found)})
        lost = [concept for place, concept in enumerate(wanted)
                if not any(found[place] for found in scores.values())]
        return Result(some, bool(some), self._nearest(lost))

    def terms(self, name: str) -> list[str]:
        """What people type when they look for this case, for a search box that knows no synonyms: the phrases
        of the entries that name it among their first cases."""
        found = (phrase for entry in self.entries
                 if any(fnmatch.fnmatchcase(name, glob) for glob in entry.first) for phrase in entry.words)
        return list(dict.fromkeys(" ".join(phrase) for phrase in found))

    def _ranked(self, scores: Mapping[str, Sequence[float]]) -> tuple[Hit, ...]:
        hits = [Hit(self.cases[name], sum(found)) for name, found in scores.items()]
        return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.case.id)))

    def _score(self, name: str, concept: Concept) -> float:
        texts = self._texts[name]
        best = 0.0
        for way in concept.ways:
            share = 1.0 if way == concept.typed else SYNONYM_SHARE
            best = max([best, *(share * WEIGHTS[key] for key, text in texts.items() if _has(text, way))])
        return best + _gain(name, concept.first)

    def _nearest(self, lost: Iterable[Concept]) -> tuple[str, ...]:
        known = {word for texts in self._texts.values() for text in texts.values() for word in text.split()}
        known |= {" ".join(phrase) for entry in self.entries for phrase in entry.words}
        near = (close for concept in lost
                for close in difflib.get_close_matches(" ".join(concept.typed), sorted(known), 3, 0.7))
        return tuple(dict.fromkeys(near))[:NEAREST]


def _texts(case: Case, documents: Mapping[str, Document], answers: Iterable[str]) -> dict[str, str]:
    """The texts of a case by their kind, each word between spaces."""
    titles = (documents[said.doc].title for said in case.statements if said.doc in documents)
    predicted = (word for said in case.disputed_by for word in said.predicts)
    texts = {"id": [case.id, case.id.replace("/", " ").replace("_", " ")],
             "tags": [*case.tags, *case.needs], "claim": [case.claim],
             "question": [str(getattr(case, "question", ""))],
             "errors": [*answers, *predicted], "documents": titles}
    return {key: f" {' '.join(synonyms.split(' '.join(words)))} " for key, words in texts.items()}


def _has(text: str, phrase: tuple[str, ...]) -> bool:
    """Whether a phrase occurs; its last word may be the beginning of a word of the text."""
    end = "" if len(phrase[-1]) >= PREFIX_FROM else " "
    return f" {' '.join(phrase)}{end}" in text


def _gain(name: str, globs: Sequence[str]) -> float:
    """What a case gains from being named: most for the first pattern."""
    for place, glob in enumerate(globs):
        if fnmatch.fnmatchcase(name, glob):
            return FIRST_GAIN - place
    return 0.0
