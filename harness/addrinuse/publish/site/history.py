"""What changed from one published state of the results to the next.

A site keeps its own history: before its pages are replaced, the table in `data/table.json` is compared with
the new one, and what differs becomes a state in `data/history.json`, which is carried on. What an older site
says is text from elsewhere, so it is read field by field, and what does not fit is left out.
"""
from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from addrinuse.support import inputs, paths
from addrinuse.support.errors import UserError

NAME = "data/history.json"
TABLE = "data/table.json"
MOST_STATES = 50     # that are carried on
MOST_CHANGES = 500   # of a state that are named
SIZE_LIMIT = 64 << 20  # bytes of a file of an older site that are read
Cells = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Change:
    """A cell whose answer is another one now; `before` and `after` are what the cell showed."""

    case: str
    platform: str
    before: str
    after: str


@dataclass(frozen=True)
class State:
    """What a published state of the results changed. `changed` has answers that differ; `lost` and `gained`
    count cells that only one of the two states answers, of cases and platforms that both have. `count` is how
    many cells changed, those that are not named included."""

    published: str
    count: int
    changed: tuple[Change, ...]
    lost: int
    gained: int
    new_platforms: tuple[str, ...]
    gone_platforms: tuple[str, ...]
    new_cases: tuple[str, ...]
    gone_cases: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not (self.count or self.lost or self.gained or self.new_platforms or self.gone_platforms
                    or self.new_cases or self.gone_cases)

    @property
    def name(self) -> str:
        """A name for addresses: states of one day differ in what they changed."""
        digest = hashlib.sha256(json.dumps(self.as_json(), sort_keys=True).encode()).hexdigest()
        return f"{self.published}-{digest[:8]}"

    def as_json(self) -> dict[str, Any]:
        """The state for the file."""
        return {**vars(self), "changed": [vars(change) for change in self.changed]}

    def in_words(self) -> str:
        """One sentence for a page or a feed."""
        parts = [f"{count} {what if count == 1 else many}" for count, what, many in (
            (self.count, "answer changed", "answers changed"),
            (self.gained, "newly answered", "newly answered"),
            (self.lost, "no longer answered", "no longer answered"),
            (len(self.new_platforms), "new platform", "new platforms"),
            (len(self.gone_platforms), "platform left out", "platforms left out"),
            (len(self.new_cases), "new case", "new cases"),
            (len(self.gone_cases), "case left out", "cases left out")) if count]
        return ", ".join(parts) or "nothing changed"


def following(folder: Path, table: Mapping[str, Any], published: str, before: Any = None) -> list[State]:
    """The states of the site in a folder, and what this table changes; the newest first. None if there is no
    older site. `published` is the day of the new state, `before` the table of the state before it: by default
    that of the older site."""
    before = before or _loaded(folder / TABLE)
    states = _states(_loaded(folder / NAME))
    if isinstance(before, dict) and _cells(before):
        fresh = between(before, table, published)
        states = states if fresh.is_empty else [fresh, *states]
    return states[:MOST_STATES]


def earlier_table(path: Path) -> dict[str, Any]:
    """The table in a file, as `table --format json` writes it. Raises UserError if there is none."""
    value = _loaded(path)
    if not isinstance(value, dict) or not _cells(value):
        raise UserError(paths.show(path), "is not a table of addrinuse in JSON",
                        "`addrinuse table --format json RUN...` writes one; results/compat.json is one, too.")
    return value


def as_json(states: list[State]) -> dict[str, Any]:
    """The content of the file."""
    return {"schema": 1, "states": [state.as_json() for state in states]}


def between(before: Mapping[str, Any], after: Mapping[str, Any], published: str) -> State:
    """What differs between two tables, each as `data/table.json` has it."""
    old, new = _cells(before), _cells(after)
    old_names, new_names = _platforms(old), _platforms(new)
    pairs = [(case, name, old[case].get(name), new[case].get(name))
             for case in sorted(old.keys() & new.keys()) for name in sorted(old_names & new_names)]
    changed = [Change(case, name, _answer(one), _answer(other)) for case, name, one, other in pairs
               if _is_observed(one) and _is_observed(other) and _answer(one) != _answer(other)]
    return State(published, len(changed), tuple(changed[:MOST_CHANGES]),
                 sum(_is_observed(one) and not _is_observed(other) for _, _, one, other in pairs),
                 sum(_is_observed(other) and not _is_observed(one) for _, _, one, other in pairs),
                 *(tuple(sorted(names)) for names in (
                     new_names - old_names, old_names - new_names, new.keys() - old.keys(),
                     old.keys() - new.keys())))


def _loaded(path: Path) -> Any:
    """The JSON value in a file of an older site; None if there is none."""
    try:
        return inputs.json_value(path, SIZE_LIMIT, "")
    except UserError:
        return None


def _cells(table: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    cells = table.get("cells")
    rows = cells.items() if isinstance(cells, dict) else ()
    return {case: row for case, row in rows if isinstance(row, dict)}


def _platforms(cells: Cells) -> set[str]:
    return {name for row in cells.values() for name in row}


def _is_observed(cell: Any) -> bool:
    return isinstance(cell, dict) and cell.get("status") == "observed"


def _answer(cell: Any) -> str:
    """What an observed cell shows: one word, or one for each variant."""
    variants = cell.get("variants")
    if isinstance(variants, dict) and all(isinstance(each, dict) for each in variants.values()):
        return "; ".join(f"{name}: {each.get('observed') or each.get('status')}"
                         for name, each in variants.items())
    return str(cell.get("observed"))


def _states(value: Any) -> list[State]:
    states = value.get("states") if isinstance(value, dict) else None
    return [state for each in states for state in _state(each)] if isinstance(states, list) else []


def _state(value: Any) -> Iterator[State]:
    """The state that a value of the file is; nothing if it is none."""
    try:
        yield State(_day(value["published"]), _number(value["count"]), tuple(map(_change, value["changed"])),
                    _number(value["lost"]), _number(value["gained"]), _texts(value["new_platforms"]),
                    _texts(value["gone_platforms"]), _texts(value["new_cases"]), _texts(value["gone_cases"]))
    except (KeyError, TypeError, ValueError):
        return


def _change(value: Any) -> Change:
    return Change(*(_text(value[name]) for name in ("case", "platform", "before", "after")))


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(map(_text, value))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _day(value: Any) -> str:
    return datetime.strptime(_text(value), "%Y-%m-%d").strftime("%Y-%m-%d")


def _number(value: Any) -> int:
    if not isinstance(value, int):
        raise TypeError
    return value
