"""Makes stories: seeded, the same on every machine, and guided by what has been tried least.

Only random() of Python's generator is used: its values for a seed are guaranteed not to change between
versions.
"""
from __future__ import annotations

import random
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from addrinuse.explorer.coverage import Coverage
from addrinuse.explorer.story import Step, Story, repaired

T = TypeVar("T")
KINDS = ("tcp4", "tcp4", "tcp4", "tcp6", "tcp6", "udp4", "udp6")
V4 = ("lo4", "lo4", "lo4", "any4", "any4", "any4", "alias4", "alias4", "global4")
V6 = ("lo6", "lo6", "any6", "any6", "any6", "mapped-lo", "mapped-lo", "mapped-any", "mapped-alias", "global6")
RARE = {"4": ("broadcast4", "multicast4", "foreign4", "unspec-any4", "unspec-lo4", "limited-broadcast4"),
        "6": ("multicast6", "linklocal6", "foreign6", "compatible-lo", "unspec-any6", "mapped-foreign")}
OPTIONS = {"reuseaddr": (1, 1, 1, 0), "reuseport": (1, 1, 1, 0), "v6only": (1, 0), "no-port": (1, 1, 0),
           "linger": (0, 0, -1), "device": (1, 1, 0), "freebind": (1, 0), "defer-accept": (1, 3, 0),
           "incoming-cpu": (0, 1), "port-range": (1, 2, 4, 0), "group-filter": (0, 1, 2, -1),
           "transparent": (1, 0), "repair": (1, 0), "addrform": (2,), "linger2": (1, -1, 60),
           "fastopen": (1, 0), "broadcast": (1, 0), "join": (1, 1, 0), "user-timeout": (1000, 0),
           "receive-errors": (1, 0)}
GROUPS = {"4": "multicast4", "6": "multicast6"}     # what a socket with the option join likes to bind to
COMMON_OPTIONS = ("reuseaddr", "reuseaddr", "reuseport", "reuseport")
SETTINGS = {"port-range": (1, 2, 2, 4, 0), "tcp_tw_reuse": (0, 1, 2), "tcp_timestamps": (0, 1, 2),
            "tcp_migrate_req": (1, 0), "tcp_fin_timeout": (1, 60), "ip_autobind_reuse": (1, 0),
            "ip_nonlocal_bind": (1, 0), "tcp_abort_on_overflow": (1, 0), "tcp_syncookies": (0, 1, 2),
            "somaxconn": (0, 1, 4096), "bindv6only": (1, 0), "tcp_rfc1337": (1, 0),
            "reserved-ports": (1, 2, 3, 0), "tcp_max_tw_buckets": (0, 65536),
            "ip_unprivileged_port_start": (60000, 1024), "ip_early_demux": (0, 1),
            "tcp_early_demux": (0, 1), "udp_early_demux": (0, 1), "tcp_fastopen": (3, 0, 519),
            "tcp_max_syn_backlog": (1, 128), "tcp_orphan_retries": (1, 0), "ip_nonlocal_bind_v6": (1, 0),
            "tcp_tw_reuse_delay": (1, 1000)}
WAITS = ("2", "1100", "2000", "2000", "65000", "65000", "65000", "125000")  # milliseconds
CANDIDATES = 4      # steps from which the least tried is chosen
GUIDED = 0.35       # of all steps; the others come as often as programs make them
LONGEST = 18        # steps of a fresh story
# P3 shares a slot of the kernel's table with P0 (harness/explorer/story.h)
OWN_PORTS = ("P0", "P0", "P1", "P3")
# two receivers that share by chance are both seen but once in 5 * 10^11 times (2 * 2^-40)
MANY_CLIENTS = "40"
SLOTS = 40


@dataclass
class Socket:
    """What the generator believes of a socket; a call that fails makes it wrong, which does no harm."""

    kind: str
    is_bound: bool = False
    is_listening: bool = False
    is_connected: bool = False
    options: set[str] = field(default_factory=set)

    @property
    def is_tcp(self) -> bool:
        """Whether it is a TCP socket."""
        return self.kind.startswith("tcp")

    @property
    def version(self) -> str:
        """4 or 6."""
        return self.kind[-1]


