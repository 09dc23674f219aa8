"""The evidence of a case as a script that pages load: every answer, and each transcript that is not the same
as another one, once.

Transcripts that differ in times and ports only are the same; the first platform's is kept, as recorded.
"""
from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from addrinuse.model import verdicts
from addrinuse.support.escape import clean
from addrinuse.model.observations import Observation, Step
from addrinuse.publish.site.view import Platform, View
from addrinuse.analysis.tables import Row

PORT = re.compile(r":(\d{4,5})(?!\d)")
SECONDS = re.compile(r"\d+\.\d+( ?s\b)")
OUTPUT_LIMIT = 4096  # characters


def script(function: str, *values: Any) -> str:
    """A call of a function of the pages, with values as JSON that means the same as a script."""
    told = [json.dumps(value, ensure_ascii=True, separators=(",", ":")) for value in values]
    told = [text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026") for text in told]
    return f"{function}({','.join(told)});\n"


def of_case(row: Row, view: View) -> str:
    """The script with the evidence of a case."""
    kept = _Kept()
    answers = [_answer(row, platform, number, observation, kept)
               for number, platform in enumerate(view.platforms)
               for observation in in_order(row, platform.run.by_case.get(row.id, []))]
    return script("addrinuseEvidence", row.id, {
        "claim": clean(row.case.claim) if row.case else "", "says": _statements(row, view),
        "answers": answers, "words": kept.words, "details": kept.details,
        "sequences": kept.sequences, "transcripts": kept.transcripts})


def in_order(row: Row, observations: list[Observation]) -> list[Observation]:
    """The observations of a case in the order of its variants, those it does not know any more last."""
    order = row.case.variants if row.case else ()
    return sorted(observations, key=lambda one: (*order, one.id.variant).index(one.id.variant))


def _statements(row: Row, view: View) -> list[dict[str, Any]]:
    return [{"doc": view.document_slugs[one.statement.doc], "title": clean(one.document.title),
             "edition": clean(one.document.edition), "at": clean(one.statement.at),
             "on": clean(", ".join(one.statement.on)), "predicts": clean(" or ".join(one.statement.predicts)),
             "disputes": one.disputes, "verdicts": "".join(verdict[0] for verdict in one.verdicts)}
            for one in view.said[row.id]]


class _Kept:
    """What is stored once: words, details, transcripts, and the sequences of calls and of results in them."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.details: list[dict[str, Any]] = []
        self.transcripts: list[dict[str, Any]] = []
        self._word_at: dict[str, int] = {}
        self._details_at: dict[str, int] = {}
        self.sequences: list[tuple[int, ...]] = []
        self._transcript_at: dict[str, int] = {}
        self._sequence_at: dict[tuple[int, ...], int] = {}

    def word(self, text: str) -> int:
        """The number of a text."""
        text = clean(text)
        if text not in self._word_at:
            self._word_at[text] = len(self.words)
            self.words.append(text)
        return self._word_at[text]

    def detail(self, details: Mapping[str, Any]) -> int:
        """The number of these details; -1 for none."""
        if not details:
            return -1
        key = json.dumps(dict(details))
        if key not in self._details_at:
            self._details_at[key] = len(self.details)
            self.details.append({clean(name): clean(value) if isinstance(value, str) else value
                                 for name, value in details.items()})
        return self._details_at[key]

    def transcript(self, calls: Sequence[Step], platform: int) -> int:
        """The number of these calls; -1 for none. The first platform that has them gives the times and ports.
        """
        if not calls:
            return -1
        key = same_calls(calls)
        if key not in self._transcript_at:
            self._transcript_at[key] = len(self.transcripts)
            texts, ports = without_ports(calls)
            moments = [round(us) for us, _, _ in calls]
            self.transcripts.append({
                "of": platform, "ports": ports,
                "us": [after - before for before, after in zip((0, *moments), moments)],
                "calls": self.sequence(texts[0::2]), "results": self.sequence(texts[1::2])})
        return self._transcript_at[key]

    def sequence(self, texts: Sequence[str]) -> int:
        """The number of these texts in this order."""
        words = tuple(map(self.word, texts))
        if words not in self._sequence_at:
            self._sequence_at[words] = len(self.sequences)
            self.sequences.append(words)
        return self._sequence_at[words]


def without_ports(calls: Sequence[Step]) -> tuple[list[str], list[int]]:
    """Calls and results in turn, with `:#0` for the first port that comes up, and so on; and these ports. So
    transcripts that differ in ports share their texts. Nothing is replaced if a text has such a sign."""
    texts = [text for _, call, result in calls for text in (call, result)]
    if any(":#" in text for text in texts):
        return texts, []
    ports: dict[str, int] = {}

    def number(found: re.Match[str]) -> str:
        return f":#{ports.setdefault(found[1], len(ports))}"

    return [PORT.sub(number, text) for text in texts], list(map(int, ports))


def same_calls(calls: Sequence[Step]) -> str:
    """What is the same for transcripts that differ in times and ports only. Ports are numbered in the order
    they come up, so that which of them are equal still counts."""
    return SECONDS.sub(r"#\1", "\n".join(without_ports(calls)[0]))


def _answer(row: Row, platform: Platform, number: int, observation: Observation, kept: _Kept) -> list[Any]:
    """Platform, variant, answer, verdict, claimed, seconds, details, transcript; then why and output where
    there are any."""
    verdict = verdicts.of_case(row.case, observation, platform.run.platform, platform.facts)
    claimed, output = observation.claimed, observation.output
    found = [number, observation.id.variant, kept.word(observation.answer), verdict[0],
             -1 if claimed is None else kept.word(claimed), round(observation.seconds, 3),
             kept.detail(observation.details), kept.transcript(observation.transcript, number)]
    lines = [clean(line) for line in output[:OUTPUT_LIMIT].splitlines()]
    why = clean(observation.why)[:OUTPUT_LIMIT]
    return [*found, why, lines] if output else [*found, why] if why else found
