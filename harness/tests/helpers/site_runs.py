"""Synthetic suites and runs for the tests of the pages, of any size."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from helpers.fake_suite import HEADER, FakeSuite, observation, write_run

from addrinuse.model import cases, documents, runs
from addrinuse.publish import site
from addrinuse.publish.site.build import Report

NOW = datetime(2026, 11, 21, tzinfo=timezone.utc)
TOPICS = ("bind", "close", "time_wait", "udp", "wildcard")
WORDS = ("ok", "EADDRINUSE", "EINVAL", "not stolen")


def facts(platform: str, **more: Any) -> dict[str, Any]:
    """The facts of a platform, its stack being told by its name."""
    return {**HEADER["facts"], "stack": platform.partition("-")[0], "release": platform, **more}


def large(root: Path, case_count: int, platforms: Sequence[str]) -> tuple[FakeSuite, list[Path]]:
    """A suite of so many cases of two variants, and a run of each platform. Platforms answer alike but for
    every seventh case; transcripts are long, and differ in times and ports."""
    suite = FakeSuite(root)
    ids = [f"{TOPICS[count % len(TOPICS)]}/case_number_{count:03}_of_the_synthetic_suite"
           for count in range(case_count)]
    for count, id in enumerate(ids):
        suite.case(id, 'says = [{ doc = "manual", at = "1" }]\ndisputed_by = [{ doc = "mail", at = "2", '
                       'predicts = "EINVAL" }]\n', "CASE(tcp4, tcp6) {}",
                   f"A claim of a usual length, which says what happens with two sockets: number {count}.")
    written = []
    for place, platform in enumerate(platforms):
        records = [_record(id, count, place, variant) for count, id in enumerate(ids)
                   for variant in ("tcp4", "tcp6")]
        written.append(write_run(root / "runs" / f"{platform}.jsonl", *records, platform=platform,
                                 facts=facts(platform)))
    return suite, written


def _record(id: str, count: int, place: int, variant: str) -> dict[str, Any]:
    word = WORDS[(count + (place if count % 7 == 0 else 0)) % len(WORDS)]
    calls = [[line * 17 + place, f"socket{line}.bind(127.0.0.1:{20000 + line + place})", "ok"]
             for line in range(25)]
    return observation(f"{id}[{variant}]", word, WORDS[count % len(WORDS)],
                       transcript=[*calls, [900 + place, "claim: second.bind(first.local())", word]])


def build(root: Path, files: Sequence[Path], folder: Path, now: datetime = NOW) -> Report:
    """Writes the pages of these runs over the suite in that folder."""
    known = documents.load(root / "docs" / "documents.toml")
    return site.build(folder, runs.read_all(files), cases.load(root / "cases", known), known, now)
