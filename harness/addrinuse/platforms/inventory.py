"""machines.toml: machines by name, how to reach them, and their tags, so that a survey can run on a lab.

    [machines.old-bsd]
    reach = "me@old-bsd.example"    # as ssh takes it; jump hosts, ports and keys belong into ~/.ssh/config
    become = "sudo -n"              # optional: a command before the program
    tags = ["lab", "bsd"]           # optional
"""
from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from addrinuse.support import inputs
from addrinuse.support.errors import UserError, unknown
from addrinuse.support.paths import show

FILE = "ADDRINUSE_MACHINES"    # the variable that names another file than machines.toml
LIMIT = 1 << 20                # bytes
KEYS = {"reach": str, "become": str, "tags": list}
EXAMPLE = 'For example: [machines.NAME] reach = "user@host" tags = ["lab"]'


@dataclass(frozen=True)
class Machine:
    """How to reach a machine, the words before the program there, and its tags."""

    name: str
    reach: str
    become: tuple[str, ...]
    tags: tuple[str, ...]


def path() -> Path:
    """The inventory: ADDRINUSE_MACHINES, else machines.toml in the current folder."""
    return Path(os.environ.get(FILE) or "machines.toml")


def load() -> dict[str, Machine]:
    """Every machine by its name. Raises UserError naming the file."""
    file = path()
    tables = inputs.toml(file, LIMIT, EXAMPLE).get("machines", {})
    if not isinstance(tables, dict):
        raise UserError(show(file), "`machines` is not a table", EXAMPLE)
    return {name: _machine(name, table, file) for name, table in tables.items()}


def _machine(name: str, table: Any, file: Path) -> Machine:
    if not isinstance(table, dict) or not isinstance(table.get("reach"), str) or any(
            key not in KEYS or not isinstance(value, KEYS[key]) for key, value in table.items()):
        raise UserError(show(file), f"machine {name!r}: known are reach, become and tags; reach is required",
                        EXAMPLE)
    return Machine(name, table["reach"], _words(name, table.get("become", ""), file),
                   tuple(map(str, table.get("tags", []))))


def _words(name: str, text: str, file: Path) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(text))
    except ValueError as error:
        raise UserError(show(file), f"machine {name!r}: become: {error}", EXAMPLE) from None


def named(word: str) -> list[Machine]:
    """The machine of that name, or those with that tag. Raises UserError if there is none."""
    known = load()
    return with_word(known, word)


def with_word(known: Mapping[str, Machine], word: str) -> list[Machine]:
    """The same of these machines."""
    found = [known[word]] if word in known else [one for one in known.values() if word in one.tags]
    if not found:
        words = [*known, *(tag for one in known.values() for tag in one.tags)]
        raise unknown("machine or tag", word, words, f"{show(path())} has {', '.join(words) or 'none'}")
    return found
