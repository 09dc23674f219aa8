"""Several streams of lines put together to one, also while they come at the same time."""
from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from queue import SimpleQueue
from typing import TypeVar

from addrinuse.model.runs import record_of

Item = TypeVar("Item")


def side_by_side(streams: Sequence[Iterator[Item]], stop: Callable[[], None]) -> Iterator[tuple[int, Item]]:
    """What the streams give, as it comes, each with the number of its stream; a thread reads each.

    What one of them raises is raised here. `stop` is called when one has raised, or when the caller closes this
    before the end: it makes the others come to an end, and they are waited for."""
    came: SimpleQueue[tuple[int, Item] | BaseException | None] = SimpleQueue()

    def read(number: int, stream: Iterator[Item]) -> None:
        end = None
        try:
            for item in stream:
                came.put((number, item))
        except BaseException as trouble:  # a thread has no caller to tell
            end = trouble
        came.put(end)

    readers = [threading.Thread(target=read, args=numbered, daemon=True) for numbered in enumerate(streams)]
    for reader in readers:
        reader.start()
    left = len(readers)
    try:
        while left:
            item = came.get()
            if isinstance(item, BaseException):
                raise item
            if item is None:
                left -= 1
            else:
                yield item
    finally:
        if left:
            stop()
        for reader in readers:
            reader.join()


def as_one(lines: Iterable[tuple[int, bytes]], programs: int) -> Iterator[bytes]:
    """The lines of so many programs, each with its program's number, as those of one: the first header, each control
    once (every program begins with them, and where they fail tells why it has no other answers), and at the end a
    footer, where each of them has given one."""
    has_header = False
    footers: dict[int, bytes] = {}
    answered_by: dict[str, int] = {}
    for program, line in lines:
        record = record_of(line) or {}
        case = record.get("case")
        if "run" in record:
            if not has_header:
                yield line
            has_header = True
        elif "count" in record and "case" not in record:
            footers[program] = line
        elif not isinstance(case, str) or answered_by.setdefault(case, program) == program:
            yield line
    if len(footers) == programs:
        yield from list(footers.values())[-1:]
