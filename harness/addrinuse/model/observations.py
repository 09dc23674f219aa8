"""What a platform answers: the header of a run, its observations, its footer. They are values: a line of JSON
becomes one of them once, where it is read (model/records.py)."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

CONTROLS = "controls"    # the topic of the cases that gate a platform's column
OUTPUT_LIMIT = 16 << 10  # characters kept of what a case printed in place of a record
LEFT_OUT = "left out"


class Status(StrEnum):
    """How an observation ended, in the order of severity, the worst first. There is no other such order."""

    CRASHED = "crashed"
    TIMEOUT = "timeout"
    BROKEN = "broken"
    NOT_RUN = "not-run"
    NOT_APPLICABLE = "not-applicable"
    OBSERVED = "observed"

    @property
    def severity(self) -> int:
        """A number that is lower the worse the status is."""
        return _SEVERITY[self]

    @property
    def is_failure(self) -> bool:
        """Whether the case was asked and could not be observed."""
        return self in FAILED


_SEVERITY = {status: number for number, status in enumerate(Status)}
FAILED = (Status.CRASHED, Status.TIMEOUT, Status.BROKEN)


class ObservationId(str):
    """The id of an observation: its case, and the variant in brackets where the case has variants
    (`time_wait/rebind[tcp4]`). It is a text, so that it needs no conversion where it is written."""

    __slots__ = ()

    @classmethod
    def of(cls, case: str, variant: str = "") -> ObservationId:
        """The id of a case's variant; no variant stands for a case without variants."""
        return cls(f"{case}[{variant}]" if variant else case)

    @property
    def case(self) -> str:
        """The id of the case."""
        return str(self.partition("[")[0])  # partition() may return the id itself, which is no plain text

    @property
    def variant(self) -> str:
        """The variant, or an empty text."""
        return self.partition("[")[2].rstrip("]")

    @property
    def topic(self) -> str:
        """The folder of the case."""
        return str(self.partition("/")[0])

    @property
    def is_control(self) -> bool:
        """Whether the case is a control: if it fails, nothing else of its run is a finding."""
        return self.startswith(f"{CONTROLS}/")


Step = Sequence[Any]  # microseconds since the case began, the call, its result


@dataclass(frozen=True, slots=True)
class Observation:
    """What happened when one case, or one variant of it, ran on a platform. `observed` is set if, and only
    if, the status is OBSERVED; otherwise `why` gives the reason. `repeats` are the words of each repetition,
    empty where the case ran once. `seconds` is the time it took, all repetitions together."""

    id: ObservationId
    status: Status
    observed: str | None = None
    claimed: str | None = None
    why: str = ""
    details: Mapping[str, str | float] = field(default_factory=dict)
    seconds: float = 0
    transcript: Sequence[Step] = ()
    repeats: tuple[str, ...] = ()
    output: str = ""

    @property
    def is_steady(self) -> bool:
        """Whether all repetitions gave the same word."""
        return len(set(self.repeats)) <= 1

    @property
    def answer(self) -> str:
        """The text of a cell: the word observed, or each word with its count if repetitions differ, or the
        status."""
        if not self.is_steady:
            return ", ".join(f"{word} {count}x" for word, count in Counter(self.repeats).items())
        return self.word.replace("-", " ") if self.observed is None else self.observed

    @property
    def word(self) -> str:
        """The word of one repetition: what it observed, or its status."""
        return self.status.value if self.observed is None else self.observed

    @property
    def expected_word(self) -> str | None:
        """The word that an expectation has for it; None where there is no answer that can be expected."""
        if self.status is Status.OBSERVED:
            return self.answer
        return self.status.value if self.status is Status.NOT_APPLICABLE else None

    @property
    def was_left_out(self) -> bool:
        """Whether the case has no answer because nobody asked for it (--quick)."""
        return self.status is Status.NOT_RUN and self.why.startswith(LEFT_OUT)

    @property
    def control_error(self) -> str:
        """Why a control did not come out as it must; empty if it did, and for other cases."""
        if not self.id.is_control:
            return ""
        if self.status.is_failure:
            return f"{self.status.value}, {self.why}"
        if self.observed is not None and self.claimed is not None and self.observed != self.claimed:
            return f"{self.observed} instead of {self.claimed}"
        return ""


@dataclass(frozen=True, slots=True)
class Suite:
    """Which cases ran: the commit (or `unknown`), and the digest of the files that can change an answer."""

    commit: str
    cases_digest: str

    def as_json(self) -> dict[str, str]:
        """As a run file has it."""
        return {"commit": self.commit, "cases_digest": self.cases_digest}


@dataclass(frozen=True, slots=True)
class Header:
    """What answered (`platform`, `facts`), with which cases, when, in which time (`real` or `warped`);
    `selection` tells how the cases were chosen, empty if all were asked for."""

    platform: str
    facts: Mapping[str, Any]
    suite: Suite
    started: str
    time: str
    selection: str = ""


@dataclass(frozen=True, slots=True)
class Footer:
    """The end of a complete run: the number of its observations, and the moment."""

    count: int
    finished: str


@dataclass(frozen=True, slots=True)
class Starting:
    """A program begins with this case now. Only guests announce it: what kills a guest can then be named."""

    id: str


@dataclass(frozen=True, slots=True)
class Noise:
    """A line that is no record. It is kept for the reason of what will be missing."""

    text: str


Event = Header | Starting | Observation | Noise | Footer


def without_answer(observation: str, status: Status, why: str, output: str = "",
                   claimed: str | None = None) -> Observation:
    """An observation that gives the reason why there is no answer."""
    return Observation(ObservationId(observation), status, claimed=claimed, why=why,
                       output=output[:OUTPUT_LIMIT])


def left_out(observation: str, slow: float) -> Observation:
    """A case that waits `slow` seconds and was not asked for."""
    return without_answer(observation, Status.NOT_RUN, f"{LEFT_OUT} by --quick: it waits {slow:g} s")


def merged(repeats: Sequence[Observation]) -> Observation:
    """One observation for several repetitions of the same case: the worst one, with the word of each in
    `repeats`. Among equally bad ones it is the rarest, whose transcript is the one to look at."""
    if len(repeats) == 1:
        return repeats[0]
    words = [observation.word for observation in repeats]
    count = Counter(words)
    worst = min(repeats, key=lambda observation: (observation.status.severity, count[observation.word]))
    return replace(worst, repeats=tuple(words), seconds=round(sum(repeat.seconds for repeat in repeats), 6))


def failed_controls(observations: Iterable[Observation]) -> list[str]:
    """The controls that did not come out as they must, each with its reason. If there are any, nothing else
    in the run is a finding."""
    return [f"{observation.id}: {error}" for observation in observations
            if (error := observation.control_error)]


def by_case(observations: Iterable[Observation]) -> dict[str, list[Observation]]:
    """The observations by the ids of their cases."""
    groups: dict[str, list[Observation]] = {}
    for observation in observations:
        groups.setdefault(observation.id.case, []).append(observation)
    return groups