class Dice:
    """Choices that depend on the seed alone."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def below(self, end: int) -> int:
        """A number from 0 to before `end`."""
        return int(self._random.random() * end)

    def choice(self, items: Sequence[T]) -> T:
        """One of the items."""
        return items[self.below(len(items))]

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self._random.random() < probability


class Draft:
    """A story in the making, and what its sockets are believed to be."""

    def __init__(self, dice: Dice) -> None:
        self.dice = dice
        self.steps: list[Step] = []
        self.sockets: dict[int, Socket] = {}
        self.children: set[int] = set()
        self.sleepers = 0
        self.forks = 0
        self.is_other_port_likely = dice.chance(0.3)

    def add(self, step: Step) -> None:
        """Takes the step into the story."""
        self.steps.append(step)
        if step.actor == "s":
            for slot in step.slots:
                self._note(step, slot)
        elif step.verb == "fork":
            self.children.add(step.first)
            self.forks += 1
        elif step.verb in ("exit", "kill"):
            self.children.discard(step.first)
        elif step.verb == "block":
            self.sleepers += 1

    def _note(self, step: Step, slot: int) -> None:
        if step.verb == "open":
            self.sockets[slot] = Socket(step.words[0])
        elif step.verb == "accept":
            listener = self.sockets[step.others[0]]
            self.sockets[slot] = Socket(listener.kind, is_bound=True, is_connected=True)
        elif step.verb == "close":
            self.sockets.pop(slot, None)
        elif slot in self.sockets:
            self._change(self.sockets[slot], step)

    def _change(self, socket: Socket, step: Step) -> None:
        if step.verb == "bind":
            socket.is_bound = True
        elif step.verb == "listen":
            socket.is_listening = socket.is_bound = True
        elif step.verb == "connect":
            socket.is_connected = socket.is_bound = True
        elif step.verb == "disconnect":
            socket.is_connected = False
        elif step.verb == "set":
            socket.options.add(step.words[0])

    # ---- the parts of a step

    def free_slot(self, count: int = 1) -> int | None:
        """The lowest slot from which on `count` are free."""
        for slot in range(SLOTS - count + 1):
            if not any(number in self.sockets for number in range(slot, slot + count)):
                return slot
        return None

    def some(self, wanted: Callable[[Socket], bool]) -> int | None:
        """A socket that fits, preferring the newest."""
        slots = [slot for slot, socket in self.sockets.items() if wanted(socket)]
        if not slots:
            return None
        return slots[-1] if self.dice.chance(0.4) else self.dice.choice(slots)

    def address(self, version: str, options: Collection[str] = ()) -> str:
        """An address for a socket of this IP version with these options."""
        if "join" in options and self.dice.chance(0.5):
            return GROUPS[version]
        if self.dice.chance(0.04):
            return self.dice.choice(RARE[version])
        return self.dice.choice(V4 if version == "4" else V6)

    def port(self) -> str:
        """A port: mostly the story's first one, so that sockets meet."""
        if self.dice.chance(0.12):
            bound = [slot for slot, socket in self.sockets.items() if socket.is_bound]
            if bound:
                return f"=s{self.dice.choice(bound)}"
        if self.dice.chance(0.15):
            return "0"
        return self.dice.choice(OWN_PORTS) if self.is_other_port_likely else "P0"

    def crowd(self, slot: int) -> range:
        """The neighbours of a slot with the same kind and history, if it is one of a crowd."""
        last = slot
        while last + 1 in self.sockets and self.sockets[last + 1] == self.sockets[slot]:
            last += 1
        return range(slot, last + 1)


Maker = Callable[[Draft], Step | None]


def _open(draft: Draft) -> Step | None:
    count = 1
    if draft.dice.chance(0.08):
        count = draft.dice.choice((2, 3, 3, 4, 8, 20, 21))
    slot = draft.free_slot(count)
    if slot is None or len(draft.sockets) > 12 and count == 1:
        return None
    kinds = [socket.kind for socket in draft.sockets.values()]
    kind = draft.dice.choice(kinds) if kinds and draft.dice.chance(0.55) else draft.dice.choice(KINDS)
    user = ("user2",) if draft.dice.chance(0.2) else ()
    return Step("open", (kind, *user), "s", slot, slot + count - 1)


def _on(draft: Draft, verb: str, words: Sequence[str], slot: int | None) -> Step | None:
    if slot is None:
        return None
    crowd = draft.crowd(slot)
    last = crowd[-1] if len(crowd) > 1 and draft.dice.chance(0.8) else slot
    return Step(verb, tuple(words), "s", slot, last)


