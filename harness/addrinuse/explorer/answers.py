"""What platforms answered to stories: the program's output, read and checked."""
from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from addrinuse.explorer.story import Story, file_of
from addrinuse.support.errors import UserError

HEADER = "addrinuse-story-answers 1"
MOST_AT_ONCE = 10_000  # stories in one run of the program; a virtual machine's output has room for 16 MB
NOT_MADE = "-"  # the answer to a step that the platform cannot be asked for, such as a wait in real time
DIED = "died"  # the platform, or its program, ended in the middle of the story
HUNG = "hung"  # the story did not end within its time
NO_END = (DIED, HUNG)
CROWD = re.compile(r"(.{1,80}?)\*(\d{1,3})(?:\+|(?=,lower-half|,both-halves)|$)")
# platform, arguments, standard input; gives standard output
RunProgram = Callable[[str, Sequence[str], bytes], bytes]


@dataclass
class Output:
    """One output of the program: `answers` by the story's number. `ended`: `end`, `stopped`, or nothing if it
    was cut off."""

    facts: dict[str, str] = field(default_factory=dict)
    answers: dict[int, str] = field(default_factory=dict)
    ended: str = ""


def read(data: bytes, platform: str) -> Output:
    """The program's output. Raises UserError if it is not one, or of another version."""
    lines = data.decode("utf-8", "replace").splitlines()
    if not data.endswith(b"\n") and lines:
        lines.pop()  # cut off within a line
    if not lines or not lines[0].startswith(HEADER + " "):
        start = lines[0][:60] if lines else "nothing"
        raise UserError(f"platform {platform}",
                        f"the explorer's output begins with {start!r}, not with {HEADER!r}",
                        "Build the program of this version, or see why it does not run there.")
    output = Output(dict(word.split("=", 1) for word in lines[0].split()[2:] if "=" in word))
    for line in lines[1:]:
        _take(output, line)
    return output


def _take(output: Output, line: str) -> None:
    match = re.fullmatch(r"(\d{1,9}) (.*)", line)
    if match:
        output.answers[int(match[1])] = match[2]
    elif line.startswith(("end ", "stopped ")):
        output.ended = line.split()[0]


class Platform:
    """A platform that stories are run on. A story in which the program dies answers DIED and costs no other
    story."""

    def __init__(self, name: str, run: RunProgram, arguments: Sequence[str] = ()) -> None:
        self.name = name
        self.facts: dict[str, str] = {}
        self.stories_run = 0
        self._run = run
        self._arguments = tuple(arguments)

    def answers(self, stories: Sequence[Story]) -> list[str]:
        """The answers to each story, by steps separated by `;`. Raises UserError if the program does not
        run."""
        return [answer for start in range(0, len(stories), MOST_AT_ONCE)
                for answer in self._answers(stories[start:start + MOST_AT_ONCE])]

    def _answers(self, stories: Sequence[Story]) -> list[str]:
        answers: dict[int, str] = {}
        rest = list(range(len(stories)))
        while rest:
            output = self._once([stories[number] for number in rest])
            answers.update({rest[number]: text for number, text in output.answers.items()
                            if number < len(rest)})
            missing = [number for number in rest if number not in answers]
            if missing and not output.ended:
                answers[missing.pop(0)] = DIED
            elif len(missing) == len(rest):
                raise UserError(f"platform {self.name}", "the explorer ended without an answer to any story")
            rest = missing
        self.stories_run += len(stories)
        return [answers[number] for number in range(len(stories))]

    def _once(self, stories: Sequence[Story]) -> Output:
        output = read(self._run(self.name, self._arguments, file_of(stories).encode()), self.name)
        self.facts = output.facts
        return output


def both(a: Platform, b: Platform, stories: Sequence[Story]) -> tuple[list[str], list[str]]:
    """The answers of two platforms, asked at the same time unless they are one."""
    if a is b:
        return a.answers(stories), a.answers(stories)
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.submit(a.answers, stories), pool.submit(b.answers, stories)
        return first.result(), second.result()


def steps_of(answers: str) -> list[str]:
    """The answer to each step."""
    return answers.split(";")


def word_of(answer: str) -> str:
    """The answer without states and sleepers."""
    return answer.split(" ", 1)[0]


def words_of(answer: str, count: int) -> list[str]:
    """The word for each of so many slots: `ok*2+EADDRINUSE*1` is ok, ok, EADDRINUSE."""
    word = word_of(answer)
    if count == 1:
        return [word]
    return (in_crowd(word) + ["-"] * count)[:count]


def in_crowd(word: str) -> list[str]:
    """The words of a crowd, one for each slot: `ok*2+EADDRINUSE*1` is ok, ok, EADDRINUSE; none for another
    word."""
    return [each for item, count in CROWD.findall(word) for each in [item] * int(count)]
