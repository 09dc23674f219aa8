"""The exchange of segments and states that a transcript shows: the steps that a scripted peer writes
(harness/probe/peer), and the states that a case reads of a stack."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

TO_SYSTEM = "peer -> system"
TO_PEER = "system -> peer"
BOTH_STATES = "states of system / peer"
ONE_STATE = "state of "
SOCKETS_OWN = ", as it says"  # ends the name of a socket that was asked for its own state
NO_SEGMENT = "nothing"  # what a case waited for in vain
# Calls that send or end something: those between the segments that explain them.
CALLS = (".close()", ".shutdown(", ".send(", ".connect(", ".accept()", "the peer starts over")


@dataclass(frozen=True)
class Event:
    """One line of the picture, `seconds` after the case began. A segment has a `direction`; the states are
    those that both sides are in from here on, empty where they are unknown or did not change; `note` is a
    call."""

    seconds: float
    direction: str = ""
    segment: str = ""
    system: str = ""
    peer: str = ""
    note: str = ""


def events(transcript: Iterable[Sequence[Any]]) -> list[Event]:
    """The events of a transcript, in their order; none if it shows neither segments nor states. Its steps are
    [microseconds, call, result]."""
    transcript = list(transcript)
    if not any(step[1] in (TO_SYSTEM, TO_PEER) or str(step[1]).startswith("state") for step in transcript):
        return []  # most transcripts
    ends = _Ends()
    found = [event for microseconds, call, result in transcript
             for event in _event(microseconds / 1e6, str(call), str(result), ends)]
    shows_something = any(event.segment or event.system for event in found)
    return list(_merged(found)) if shows_something else []


def end_of(call: str) -> str:
    """The end of a connection whose state a call reads ("10.0.0.1:5 to 10.0.0.2:6", or a socket's name);
    empty if the call reads the state of no single end."""
    return call.removeprefix(ONE_STATE).removesuffix(SOCKETS_OWN) if call.startswith(ONE_STATE) else ""


class _Ends:
    """Which end of which connection is drawn where: the first one that a state was read of is the system, its
    other end is the peer."""

    def __init__(self) -> None:
        self.system = self.peer = ""

    def is_system(self, end: str) -> bool:
        """Whether the end is drawn as the system; the first one is."""
        if not self.system:
            self.system = end
            local, _, remote = end.partition(" to ")
            self.peer = f"{remote} to {local}" if remote else ""
        return end == self.system

    def is_peer(self, end: str) -> bool:
        """Whether the end is drawn as the peer: the other end of the system's connection, or the second
        socket that was asked."""
        if not self.peer:
            self.peer = end
        return end == self.peer


def _event(seconds: float, call: str, result: str, ends: _Ends) -> Iterator[Event]:
    if call in (TO_SYSTEM, TO_PEER):
        if result == NO_SEGMENT:
            yield Event(seconds, note="the peer waits, and nothing comes")
        else:
            yield Event(seconds, direction=call, segment=result)
    elif call == BOTH_STATES:
        system, _, peer = result.partition(" / ")
        yield Event(seconds, system=system, peer=peer)
    elif end := end_of(call):
        if ends.is_system(end):
            yield Event(seconds, system=result)
        elif ends.is_peer(end):
            yield Event(seconds, peer=result)
        else:
            yield Event(seconds, note=f"{end}: {result}")
    elif any(word in call for word in CALLS):
        yield Event(seconds, note=f"{call}: {result}" if result != "ok" else call)


def _merged(found: Iterable[Event]) -> Iterator[Event]:
    """States that follow a segment at once are drawn beside it; a state that did not change is left out."""
    system = peer = ""
    waiting: Event | None = None
    for event in found:
        is_state = not (event.segment or event.note)
        new_system = event.system if event.system != system else ""
        new_peer = event.peer if event.peer != peer else ""
        system, peer = event.system or system, event.peer or peer
        if is_state and waiting is not None and waiting.segment and not waiting.system:
            waiting = Event(waiting.seconds, waiting.direction, waiting.segment, new_system, new_peer)
            continue
        if is_state and not (new_system or new_peer):
            continue
        if waiting is not None:
            yield waiting
        waiting = Event(event.seconds, event.direction, event.segment, new_system, new_peer, event.note)
    if waiting is not None:
        yield waiting
