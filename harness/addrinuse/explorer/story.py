"""Stories: sequences of steps on sockets, in the grammar of harness/explorer/story.h (version 1)."""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from addrinuse.support.errors import UserError

HEADER = "addrinuse-stories 1"
STEP = re.compile(r"(?:([spw])(\d{1,3})(?:-(\d{1,3}))?([.=]))?([a-z0-9-]+)((?: [^ ;]+)*)")
SLOT = re.compile(r"s(\d{1,3})")
SLOT_PORT = re.compile(r"=s(\d{1,3})")
NUMBER = re.compile(r"\d{1,9}")
SLOTS = 140  # as in harness/explorer/story.h
# How many words these verbs need at least; the signature of a step looks at them.
NEEDED = {"open": 1, "probe": 1, "listen": 1, "wait": 1}


@dataclass(frozen=True)
class Step:
    """One step. `actor` is s (slots), p (a child), w (a sleeper) or nothing; `first` and `last` are its
    numbers."""

    verb: str
    words: tuple[str, ...] = ()
    actor: str = ""
    first: int = 0
    last: int = 0

    def __str__(self) -> str:
        text = " ".join((self.verb, *self.words))
        if not self.actor:
            return text
        numbers = f"{self.first}-{self.last}" if self.last != self.first else str(self.first)
        return f"{self.actor}{numbers}{'=' if self.is_making else '.'}{text}"

    @property
    def is_making(self) -> bool:
        """Whether there is something new after it: a socket, a child or a sleeper."""
        return self.opens or self.verb in ("fork", "block")

    @property
    def slots(self) -> range:
        """The slots on which the step is made."""
        return range(self.first, self.last + 1) if self.actor == "s" else range(0)

    @property
    def opens(self) -> bool:
        """Whether its slots are open after it."""
        return self.verb in ("open", "accept") and self.actor == "s"

    @cached_property
    def others(self) -> list[int]:
        """The slots that it names besides its own."""
        matches = [SLOT.fullmatch(word) or SLOT_PORT.fullmatch(word) for word in self.words]
        return [int(match[1]) for match in matches if match]

    @cached_property
    def signature(self) -> str:
        """What it does, without the numbers of slots and ports: the unit in which coverage is counted."""
        words = [_kind_of_word(word) for word in self.words]
        if self.verb in ("listen", "wait"):
            words = ["small" if int(self.words[0]) < (4 if self.verb == "listen" else 60000) else "large"]
        crowd = ["crowd"] if self.last > self.first else []
        actor = f"{self.actor}." if self.actor in ("p", "w") else ""
        return " ".join((actor + self.verb, *words, *crowd))

    def with_words(self, *words: str) -> Step:
        """The same step with other words."""
        return replace(self, words=words)


Story = tuple[Step, ...]


def _kind_of_word(word: str) -> str:
    if SLOT.fullmatch(word):
        return "slot"
    if SLOT_PORT.fullmatch(word):
        return "port-of-slot"
    return "own" if re.fullmatch(r"P\d", word) else word


def parse_step(text: str) -> Step:
    """One step. Raises UserError for text that is none; the program checks the rest of the grammar."""
    match = STEP.fullmatch(text.strip())
    actor, first, last, _, verb, words = match.groups() if match else ("", "", "", "", "", "")
    low = int(first or 0)
    step = Step(verb, tuple(words.split()), actor or "", low, int(last or low))
    if not match or not _is_sound_step(step):
        raise UserError(f"step {text[:80]!r}", "not in the grammar of stories",
                        "See harness/explorer/story.h.")
    return step


def _is_sound_step(step: Step) -> bool:
    if not step.first <= step.last < SLOTS or len(step.words) < NEEDED.get(step.verb, 0):
        return False
    return step.verb not in ("listen", "wait") or bool(NUMBER.fullmatch(step.words[0]))


def parse(line: str) -> Story:
    """One story. Raises UserError for text that is none."""
    return tuple(parse_step(text) for text in line.split(";") if text.strip())


