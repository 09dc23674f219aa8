"""The page of the TCP states: which case shows which transition on which platform. All of it is read from the
transcripts of the runs."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from addrinuse.analysis import states
from addrinuse.analysis.states import TRANSITIONS, Transition
from addrinuse.publish.site import diagram
from addrinuse.publish.site.view import Platform, View

PAGE = "tcp.html"
PICTURE = "pictures/tcp-states.svg"
Pair = tuple[str, str]
Shown = dict[str, list[Platform]]  # the ids of cases: the platforms on which they show something


@dataclass(frozen=True)
class Evidence:
    """Two states, and the cases that show one after the other: first as few as are needed to link each
    platform to one, then the rest."""

    transition: Transition
    shown: Shown
    rest: Shown


@dataclass(frozen=True)
class Stack:
    """Platforms whose transcripts show the same transitions: their picture."""

    platforms: list[Platform]
    pairs: frozenset[Pair]
    picture: str
    svg: str


@dataclass
class States:
    """What all transcripts show. `of_case` has the transitions of each case, in the order of the diagram."""

    transitions: list[Evidence] = field(default_factory=list)
    skipped: list[Evidence] = field(default_factory=list)
    stacks: list[Stack] = field(default_factory=list)
    of_case: dict[str, list[Transition]] = field(default_factory=dict)
    svg: str = ""

    @property
    def count(self) -> int:
        """How many transitions of the diagram some case shows."""
        return sum(bool(evidence.shown) for evidence in self.transitions)

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {"schema": 1, "source": "RFC 9293, figure 5",
                "transitions": list(map(_as_json, self.transitions)),
                "read_without_a_state_between": list(map(_as_json, self.skipped))}


def _as_json(evidence: Evidence) -> dict[str, Any]:
    found = {**evidence.shown, **evidence.rest}
    return {"from": evidence.transition.before, "to": evidence.transition.after,
            "event": evidence.transition.event, "action": evidence.transition.action,
            "cases": {case: [platform.name for platform in found[case]] for case in sorted(found)}}


def read(view: View) -> States:
    """Reads every transcript."""
    shown: dict[Pair, Shown] = {}
    skipped: dict[Pair, Shown] = {}
    for row in view.table.rows:
        for platform in view.platforms:
            for observation in platform.run.by_case.get(row.id, []):
                found = states.readings(observation.transcript)
                for pairs, kept in ((found.shown, shown), (found.skipped, skipped)):
                    for pair in pairs:
                        places = kept.setdefault(pair, {}).setdefault(row.id, [])
                        if platform not in places[-1:]:
                            places.append(platform)
    return _states(shown, skipped)


def _states(shown: dict[Pair, Shown], skipped: dict[Pair, Shown]) -> States:
    found = States([_evidence(transition, shown.get(transition.pair, {})) for transition in TRANSITIONS],
                   [_evidence(Transition(*pair, ""), skipped[pair]) for pair in sorted(skipped)],
                   _stacks(shown))
    for evidence in found.transitions:
        for case in (*evidence.shown, *evidence.rest):
            found.of_case.setdefault(case, []).append(evidence.transition)
    found.svg = diagram.svg(shown.keys(), "The states of a TCP connection")
    return found


def _evidence(transition: Transition, found: Shown) -> Evidence:
    few = _few(found)
    return Evidence(transition, few, {case: found[case] for case in sorted(found) if case not in few})


def _few(found: Shown) -> Shown:
    """A few cases that between them show a transition on every platform on which it is shown."""
    few: Shown = {}
    left = {platform.slug for platforms in found.values() for platform in platforms}
    while left:
        case = min(found, key=lambda name: (-sum(one.slug in left for one in found[name]), name))
        few[case] = found[case]
        left -= {platform.slug for platform in found[case]}
    return few


def _stacks(shown: dict[Pair, Shown]) -> list[Stack]:
    pairs: dict[str, set[Pair]] = {}
    by_slug: dict[str, Platform] = {}
    for pair, found in shown.items():
        for platform in (platform for platforms in found.values() for platform in platforms):
            by_slug[platform.slug] = platform
            pairs.setdefault(platform.slug, set()).add(pair)
    groups: dict[frozenset[Pair], list[Platform]] = {}
    for slug, own in pairs.items():
        groups.setdefault(frozenset(own), []).append(by_slug[slug])
    ordered = sorted(groups.items(), key=lambda group: (-len(group[0]), group[1][0].rank))
    return [_stack(own, sorted(platforms, key=lambda one: one.rank)) for own, platforms in ordered]


def _stack(pairs: frozenset[Pair], platforms: Sequence[Platform]) -> Stack:
    title = f"Transitions that transcripts of {names(platforms)} show"
    return Stack(list(platforms), pairs, f"pictures/tcp-states-{platforms[0].slug}.svg",
                 diagram.svg(pairs, title, f"../{PAGE}"))


def pictures(states: States) -> list[tuple[str, str]]:
    """The files of the diagram: with what all platforms show, and with what each one shows."""
    whole = diagram.svg([evidence.transition.pair for evidence in states.transitions if evidence.shown],
                        "The states of a TCP connection", f"../{PAGE}")
    return [(PICTURE, whole), *((stack.picture, stack.svg) for stack in states.stacks)]


def names(platforms: Iterable[Platform]) -> str:
    """Platforms as a list in a sentence."""
    return ", ".join(platform.name for platform in platforms)
