"""How documents fare in a cell, told apart by whose they are: the platform's own, or general ones. Statements
that dispute the claim count like those that make it."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from addrinuse.analysis import scorecard
from addrinuse.model.cases import Case
from addrinuse.model.observations import Observation
from addrinuse.model.runs import Run

OWN_RIGHT, OWN_WRONG = "own-right", "own-wrong"
GENERAL_RIGHT, GENERAL_WRONG = "general-right", "general-wrong"
SIGNS = {OWN_RIGHT: "§✓", OWN_WRONG: "§✗", GENERAL_WRONG: "¶✗", GENERAL_RIGHT: ""}
PLAIN_SIGNS = {OWN_RIGHT: "[own+]", OWN_WRONG: "[own-]", GENERAL_WRONG: "[gen-]", GENERAL_RIGHT: ""}
MEANINGS = {OWN_RIGHT: "the platform's own documents are right", OWN_WRONG: "one of them is wrong",
            GENERAL_WRONG: "a general text is wrong here",
            GENERAL_RIGHT: "a general text is right here"}


@dataclass(frozen=True)
class Marks:
    """How many statements hold and are contradicted here: the platform's own (they name it), and general
    ones (they name no platform)."""

    own_holds: int = 0
    own_contradicted: int = 0
    general_holds: int = 0
    general_contradicted: int = 0

    @property
    def words(self) -> tuple[str, ...]:
        """What is to be marked, the most interesting first."""
        found = [(self.own_contradicted, OWN_WRONG), (self.general_contradicted, GENERAL_WRONG),
                 (self.own_holds and not self.own_contradicted, OWN_RIGHT)]
        return tuple(word for count, word in found if count)

    def sign(self, plain: bool = False) -> str:
        """The marks as text."""
        return "".join((PLAIN_SIGNS if plain else SIGNS)[word] for word in self.words)

    @property
    def contradicted(self) -> int:
        """How many statements are contradicted."""
        return self.own_contradicted + self.general_contradicted

    def as_json(self) -> dict[str, int]:
        """For programs; what is zero is left out."""
        return {name: count for name, count in vars(self).items() if count}


NONE = Marks()


def of(case: Case | None, observations: list[Observation], run: Run) -> Marks:
    """The marks of a case's cell, over its variants; of a case that is no longer there, none."""
    if case is None:
        return NONE
    counts: Counter[tuple[bool, str]] = Counter()
    for statement in case.statements:
        verdict, _ = scorecard.across_variants(statement, observations, run)
        counts[bool(statement.on), verdict] += 1
    return Marks(counts[True, "holds"], counts[True, "contradicted"], counts[False, "holds"],
                 counts[False, "contradicted"])


def legend(plain: bool = False) -> list[str]:
    """What the marks mean."""
    signs: Mapping[str, str] = PLAIN_SIGNS if plain else SIGNS
    return [f"{signs[word]} {MEANINGS[word]}" for word in shown()]


def shown() -> Iterable[str]:
    """The marks that have a sign, in the order of a legend."""
    return (OWN_RIGHT, OWN_WRONG, GENERAL_WRONG)
