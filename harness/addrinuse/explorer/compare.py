"""Two platforms' answers to the same stories: where they differ first, and whether chance decides."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from addrinuse.explorer.answers import Platform, steps_of
from addrinuse.explorer.story import Story

REPEATS = 6  # a step that either of two answers comes out of by chance is taken for certain 1 in 32 times on one platform


@dataclass(frozen=True)
class Difference:
    """The first step of a story that two platforms answer differently."""

    story: Story
    at: int
    a: str
    b: str

    @property
    def key(self) -> tuple[str, str, str]:
        """The step's verb and what was answered: what stays the same while a story is shrunk."""
        step = self.story[self.at]
        return step.verb, *differing_parts(self.a, self.b)


def differing_parts(a: str, b: str) -> tuple[str, str]:
    """What differs in two answers: the words before the states if these differ, else the states, without the slots."""
    first, second = a.split(" ", 1), b.split(" ", 1)
    if first[0] != second[0]:
        return _without_numbers(first[0]), _without_numbers(second[0])
    return _states(first[1:]), _states(second[1:])


def _without_numbers(word: str) -> str:
    """`ok*3+EADDRINUSE*5` as `ok+EADDRINUSE`, `s1+s2` as `s+s`, `from=s1` as `from=s`."""
    return "+".join(dict.fromkeys(
        ",".join("s" if _is_slot(part) else "=s" if part[:2] == "=s" else part.split("=s")[0] for part in
                 item.split("*")[0].split(",")) for item in word.split("+")))


def _is_slot(word: str) -> bool:
    return word[:1] == "s" and word[1:].isdigit()


def _states(parts: Sequence[str]) -> str:
    return " ".join(word.split(":", 1)[-1] for part in parts for word in part.split()) or "no change"


def first_difference(story: Story, a: str, b: str) -> Difference | None:
    """Where the answers differ first; nothing if they are the same."""
    if a == b:
        return None
    first, second = steps_of(a), steps_of(b)
    if len(first) != len(story) or len(second) != len(story):  # a platform that died answers no steps
        return Difference(story, len(story) - 1, first[-1], second[-1])
    at = next(number for number, pair in enumerate(zip(first, second)) if pair[0] != pair[1])
    return Difference(story, at, first[at], second[at])


def differences(stories: Sequence[Story], a: Sequence[str], b: Sequence[str]) -> list[Difference]:
    """The stories that differ, in their order."""
    found = (first_difference(*each) for each in zip(stories, a, b))
    return [difference for difference in found if difference is not None]


def confirmed(candidates: Sequence[Difference], a: Platform, b: Platform) -> tuple[list[Difference], list[Difference]]:
    """The differences that repetition confirms, and those that are a matter of chance.

    Each story is run REPEATS times on each platform. It is confirmed if all repeats of one platform give the same answers up
    to a step, and the two platforms' answers to that step differ.
    """
    stories = [candidate.story for candidate in candidates for _ in range(REPEATS)]
    pairs = list(zip(a.answers(stories), b.answers(stories)))
    certain: list[Difference] = []
    by_chance: list[Difference] = []
    for number, candidate in enumerate(candidates):
        repeats = pairs[number * REPEATS:(number + 1) * REPEATS]
        difference = _certain(candidate.story, repeats)
        (certain if difference else by_chance).append(difference or candidate)
    return certain, by_chance


def _certain(story: Story, repeats: Sequence[tuple[str, str]]) -> Difference | None:
    found = [first_difference(story, a, b) for a, b in repeats]
    first = found[0]
    if first is None or any(other != first for other in found):
        return None
    stable = len({tuple(steps_of(a)[:first.at + 1]) for a, _ in repeats}) == 1
    return first if stable and len({tuple(steps_of(b)[:first.at + 1]) for _, b in repeats}) == 1 else None
