"""Follows the sockets of a story: what was done with each, as far as the answers say that it took effect."""
from __future__ import annotations

from dataclasses import dataclass, field

from addrinuse.explorer.answers import words_of
from addrinuse.explorer.story import Step

TOOK_EFFECT = ("ok", "EINPROGRESS")
STATES = {"listen": "listening", "connect": "connected", "disconnect": "open", "shutdown": "shut down"}
OFF = ("0", "-1")  # the values that switch an option off


@dataclass
class Socket:
    """One socket. `options` are those set, with their last values; `was_on` those that were on at some time.
    `address` and `port` are the words of its last bind()."""

    kind: str
    user: str
    options: dict[str, str] = field(default_factory=dict)
    was_on: set[str] = field(default_factory=set)
    address: str = ""
    port: str = ""
    state: str = "open"

    @property
    def place(self) -> tuple[str, ...]:
        """The kind, the address and the port of a bind() that names them; nothing for a port that is named by
        another socket, or without a bind()."""
        is_named = self.port and not self.port.startswith("=") and self.state != "accepted"
        return (self.kind, self.address, self.port) if is_named else ()

    def text(self) -> str:
        """The socket in a word."""
        options = ",".join(f"{name}={value}" for name, value in sorted(self.options.items()))
        return f"{self.kind} {self.user} {self.address} {self.state} {options}"

    def accepted(self) -> Socket:
        """A connection that this listener accepts."""
        return Socket(self.kind, self.user, dict(self.options), set(), self.address, self.port, "accepted")

    def change(self, step: Step) -> None:
        """Takes note of a step that took effect."""
        if step.verb == "set":
            self.options[step.words[0]] = step.words[1]
            if step.words[1] not in OFF:
                self.was_on.add(step.words[0])
        elif step.verb == "bind":
            self.address, self.port = step.words
        self.state = STATES.get(step.verb, self.state)


def follow(step: Step, answer: str, sockets: dict[int, Socket]) -> None:
    """Takes note of what the step did with its slots."""
    words = words_of(answer, len(step.slots)) if step.slots else []
    for slot, word in zip(step.slots, words):
        if word.split(",")[0] not in TOOK_EFFECT:
            continue
        if step.verb == "open":
            sockets[slot] = Socket(step.words[0], " ".join(step.words[1:]))
        elif step.verb == "accept" and step.others[0] in sockets:
            sockets[slot] = sockets[step.others[0]].accepted()
        elif step.verb == "close":
            sockets.pop(slot, None)
        elif slot in sockets:
            sockets[slot].change(step)
