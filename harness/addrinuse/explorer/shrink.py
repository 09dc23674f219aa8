"""Makes a story as short as it can be while two platforms still differ in the same way.

This is delta debugging of its own rather than hypothesis's shrinking. A run of the program costs a second on
a virtual machine, and a story in it a millisecond; hypothesis asks about one candidate at a time. Here each
round makes all candidates of one step of simplification and asks about them in one run. Steps depend on each
other, too: taking out a socket takes out what is done with it (story.repaired), which a general shrinker
would have to find by trial.
"""
from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from addrinuse.explorer.answers import Platform, both
from addrinuse.explorer.compare import Difference, first_difference
from addrinuse.explorer.story import Step, Story, repaired, renumbered, split

REPEATS = 3
ROUNDS = 60
MOST_MERGED = 6  # sockets of which each pair is tried
Differs = Callable[[Sequence[Story]], list[Difference | None]]
PLAIN_ADDRESS = {"alias4": "lo4", "any4": "lo4", "any6": "lo6", "mapped-any": "mapped-lo",
                 "mapped-alias": "mapped-lo"}
PLAIN_VALUE = {"group-filter": "1", "defer-accept": "1", "port-range": "1", "incoming-cpu": "1"}
TO_IPV4 = {"tcp6": "tcp4", "udp6": "udp4", "any6": "any4", "lo6": "lo4", "mapped-lo": "lo4",
           "mapped-any": "any4", "mapped-alias": "alias4"}


def shrink(difference: Difference, differs: Differs) -> Difference:
    """The shortest story found that shows the same difference. `differs` gives for each story its first
    difference."""
    best = difference
    for _ in range(ROUNDS):
        candidates = _distinct(best)
        found = [candidate for candidate in differs(
            candidates) if candidate and candidate.key == difference.key]
        if not found:
            break
        best = min(found, key=lambda candidate: _size(candidate.story[:candidate.at + 1]))
    return best


def differs_between(a: Platform, b: Platform) -> Differs:
    """Runs stories on both platforms, each several times; a story counts if every repeat differs alike."""
    def differs(stories: Sequence[Story]) -> list[Difference | None]:
        repeated = [story for story in stories for _ in range(REPEATS)]
        pairs = list(zip(repeated, *both(a, b, repeated)))
        found = [first_difference(*each) for each in pairs]
        groups = [found[start:start + REPEATS] for start in range(0, len(found), REPEATS)]
        return [group[0] if all(other == group[0] for other in group) else None for group in groups]
    return differs


def _size(story: Sequence[Step]) -> tuple[int, int, str]:
    """What shorter means: fewer steps and sockets of crowds, fewer unusual words, less text."""
    text = "; ".join(map(str, story))
    unusual = sum(word in TO_IPV4 or word in PLAIN_ADDRESS or word ==
                  "user2" for step in story for word in step.words)
    crowds = sum(step.last - step.first for step in story if step.actor == "s")
    return len(story) + crowds, unusual, f"{len(text):6} {text}"


def _distinct(difference: Difference) -> list[Story]:
    story = difference.story[:difference.at + 1]
    size = _size(difference.story)
    smaller = (renumbered(repaired(candidate)) for candidate in [story, *_candidates(story)])
    return [candidate for candidate in dict.fromkeys(smaller) if candidate and _size(candidate) < size]


def _candidates(story: Story) -> Iterator[Sequence[Step]]:
    count = len(story)
    for length in (count // 2, count // 4, 3, 2, 1):
        for start in range(0, count if length else 0, max(1, length)):
            yield story[:start] + story[start + length:]
    yield from _with_fewer_sockets(story)
    yield from _with_merged_sockets(story)
    yield [_in_ipv4(step) for step in story]
    for number, step in enumerate(story):
        for simpler in _simpler(step):
            yield story[:number] + (simpler,) + story[number + 1:]


def _in_ipv4(step: Step) -> Step:
    return step.with_words(*(TO_IPV4.get(word, word) for word in step.words))


def _simpler(step: Step) -> Iterator[Step]:
    """The same step with plainer words."""
    if "user2" in step.words:
        yield step.with_words(*(word for word in step.words if word != "user2"))
    for at, word in enumerate(step.words):
        if word in PLAIN_ADDRESS:
            yield step.with_words(*step.words[:at], PLAIN_ADDRESS[word], *step.words[at + 1:])
        if word in ("P1", "P2", "P3") or word.startswith("=s") or (step.verb, at, word) == ("bind", 1, "0"):
            yield step.with_words(*step.words[:at], "P0", *step.words[at + 1:])
    if step.verb == "probe" and len(step.words) == 4:
        yield step.with_words(*step.words[:3])
    if (step.words[:1] and step.words[0] in PLAIN_VALUE and step.verb == "set"
            and step.words[1] not in ("0", "-1")):
        yield step.with_words(step.words[0], PLAIN_VALUE[step.words[0]])
    if step.verb == "listen" and step.words != ("8",):
        yield step.with_words("8")


def _with_fewer_sockets(story: Story) -> Iterator[Sequence[Step]]:
    """The story without each of its slots, and without rows of them."""
    slots = sorted({slot for step in story for slot in step.slots})
    for length in sorted({len(slots) // 2, len(slots) // 4, 1} - {0}, reverse=True):
        for start in range(0, len(slots), length):
            kept = set(slots[:start] + slots[start + length:])
            yield [piece for step in story for piece in (split(step, kept) if step.actor == "s" else [step])]


def _with_merged_sockets(story: Story) -> Iterator[Sequence[Step]]:
    """The story with what one socket does done by another one."""
    single = sorted({slot for step in story for slot in step.slots})
    for merged, other in itertools.permutations(single[:MOST_MERGED], 2):
        yield [_moved(step, merged, other) for step in story if not (step.opens and merged in step.slots)]


def _moved(step: Step, slot: int, other: int) -> Step:
    """The step on the other slot, if it is one on this slot alone."""
    return replace(step, first=other, last=other) if step.slots == range(slot, slot + 1) else step
