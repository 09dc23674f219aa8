"""Whether two observations of one case can be compared at all. Only two answers can differ: a case that does
not apply, was not run or could not be observed says nothing about the platform, so it is never a change."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from addrinuse.model.observations import Observation, ObservationId, Status

ABSENT = "not in this run"
QUICK = "not run (--quick)"
NAMED = 3  # cases that a line names; more of them are counted by their topics


class Kind(StrEnum):
    """What became of an answer: the same, another one, none any more, one for the first time, or never one.
    """

    SAME = "same"
    CHANGED = "changed"
    LOST = "lost"
    GAINED = "gained"
    NONE = "none"


def kind_of(before: str | None, after: str | None) -> Kind:
    """How two answers compare; None stands for no answer."""
    if before is None or after is None:
        return Kind.NONE if before == after else Kind.GAINED if before is None else Kind.LOST
    return Kind.SAME if before == after else Kind.CHANGED


def answer_of(observation: Observation | None) -> str | None:
    """What was observed; None if there is no answer."""
    if observation is None or observation.status is not Status.OBSERVED:
        return None
    return observation.answer


def reason_of(observation: Observation | None) -> str:
    """Why there is no answer, in one line."""
    if observation is None:
        return ABSENT
    if observation.was_left_out:
        return QUICK
    words = observation.status.value.replace("-", " ")
    return f"{words}: {observation.why.splitlines()[0]}" if observation.why.strip() else words


def by_reason(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Ids by their reasons, from pairs of both; the reason of most of them first."""
    found: dict[str, list[str]] = {}
    for name, reason in pairs:
        found.setdefault(reason, []).append(name)
    return dict(sorted(found.items(), key=lambda group: (-len(group[1]), group[0])))


def counted(names: Sequence[str]) -> str:
    """Some ids in a few words: each of them if they are few, else how many of each topic."""
    if len(names) <= NAMED:
        return ", ".join(names)
    topics: dict[str, int] = {}
    for name in names:
        topic = ObservationId(name).topic
        topics[topic] = topics.get(topic, 0) + 1
    return ", ".join(f"{topic} {count}" for topic, count in topics.items())


def reason_lines(groups: Mapping[str, Sequence[str]]) -> list[str]:
    """A line for each reason, with the cases that it is the reason for."""
    return [f"{reason}: {counted(names)}" for reason, names in groups.items()]