def text_of(story: Iterable[Step]) -> str:
    """The line of a story."""
    return "; ".join(map(str, story))


def read(text: str, name: str) -> list[Story]:
    """The stories of a file. `name` is the file's, for messages. Raises UserError if it is of another
    version."""
    lines = text.splitlines()
    header = lines[0] if lines else ""
    if header != HEADER:
        raise UserError(f"stories {name}",
                        f"its first line is {header[:60]!r}, and this version reads {HEADER!r}",
                        "Use the version of addrinuse that wrote it, or write the stories again.")
    return [parse(line) for line in lines[1:] if line and not line.startswith("#")]


def file_of(stories: Iterable[Sequence[Step]]) -> str:
    """The text of a file with these stories."""
    return "".join(line + "\n" for line in (HEADER, *map(text_of, stories)))


def repaired(steps: Iterable[Step]) -> Story:
    """The story without the steps that nothing is left for: those on slots that are not open, or that name
    one."""
    kept: list[Step] = []
    opened: set[int] = set()
    helpers: set[tuple[str, int]] = set()
    for step in steps:
        if not set(step.others) <= opened:
            continue
        if step.actor in ("p", "w"):
            if not step.is_making and (step.actor, step.first) not in helpers:
                continue
            helpers.add((step.actor, step.first))
        for piece in _pieces(step, opened):
            if step.opens:
                opened |= set(piece.slots)
            elif step.verb == "close":
                opened -= set(piece.slots)
            kept.append(piece)
    return tuple(kept)


def _pieces(step: Step, opened: set[int]) -> list[Step]:
    """The step on those of its slots on which it can be made."""
    if step.actor != "s":
        return [step]
    return split(step, opened if not step.opens else set(range(step.last + 1)) - opened)


def split(step: Step, slots: set[int]) -> list[Step]:
    """The step on these of its slots only: one step for each row of neighbours."""
    pieces: list[Step] = []
    for slot in sorted(slots.intersection(step.slots)):
        if pieces and pieces[-1].last == slot - 1:
            pieces[-1] = replace(pieces[-1], last=slot)
        else:
            pieces.append(replace(step, first=slot, last=slot))
    return pieces


def renumbered(story: Story) -> Story:
    """The same story with slots, children, sleepers and ports numbered from 0 in the order of their use."""
    slots: dict[int, int] = {}
    ports: dict[str, str] = {}
    helpers: dict[tuple[str, int], int] = {}
    for step in story:
        for slot in [*step.slots, *step.others]:
            slots.setdefault(slot, len(slots))
        for word in step.words:
            if re.fullmatch(r"P\d", word):
                ports.setdefault(word, f"P{len(ports)}")
        if step.actor in ("p", "w"):
            count = sum(actor == step.actor for actor, _ in helpers)
            helpers.setdefault((step.actor, step.first), count)
    renamed = tuple(_renamed(step, slots, ports, helpers) for step in story)
    return renamed if _is_sound(story, slots) else story


def _renamed(step: Step, slots: dict[int, int], ports: dict[str, str],
             helpers: dict[tuple[str, int], int]) -> Step:
    words = tuple(SLOT.sub(lambda match: f"s{slots[int(match[1])]}", word)
                  if SLOT.fullmatch(word) or SLOT_PORT.fullmatch(word) else ports.get(word, word)
                  for word in step.words)
    if step.actor == "s":
        return replace(step, words=words, first=slots[step.first], last=slots[step.last])
    if step.actor:
        number = helpers[step.actor, step.first]
        return replace(step, words=words, first=number, last=number)
    return replace(step, words=words)


def _is_sound(story: Story, slots: dict[int, int]) -> bool:
    """Whether every crowd is a crowd of neighbours under its new numbers, too."""
    return all(slots[step.last] - slots[step.first] == step.last - step.first
               for step in story if step.actor == "s")
