"""The pictures of a case: what went over the wire, and the TCP states of both ends, from transcripts."""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from addrinuse.analysis import exchange
from addrinuse.analysis.exchange import Event
from addrinuse.analysis.tables import Row
from addrinuse.publish import exchange as drawing
from addrinuse.publish.site.view import Platform, View, natural

MOST_PICTURES = 3  # of a case; others differ from them in details that the transcripts show
MOST_EVENTS = 40   # of a picture
VARIES = re.compile(r" (win|ts) \d+|\([^)]*\)|\d+(?:\.\d+){3}(:\d+)?|\[[^]]*\](:\d+)?")


@dataclass(frozen=True)
class Picture:
    """A picture of an exchange: its file, what it shows in words, and where the same was seen (platform, and
    variants)."""

    name: str
    svg: str
    title: str
    alt: str
    text: str
    places: tuple[tuple[Platform, str], ...]


def of_row(row: Row, view: View) -> list[Picture]:
    """A picture of each distinct exchange of a case, those that the most platforms show first."""
    groups = sorted(_groups(row, view).values(), key=lambda group: -len({one.slug for one, _, _ in group}))
    return [_picture(row, number, group) for number, group in enumerate(groups[:MOST_PICTURES], 1)]


Seen = tuple[Platform, str, list[Event]]


def _groups(row: Row, view: View) -> dict[tuple[str, ...], list[Seen]]:
    """What each platform and variant shows, by what is the same apart from times and addresses."""
    groups: dict[tuple[str, ...], list[Seen]] = {}
    for platform in view.platforms:
        for observation in platform.run.by_case.get(row.id, []):
            if events := exchange.events(observation.transcript):
                key = tuple(_shape(event) for event in events)
                groups.setdefault(key, []).append((platform, observation.id.variant, events))
    return groups


def _shape(event: Event) -> str:
    return VARIES.sub("", "|".join((event.direction, event.segment, event.system, event.peer, event.note)))


def _picture(row: Row, number: int, group: Sequence[Seen]) -> Picture:
    platform, variant, events = max(group, key=lambda seen: (
        seen[0].facts.get("stack") == "linux", natural(seen[0].name)))
    variants: dict[str, list[str]] = {}
    by_slug = {seen.slug: seen for seen, _, _ in group}
    for seen, name, _ in group:
        variants.setdefault(seen.slug, []).append(name)
    title = f"{row.id}{f'[{variant}]' if variant else ''} on {platform.name}"
    shown = shortened(events)
    return Picture(f"pictures/exchange/{row.id}-{number}.svg", drawing.svg(shown, title), title,
                   _in_words(title, shown), "\n".join(drawing.text(shown)),
                   tuple((by_slug[slug], ", ".join(filter(None, names))) for slug, names in variants.items()))


def shortened(events: Sequence[Event]) -> list[Event]:
    """The first events; a last one says how many more there are."""
    if len(events) <= MOST_EVENTS:
        return list(events)
    left = len(events) - MOST_EVENTS
    return [*events[:MOST_EVENTS], Event(events[MOST_EVENTS].seconds, note=f"and {left} more steps")]


def _in_words(title: str, events: Sequence[Event]) -> str:
    """The text that stands for the picture: the states of each side in their order."""
    sides = [(name, [state for event in events if (state := getattr(event, name))])
             for name in ("system", "peer")]
    told = "; ".join(f"the {name} goes through {', '.join(states)}" for name, states in sides if states)
    return f"{title}: {told}. The text below says the same step by step."
