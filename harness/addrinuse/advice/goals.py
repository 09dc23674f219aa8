"""The goals and the ways that are tried: docs/advice.toml, which explains its format."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from addrinuse.model import documents
from addrinuse.support import paths
from addrinuse.support.errors import UserError, nearest

SHAPES = ("server", "pair", "client", "datagrams", "any-port")


@dataclass(frozen=True)
class Evidence:
    """A case, the variants that count (none: all), and the words that it has to answer or must not answer."""

    case: str
    words: frozenset[str]
    is_excluded: bool = False
    variants: tuple[str, ...] = ()
    text: str = ""

    def fits(self, observed: str) -> bool:
        """Whether an observation is as wanted."""
        return (observed in self.words) != self.is_excluded


@dataclass(frozen=True)
class Cells:
    """Cells of the grid that have to come out as `want`."""

    proto: str
    states: frozenset[str]
    addresses: str
    opts1: str
    opts2: str
    user: str
    want: str


@dataclass(frozen=True)
class Recipe:
    """One way to a goal."""

    way: str
    shape: str
    options: tuple[str, ...]
    settings: tuple[str, ...]
    reaches: tuple[Evidence, ...]
    costs: tuple[Evidence, ...]

    @property
    def size(self) -> int:
        """How much there is to set: a setting is of the whole system, so it counts as two options."""
        return len(self.options) + 2 * len(self.settings)


@dataclass(frozen=True)
class Goal:
    """What somebody wants; its recipes are in the order of their sizes."""

    name: str
    title: str
    question: str
    words: tuple[str, ...]
    recipes: tuple[Recipe, ...]
    cells: tuple[Cells, ...]


def path() -> Path:
    """The file of the goals."""
    return paths.root() / "docs" / "advice.toml"


def load(file: Path | None = None) -> dict[str, Goal]:
    """All goals by name. Raises UserError that names the file and what is missing."""
    file = file or path()
    tables = documents.parse_toml(documents.read_text(file), file).get("goal", [])
    try:
        return {str(table["name"]): _goal(table) for table in tables}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        reason = f"is not as it explains itself: {type(error).__name__} {error}"
        raise UserError(paths.show(file), reason) from None


def find(text: str, goals: Mapping[str, Goal]) -> Goal:
    """The goal of that name, or whose words have the text. Raises UserError with the nearest."""
    if text in goals:
        return goals[text]
    small = text.lower()
    hits = [goal for goal in goals.values()
            if any(small in phrase or phrase in small for phrase in (*goal.words, goal.title.lower()))]
    if hits:
        return hits[0]
    near = nearest(small, [*goals, *(phrase for goal in goals.values() for phrase in goal.words)])
    raise UserError(f"goal {text!r}", "unknown", f"Nearest: {', '.join(near)}" if near
                    else f"Known: {', '.join(goals)}")


def _goal(table: Mapping[str, Any]) -> Goal:
    recipes = sorted(map(_recipe, table["recipe"]), key=lambda recipe: recipe.size)
    return Goal(table["name"], table["title"], table["question"], tuple(table["words"]), tuple(recipes),
                tuple(map(_cells, table.get("cells", []))))


def _recipe(table: Mapping[str, Any]) -> Recipe:
    if table["shape"] not in SHAPES:
        raise ValueError(f"shape {table['shape']!r}")
    return Recipe(table["way"], table["shape"], tuple(table["options"]), tuple(table.get("settings", ())),
                  tuple(map(_evidence, table["reaches"])), tuple(map(_evidence, table["costs"])))


def _evidence(table: Mapping[str, Any]) -> Evidence:
    is_excluded = "is_not" in table
    words = frozenset(table["is_not" if is_excluded else "is"])
    return Evidence(table["case"], words, is_excluded, tuple(table.get("variants", ())),
                    table.get("text", ""))


def _cells(table: Mapping[str, Any]) -> Cells:
    return Cells(table["proto"], frozenset(table["state"]), table["addresses"], table["opts1"],
                 table["opts2"], table["user"], table["want"])
