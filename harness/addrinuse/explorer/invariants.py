"""What must hold on every platform, whatever its rules: read from the answers of one platform alone."""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from addrinuse.explorer.answers import DIED, steps_of, word_of, words_of
from addrinuse.explorer.story import Step, Story


@dataclass(frozen=True)
class Violation:
    """An invariant that a story's answers break, at a step."""

    story: Story
    at: int
    invariant: str


@dataclass
class _Socket:
    kind: str
    user: str
    options: set[str] = field(default_factory=set)
    listens_at: tuple[str, ...] = ()
    place: tuple[str, ...] = ()


def violations(story: Story, answers: str) -> Iterator[Violation]:
    """The invariants that are broken. `answers`: of the whole story, separated by `;`."""
    if answers == DIED:
        yield Violation(story, len(story) - 1, "the system survives every story")
        return
    sockets: dict[int, _Socket] = {}
    for at, (step, answer) in enumerate(zip(story, steps_of(answers))):
        for invariant in _broken(step, answer, sockets):
            yield Violation(story, at, invariant)
        _follow(step, answer, sockets)


def _broken(step: Step, answer: str, sockets: dict[int, _Socket]) -> Iterator[str]:
    word = word_of(answer)
    if step.verb == "bind" and step.words[1] == "0" and _is_given_twice(step, word, sockets):
        yield "automatic choice gives no port twice without reuse"
    if step.verb == "probe":
        gone = [slot for slot in map(int, re.findall(r"\bs(\d+)", word)) if slot not in sockets]
        if gone:
            yield "nothing is delivered to a closed socket"
    if step.verb == "listen" and word == "ok" and _shares_without_consent(step, sockets):
        yield "users share a listener only if both agree"


def _is_given_twice(step: Step, word: str, sockets: dict[int, _Socket]) -> bool:
    """Whether bind() chose the port that it chose for another socket of the same address, and none may reuse
    it."""
    own = sockets.get(step.first)
    if own is None or own.options:
        return False
    others = (sockets[slot] for slot in map(int, re.findall(r"=s(\d+)", word)) if slot in sockets)
    return any(other.place == (own.kind, *step.words) and not other.options for other in others)


def _shares_without_consent(step: Step, sockets: dict[int, _Socket]) -> bool:
    """Whether a socket of another user listens at the very same place, and one of the two does not allow
    that."""
    own = sockets.get(step.first)
    if own is None or not own.place or own.place[-1] == "0":
        return False
    return any(other.listens_at == own.place and other.user != own.user
               and not ("reuseport" in own.options and "reuseport" in other.options)
               for slot, other in sockets.items() if slot != step.first)


def _follow(step: Step, answer: str, sockets: dict[int, _Socket]) -> None:
    words = words_of(answer, len(step.slots)) if step.slots else []
    for slot, word in zip(step.slots, words):
        ok = word.split(",")[0] == "ok"
        if step.verb == "open" and ok:
            sockets[slot] = _Socket(step.words[0], " ".join(step.words[1:]))
        elif step.verb == "accept" and ok:
            listener = sockets.get(step.others[0])
            sockets[slot] = _Socket(listener.kind if listener else "", listener.user if listener else "")
        elif step.verb == "close":
            sockets.pop(slot, None)
        elif slot in sockets:
            _change(sockets[slot], step, ok)


def _change(socket: _Socket, step: Step, ok: bool) -> None:
    if step.verb == "set" and step.words[1] not in ("0", "-1"):
        socket.options.add(step.words[0])  # set once, even if cleared later: that it was may count
    elif step.verb == "bind" and ok and not step.words[1].startswith("="):
        socket.place = (socket.kind, *step.words)
    elif step.verb == "listen" and ok:
        socket.listens_at = socket.place
    elif step.verb in ("shutdown", "connect", "disconnect"):
        socket.listens_at = ()
