"""What is mutated: functions of the kernel's source that decide about addresses and ports."""
from __future__ import annotations

import hashlib
import random
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import operators

FUNCTIONS = Path(__file__).parent / "functions.toml"


@dataclass(frozen=True)
class Mutant:
    """A mutation of one function of one file; `file` is relative to the source tree, `line` and `column` count
    from 1."""

    file: str
    function: str
    line: int
    mutation: operators.Mutation
    column: int = 1

    @property
    def key(self) -> str:
        """A name that stays the same while the line and its mutation stay the same."""
        parts = (self.file, self.function, self.mutation.operator, self.mutation.before, self.mutation.after,
                 f"{self.line}:{self.column}")
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:10]

    def described(self) -> str:
        """The change on one line."""
        before, after = (" ".join(text.split()) for text in (self.mutation.before, self.mutation.after))
        return f"{self.mutation.operator}: `{before}` -> `{after}`"


def functions() -> dict[str, list[str]]:
    """The functions by file."""
    return {file: list(names) for file, names in tomllib.loads(FUNCTIONS.read_text())["functions"].items()}


def mutants(tree: Path, chosen: Iterable[str] = ()) -> Iterator[Mutant]:
    """All mutants of the source tree, or those of the chosen functions. A function that this version of the
    kernel does not have is left out."""
    wanted = set(chosen)
    for file, names in functions().items():
        text = (tree / file).read_text() if (tree / file).exists() else ""
        bare = operators.masked(text)
        for name in names:
            span = operators.function_span(bare, name)
            if span and (not wanted or name in wanted):
                for mutation in operators.mutations(text, *span):
                    yield Mutant(file, name, text.count("\n", 0, mutation.at) + 1, mutation,
                                 mutation.at - text.rfind("\n", 0, mutation.at))


def sample(every: list[Mutant], count: int, seed: str) -> list[Mutant]:
    """So many mutants at random, each function in turn, so that a large one does not crowd out the others."""
    draw = random.Random(seed)
    groups: dict[tuple[str, str], list[Mutant]] = {}
    for mutant in every:
        groups.setdefault((mutant.file, mutant.function), []).append(mutant)
    for group in groups.values():
        draw.shuffle(group)
    chosen: list[Mutant] = []
    while len(chosen) < count and any(groups.values()):
        chosen += [group.pop() for group in groups.values() if group]
    return chosen[:count]
