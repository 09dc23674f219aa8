"""What is known of a run besides the run: the note of the person who took it in, and the other runs of its
platform.

The note is a file beside the run (NAME.note.toml beside NAME.jsonl.xz), so that the run itself stays as it
was sent. What a merge knows is in merged.json in the same folder. Both end up among the facts of the run:

    contributed_by, contributed_how, contributed_link, contributed_signature   texts of the note
    earlier_runs       how many further runs of the platform were merged
    disagreements      the observations that differ between them
"""
from __future__ import annotations

import fnmatch
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from addrinuse.model.observations import Header, Observation, ObservationId, Status
from addrinuse.support import inputs
from addrinuse.support.errors import UserError
from addrinuse.support.paths import show

NOTE = ".note.toml"
MERGED = "merged.json"
TEXTS = ("by", "how", "link", "signature")
LIMIT = 64 << 20          # bytes of a note, or of merged.json
NAMES_LIMIT = 1000        # disagreements that are named
SUFFIX = re.compile(r"\.jsonl(\.gz|\.xz)?$")


@dataclass(frozen=True)
class Note:
    """Who ran it, how, where it came in, how it is signed; and the observations that are known to be wrong
    through a fault of the suite: pattern and reason."""

    texts: Mapping[str, str]
    faults: tuple[tuple[str, str], ...] = field(default=())

    def fault_of(self, name: ObservationId) -> str:
        """Why the observation is known to be wrong, or an empty text."""
        return next((why for pattern, why in self.faults
                     if name == pattern or fnmatch.fnmatchcase(name.case, pattern)), "")


def note_path(run: Path) -> Path:
    """The file of a run's note."""
    return run.with_name(SUFFIX.sub("", run.name) + NOTE)


def read_note(path: Path) -> Note:
    """The note in a file. Raises UserError naming the file if it is none."""
    wanted = 'A note has texts (by, how, link, signature) and [[fault]] with cases = ["…"] and why = "…".'
    table = inputs.toml(path, LIMIT, wanted)
    faults = table.pop("fault", [])
    if not set(table) <= set(TEXTS) or not all(isinstance(text, str) for text in table.values()):
        raise UserError(show(path), "holds something that is no text of a note", wanted)
    try:
        pairs = tuple((str(pattern), str(fault["why"])) for fault in faults for pattern in fault["cases"])
    except (TypeError, KeyError):
        raise UserError(show(path), "a [[fault]] has no cases or no reason", wanted) from None
    return Note(table, pairs)


def applied(path: Path, header: Header, observations: Mapping[ObservationId, Observation]
            ) -> tuple[Header, dict[ObservationId, Observation]]:
    """Header and observations of a run with what is known besides it. An observation that is known to be
    wrong becomes broken, with the reason: it is no finding, and it is not left out either."""
    facts = dict(_history(path))
    note_file = note_path(path)
    note = read_note(note_file) if note_file.is_file() else None
    if note is None:
        return (replace(header, facts={**header.facts, **facts}) if facts else header), dict(observations)
    facts |= {f"contributed_{key}": text for key, text in note.texts.items()} | {"contributed": True}
    return (replace(header, facts={**header.facts, **facts}),
            {name: _marked(observation, note) for name, observation in observations.items()})


def _marked(observation: Observation, note: Note) -> Observation:
    why = note.fault_of(observation.id)
    if not why or observation.status is not Status.OBSERVED:
        return observation
    return replace(observation, status=Status.BROKEN, observed=None,
                   why=f"{why} (it recorded {observation.observed!r})")


def _history(path: Path) -> Mapping[str, Any]:
    """What merged.json beside a run knows of its platform's other runs."""
    entry = _merged(path.parent / MERGED).get(path.name)
    if not isinstance(entry, dict):
        return {}
    others, names = entry.get("earlier_runs", 0), entry.get("disagreements", [])
    if not isinstance(others, int) or not isinstance(names, list) or not others:
        return {}
    return {"earlier_runs": others, "disagreements": [str(name) for name in names[:NAMES_LIMIT]]}


def _merged(path: Path) -> Mapping[str, Any]:
    try:
        facts = path.stat()
    except OSError:
        return {}
    return _merged_version(path, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=4)
def _merged_version(path: Path, modified: int, size: int) -> Mapping[str, Any]:
    wanted = "`addrinuse merge` writes it; merge again."
    value = inputs.json_value(path, LIMIT, wanted)
    files = value.get("files") if isinstance(value, dict) else None
    if not isinstance(files, dict):
        raise UserError(show(path), "is not what a merge writes", wanted)
    return files


def is_contributed(facts: Mapping[str, Any]) -> bool:
    """Whether a run with these facts came from elsewhere."""
    return bool(facts.get("contributed") or facts.get("contributed_by"))


def remarks(facts: Mapping[str, Any]) -> list[str]:
    """What a reader of a column must know of its origin."""
    found = []
    if is_contributed(facts):
        parts = [f"run by {facts.get('contributed_by', 'somebody')}", facts.get("contributed_how"),
                 _signed(facts), facts.get("contributed_link")]
        found += ["contributed: the run came from elsewhere, and maintainers cannot repeat it",
                  "; ".join(str(part) for part in parts if part)]
    if facts.get("earlier_runs"):
        names = [str(name) for name in facts.get("disagreements", [])]
        shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
        found.append(f"the newest of {int(facts['earlier_runs']) + 1} runs of this platform; "
                     + (f"they disagree in {shown}" if names else "they agree"))
    return found


def _signed(facts: Mapping[str, Any]) -> str:
    signature = facts.get("contributed_signature")
    return f"signed: {signature}" if signature else "not signed"
