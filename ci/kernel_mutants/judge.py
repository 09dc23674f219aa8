"""Runs grid, stories and suite on a kernel, and says what differs first from the original's answers."""
from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field

from report import WARNING

from addrinuse.explorer import replayed
from addrinuse.explorer.generator import Generator
from addrinuse.explorer.programs import LONGEST_WAIT
from addrinuse.explorer.story import Story, file_of, parse
from addrinuse.model import cases
from addrinuse.model.observations import Observation, ObservationId
from addrinuse.platforms.base import Request
from addrinuse.platforms.kernels.guest import Died
from addrinuse.platforms.uml import UmlPlatform
from addrinuse.platforms.uml.session import UmlSession
from addrinuse.provision import build
from addrinuse.support.errors import UserError

STALL_TIMEOUT = 30.0      # seconds that a guest may print nothing before its kernel counts as hung
MOST_IGNORED = 3          # differences of a stage that are looked into and do not come again
SEED = "kernel-mutants"
ANSWERS = ("bind", "listen", "winner", "connect", "receivers", "spread")  # columns of the grid
# Whether a connection may follow one in TIME_WAIT depends on the second in which it comes: by chance.
BY_CHANCE = "/connect-peer/"
STAGES = ("written stories", "grid", "corpus", "random stories", "quick cases", "waiting cases")


@dataclass(frozen=True)
class Verdict:
    """What told the mutant from the original: the stage and the first difference; nothing for a survivor."""

    stage: str = ""
    difference: str = ""


@dataclass(frozen=True)
class Difference:
    """The first difference of a stage: what was asked, and the answers. `answer` is empty if the kernel died
    or hung."""

    key: str
    wanted: str
    answer: str
    death: str = ""

    def __str__(self) -> str:
        if self.death:
            return f"the kernel died: {self.death}"[:400]
        return f"{self.key}: {self.wanted} -> {self.answer}"[:400]


@dataclass
class Answers:
    """What a kernel answers: `lines` by stage, each with a key that says what was asked."""

    lines: dict[str, dict[str, str]] = field(default_factory=dict)
    warnings: frozenset[str] = frozenset()


