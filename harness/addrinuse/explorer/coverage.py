"""Which steps followed which in the stories so far: how often each pair and each triple was tried."""
from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from addrinuse.explorer.story import Step, Story


class Coverage:
    """Counts steps, and pairs and triples of steps that follow each other, by their signatures."""

    def __init__(self) -> None:
        self.steps: Counter[str] = Counter()
        self.pairs: Counter[tuple[str, str]] = Counter()
        self.triples: Counter[tuple[str, str, str]] = Counter()

    def add(self, story: Story) -> None:
        """Counts a story."""
        names = [step.signature for step in story]
        self.steps.update(names)
        self.pairs.update(zip(names, names[1:]))
        self.triples.update(zip(names, names[1:], names[2:]))

    def tries(self, before: Sequence[Step], step: Step) -> tuple[int, int]:
        """How often the triple and the pair were tried that this step would make after those before it."""
        names = [earlier.signature for earlier in before[-2:]] + [step.signature]
        triple = self.triples[names[0], names[1], names[2]] if len(names) == 3 else 0
        pair = self.pairs[names[-2], names[-1]] if len(names) > 1 else self.steps[names[0]]
        return pair, triple

    def summary(self) -> str:
        """One line for people."""
        kinds = len(self.steps)
        share = len(self.pairs) / max(1, kinds) ** 2
        return (f"{kinds} kinds of steps; {len(self.pairs)} of {kinds * kinds} pairs ({share:.0%}) "
                f"and {len(self.triples)} triples tried")
