"""The record of what makes each case come out otherwise: results/sensitivity/TOPIC.json, one file a topic,
and results/sensitivity/mutants.json, which says for which mutants the record was made. docs/not-flipped.toml
lists the cases that nothing flips, each with its reason."""
from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from addrinuse.model import cases, documents
from addrinuse.model.cases import Case
from addrinuse.model.observations import ObservationId
from addrinuse.mutation.findings import HERE, MUTANT, Witness
from addrinuse.support import inputs, paths
from addrinuse.support.errors import UserError

REFRESH = "./addrinuse refresh"
EXCEPTIONS_LIMIT = 1 << 20  # bytes of docs/not-flipped.toml
DIGITS = 16  # of a digest, in hexadecimal
MUTANTS = "mutants"  # the file that is not a topic's


@dataclass(frozen=True)
class Entry:
    """What is recorded of a case: the digest of its body, its witness or the reason why there is none, and
    every word that it says somewhere with the platforms that say it."""

    body: str
    witness: Witness | None = None
    reason: str = ""
    outcomes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def is_flipped_by(self, platform: str) -> bool:
        """Whether this platform answers otherwise than the machine that made the record."""
        answers_here = any(HERE in platforms for platforms in self.outcomes.values())
        return answers_here and any(platform in platforms for platforms in self.outcomes.values())


@dataclass
class Table:
    """The record: the mutants that were asked, each with the control that failed on it (empty: none), and an
    entry for each case."""

    mutants: dict[str, str] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)

    def witness(self, case: str) -> Witness | None:
        """What is recorded to flip the case."""
        entry = self.entries.get(case)
        return entry.witness if entry else None

    def count_flipped(self, mutant: str) -> int:
        """How many cases this mutant flips."""
        return sum(entry.is_flipped_by(f"{MUTANT}{mutant}") for entry in self.entries.values())

    def updated(self, part: Table) -> Table:
        """This record with the cases and mutants of another, newer one in place of its own."""
        return Table({**self.mutants, **part.mutants}, {**self.entries, **part.entries})

    def without(self, known: Mapping[str, Case], mutants: Mapping[str, str]) -> Table:
        """This record without cases and mutants that no longer exist."""
        return Table({name: control for name, control in self.mutants.items() if name in mutants},
                     {case: entry for case, entry in self.entries.items() if case in known})


def record_folder() -> Path:
    """Where the record is kept."""
    return paths.root() / "results" / "sensitivity"


def exceptions_file() -> Path:
    """Where the cases stand that nothing flips."""
    return paths.root() / "docs" / "not-flipped.toml"


def body_of(case: Case) -> str:
    """The digest of a case's body: what it does. Its claim and sources may change without it."""
    text = documents.read_text(case.path)
    return _digest(cases.FRONT.sub("", text, count=1).encode())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:DIGITS]


def read() -> Table:
    """The record; an empty one if there is none yet. Raises UserError when a file of it cannot be read."""
    table = Table()
    for path in sorted(record_folder().glob("*.json")):
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            if path.stem == MUTANTS:
                table.mutants = {str(name): str(control) for name, control in content.items()}
            else:
                table.entries.update((str(case), _entry(entry)) for case, entry in content.items())
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise UserError(paths.show(path), f"cannot be read: {error!r}",
                            f"Remove it; `{REFRESH} TOPIC` writes it again.") from None
    return table


def _entry(content: Mapping[str, Any]) -> Entry:
    outcomes = {str(word): tuple(map(str, platforms))
                for word, platforms in content.get("outcomes", {}).items()}
    witness = _witness(content) if "words" in content else None
    return Entry(str(content["body"]), witness, str(content.get("reason", "")), outcomes)


def _witness(content: Mapping[str, Any]) -> Witness:
    (first, word), (second, other_word) = content["words"].items()
    return Witness(ObservationId(content["observation"]), ((first, str(word)), (second, str(other_word))))


def write(table: Table) -> None:
    """Writes the record: one file a topic, in the order of the ids, so that a change of one case changes one
    file."""
    record_folder().mkdir(parents=True, exist_ok=True)
    files: dict[str, dict[str, Any]] = {MUTANTS: dict(sorted(table.mutants.items()))}
    for topic, names in groupby(sorted(table.entries), lambda case: case.partition("/")[0]):
        files[topic] = {case: _as_json(table.entries[case]) for case in names}
    for path in record_folder().glob("*.json"):
        if path.stem not in files:
            path.unlink()
    for name, content in files.items():
        (record_folder() / f"{name}.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def _as_json(entry: Entry) -> dict[str, Any]:
    content: dict[str, Any] = {"body": entry.body}
    if entry.witness:
        content |= {"observation": str(entry.witness.observation), "words": dict(entry.witness.words)}
    if entry.reason:
        content["reason"] = entry.reason
    if entry.outcomes:
        content["outcomes"] = {word: list(platforms) for word, platforms in entry.outcomes.items()}
    return content


def exceptions(known: Mapping[str, Case]) -> dict[str, str]:
    """The cases that nothing flips where the suite runs so far, each with the reason. Raises UserError for
    one that does not exist, or stands there twice."""
    path = exceptions_file()
    if not path.exists():
        return {}
    found: dict[str, str] = {}
    for entry in inputs.tables(path, "because", EXCEPTIONS_LIMIT, "Each needs a reason and its cases."):
        if not _is_exception(entry):
            raise UserError(paths.show(path), "a [[because]] needs reason = \"…\" and cases = [\"…\"]")
        for case in entry["cases"]:
            if case not in known or case in found:
                raise UserError(paths.show(path),
                                f"{case}: " + ("twice" if case in found else "no such case"))
            found[case] = " ".join(entry["reason"].split())
    return found


def _is_exception(entry: Mapping[str, Any]) -> bool:
    """Whether a [[because]] has a reason, and the names of cases."""
    names, reason = entry.get("cases"), entry.get("reason")
    return (isinstance(reason, str) and bool(reason.strip()) and isinstance(names, list) and bool(names)
            and all(isinstance(name, str) for name in names))


def out_of_date(known: Mapping[str, Case], mutants: Mapping[str, str], table: Table) -> list[str]:
    """What the record does not cover: a case that is new, changed or gone, a mutant that is new or gone. Each
    in words, with the command that brings the record up to date."""
    return [f"{problem} (run: {command})" for problem, command in _problems(known, mutants, table)]


def _problems(known: Mapping[str, Case], mutants: Mapping[str, str],
              table: Table) -> Iterator[tuple[str, str]]:
    for case in known.values():
        entry = table.entries.get(case.id)
        if entry is None:
            yield f"{case.id}: not in the record", f"{REFRESH} {case.id}"
        elif entry.body != body_of(case):
            yield f"{case.id}: changed since", f"{REFRESH} {case.id}"
        elif not entry.witness and not entry.reason:
            yield f"{case.id}: nothing flips it", f"{REFRESH} {case.id}, after adding a mutant or a reason"
    for case_id in table.entries.keys() - known.keys():
        yield f"{case_id}: no longer a case", REFRESH
    for mutant in table.mutants.keys() ^ mutants.keys():
        yield f"mutant {mutant}: " + ("not asked yet" if mutant in mutants else "no longer a mutant"), REFRESH