def _option(draft: Draft, common: bool) -> Step | None:
    slot = draft.some(lambda socket: not socket.is_connected or not common)
    if slot is None:
        return None
    name = draft.dice.choice(COMMON_OPTIONS if common else tuple(OPTIONS))
    if name == "v6only" and draft.sockets[slot].version == "4" and draft.dice.chance(0.9):
        return None
    return _on(draft, "set", (name, str(draft.dice.choice(OPTIONS[name]))), slot)


def _set_common(draft: Draft) -> Step | None:
    return _option(draft, True)


def _set_any(draft: Draft) -> Step | None:
    return _option(draft, False)


def _bind(draft: Draft) -> Step | None:
    slot = draft.some(lambda socket: not socket.is_bound or draft.dice.chance(0.05))
    if slot is None:
        return None
    socket = draft.sockets[slot]
    return _on(draft, "bind", (draft.address(socket.version, socket.options), draft.port()), slot)


def _listen(draft: Draft) -> Step | None:
    slot = draft.some(lambda socket: socket.is_tcp and (socket.is_bound or draft.dice.chance(0.2)))
    return _on(draft, "listen", (str(draft.dice.choice((0, 1, 2, 8, 8, 16, 128))),), slot)


def _connect(draft: Draft) -> Step | None:
    slot = draft.some(lambda socket: not socket.is_listening and (
        not socket.is_connected or draft.dice.chance(0.1)))
    if slot is None:
        return None
    own = draft.sockets[slot]
    if draft.dice.chance(0.2):
        return _on(draft, "connect", (draft.address(own.version), draft.port()), slot)
    targets = [other for other, socket in draft.sockets.items()
               if socket.is_bound and socket.is_tcp == own.is_tcp
               and (socket.is_listening or not socket.is_tcp or draft.dice.chance(0.15))]
    return _on(draft, "connect", (f"s{draft.dice.choice(targets)}",), slot) if targets else None


def _accept(draft: Draft) -> Step | None:
    listener = draft.some(lambda socket: socket.is_listening)
    slot = draft.free_slot()
    if listener is None or slot is None:
        return None
    return Step("accept", (f"s{listener}",), "s", slot, slot)


def _send(draft: Draft) -> Step | None:
    if draft.dice.chance(0.6):
        return _on(draft, "send", (), draft.some(lambda socket: socket.is_connected))
    slot = draft.some(lambda socket: not socket.is_tcp)
    other = draft.some(lambda socket: not socket.is_tcp and socket.is_bound)
    return _on(draft, "send", (f"s{other}",), slot) if other is not None else None


def _simple(verb: str, wanted: Callable[[Socket], bool], *words: str) -> Maker:
    return lambda draft: _on(draft, verb, words, draft.some(wanted))


def _shutdown(draft: Draft) -> Step | None:
    how = draft.dice.choice(("write", "write", "read", "both"))
    return _on(draft, "shutdown", (how,), draft.some(
        lambda socket: socket.is_connected or socket.is_listening))


def _read_option(draft: Draft) -> Step | None:
    names = ("reuseaddr", "reuseport", "v6only", "no-port", "freebind", "defer-accept", "port-range",
             "transparent", "linger2")
    return _on(draft, "option", (draft.dice.choice(names),), draft.some(lambda socket: True))


def _probe(draft: Draft) -> Step | None:
    slot = draft.some(lambda socket: socket.is_listening or not socket.is_tcp and socket.is_bound)
    if slot is None:
        return None
    socket = draft.sockets[slot]
    if "join" in socket.options and draft.dice.chance(0.5):
        return Step("probe", (socket.kind, GROUPS[socket.version], f"=s{slot}"))
    is_ipv4 = socket.version == "4" or draft.dice.chance(0.4)
    address = draft.dice.choice(("lo4", "lo4", "alias4", "global4") if is_ipv4
                                else ("lo6", "lo6", "mapped-lo", "global6"))
    kind = ("tcp" if socket.is_tcp else "udp") + ("4" if address in V4 else "6")
    shares = sum("reuseport" in other.options for other in draft.sockets.values()) > 1
    return Step("probe", (kind, address, f"=s{slot}", *((MANY_CLIENTS,) if shares else ())))


def _fork(draft: Draft) -> Step | None:
    slot = draft.some(lambda socket: socket.is_bound)
    if slot is None or draft.forks >= 2:
        return None
    return Step("fork", (f"s{slot}",), "p", draft.forks, draft.forks)


