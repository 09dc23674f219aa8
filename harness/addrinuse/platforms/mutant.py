"""Mutants: this machine with one rule of address reuse changed, by a library between the cases and the
system's calls (harness/mutants). Simulated: they show that the cases can come out otherwise, and are no
evidence of any system.
"""
from __future__ import annotations

import platform as system
import re
from collections.abc import Iterator
from contextlib import contextmanager

from addrinuse.provision import build
from addrinuse.support import paths
from addrinuse.support.errors import unknown
from addrinuse.platforms import preload
from addrinuse.platforms.base import Availability, Platform, Session

# One entry of the table in harness/mutants/rules.cc: {"name", "description" …, [](Rules& r) …}.
ENTRY = re.compile(r'^ {4}\{"([a-z0-9-]+)",\s*((?:"(?:[^"\\]|\\.)*"\s*)+),\s*\[\]', re.M)
PIECE = re.compile(r'"((?:[^"\\]|\\.)*)"')
LIBRARY = "libaddrinuse-mutant.so"
PROGRAM = "all-cases-dynamic"
JOBS = "8"         # cases at the same time: where a rule is changed many wait in vain


class Mutant(Platform):
    """This machine with one rule changed. The program says itself which mutant is in place, and a run of one
    that is not is refused: a library that cannot be loaded is passed over in silence."""

    standalone = ("", "-dynamic")

    simulated = True

    def __init__(self, rule: str, description: str) -> None:
        self.name = f"mutant:{rule}"
        self.rule = rule
        self.description = description

    def describe(self) -> Availability:
        there = system.system() == "Linux"
        return Availability(there, "" if there else "mutants need Linux", description=self.description)

    def prepare(self) -> None:
        build.up_to_date(build.PRESET, PROGRAM)

    @contextmanager
    def open(self) -> Iterator[Session]:
        folder = build.up_to_date(build.PRESET, PROGRAM)
        library = folder / LIBRARY
        preload.check(self.name, library, "Move the checkout.")
        changed = ("env", f"LD_PRELOAD={library}", f"ADDRINUSE_MUTANT={self.rule}")
        yield Session(self.name, folder / PROGRAM, prefix=changed,
                      arguments=("--platform", self.name, "--stack", system.system().lower(), "--jobs", JOBS),
                      facts={"engine": "mutant", "simulated": True, "rule": self.description},
                      identity={"mutant": self.rule})


def platforms() -> list[Platform]:
    """Every mutant of the table, in its order."""
    return [Mutant(rule, description) for rule, description in rules().items()]


def named(rule: str) -> Platform:
    """The mutant of that name. Raises UserError with the nearest names."""
    known = rules()
    if rule not in known:
        raise unknown("mutant", rule, list(known), "See `addrinuse platforms`.")
    return Mutant(rule, known[rule])


def rules() -> dict[str, str]:
    """Name and description of every mutant, from the table in harness/mutants/rules.cc."""
    try:
        text = (paths.mutant_rules()).read_text(encoding="utf-8")
    except OSError:
        return {}
    return {name: "".join(PIECE.findall(pieces)) for name, pieces in ENTRY.findall(text)}
