"""What a step asks a platform: cases, cells of the grid, or stories; each gives its answers by name."""
from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from addrinuse.explorer.answers import Platform as Replayer
from addrinuse.explorer.answers import steps_of, word_of
from addrinuse.explorer.programs import PROGRAM, run_on
from addrinuse.explorer.replayed import stories_in
from addrinuse.model import cases
from addrinuse.model.observations import Observation, ObservationId
from addrinuse.platforms.base import Platform, Request, Session
from addrinuse.support import commands
from addrinuse.support.errors import UserError

SCANNER = "addrinuse-grid"
TIMEOUT = 300.0           # seconds that a platform may print nothing
CELL = re.compile(r"[\w:+*?.\-]+(/[\w:+*?.\-]+){7,}")
OUTCOMES = ("bind", "listen", "connect", "winner")


@dataclass(frozen=True)
class Answer:
    """What a platform answered. `expected` are the words that count as good if nobody names one."""

    name: str
    word: str
    expected: tuple[str, ...] = ()


class Question(ABC):
    """Something that a platform is asked."""

    # Whether an answer says by itself which words are good.
    knows_good = False

    def check(self, platform: Platform) -> None:
        """Builds the program that asks it, and raises UserError if no such thing can be asked."""

    @abstractmethod
    def answers(self, platform: Platform, session: Session) -> Iterator[Answer]:
        """What the platform answers. Raises UserError if it cannot be asked."""


class Cases(Question):
    """All observations of the cases that match a glob; good is what their documents claim."""

    knows_good = True

    def __init__(self, glob: str) -> None:
        chosen = cases.matching(cases.load(), [glob]).values()
        self.ids = [ObservationId.of(case.id, variant)
                    for case in chosen for variant in case.variants or ("",)]

    def answers(self, platform: Platform, session: Session) -> Iterator[Answer]:
        request = Request(tuple(self.ids), stall_timeout=TIMEOUT)
        for event in session.stream(request):
            if isinstance(event, Observation) and event.id in self.ids:
                word = event.observed or event.status.value
                yield Answer(event.id, word, () if event.claimed is None else (event.claimed,))


class Cell(Question):
    """The cells of the grid that a name stands for."""

    def __init__(self, name: str) -> None:
        if not CELL.fullmatch(name):
            raise UserError(f"cell {name!r}", "is no name of a cell",
                            "For example: tcp/listening/any4/RA/lo4/none/same/bind")
        self.pattern = f"{name}*"  # the last words of a name may be left out

    def check(self, platform: Platform) -> None:
        program = platform.standalone_program(SCANNER)
        if not commands.output([str(program), "--list", "--cells", self.pattern]):
            raise UserError(f"cell {self.pattern[:-1]!r}", "is not in the grid's core",
                            "`addrinuse grid show PLATFORM CELL` shows cells by name.")

    def answers(self, platform: Platform, session: Session) -> Iterator[Answer]:
        program = platform.standalone_program(SCANNER)
        columns: list[str] = []
        with closing(session.lines_of(program, ["--cells", self.pattern], TIMEOUT)) as lines:
            for raw in lines:
                words = raw.decode("utf-8", "replace").strip().split(",")
                if words[0] == "proto":
                    columns = words
                elif columns and len(words) == len(columns):
                    yield self._answer(dict(zip(columns, words)))

    def _answer(self, cell: dict[str, str]) -> Answer:
        keys = (word for name, word in cell.items() if name not in OUTCOMES)
        outcomes = [cell[name] for name in OUTCOMES if cell.get(name, "-") != "-"]
        return Answer("/".join(keys), " ".join(outcomes) or "-")


class Stories(Question):
    """The stories of a file; the answer to each is that to its last step."""

    def __init__(self, path: Path) -> None:
        self.stories = stories_in(path)
        if not self.stories:
            raise UserError(str(path), "holds no story")

    def check(self, platform: Platform) -> None:
        platform.standalone_program(PROGRAM)

    def answers(self, platform: Platform, session: Session) -> Iterator[Answer]:
        program = platform.standalone_program(PROGRAM)

        def run(_name: str, arguments: Sequence[str], given: bytes) -> bytes:
            return run_on(session, program, arguments, given)
        for number, answers in enumerate(Replayer(platform.name, run).answers(self.stories), 1):
            yield Answer(f"story {number}", word_of(steps_of(answers)[-1]))
