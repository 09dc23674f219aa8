"""Two platforms' answers to the same stories: where they differ first, and whether chance decides."""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from addrinuse.explorer.answers import NO_END, NOT_MADE, Platform, both, in_crowd, steps_of, word_of
from addrinuse.explorer.story import Story

ADDRESS = re.compile(r"@[a-z0-9-]+:")
# An automatic port. Where the range cannot be set only "any" is known of it; a narrow range counts on its
# own.
PORT = re.compile(r":(?:even|odd|udp|any)(?:-outside)?(?=[,+*; ]|$)")
HALVES = re.compile(r",(?:lower-half|both-halves)")
# A system that does not tell TCP states is compared without them.
UNKNOWN_STATE = ":unknown"
STATE = re.compile(r" s\d+(?:-\d+)?:[A-Za-z0-9_]+")
REPEATS = 6  # a step with two answers of even chance is taken for certain once in 32 times (2 * 2^-6)


@dataclass(frozen=True)
class Difference:
    """The first step of a story that two platforms answer differently. `before`: what both answer to the
    steps before."""

    story: Story
    at: int
    a: str
    b: str
    before: tuple[str, ...] = ()

    @property
    def is_without_end(self) -> bool:
        """Whether the story did not end on one of the platforms."""
        return self.a in NO_END or self.b in NO_END

    @property
    def key(self) -> tuple[str, str, str]:
        """The step's verb and what was answered: what stays the same while a story is shrunk. A story that
        did not end does not say at which step: then any shorter one that does not end is as good."""
        parts = differing_parts(self.a, self.b)
        if self.is_without_end:
            first, second = (part if part in NO_END else "ended" for part in parts)
            return "", first, second
        return self.story[self.at].verb, *parts


def differing_parts(a: str, b: str) -> tuple[str, str]:
    """What differs in two answers: the results of calls, else their properties, else the states. No slots."""
    first, second = a.split(" ", 1), b.split(" ", 1)
    if first[0] == second[0]:
        return _states(first[1:]), _states(second[1:])
    pairs = zip(in_crowd(first[0]) or first[:1], in_crowd(second[0]) or second[:1])
    different = next((pair for pair in pairs if pair[0] != pair[1]), (first[0], second[0]))
    results = different[0].split(",")[0], different[1].split(",")[0]
    if results[0] != results[1]:
        different = results
    a_address, b_address = ADDRESS.search(different[0]), ADDRESS.search(different[1])
    if a_address and b_address and a_address[0] == b_address[0]:  # the ports differ, at whatever address
        different = ADDRESS.sub("@:", different[0]), ADDRESS.sub("@:", different[1])
    return _without_numbers(different[0]), _without_numbers(different[1])


def _without_numbers(word: str) -> str:
    """`s1+s2` as `s+s`, `from=s1` as `from=s`, `=s3` as `=s`."""
    return re.sub(r"\bs\d+", "s", word)


def _states(parts: Sequence[str]) -> str:
    return " ".join(word.split(":", 1)[-1] for part in parts for word in part.split()) or "no change"


def first_difference(story: Story, a: str, b: str) -> Difference | None:
    """Where the answers differ first; nothing if they are the same."""
    if UNKNOWN_STATE in a or UNKNOWN_STATE in b:
        a, b = STATE.sub("", a), STATE.sub("", b)
    if ":any" in a or ":any" in b:
        a, b = (HALVES.sub("", PORT.sub(":any", answers)) for answers in (a, b))
    if a == b:
        return None
    first, second = steps_of(a), steps_of(b)
    if len(first) != len(story) or len(second) != len(story):  # a platform that died answers no steps
        return Difference(story, len(story) - 1, first[-1], second[-1])
    at = next(number for number, pair in enumerate(zip(first, second)) if pair[0] != pair[1])
    if NOT_MADE in (word_of(first[at]), word_of(second[at])):
        return None  # one of them could not be asked: what follows is another story there
    return Difference(story, at, first[at], second[at], tuple(first[:at]))


def differences(stories: Sequence[Story], a: Sequence[str], b: Sequence[str]) -> list[Difference]:
    """The stories that differ, in their order."""
    found = (first_difference(*each) for each in zip(stories, a, b))
    return [difference for difference in found if difference is not None]


def confirmed(candidates: Sequence[Difference], a: Platform,
              b: Platform) -> tuple[list[Difference], list[Difference]]:
    """The differences that repetition confirms, and those that are a matter of chance.

    Each story is run REPEATS times on each platform. It is confirmed if all repeats of one platform give the
    same answers up to a step, and the two platforms' answers to that step differ.
    """
    stories = [candidate.story for candidate in candidates for _ in range(REPEATS)]
    pairs = list(zip(*both(a, b, stories)))
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