def _child(draft: Draft) -> Step | None:
    if not draft.children:
        return None
    number = draft.dice.choice(sorted(draft.children))
    return Step(draft.dice.choice(("accept", "exit", "kill", "kill")), (), "p", number, number)


def _block(draft: Draft) -> Step | None:
    if draft.sleepers >= 2:
        return None
    call = draft.dice.choice(("accept", "receive", "poll", "epoll"))
    slot = draft.some(lambda socket: socket.is_listening if call == "accept"
                      else socket.is_connected if call == "receive" else socket.is_bound)
    if slot is None or any(step.verb == "block" and step.others == [slot] for step in draft.steps):
        return None  # which of two sleepers comes first is a matter of chance
    return Step("block", (f"s{slot}", call), "w", draft.sleepers, draft.sleepers)


def _setting(draft: Draft) -> Step | None:
    name = draft.dice.choice(("port-range", *SETTINGS))
    return Step("setting", (name, str(draft.dice.choice(SETTINGS[name]))))


def _wait(draft: Draft) -> Step:
    return Step("wait", (draft.dice.choice(WAITS),))


# Each as often as it stands here: what programs do most, most.
MAKERS: tuple[tuple[int, Maker], ...] = (
    (10, _open), (8, _set_common), (3, _set_any), (10, _bind), (7, _listen), (8, _connect),
    (6, _accept), (5, _send),
    (3, _simple("receive", lambda socket: socket.is_connected or not socket.is_tcp)), (3, _shutdown),
    (6, _simple("close", lambda socket: True)),
    (2, _simple("disconnect", lambda socket: socket.is_connected)),
    (1, _simple("fill", lambda socket: socket.is_tcp and socket.is_connected)),
    (5, _probe), (1, _read_option),
    (1, _fork), (2, _child), (1, _block), (2, _setting), (1, _wait))
WHEEL: tuple[Maker, ...] = tuple(maker for weight, maker in MAKERS for _ in range(weight))


class Generator:
    """An endless source of stories. `coverage` counts what has been tried, and guides it."""

    def __init__(self, seed: int, coverage: Coverage | None = None) -> None:
        self._dice = Dice(seed)
        self.coverage = coverage or Coverage()

    def fresh(self) -> Story:
        """A new story."""
        draft = Draft(self._dice)
        for _ in range(4 + self._dice.below(LONGEST - 3)):
            step = self._next(draft)
            if step is not None:
                draft.add(step)
        return self._counted(repaired(draft.steps))

    def several(self, count: int) -> list[Story]:
        """So many new stories, none of them empty."""
        return list(islice(filter(None, iter(self.fresh, None)), count))

    def mutated(self, story: Story, other: Story) -> Story:
        """A story like this one: with steps taken out, repeated, moved, or continued by new ones or by those
        of another."""
        steps = list(story)
        for _ in range(1 + self._dice.below(3)):
            self._mutate(steps, other)
        return self._counted(repaired(steps[:40]))

    def turn(self, sides: int) -> int:
        """A number from 0 to before `sides`."""
        return self._dice.below(sides)

    def pick(self, stories: Sequence[Story]) -> Story:
        """One of the stories."""
        return self._dice.choice(stories)

    def _counted(self, story: Story) -> Story:
        self.coverage.add(story)
        return story

    def _next(self, draft: Draft) -> Step | None:
        candidates = CANDIDATES if self._dice.chance(GUIDED) else 1
        made = [self._dice.choice(WHEEL)(draft) for _ in range(candidates)]
        steps: list[Step] = [step for step in made if step is not None]

        def tries(step: Step) -> tuple[int, int]:
            return self.coverage.tries(draft.steps, step)
        return min(steps, key=tries) if steps else None

    def _mutate(self, steps: list[Step], other: Story) -> None:
        if not steps:
            return
        at = self._dice.below(len(steps))
        kind = self._dice.below(6)
        if kind == 0:
            del steps[at]
        elif kind == 1:
            steps.insert(self._dice.below(len(steps)), steps[at])
        elif kind == 2:
            steps.insert(self._dice.below(len(steps)), steps.pop(at))
        elif kind == 3 and other:
            steps[at:] = other[self._dice.below(len(other)):]
        else:
            self._insert(steps, at)

    def _insert(self, steps: list[Step], at: int) -> None:
        draft = Draft(self._dice)
        for step in repaired(steps[:at + 1]):
            draft.add(step)
        made = [self._next(draft) for _ in range(3)]
        steps[at + 1:at + 1] = [step for step in made if step is not None]
