"""Runs in the format of the kernel's tests (KTAP version 1, Documentation/dev-tools/ktap.rst): a test per
platform, and in it a subtest per observation."""
from __future__ import annotations

from collections.abc import Iterator, Sequence

from addrinuse.analysis import expectations
from addrinuse.analysis.expectations import Expected
from addrinuse.model.observations import Observation, Status
from addrinuse.model.runs import Run
from addrinuse.support.escape import clean

VERSION = "KTAP version 1"
INDENT = "  "
SKIPPED = (Status.NOT_APPLICABLE, Status.NOT_RUN)


def lines(runs: Sequence[Run], expected: Expected) -> Iterator[str]:
    """The report. An observation is ok if it is as expected, or if nothing is expected of it; one that was
    left out or is not applicable is skipped; anything else is not ok."""
    yield VERSION
    yield f"1..{len(runs)}"
    for number, run in enumerate(runs, 1):
        yield from (INDENT + line for line in _subtests(run, expected))
        is_ok = not run.truncated and all(map(_is_ok, _judged(run, expected)))
        yield _result(is_ok, number, run.platform, "truncated" * run.truncated)


def _judged(run: Run, expected: Expected) -> Iterator[tuple[Observation, str | None]]:
    """Every observation with the word that is expected of it."""
    for observation in run.observations.values():
        entries = expected.get(observation.id.case, ())
        yield observation, expectations.expected_of(entries, observation.id.variant, run)


def _subtests(run: Run, expected: Expected) -> Iterator[str]:
    yield VERSION
    yield f"# {run.header.started} {clean(str(run.facts.get('release', '')))}"
    yield f"1..{len(run.observations)}"
    for number, (observation, wanted) in enumerate(_judged(run, expected), 1):
        for reason in _reasons(observation, wanted):
            yield f"# {reason}"
        yield _result(_is_ok((observation, wanted)), number, observation.id, _directive(observation))


def _is_ok(judged: tuple[Observation, str | None]) -> bool:
    observation, wanted = judged
    if observation.status in SKIPPED:
        return True
    word = observation.expected_word
    return observation.status is Status.OBSERVED and (wanted is None or word == wanted)


def _directive(observation: Observation) -> str:
    """What follows the name: KTAP's SKIP with the reason, or what was observed."""
    if observation.status in SKIPPED:
        return f"SKIP {_one_line(observation.why)}".rstrip()
    return _one_line(observation.answer)


def _reasons(observation: Observation, wanted: str | None) -> Iterator[str]:
    """Why it is not ok; nothing for one that is."""
    if not _is_ok((observation, wanted)):
        if wanted is not None:
            yield f"expected: {_one_line(wanted)}"
        if observation.why:
            yield _one_line(observation.why)


def _result(is_ok: bool, number: int, name: str, rest: str) -> str:
    return f"{'ok' if is_ok else 'not ok'} {number} {_one_line(name)}" + (f" # {rest}" if rest else "")


def _one_line(text: str) -> str:
    """A text without line breaks, and without the character that begins a directive."""
    return " ".join(clean(text).split()).replace("#", "no.")
