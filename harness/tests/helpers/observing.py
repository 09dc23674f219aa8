"""Runs of platforms as the records of a run file."""
from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from addrinuse.model import records
from addrinuse.model.observations import Footer, Header, Observation
from addrinuse.model.runs import Run
from addrinuse.platforms.base import Request, Session
from addrinuse.survey import stream
from helpers.fake_suite import HEADER

Record = dict[str, Any]


def observe(session: Session, *ids: str, **request: Any) -> list[Record]:
    """The records of a run of these observations."""
    return [records.as_json(event) for event in stream.observe(session, Request(ids=ids, **request))]


def by_id(lines: Iterable[Record]) -> dict[str, Record]:
    """The observations among the records, by their ids."""
    return {record["observation"]: record for record in lines if "observation" in record}


def of(record: Record) -> Observation:
    """The observation of a record."""
    return records.observation_of(record)


def header(**more: Any) -> Header:
    """A regular header with these changes."""
    made = records.event_of({**HEADER, **more})
    assert isinstance(made, Header)
    return made


def run(path: Path, *lines: Record, **more: Any) -> Run:
    """A complete run in memory of these records."""
    observations = {observation.id: observation for observation in map(of, lines)}
    return Run(path, header(**more), observations, Footer(len(observations), HEADER["started"]))
