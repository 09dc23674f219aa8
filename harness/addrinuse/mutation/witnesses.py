"""The record of what flips each case (results/sensitivity.json), and the list of the cases that nothing flips
(docs/not-flipped.toml), each with its reason."""
from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from addrinuse.model import cases, documents
from addrinuse.support import paths
from addrinuse.model.cases import Case
from addrinuse.model.observations import ObservationId
from addrinuse.support.errors import UserError
from addrinuse.mutation.findings import Witness

MAKE_ANEW = "`addrinuse sensitivity -o docs/sensitivity.md` makes it anew."
DIGITS = 16  # of a digest, in hexadecimal


@dataclass(frozen=True)
class Entry:
    """What is recorded of a case: the digest of its body, and its witness or the reason why there is none."""

    body: str
    witness: Witness | None = None
    reason: str = ""


@dataclass
class Table:
    """The record: for which mutants it was made (the digest of their table), and an entry for each case."""

    rules: str = ""
    entries: dict[str, Entry] = field(default_factory=dict)

    def witness(self, case: str) -> Witness | None:
        """What is recorded to flip the case."""
        entry = self.entries.get(case)
        return entry.witness if entry else None


def record_file() -> Path:
    """Where the record is kept."""
    return paths.root() / "results" / "sensitivity.json"


def exceptions_file() -> Path:
    """Where the cases stand that nothing flips."""
    return paths.root() / "docs" / "not-flipped.toml"


def body_of(case: Case) -> str:
    """The digest of a case's body: what it does. Its claim and sources may change without it."""
    text = documents.read_text(case.path)
    return _digest(cases.FRONT.sub("", text, count=1).encode())


def state_of_rules() -> str:
    """The digest of the table of mutants."""
    try:
        return _digest((paths.mutant_rules()).read_bytes())
    except OSError:
        return ""


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:DIGITS]


def read() -> Table:
    """The record; an empty one where there is none yet. Raises UserError when it cannot be read."""
    try:
        table = json.loads(record_file().read_text(encoding="utf-8"))
        return Table(str(table["rules"]), {case: _entry(one) for case, one in table["cases"].items()})
    except FileNotFoundError:
        return Table()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UserError(paths.show(record_file()), f"cannot be read: {error!r}",
                        f"Remove it; {MAKE_ANEW}") from None


def _entry(one: Mapping[str, Any]) -> Entry:
    return Entry(str(one["body"]), _witness(one) if "words" in one else None, str(one.get("reason", "")))


def _witness(one: Mapping[str, Any]) -> Witness:
    (first, its), (second, others) = one["words"].items()
    return Witness(ObservationId(one["observation"]), ((first, str(its)), (second, str(others))))


def write(table: Table) -> None:
    """Writes the record, one case a line, in the order of their ids."""
    lines = [f"  {json.dumps(case)}: {json.dumps(_as_json(table.entries[case]))}"
             for case in sorted(table.entries)]
    record_file().parent.mkdir(exist_ok=True)
    record_file().write_text(
        f'{{\n "rules": {json.dumps(table.rules)},\n "cases": {{\n' + ",\n".join(lines) + "\n }\n}\n",
        encoding="utf-8")


def _as_json(entry: Entry) -> dict[str, Any]:
    found: dict[str, Any] = {"body": entry.body}
    if entry.witness:
        found |= {"observation": str(entry.witness.observation), "words": dict(entry.witness.words)}
    if entry.reason:
        found["reason"] = entry.reason
    return found


def exceptions(known: Mapping[str, Case]) -> dict[str, str]:
    """The cases that nothing flips where the suite runs so far, each with the reason. Raises UserError for one
    that does not exist, or stands there twice."""
    path = exceptions_file()
    if not path.exists():
        return {}
    found: dict[str, str] = {}
    for entry in documents.parse_toml(documents.read_text(path), path).get("because", []):
        if not entry.get("cases") or not entry.get("reason"):
            raise UserError(paths.show(path), "a [[because]] needs reason = \"…\" and cases = [\"…\"]")
        for case in entry["cases"]:
            if case not in known or case in found:
                raise UserError(paths.show(path), f"{case}: " + ("twice" if case in found else "no such case"))
            found[case] = " ".join(entry["reason"].split())
    return found


def out_of_date(known: Mapping[str, Case], table: Table) -> list[str]:
    """What the record does not cover: a case that is new, changed or gone, or rules that are not those it was made
    for. Each in words."""
    wrong = [] if table.rules == state_of_rules() else ["the table of mutants has changed"]
    for case in known.values():
        entry = table.entries.get(case.id)
        if entry is None:
            wrong.append(f"{case.id}: not in the record")
        elif entry.body != body_of(case):
            wrong.append(f"{case.id}: changed since")
        elif not entry.witness and not entry.reason:
            wrong.append(f"{case.id}: nothing flips it")
    return [*wrong, *(f"{case}: gone" for case in table.entries if case not in known)]
