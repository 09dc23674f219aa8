"""Transitions between TCP states, and which of them a transcript shows.

The transitions are those of the state diagram in RFC 9293, figure 5 (section 3.3.2). A transcript holds
readings of states, so a transition is shown if two readings of one end of a connection follow each other and
are its two states. Four rules keep a reading from being taken for more than it says:

- ESTABLISHED is also taken from a connect() or an accept() that succeeded, CLOSED from a connect() that has
  begun, and LISTEN from a listen() that was followed by a SYN of a scripted peer.
- A transition that could have led through a third state between the readings counts only if one segment
  arrived between them (NEEDS_ONE_SEGMENT).
- TIME_WAIT ends by its timer if no segment arrived and a second or more passed.
- A state that was read after a RST shows no transition: the diagram leaves resets of connections out.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from addrinuse.analysis.exchange import BOTH_STATES, NO_SEGMENT, TO_PEER, TO_SYSTEM, end_of

SCRIPTED = "the system's end of the scripted peer's connection"
GONE = ("none", "CLOSED")  # what is read of an end that is no longer listed
SECONDS_OF_A_TIMER = 1.0


@dataclass(frozen=True)
class Transition:
    """From one state to another: the event that causes it (a call, a segment or a timer), and what the end
    does."""

    before: str
    after: str
    event: str
    action: str = ""

    @property
    def name(self) -> str:
        """A name for addresses: `fin_wait_1-closing`."""
        return f"{self.before}-{self.after}".lower()

    @property
    def pair(self) -> tuple[str, str]:
        """Both states."""
        return self.before, self.after


TRANSITIONS = (
    Transition("CLOSED", "LISTEN", "passive open"),
    Transition("CLOSED", "SYN_SENT", "active open", "sends SYN"),
    Transition("LISTEN", "SYN_RECEIVED", "SYN arrives", "sends SYN, ACK"),
    Transition("LISTEN", "SYN_SENT", "the user sends data", "sends SYN"),
    Transition("LISTEN", "CLOSED", "close"),
    Transition("SYN_SENT", "SYN_RECEIVED", "SYN arrives", "sends SYN, ACK"),
    Transition("SYN_SENT", "ESTABLISHED", "SYN, ACK arrives", "sends ACK"),
    Transition("SYN_SENT", "CLOSED", "close"),
    Transition("SYN_RECEIVED", "ESTABLISHED", "ACK of the SYN arrives"),
    Transition("SYN_RECEIVED", "FIN_WAIT_1", "close", "sends FIN"),
    Transition("SYN_RECEIVED", "LISTEN", "RST arrives"),
    Transition("ESTABLISHED", "FIN_WAIT_1", "close", "sends FIN"),
    Transition("ESTABLISHED", "CLOSE_WAIT", "FIN arrives", "sends ACK"),
    Transition("FIN_WAIT_1", "FIN_WAIT_2", "ACK of the FIN arrives"),
    Transition("FIN_WAIT_1", "CLOSING", "FIN arrives", "sends ACK"),
    Transition("FIN_WAIT_1", "TIME_WAIT", "FIN and ACK of the FIN arrive", "sends ACK"),
    Transition("FIN_WAIT_2", "TIME_WAIT", "FIN arrives", "sends ACK"),
    Transition("CLOSING", "TIME_WAIT", "ACK of the FIN arrives"),
    Transition("CLOSE_WAIT", "LAST_ACK", "close", "sends FIN"),
    Transition("LAST_ACK", "CLOSED", "ACK of the FIN arrives"),
    Transition("TIME_WAIT", "CLOSED", "timeout of 2 MSL"),
)
PAIRS = frozenset(transition.pair for transition in TRANSITIONS)
STATES = frozenset(state for pair in PAIRS for state in pair)
# Between these a third state can have been passed: SYN_RECEIVED, ESTABLISHED, FIN_WAIT_2 or CLOSING.
NEEDS_ONE_SEGMENT = frozenset({("SYN_SENT", "ESTABLISHED"), ("SYN_RECEIVED", "FIN_WAIT_1"),
                               ("FIN_WAIT_1", "TIME_WAIT")})


@dataclass(frozen=True)
class Readings:
    """What a transcript shows: transitions of the diagram, and pairs of states that were read one after the
    other although the diagram has no such transition."""

    shown: frozenset[tuple[str, str]]
    skipped: frozenset[tuple[str, str]]


@dataclass
class _Walk:
    """What is known while a transcript is read."""

    has_opened: bool = False     # a connect() or an accept() succeeded
    is_connecting: bool = False
    has_listener: bool = False
    has_reset: bool = False      # since a state changed; so are the segments below
    segments: list[str] = field(default_factory=list)  # that arrived at the system
    read: dict[str, tuple[str, float]] = field(default_factory=dict)  # by end: its state, and since when


def readings(transcript: Iterable[Sequence[Any]]) -> Readings:
    """What the steps of a transcript show; each is [microseconds, call, result]."""
    pairs = list(_pairs(transcript))
    return Readings(frozenset(pair for pair in pairs if pair in PAIRS),
                    frozenset(pair for pair in pairs if pair not in PAIRS))


def _pairs(transcript: Iterable[Sequence[Any]]) -> Iterator[tuple[str, str]]:
    walk = _Walk()
    for microseconds, call, result in transcript:
        end, state = _reading(str(call), str(result))
        if end:
            yield from _read(walk, end, state, microseconds / 1e6)
        else:
            _note(walk, str(call), str(result))


def _read(walk: _Walk, end: str, state: str, seconds: float) -> Iterator[tuple[str, str]]:
    """The transition that a reading shows. An end that is gone is forgotten: its addresses can be a new
    connection's."""
    before, since = walk.read.pop(end, ("", seconds))
    before = before or _implied(walk, state)
    if before == state:
        walk.read[end] = state, since
        return
    if before and _counts(before, state, walk, seconds - since):
        yield before, state
    walk.segments.clear()
    walk.has_reset = False
    if state != "CLOSED":
        walk.read[end] = state, seconds


