"""A slice of a grid as an SVG heat map: readable without colour, and in a light or dark page.

Colours come from CSS variables (--grid-ok, --grid-fail, --grid-mixed, --grid-text, --grid-line) with defaults
of its own.
"""
from __future__ import annotations

from html import escape

from addrinuse.grid import matrix
from addrinuse.grid.cells import Slice
from addrinuse.grid.matrix import Matrix
from addrinuse.grid.table import Grid
from addrinuse.grid.vocabulary import address

CELL_WIDTH, CELL_HEIGHT, LEFT, TOP = 84, 28, 150, 64
SHORT = {"EADDRINUSE": "in use", "EACCES": "denied", "unverified": "?"}
STYLE = """
.grid-map { --ok: var(--grid-ok, #cfe8cf); --fail: var(--grid-fail, #f3cfc9); --mixed: var(--grid-mixed,
#f4e6b0);
  --text: var(--grid-text, #1a1a1a); --line: var(--grid-line, #8a8a8a); font: 12px system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { .grid-map { --ok: var(--grid-ok, #22492a); --fail: var(--grid-fail,
#5f2822);
  --mixed: var(--grid-mixed, #574a17); --text: var(--grid-text, #ededed); --line: var(--grid-line, #777777); }
  }
.grid-map text { fill: var(--text); } .grid-map rect { stroke: var(--line); stroke-width: 0.5; fill: none; }
.grid-map .ok { fill: var(--ok); } .grid-map .fail { fill: var(--fail); } .grid-map .mixed { fill:
var(--mixed); } .grid-map .differs { stroke: var(--text); stroke-width: 3; fill: none; }
"""


def matrix_svg(grid: Grid, chosen: Slice, other: Grid | None = None, answer: str = matrix.OUTCOME) -> str:
    """The slice as SVG text: first addresses down, second addresses across, the answer written in each field.

    other: a grid to compare with; fields in which it answers something else have a thick frame and both
    answers.
    """
    one = matrix.make(grid, chosen, answer)
    two = one
    if other is not None:
        one, two = matrix.differing(grid, other, chosen, answer)
    names = f"{grid.name} and {other.name}" if other else grid.name
    parts = _head(one, f"{names}: {answer} by the addresses of the two sockets")
    for number, row in enumerate(one.rows):
        top = TOP + CELL_HEIGHT * number
        parts.append(_label(LEFT - 8, top + 18, "end", row))
        parts += [_field(LEFT + CELL_WIDTH * column, top, before, after, f"{row}, {one.columns[column]}")
                  for column, (before, after) in enumerate(zip(one.fields[number], two.fields[number]))]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _head(one: Matrix, title: str) -> list[str]:
    width, height = LEFT + CELL_WIDTH * len(one.columns) + 4, TOP + CELL_HEIGHT * len(one.rows) + 4
    labels = [_label(LEFT + CELL_WIDTH * number + CELL_WIDTH // 2, TOP - 8, "middle", word)
              for number, word in enumerate(one.columns)]
    return [f'<svg class="grid-map" xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" '
            f'height="{height}" viewBox="0 0 {width} {height}">',
            f"<title>{escape(title)}</title>", f"<style>{STYLE}</style>",
            f'<text x="4" y="16" font-weight="bold">{escape(title)}</text>',
            '<text x="4" y="40">first ↓   second →</text>', *labels]


def _label(left: int, top: int, anchor: str, word: str) -> str:
    return (f'<text x="{left}" y="{top}" text-anchor="{anchor}">{escape(word)}'
            f"<title>{escape(address(word))}</title></text>")


def _field(left: int, top: int, before: tuple[str, ...], after: tuple[str, ...], where: str) -> str:
    differs = before != after
    text, words = _short(before), f"{where}: {' or '.join(before) or 'no cell'}"
    if differs:
        text, words = f"{text} → {_short(after)}", f"{words}; the other: {' or '.join(after) or 'no cell'}"
    squeeze = f' textLength="{CELL_WIDTH - 6}" lengthAdjust="spacingAndGlyphs"' if len(text) > 13 else ""
    frame = _box(left, top, 2, "differs") if differs else ""
    return (
        f"<g><title>{escape(words)}</title>{_box(left, top, 0, _kind(after))}{frame}"
        f'<text x="{left + CELL_WIDTH // 2}" y="{top + 18}" text-anchor="middle"{squeeze}>'
        f"{escape(text)}</text></g>"
    )


def _box(left: int, top: int, inset: int, kind: str) -> str:
    return (f'<rect class="{kind}" x="{left + inset}" y="{top + inset}" width="{CELL_WIDTH - 2 * inset}" '
            f'height="{CELL_HEIGHT - 2 * inset}"/>')


def _kind(answers: tuple[str, ...]) -> str:
    if len(answers) != 1:
        return "mixed" if answers else "none"
    if answers[0] == "-":
        return "none"
    return "ok" if answers[0] in ("ok", "first", "both", "second") else "fail"


def _short(answers: tuple[str, ...]) -> str:
    if len(answers) != 1:
        return "several" if answers else ""
    return " ".join(SHORT.get(word, word) for word in answers[0].split(" "))
