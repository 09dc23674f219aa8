"""Groups differences by their cause, and recognises those that are known.

A shrunk story is the cause of every story that contains it: the same steps in the same order, with the same
answers to its last one. results/stories/known.toml lists causes that were explained.
"""
from __future__ import annotations

import fnmatch
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from addrinuse.explorer.compare import Difference
from addrinuse.explorer.story import Step, parse
from addrinuse.support import inputs
from addrinuse.support.errors import UserError

LIMIT = 16 << 20          # bytes
WANTED = "Explained differences are tables [[difference]]."
KEYS = {"name", "a", "b", "story", "answers", "why"}


@dataclass
class Group:
    """Differences of one cause. `first_at` is the number of the story that showed it first."""

    cause: Difference
    first_at: int
    stories: int = 1
    known: Known | None = None


@dataclass(frozen=True)
class Known:
    """A difference that was explained: between platforms with names like `a` and `b` (or the reverse)."""

    name: str
    a: str
    b: str
    steps: tuple[str, ...]
    answers: tuple[str, str]
    why: str

    def explains(self, difference: Difference, a: str, b: str) -> bool:
        """Whether the difference between these platforms is this one."""
        _, first, second = difference.key
        straight = (fnmatch.fnmatch(a, self.a) and fnmatch.fnmatch(b, self.b)
                    and (first, second) == self.answers)
        reverse = (fnmatch.fnmatch(a, self.b) and fnmatch.fnmatch(b, self.a)
                   and (second, first) == self.answers)
        return (straight or reverse) and _is_within(self.steps, difference)


@dataclass
class Groups:
    """The differences between two platforms, by cause."""

    a: str
    b: str
    known: Sequence[Known] = ()
    groups: list[Group] = field(default_factory=list)

    def of(self, difference: Difference) -> Group | None:
        """The group that explains a difference."""
        return next((group for group in self.groups if _is_cause(group.cause, difference)), None)

    def take(self, difference: Difference) -> Group | None:
        """Counts a difference to the group that explains it, and gives that one."""
        group = self.of(difference)
        if group is not None:
            group.stories += 1
        return group

    def add(self, cause: Difference, first_at: int) -> Group:
        """A new group, for a shrunk difference."""
        known = next((known for known in self.known if known.explains(cause, self.a, self.b)), None)
        group = Group(cause, first_at, known=known)
        self.groups.append(group)
        return group


def _is_cause(cause: Difference, difference: Difference) -> bool:
    names = tuple(_signature(step) for step in cause.story[:cause.at + 1])
    return cause.key == difference.key and _is_within(names, difference)


def _is_within(names: Sequence[str], difference: Difference) -> bool:
    """Whether the steps come in this order, the last of them as the step that differs. Where a story did not
    end it is unknown at which step: then all of them come anywhere."""
    story = [_signature(step) for step in difference.story[:difference.at + 1]]
    if difference.is_without_end:
        return bool(names) and _in_order(names, story)
    return bool(names) and story[-1] == names[-1] and _in_order(names[:-1], story[:-1])


def _in_order(names: Sequence[str], story: Sequence[str]) -> bool:
    rest = iter(story)
    return all(any(name == other for other in rest) for name in names)


def _signature(step: Step) -> str:
    """A step without its addresses' and users' particulars: what a cause has in common with the stories it
    explains."""
    if step.verb in ("open", "probe"):
        return f"{step.verb} {step.words[0][:3]}"
    if step.verb in ("set", "setting"):
        return " ".join((step.verb, *step.words))
    return step.verb


def read_known(path: Path) -> list[Known]:
    """The differences that are explained; none if there is no such file. Raises UserError for one that is
    malformed."""
    if not path.exists():
        return []
    return [_known(table, path.name) for table in inputs.tables(path, "difference", LIMIT, WANTED)]


def _known(table: dict[str, Any], name: str) -> Known:
    if set(table) != KEYS or not isinstance(table["answers"], list) or len(table["answers"]) != 2:
        keys = ", ".join(sorted(KEYS))
        raise UserError(f"known differences {name}", f"an entry needs exactly the keys {keys}, "
                        "and `answers` has two words", f"Look at {table.get('name', 'the first entry')}.")
    steps = tuple(_signature(step) for step in parse(table["story"]))
    first, second = table["answers"]
    return Known(table["name"], table["a"], table["b"], steps, (first, second), table["why"])