def _reading(call: str, result: str) -> tuple[str, str]:
    """The end whose state a step reads, and the state; two empty texts if it reads none."""
    if call == BOTH_STATES:
        end, state = SCRIPTED, result.partition(" / ")[0]
    else:
        end, state = end_of(call), result
    state = "CLOSED" if state in GONE else state
    return (end, state) if end and state in STATES else ("", "")


def _note(walk: _Walk, call: str, result: str) -> None:
    """Keeps what a step says of the states that were not read."""
    if call in (TO_SYSTEM, TO_PEER) and result.startswith("RST"):
        walk.has_reset = True
    if call == TO_SYSTEM and result != NO_SEGMENT:
        walk.segments.append(result)
    elif ".start_connecting(" in call:
        walk.is_connecting = True
    elif result == "ok" and (".connect(" in call or ".accept()" in call):
        walk.has_opened = True
    elif result == "ok" and ".listen(" in call:
        walk.has_listener = True


def _implied(walk: _Walk, state: str) -> str:
    """The state before the first reading of an end; empty if nothing says it."""
    if state == "SYN_SENT" and walk.is_connecting:
        return "CLOSED"
    if state == "SYN_RECEIVED" and walk.has_listener and any(map(_is_syn, walk.segments)):
        return "LISTEN"
    if state in ("FIN_WAIT_1", "CLOSE_WAIT") and walk.has_opened:
        return "ESTABLISHED"
    return ""


def _is_syn(segment: str) -> bool:
    return segment.startswith("SYN ")


def _counts(before: str, after: str, walk: _Walk, seconds: float) -> bool:
    if walk.has_reset:
        return (before, after) == ("SYN_RECEIVED", "LISTEN")
    if (before, after) == ("TIME_WAIT", "CLOSED"):
        return not walk.segments and seconds >= SECONDS_OF_A_TIMER
    return (before, after) not in NEEDS_ONE_SEGMENT or len(walk.segments) == 1