class Judge:
    """Asks kernels. `every`: one of so many cells of the grid's core is asked; `random_stories`: how many
    stories are made besides the corpus; `stages`: those that are asked."""

    def __init__(self, platform: UmlPlatform, every: int, random_stories: int,
                 stages: tuple[str, ...] = STAGES) -> None:
        self.platform = platform
        self.stages = stages
        self._every = every
        self._grid = platform.standalone_program("addrinuse-grid")
        self._explorer = platform.standalone_program("addrinuse-explorer")
        self._made: dict[str, list[Story]] = {"written stories": replayed.written(),
                                              "corpus": replayed.chosen(), "random stories": []}
        if "random stories" in stages:
            self._made["random stories"] = Generator(1).several(random_stories)
        self._ids = self._ordered_ids()

    def _ordered_ids(self) -> dict[str, tuple[ObservationId, ...]]:
        """The observations that wait, and those that do not; mixed, so that a difference comes early."""
        ids: dict[str, list[ObservationId]] = {"quick cases": [], "waiting cases": []}
        for case in cases.load().values():
            group = ids["waiting cases" if case.slow else "quick cases"]
            group += [ObservationId.of(case.id, variant) for variant in case.variants or ("",)]
        draw = random.Random(SEED)
        for group in ids.values():
            draw.shuffle(group)
        return {stage: tuple(group) for stage, group in ids.items()}

    def digest(self) -> str:
        """A digest of all that is asked, and of the programs that ask it."""
        parts = [str((self.stages, self._every, sorted(self._ids.items()))).encode()]
        parts += [program.read_bytes() for program in (self._grid, self._explorer, build.all_cases())]
        parts += [file_of(stories).encode() for stories in self._made.values()]
        return hashlib.sha256(b"\0".join(parts)).hexdigest()

    def answers(self, session: UmlSession) -> Answers:
        """All that a kernel answers."""
        lines = {stage: dict(self._asked(session, stage)) for stage in self.stages}
        return Answers(lines, session.warnings)

    def verdict(self, mutant: UmlSession, plain: UmlSession, original: Answers) -> Verdict:
        """The first difference from the original's answers that repetition confirms; then the first warning
        of the kernel. `mutant`, `plain`: sessions on the two."""
        for stage in self.stages:
            ignored: set[str] = set()
            while difference := self._difference(mutant, stage, original.lines[stage], ignored):
                if self._is_confirmed(mutant, plain, stage, difference, original.lines[stage]):
                    return Verdict(stage, str(difference))
                if difference.key in ignored or len(ignored) >= MOST_IGNORED:
                    break
                ignored.add(difference.key)
            if news := sorted(mutant.warnings - original.warnings):
                return Verdict(WARNING, f"after {stage}: {news[0]}"[:400])
        return Verdict()

    def _difference(self, session: UmlSession, stage: str, expected: dict[str, str],
                    ignored: set[str]) -> Difference | None:
        key = ""
        try:
            for key, answer in self._asked(session, stage):
                wanted = expected.get(key)
                if wanted is not None and answer != wanted and key not in ignored:
                    return Difference(key, wanted, answer)
        except (Died, UserError) as death:
            return Difference(key, "", "", " ".join(str(death).split()) or "without a word")
        return None

    def _is_confirmed(self, mutant: UmlSession, plain: UmlSession, stage: str, difference: Difference,
                      expected: dict[str, str]) -> bool:
        """Asks both kernels once more: first for the one answer alone, then, since what was asked before may
        matter, for all of the stage."""
        if not difference.death:
            alone = self._alone(plain, stage, difference.key)
            if alone != difference.wanted and alone:
                return False  # the original answers in this way, too
            if alone and self._alone(mutant, stage, difference.key) not in (alone, ""):
                return True
        again = self._difference(mutant, stage, expected, set())
        if again is None:
            return False
        return again.key == difference.key and bool(again.death) == bool(difference.death)

    def _alone(self, session: UmlSession, stage: str, key: str) -> str:
        """The answer to one question; empty if it cannot be asked alone, or the kernel dies."""
        try:
            return dict(self._asked(session, stage, key)).get(key, "")
        except (Died, UserError):
            return ""

    def _asked(self, session: UmlSession, stage: str, only: str = "") -> Iterator[tuple[str, str]]:
        """The answers of a stage with their keys; or only the one with this key."""
        if stage == "grid":
            yield from self._cells(session, only)
        elif stage in self._made:
            yield from self._stories(session, self._made[stage], only)
        else:
            ids = tuple(name for name in self._ids[stage] if not only or str(name) == only)
            yield from self._observations(session, ids)

    def _observations(self, session: UmlSession, ids: tuple[ObservationId, ...]) -> Iterator[tuple[str, str]]:
        request = Request(ids, with_parent=False, stall_timeout=STALL_TIMEOUT)
        for event in session.events_of_guest(request, True, _processor()):
            if isinstance(event, Observation):
                yield str(event.id), f"{event.status.value} {event.observed}"

    def _cells(self, session: UmlSession, only: str) -> Iterator[tuple[str, str]]:
        answers: list[int] = []
        arguments = ["--plan", "core", *(["--cells", only] if only else ["--every", str(self._every)])]
        with closing(session.lines_of(self._grid, arguments, STALL_TIMEOUT)) as lines:
            for raw in lines:
                words = raw.decode("ascii", "replace").strip().split(",")
                if words[0] == "proto":
                    answers = [number for number, name in enumerate(words) if name in ANSWERS]
                elif answers and len(words) > answers[-1]:
                    key = "/".join(word for number, word in enumerate(words) if number not in answers)
                    if BY_CHANCE not in key:
                        yield key, " ".join(words[number] for number in answers)

    def _stories(self, session: UmlSession, stories: list[Story], only: str) -> Iterator[tuple[str, str]]:
        chosen = [int(only.split()[1])] if only else list(range(len(stories)))
        if not chosen:
            return
        # Connections of a kernel's first second have no age (tw_ts_recent_stamp is 0).
        text = file_of([parse("wait 2000"), *(stories[number] for number in chosen)])
        arguments = ["--max-wait", str(LONGEST_WAIT)]
        with closing(session.lines_of(self._explorer, arguments, STALL_TIMEOUT, text)) as lines:
            for raw in lines:
                number, _, answer = raw.decode("ascii", "replace").strip().partition(" ")
                if number.isdigit() and int(number) > 0:
                    yield f"story {chosen[int(number) - 1]}", answer


def _processor() -> int:
    """The processor that this process may use: the tool starts one process for each."""
    return min(os.sched_getaffinity(0))
