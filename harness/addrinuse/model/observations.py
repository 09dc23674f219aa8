"""Observations between a program's stream and the run file: completed, checked, and their repeats merged."""
from __future__ import annotations

from typing import Any

from addrinuse.model import runs
from addrinuse.model.runs import Record

OUTPUT_LIMIT = 16 << 10  # characters kept of what a case printed in place of a record
WORST_FIRST = ("crashed", "timeout", "broken", "not-run", "not-applicable", "observed")
LEFT_OUT = "left out"


def without_answer(observation: str, status: str, why: str, output: str = "",
                   claimed: str | None = None) -> Record:
    """An observation that says why there is none."""
    record: Record = {"case": observation, "status": status, "claimed": claimed, "details": {}, "why": why,
                      "seconds": 0, "transcript": []}
    if output:
        record["output"] = output[:OUTPUT_LIMIT]
    return record


def left_out(observation: str, slow: float) -> Record:
    """A slow case that was not asked for."""
    return without_answer(observation, "not-run", f"{LEFT_OUT} by --quick: it waits {slow:g} s")


def was_left_out(record: Record) -> bool:
    """Whether the case is without an answer since it was not asked for."""
    return record["status"] == "not-run" and record["why"].startswith(LEFT_OUT)


def from_program(record: dict[str, Any]) -> Record:
    """A program's record as a run file has it. What does not fit the schema becomes a crash that keeps the
    record."""
    whole = {"claimed": None, "details": {}, "seconds": 0, "transcript": [], **record}
    whole.pop("repeat", None)
    reason = runs.trouble_with(whole)
    if not reason:
        return whole
    import json

    return without_answer(record["case"], "crashed", f"its record is not one: {reason}", json.dumps(record))


def merged(repeats: list[Record]) -> Record:
    """One observation for several of the same case: the worst one, with what each of them observed in `repeats`. Where
    none is worse than the others it is the rarest, whose transcript is the one to look at."""
    if len(repeats) == 1:
        return repeats[0]
    words = [one.get("observed", one["status"]) for one in repeats]
    worst, _ = min(zip(repeats, words), key=lambda one: (WORST_FIRST.index(one[0]["status"]), words.count(one[1])))
    return {**worst, "repeats": words,
            "seconds": round(sum(one["seconds"] for one in repeats), 6)}


def answer(record: Record) -> str:
    """What the cell says: the observation, what each repeat said where they differ, or the status."""
    repeats = record.get("repeats", ())
    if len(set(repeats)) > 1:
        return ", ".join(f"{word} {repeats.count(word)}x" for word in dict.fromkeys(repeats))
    return record["observed"] if record["status"] == "observed" else record["status"].replace("-", " ")
