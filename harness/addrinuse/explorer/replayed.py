"""Records of the same stories, compared: what differs, by kinds, without what is explained or left to chance.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from addrinuse.explorer.compare import Difference, differences
from addrinuse.explorer.groups import Known, read_known
from addrinuse.explorer.records import CHANCE, Record, check_same_stories, digest_of
from addrinuse.explorer.records import read as read_record
from addrinuse.explorer.records import write as write_record
from addrinuse.explorer.story import Story, text_of
from addrinuse.explorer.story import read as read_stories
from addrinuse.support import inputs, paths
from addrinuse.support.errors import UserError, unknown

STORIES = "stories.txt"  # beside records that are not of the corpus
SUFFIX = ".gz"
STORIES_LIMIT = 16 << 20  # bytes of a file with stories


@dataclass(frozen=True)
class Kind:
    """Differences that look alike: the step's verb and what the two platforms answered. `story` is the
    shortest of them, up to the step that differs."""

    verb: str
    a: str
    b: str
    stories: int
    story: str


@dataclass(frozen=True)
class Compared:
    """Two platforms' answers to the same stories."""

    a: str
    b: str
    compared: int
    different: int
    explained: int
    by_chance: int
    kinds: Sequence[Kind]
    stories: Sequence[Story] = ()  # those that differ

    def lines(self) -> list[str]:
        """For people: a heading, and two lines for each kind."""
        lines = [f"{self.a} -> {self.b}: {self.different:,} of {self.compared:,} stories differ, in "
                 f"{len(self.kinds)} ways; {self.explained:,} more are explained in known.toml, and "
                 f"{self.by_chance:,} depend on chance"]
        for number, kind in enumerate(self.kinds, 1):
            verb = f"{kind.verb} gives" if kind.verb else "the story"
            lines += ["", f"{number}. {verb} {kind.a} on {self.a} and {kind.b} on {self.b}: "
                      f"{kind.stories:,} stories", f"   shortest: {kind.story}"]
        return lines


def folder() -> Path:
    """The folder of the corpus, of what is known, and of the published records."""
    return paths.root() / "results" / "stories"


def corpus() -> list[Story]:
    """The stories of the corpus: those that were chosen, and those that were written by hand; none if there
    is no corpus."""
    return [*chosen(), *written()]


def chosen() -> list[Story]:
    """The stories of the corpus that explore --collect chose."""
    return _kept("corpus.txt")


def written() -> list[Story]:
    """The stories of the corpus that were written by hand. explore --collect does not touch them."""
    return _kept("written.txt")


def stories_in(path: Path) -> list[Story]:
    """The stories of a file. Raises UserError if they cannot be read."""
    return read_stories(inputs.text(path, STORIES_LIMIT, "A file with stories is wanted."), path.name)


def _kept(name: str) -> list[Story]:
    path = folder() / name
    return stories_in(path) if path.exists() else []


def find(name: str, kept: Path) -> Path:
    """The record that is named: one in the folder `kept`, or a published one. Raises UserError."""
    places = (kept, folder() / "records")
    for place in places:
        path = place / f"{name}{SUFFIX}"
        if path.is_file():
            return path
    names = [path.name.removesuffix(SUFFIX) for place in places for path in sorted(place.glob(f"*{SUFFIX}"))]
    raise unknown("record of stories", name, names, f"Known: {', '.join(names) or 'none'}.")


def file_name(record: Record) -> str:
    """The name of a record's file."""
    return record.platform.replace(":", "-").replace("/", "-") + SUFFIX


def keep(record: Record, place: Path) -> str:
    """Writes a record to a folder. Returns the name by which it is found there."""
    write_record(record, place / file_name(record))
    return file_name(record).removesuffix(SUFFIX)


def stories_of(path: Path, record: Record) -> list[Story]:
    """The stories that a record answers: the corpus, or those beside it. Raises UserError without them."""
    beside = path.parent / STORIES
    for stories in (*([stories_in(beside)] if beside.exists() else ()), corpus()):
        if digest_of(stories) == record.digest:
            return stories
    raise UserError(f"record {path.name}", "the stories that it answers are not there: they are neither "
                    f"{STORIES} beside it nor the corpus of this version",
                    "Record again: addrinuse explore --corpus --record DIR --platform NAME")


def compare_files(first: Path, second: Path) -> Compared:
    """Compares the records of two files. Raises UserError if they cannot be read or answer different stories.
    """
    b = read_record(second)
    return compare(read_record(first), b, stories_of(second, b))


def compare(a: Record, b: Record, stories: Sequence[Story]) -> Compared:
    """Compares two records; `stories` are those that `b` answers. Raises UserError if `a` answers others."""
    check_same_stories(a, b)
    for record in (a, b):
        if len(record.answers) != len(stories):
            raise UserError(f"record of {record.platform}", f"damaged: it answers {len(record.answers)} of "
                            f"{len(stories)} stories", "Record the platform again.")
    certain = [each for each in zip(stories, a.answers, b.answers) if CHANCE not in each[1:]]
    found = differences([story for story, _, _ in certain], [answers for _, answers, _ in certain],
                        [answers for _, _, answers in certain])
    known = read_known(folder() / "known.toml")
    news = [difference for difference in found if not _is_known(difference, known, a.platform, b.platform)]
    return Compared(a.platform, b.platform, len(certain), len(news), len(found) - len(news),
                    len(stories) - len(certain), _kinds(news), [difference.story for difference in news])


def _is_known(difference: Difference, known: Sequence[Known], a: str, b: str) -> bool:
    return any(entry.explains(difference, a, b) for entry in known)


def _kinds(found: Sequence[Difference]) -> list[Kind]:
    kinds: dict[tuple[str, str, str], list[Difference]] = {}
    for difference in found:
        kinds.setdefault(difference.key, []).append(difference)
    ordered = sorted(kinds.items(), key=lambda item: (-len(item[1]), item[0]))
    return [Kind(verb, a, b, len(group), _shortest(group)) for (verb, a, b), group in ordered]


def _shortest(group: Sequence[Difference]) -> str:
    shortest = min(group, key=lambda difference: difference.at)
    return text_of(shortest.story[:shortest.at + 1])
