"""What must hold on every platform, whatever its rules: read from the answers of one platform alone."""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from addrinuse.explorer.answers import NO_END, steps_of, word_of
from addrinuse.explorer.followed import Socket, follow
from addrinuse.explorer.story import Step, Story


@dataclass(frozen=True)
class Violation:
    """An invariant that a story's answers break, at a step."""

    story: Story
    at: int
    invariant: str


def violations(story: Story, answers: str) -> Iterator[Violation]:
    """The invariants that are broken. `answers`: of the whole story, separated by `;`."""
    if answers in NO_END:
        yield Violation(story, len(story) - 1, "the system survives every story")
        return
    sockets: dict[int, Socket] = {}
    for at, (step, answer) in enumerate(zip(story, steps_of(answers))):
        for invariant in _broken(step, answer, sockets):
            yield Violation(story, at, invariant)
        follow(step, answer, sockets)


def _broken(step: Step, answer: str, sockets: dict[int, Socket]) -> Iterator[str]:
    word = word_of(answer)
    if step.verb == "bind" and step.words[1] == "0" and _is_given_twice(step, word, sockets):
        yield "automatic choice gives no port twice without reuse"
    if step.verb == "probe":
        gone = [slot for slot in map(int, re.findall(r"\bs(\d+)", word)) if slot not in sockets]
        if gone:
            yield "nothing is delivered to a closed socket"
    if step.verb == "listen" and word == "ok" and _shares_without_consent(step, sockets):
        yield "users share a listener only if both agree"


def _is_given_twice(step: Step, word: str, sockets: dict[int, Socket]) -> bool:
    """Whether bind() chose the port that it chose for another socket of the same address, and none may reuse
    it."""
    own = sockets.get(step.first)
    if own is None or own.was_on:
        return False
    others = (sockets[slot] for slot in map(int, re.findall(r"=s(\d+)", word)) if slot in sockets)
    return any(other.place == (own.kind, *step.words) and not other.was_on for other in others)


def _shares_without_consent(step: Step, sockets: dict[int, Socket]) -> bool:
    """Whether a socket of another user listens at the very same place, and one of the two does not allow
    that."""
    own = sockets.get(step.first)
    if own is None or not own.place or own.port == "0":
        return False
    return any(other.state == "listening" and other.place == own.place and other.user != own.user
               and not ("reuseport" in own.was_on and "reuseport" in other.was_on)
               for slot, other in sockets.items() if slot != step.first)
