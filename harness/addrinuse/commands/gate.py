"""The gate over grids and over the stories of the corpus: a new one against the one that was accepted.

`baselines.toml`, beside the expectations, says what was accepted:

    [["linux-*"]]                     # platforms, as in the expectations; the longest pattern applies
    grid = "linux-7.2"                # one in the folder grids beside this file, or a published one
    stories = "linux-7.2"             # likewise a record of the corpus, in the folder stories
"""
from __future__ import annotations

import fnmatch
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from addrinuse.explorer import records, replayed
from addrinuse.grid import diff, formats, known, places, rules, store
from addrinuse.grid.table import Grid
from addrinuse.support import escape, inputs, paths
from addrinuse.support.errors import UserError

FILE = "baselines.toml"
GRIDS, STORIES = "grids", "stories"  # folders beside it, for what was accepted and is not published
GRID_SUFFIXES = (".csv", ".csv.xz")
RECORD_SUFFIX = ".gz"
KINDS = ("grid", "stories")
LIMIT = 1 << 20  # bytes of the file


@dataclass(frozen=True)
class Judged:
    """One file against its baseline: how many cells or stories were compared and how many differ, and what
    is to be told."""

    platform: str
    kind: str
    baseline: str
    compared: int
    different: int
    news: Sequence[dict[str, Any]]
    lines: Sequence[str]

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {"platform": self.platform, "kind": self.kind, "baseline": self.baseline,
                "compared": self.compared, "different": self.different, "news": list(self.news)}


def is_for_the_gate(path: Path) -> bool:
    """Whether the file is a grid or a record of stories by its name, and no run."""
    return path.name.endswith((*GRID_SUFFIXES, RECORD_SUFFIX))


def judge(path: Path, expected: Path) -> Judged:
    """Compares a grid or a record of stories with what was accepted in the folder `expected`. Raises
    UserError for a file that cannot be read, or a platform without a baseline."""
    is_record = path.name.endswith(RECORD_SUFFIX)
    return _judge_stories(path, expected) if is_record else _judge_grid(path, expected)


def _judge_grid(path: Path, expected: Path) -> Judged:
    new = store.read(path)
    accepted = _grid_named(_baseline(new.name, "grid", expected), expected)
    explained = known.load(places.published_grids() / known.FILE)
    found = known.compare(accepted, new, explained)
    return Judged(new.name, "grid", accepted.name, found.cells_compared, found.cells_different,
                  [rules.to_json(rule) for rule in found.rules], _lines(found))


def _lines(found: diff.Difference) -> list[str]:
    return formats.difference(found, "text").splitlines()


def _judge_stories(path: Path, expected: Path) -> Judged:
    new = records.read(path)
    name = _baseline(new.platform, "stories", expected)
    accepted = records.read(replayed.find(name, expected / STORIES))
    found = replayed.compare(accepted, new, replayed.stories_of(path, new))
    return Judged(new.platform, "stories", found.a, found.compared, found.different,
                  [vars(kind) for kind in found.kinds], found.lines())


def _grid_named(name: str, expected: Path) -> Grid:
    kept = expected / GRIDS
    return store.find(name, kept if name in store.read_index(kept) else places.published_grids())


def _baseline(platform: str, kind: str, expected: Path) -> str:
    """The name of what was accepted for a platform."""
    entries = read(expected / FILE)
    matching = [pattern for pattern, entry in entries.items()
                if fnmatch.fnmatchcase(platform, pattern) and kind in entry]
    if not matching:
        raise UserError(f"platform {escape.clean(platform)}", f"no {kind} was accepted for it",
                        "Accept one: addrinuse accept --for 'PATTERN' FILE")
    return entries[max(matching, key=lambda pattern: (pattern == platform, len(pattern)))][kind]


def read(path: Path) -> dict[str, dict[str, str]]:
    """What was accepted, by pattern; nothing if there is no file. Raises UserError for one that is malformed.
    """
    if not path.exists():
        return {}
    tables = inputs.toml(path, LIMIT, "`addrinuse accept` writes it.")
    for pattern, entries in tables.items():
        if not _is_sound(entries):
            raise UserError(paths.show(path),
                            f"the entry {pattern!r} is not one table of {' and '.join(KINDS)}")
    return {pattern: entries[0] for pattern, entries in tables.items()}


def _is_sound(entries: object) -> bool:
    """Whether it is one table that names a grid, a record, or both."""
    if not isinstance(entries, list) or len(entries) != 1 or not isinstance(entries[0], dict):
        return False
    return set(entries[0]) <= set(KINDS) and all(isinstance(name, str) for name in entries[0].values())


def accept(path: Path, pattern: str, expected: Path) -> str:
    """Keeps the file in the folder of expectations as what was accepted for the platforms that fit `pattern`
    (empty: the file's own platform). Returns a sentence about it. Raises UserError for a file that cannot be
    read."""
    entries = read(expected / FILE)
    if path.name.endswith(RECORD_SUFFIX):
        record = records.read(path)
        kind, platform, name = "stories", record.platform, replayed.keep(record, expected / STORIES)
    else:
        grid = store.read(path)
        store.add(expected / GRIDS, grid)
        kind, platform, name = "grid", grid.name, grid.name
    pattern = pattern or platform
    entries.setdefault(pattern, {})[kind] = name
    _write(entries, expected / FILE)
    return f"{paths.show(path)} is what is expected of {pattern} from now on ({paths.show(expected / FILE)})"


def _write(entries: dict[str, dict[str, str]], path: Path) -> None:
    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    lines = ["# What grids and stories are compared with: `addrinuse check`. Written by `addrinuse accept`."]
    for pattern, entry in sorted(entries.items()):
        lines += ["", f"[[{quoted(pattern)}]]"]
        lines += [f"{kind} = {quoted(name)}" for kind, name in sorted(entry.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
