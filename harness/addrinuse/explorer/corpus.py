"""Chooses the corpus: of many stories, those few that together show the most.

What a story shows is a set of features: which step followed which and what was answered, and in which
situation each call was made (the socket's kind, options and user, and each other socket on the same port).
The choice is greedy: the next story is the one that adds the most features for its length, which is within
63 % of the best choice (a greedy cover, 1 - 1/e).
"""
from __future__ import annotations

import heapq
import re
from collections.abc import Iterator, Sequence, Set

from addrinuse.explorer.answers import NO_END, NOT_MADE, steps_of, word_of, words_of
from addrinuse.explorer.followed import Socket, follow
from addrinuse.explorer.story import Step, Story

Feature = tuple[str, ...]


def features_of(story: Story, answers: str) -> set[Feature]:
    """What the story shows. Nothing if the story did not end."""
    if answers in NO_END:
        return set()
    sockets: dict[int, Socket] = {}
    features: set[Feature] = set()
    before = "start"
    for step, answer in zip(story, steps_of(answers)):
        word = _plain(answer)
        features.add(("pair", before, step.signature, word))
        features.update(_situations(step, answer, sockets))
        follow(step, answer, sockets)
        before = f"{step.signature} {word_of(word)}"
    return features


def choose(stories: Sequence[Story], answers: Sequence[str], count: int) -> list[Story]:
    """At most `count` of the stories, in the order in which they were chosen. `answers`: of each story."""
    shown = [_numbers(features_of(story, answer)) for story, answer in zip(stories, answers)]
    covered: set[int] = set()
    queue = [(-_worth(features, covered, story), number)
             for number, (story, features) in enumerate(zip(stories, shown))]
    heapq.heapify(queue)
    chosen: list[Story] = []
    while queue and len(chosen) < count:
        worth, number = heapq.heappop(queue)
        now = -_worth(shown[number], covered, stories[number])
        if now == 0:
            continue
        if queue and now > queue[0][0]:  # others have shown some of it meanwhile
            heapq.heappush(queue, (now, number))
            continue
        chosen.append(stories[number])
        covered |= shown[number]
    return chosen


def _numbers(features: set[Feature]) -> frozenset[int]:
    """The features by their hashes, which need a tenth of the memory."""
    return frozenset(map(hash, features))


def _worth(features: Set[int], covered: Set[int], story: Story) -> float:
    return len(features - covered) / (4 + len(story))  # starting a story costs as much as some steps


def _plain(answer: str) -> str:
    """The answer without the numbers of slots and sockets."""
    return re.sub(r"\d+", "", answer)


def _situations(step: Step, answer: str, sockets: dict[int, Socket]) -> Iterator[Feature]:
    words = words_of(answer, len(step.slots)) if step.slots else []
    for slot, word in zip(step.slots, words):
        own = sockets.get(slot)
        if own is None or word == NOT_MADE:
            continue
        yield "call", step.signature, _plain(word), own.text()
        port = step.words[1] if step.verb == "bind" else own.port
        for number, other in sockets.items():
            if number != slot and port and other.port == port:
                yield "beside", step.signature, _plain(word), own.text(), other.text()
    if step.verb == "probe":
        for other in sockets.values():
            yield "probe", step.signature, _plain(word_of(answer)), other.text()
