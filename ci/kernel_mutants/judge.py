"""Runs suite, grid and stories on a kernel, and says what differs first from the original's answers."""
from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

HARNESS = Path(__file__).resolve().parents[2] / "harness"
sys.path.insert(0, str(HARNESS))

from addrinuse.explorer.commands import stories_folder  # noqa: E402
from addrinuse.explorer.generator import Generator  # noqa: E402
from addrinuse.explorer.story import file_of  # noqa: E402
from addrinuse.explorer.story import read as read_stories  # noqa: E402
from addrinuse.model import cases  # noqa: E402
from addrinuse.model.observations import Observation, ObservationId  # noqa: E402
from addrinuse.platforms.base import Request  # noqa: E402
from addrinuse.platforms.kernels.guest import Died  # noqa: E402
from addrinuse.platforms.uml import UmlPlatform  # noqa: E402
from addrinuse.platforms.uml.session import UmlSession  # noqa: E402
from addrinuse.support.errors import UserError  # noqa: E402

STALL_TIMEOUT = 60.0      # seconds that a guest may print nothing before its kernel counts as killed
SEED = "kernel-mutants"
EVERY = "101"             # one of so many cells of the grid is asked: a prime, so that no word is left out
ANSWERS = ("bind", "listen", "winner", "connect", "receivers", "spread")  # columns of the grid
# Whether a connection may follow one in TIME_WAIT depends on the second in which it comes: by chance.
BY_CHANCE = "/connect-peer/"
STAGES = ("grid", "corpus", "random stories", "quick cases", "waiting cases")


@dataclass(frozen=True)
class Verdict:
    """What told the mutant from the original: the stage and the first difference; nothing for a survivor."""

    stage: str = ""
    difference: str = ""


@dataclass
class Answers:
    """What a kernel answers: `lines` by stage, each with a key that says what was asked."""

    lines: dict[str, dict[str, str]] = field(default_factory=dict)


class Judge:
    """Asks kernels. `random_stories`: how many stories are made besides the corpus."""

    def __init__(self, platform: UmlPlatform, random_stories: int) -> None:
        self.platform = platform
        self._grid = platform.standalone_program("addrinuse-grid")
        self._explorer = platform.standalone_program("addrinuse-explorer")
        corpus = stories_folder() / "corpus.txt"
        self._corpus = file_of(read_stories(corpus.read_text(), corpus.name)) if corpus.exists() else ""
        generator = Generator(1)
        made = (story for story in iter(generator.fresh, None) if story)
        self._random = file_of(list(islice(made, random_stories)))
        self._ids = self._ordered_ids()

    def _ordered_ids(self) -> dict[bool, tuple[ObservationId, ...]]:
        """The observations that wait, and those that do not; mixed, so that a difference comes early."""
        ids: dict[bool, list[ObservationId]] = {True: [], False: []}
        for case in cases.load().values():
            ids[bool(case.slow)] += [ObservationId.of(case.id, variant) for variant in case.variants or ("",)]
        draw = random.Random(SEED)
        for group in ids.values():
            draw.shuffle(group)
        return {is_slow: tuple(group) for is_slow, group in ids.items()}

    def answers(self, session: UmlSession) -> Answers:
        """All that a kernel answers."""
        return Answers({stage: dict(self._asked(session, stage)) for stage in STAGES})

    def verdict(self, session: UmlSession, original: Answers) -> Verdict:
        """The first difference from the original's answers; a kernel that dies or hangs differs."""
        for stage in STAGES:
            expected = original.lines[stage]
            count = 0
            try:
                for key, answer in self._asked(session, stage):
                    count += 1
                    wanted = expected.get(key)
                    if wanted is not None and answer != wanted:
                        return Verdict(stage, f"{key}: {wanted} -> {answer}"[:400])
            except (Died, UserError) as death:
                return Verdict(stage, f"the kernel died: {' '.join(str(death).split())}"[:400])
        return Verdict()

    def _asked(self, session: UmlSession, stage: str) -> Iterator[tuple[str, str]]:
        if stage == "grid":
            yield from self._cells(session)
        elif stage == "corpus":
            yield from self._stories(session, self._corpus)
        elif stage == "random stories":
            yield from self._stories(session, self._random)
        else:
            yield from self._observations(session, self._ids[stage == "waiting cases"])

    def _observations(self, session: UmlSession, ids: tuple[ObservationId, ...]) -> Iterator[tuple[str, str]]:
        request = Request(ids, with_parent=False, stall_timeout=STALL_TIMEOUT)
        for event in session.events_of_guest(request, True, _processor()):
            if isinstance(event, Observation):
                yield event.id, f"{event.status.value} {event.observed}"

    def _cells(self, session: UmlSession) -> Iterator[tuple[str, str]]:
        answers: list[int] = []
        arguments = ["--plan", "core", "--every", EVERY]
        with closing(session.lines_of(self._grid, arguments, STALL_TIMEOUT)) as lines:
            for raw in lines:
                words = raw.decode("ascii", "replace").strip().split(",")
                if words[0] == "proto":
                    answers = [number for number, name in enumerate(words) if name in ANSWERS]
                elif answers and len(words) > answers[-1]:
                    key = "/".join(word for number, word in enumerate(words) if number not in answers)
                    if BY_CHANCE not in key:
                        yield key, " ".join(words[number] for number in answers)

    def _stories(self, session: UmlSession, stories: str) -> Iterator[tuple[str, str]]:
        if not stories:
            return
        with closing(session.lines_of(self._explorer, [], STALL_TIMEOUT, stories)) as lines:
            for raw in lines:
                number, _, answer = raw.decode("ascii", "replace").strip().partition(" ")
                if number.isdigit():
                    yield f"story {number}", answer


def _processor() -> int:
    """The processor that this process may use: the tool starts one process for each."""
    return min(os.sched_getaffinity(0))
