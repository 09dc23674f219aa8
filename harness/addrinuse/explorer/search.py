"""The search: stories in batches, run on one or two platforms, with what they showed leading to the next
ones."""
from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from addrinuse.explorer.answers import Platform, both, steps_of, word_of
from addrinuse.explorer.compare import Difference, confirmed, differences
from addrinuse.explorer.generator import Generator
from addrinuse.explorer.groups import Groups, Known
from addrinuse.explorer.invariants import Violation, violations
from addrinuse.explorer.shrink import differs_between, shrink
from addrinuse.explorer.story import Story, repaired, text_of

BATCH = 2000            # stories in one run of the program
MUTATED = 3             # of 10 stories, once there is something to mutate
MOST_SHRUNK = 12        # new causes looked for in one batch
MOST_CONFIRMED = 150    # stories of one batch that are repeated; the others count when their cause is known
MOST_INTERESTING = 4000  # stories kept for mutation
LONE = 2                # steps of a cause that is about one call alone: a socket is opened, and it differs
MOST_PEELED = 6         # times that a story is run again without a step that differs by itself


@dataclass
class Report:
    """What a search found."""

    stories: int = 0
    seconds: float = 0
    different: int = 0
    by_chance: int = 0
    unexplained: int = 0
    groups: Groups | None = None
    coverage: str = ""
    violations: list[Violation] = field(default_factory=list)
    interesting: list[Story] = field(default_factory=list)


class Search:
    """Stories on platform `a`, and on `b` if there is one (or again on `a`, which must answer the same)."""

    def __init__(self, a: Platform, b: Platform | None, seed: int, known: Sequence[Known] = (),
                 corpus: Sequence[Story] = (), progress: Callable[[str], None] = lambda line: None) -> None:
        self.a = a
        self.b = b or a
        self.generator = Generator(seed)
        self.report = Report(groups=Groups(a.name, self.b.name, known))
        self._corpus = list(corpus)
        self._new: set[tuple[str, str]] = set()
        self._progress = progress
        self._checked: set[tuple[str, str]] = set()

    def run(self, stories: int, seconds: float | None = None, first: bool = False) -> Report:
        """Runs the corpus, then that many stories, or until the time is over, or with `first` until a new
        cause is found."""
        groups = self.report.groups
        start = time.monotonic()
        for batch in self._batches(stories):
            if seconds is not None and time.monotonic() - start > seconds:
                break
            self._run(batch)
            self.report.seconds = time.monotonic() - start
            if first and groups and any(group.known is None for group in groups.groups):
                break
        self.report.coverage = self.generator.coverage.summary()
        return self.report

    def _batches(self, stories: int) -> Iterator[list[Story]]:
        if self._corpus:
            yield self._corpus
        for start in range(0, stories, BATCH):
            yield [self._story() for _ in range(min(BATCH, stories - start))]

    def _story(self) -> Story:
        pool = self.report.interesting
        while True:
            mutate = pool and len(self.report.interesting) > 10 and self.generator.turn(10) < MUTATED
            story = (self.generator.mutated(self.generator.pick(pool), self.generator.pick(pool)) if mutate
                     else self.generator.fresh())
            if story:
                return story

    def _run(self, batch: list[Story]) -> None:
        numbers = {story: self.report.stories + number for number, story in enumerate(batch)}
        self.report.stories += len(numbers)
        for _ in range(MOST_PEELED):
            if not numbers:
                break
            numbers = self._compare(numbers)
        self._progress(self._line())

    def _compare(self, numbers: dict[Story, int]) -> dict[Story, int]:
        """Runs the stories, and explains what differs. Gives the stories to run next (_explain)."""
        batch = list(numbers)
        a, b = both(self.a, self.b, batch)
        for story, answers, others in zip(batch, a, b):
            self._look(story, answers)
            self._learn(story, answers, others)
        found = differences(batch, a, b)
        self.report.different += len(found)
        return self._explain(found, numbers)

    def _look(self, story: Story, answers: str) -> None:
        """Checks the invariants, and reports each kind of violation once."""
        for violation in violations(story, answers):
            kind = violation.invariant, str(story[violation.at].verb)
            if kind not in self._checked:
                self._checked.add(kind)
                self.report.violations.append(violation)

    def _learn(self, story: Story, a: str, b: str) -> None:
        """Keeps the story for mutation if a kind of step gave an answer that it had never given."""
        answers = {(step.signature, word_of(answer)) for both in (a, b)
                   for step, answer in zip(story, steps_of(both))}
        if answers <= self._new:
            return
        self._new |= answers
        if len(self.report.interesting) < MOST_INTERESTING:
            self.report.interesting.append(story)

    def _explain(self, found: list[Difference], numbers: dict[Story, int]) -> dict[Story, int]:
        """Groups the differences. Where a step differs by itself, as of an option that one platform lacks, it
        hides what comes after it: gives those stories without that step."""
        groups = self.report.groups
        assert groups is not None
        rest = [difference for difference in found if groups.take(difference) is None]
        certain, by_chance = confirmed(_varied(rest), self.a, self.b)
        self.report.by_chance += len(by_chance)
        self._find_causes(certain, numbers)
        explained = ((difference, groups.of(difference)) for difference in found)
        alone = [difference for difference, group in explained if group and len(group.cause.story) <= LONE]
        return {shorter: numbers[difference.story] for difference in alone
                if (shorter := without_step(difference))}

    def _find_causes(self, certain: list[Difference], numbers: dict[Story, int]) -> None:
        groups = self.report.groups
        assert groups is not None
        shrunk = 0
        for difference in sorted(certain, key=lambda each: each.at):
            if groups.take(difference):
                continue
            if shrunk >= MOST_SHRUNK:
                self.report.unexplained += 1
                continue
            shrunk += 1
            cause = shrink(difference, differs_between(self.a, self.b))
            if not groups.take(cause):
                number = numbers[difference.story]
                groups.add(cause, number)
                self._progress(f"story {number}: {summary(cause, self.a.name, self.b.name)}")

    def _line(self) -> str:
        report = self.report
        causes = len(report.groups.groups) if report.groups else 0
        return (f"{report.stories} stories, {report.different} differ, {causes} causes, "
                f"{report.by_chance} by chance; {self.generator.coverage.summary()}")


def without_step(difference: Difference) -> Story:
    """The story without the step that differs."""
    return repaired(difference.story[:difference.at] + difference.story[difference.at + 1:])


def _varied(found: Sequence[Difference]) -> list[Difference]:
    """Some of the differences: of every kind as many, the shortest first."""
    kinds: dict[tuple[str, str, str], list[Difference]] = {}
    for difference in sorted(found, key=lambda each: each.at):
        kinds.setdefault(difference.key, []).append(difference)
    rounds = max(map(len, kinds.values()), default=0)
    varied = [kind[number] for number in range(rounds) for kind in kinds.values() if number < len(kind)]
    return varied[:MOST_CONFIRMED]


def summary(difference: Difference, a: str, b: str) -> str:
    """One line of English about a shrunk difference."""
    before = "; ".join(map(str, difference.story[:difference.at]))
    _, first, second = difference.key
    step = difference.story[difference.at]
    if difference.is_without_end:
        return f"the story [{text_of(difference.story)}] {first} on {a} and {second} on {b}"
    return f"after [{before}] the step [{step}] gives {first} on {a} and {second} on {b}"
