"""The picture of an exchange, as text for a terminal and as SVG for a page: both sides' states from top to
bottom, and the segments between them as arrows."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from addrinuse.analysis.exchange import TO_PEER, TO_SYSTEM, Event
from addrinuse.support.escape import clean

TIME = 10  # columns of the text
STATE = 13
ARROW = 40

ROW = 26  # pixels of the drawing
WIDTH = 760
SYSTEM_X = 220
PEER_X = 580
TOP = 46
STYLE = ("<style>svg{color:#1c2128;background:#fff}@media(prefers-color-scheme:dark)"
         "{svg{color:#dfe4ea;background:#14181d}}</style>")


def text(events: Sequence[Event]) -> Iterator[str]:
    """The lines of the picture; none if there are no events."""
    if not events:
        return
    has_peer = _has_peer(events)
    yield f"{'seconds':>{TIME}}  {'system':<{STATE}}{'':{ARROW + 2}}{'peer' if has_peer else ''}".rstrip()
    for event in events:
        yield clean(_line(event)).rstrip()


def _has_peer(events: Sequence[Event]) -> bool:
    """Whether anything is known of a peer; if not, it has no line."""
    return any(event.segment or event.peer for event in events)


def _line(event: Event) -> str:
    time = f"{event.seconds:{TIME}.3f}  "
    if event.note:
        return f"{time}{event.system:<{STATE}}. {event.note}"
    return f"{time}{event.system:<{STATE}}{_arrow(event)}  {event.peer}"


def _arrow(event: Event) -> str:
    if event.direction == TO_PEER:
        return f"-- {event.segment} ".ljust(ARROW - 1, "-") + ">"
    if event.direction == TO_SYSTEM:
        return f"<- {event.segment} ".ljust(ARROW, "-")
    return " " * ARROW


def svg(events: Sequence[Event], title: str) -> str:
    """The picture as an SVG file; empty if there are no events. Its colours are light or dark, as the reader
    prefers."""
    if not events:
        return ""
    height = TOP + ROW * (len(events) + 1)
    has_peer = _has_peer(events)
    width = WIDTH if has_peer else PEER_X
    rows = "".join(_row(event, TOP + ROW * (number + 1)) for number, event in enumerate(events))
    return ('<svg xmlns="http://www.w3.org/2000/svg" class="exchange" role="img" '
            f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            'font-family="monospace" font-size="12" fill="currentColor">'
            f"<title>{escape(clean(title))}</title>{STYLE}"
            + _label(SYSTEM_X, 20, "system", "end")
            + (_label(PEER_X, 20, "peer", "start") if has_peer else "")
            + "".join(f'<path d="M{x} 30V{height - 8}" stroke="currentColor" opacity=".4"/>'
                      for x in (SYSTEM_X, PEER_X)[:2 if has_peer else 1]) + rows + "</svg>")


def _row(event: Event, y: int) -> str:
    drawn = _label(8, y, _moment(event.seconds), "start", ".7")
    if event.system:
        drawn += _label(SYSTEM_X - 8, y, event.system, "end")
    if event.peer:
        drawn += _label(PEER_X + 8, y, event.peer, "start")
    if event.note:
        drawn += _label(SYSTEM_X + 8, y, event.note, "start", ".7")
    return drawn + (_segment(event, y) if event.segment else "")


def _moment(seconds: float) -> str:
    """A time in a unit in which neighbouring segments differ."""
    return f"{seconds * 1e3:.3f} ms" if seconds < 1 else f"{seconds:.3f} s"


def _segment(event: Event, y: int) -> str:
    start, end = (SYSTEM_X, PEER_X) if event.direction == TO_PEER else (PEER_X, SYSTEM_X)
    back = -7 if end > start else 7
    return (f'<path d="M{start} {y}H{end}m{back} -4l{-back} 4l{back} 4" fill="none" stroke="currentColor"/>'
            + _label((SYSTEM_X + PEER_X) // 2, y - 5, event.segment, "middle"))


def _label(x: int, y: int, words: str, anchor: str, opacity: str = "1") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" opacity="{opacity}">{escape(clean(words))}</text>'
