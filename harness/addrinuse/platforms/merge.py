"""Several streams merged into one, also while they arrive at the same time."""
from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from queue import SimpleQueue
from typing import TypeVar

from addrinuse.model.observations import Event, Footer, Header, Observation, ObservationId

Item = TypeVar("Item")


def interleave(streams: Sequence[Iterator[Item]], stop: Callable[[], None]
               ) -> Generator[tuple[int, Item], None, None]:
    """The items of the streams as they arrive, each with the number of its stream; a thread reads each.

    What one of them raises is raised here. `stop` is called when one has raised, or when the caller closes
    this before the end: it makes the others come to an end, and they are waited for."""
    arrivals: SimpleQueue[tuple[int, Item] | BaseException | None] = SimpleQueue()

    def read(number: int, stream: Iterator[Item]) -> None:
        end = None
        try:
            for item in stream:
                arrivals.put((number, item))
        except BaseException as error:  # a thread has no caller that could handle it
            end = error
        arrivals.put(end)

    readers = [threading.Thread(target=read, args=numbered, daemon=True) for numbered in enumerate(streams)]
    for reader in readers:
        reader.start()
    running = len(readers)
    try:
        while running:
            arrival = arrivals.get()
            if isinstance(arrival, BaseException):
                raise arrival
            if arrival is None:
                running -= 1
            else:
                yield arrival
    finally:
        if running:
            stop()
        for reader in readers:
            reader.join()


def merge_runs(events: Iterable[tuple[int, Event]], programs: int) -> Iterator[Event]:
    """The events of so many programs, each with its program's number, as those of one: the first header, each
    observation from the first program that gave it (every program begins with the controls, and where they
    fail tells why it has no other answers), and at the end a footer, if each of them has given one."""
    has_header = False
    footers: dict[int, Footer] = {}
    answered_by: dict[ObservationId, int] = {}
    for program, event in events:
        if isinstance(event, Header):
            if not has_header:
                yield event
            has_header = True
        elif isinstance(event, Footer):
            footers[program] = event
        elif not isinstance(event, Observation) or answered_by.setdefault(event.id, program) == program:
            yield event
    if len(footers) == programs:
        yield from list(footers.values())[-1:]
