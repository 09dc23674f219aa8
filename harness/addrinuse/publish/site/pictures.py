"""Pictures of the results (SVG), for light and dark pages; each is a file with an address of its own. What
colour says, a title or a text says, too."""
from __future__ import annotations

from collections.abc import Iterator

from addrinuse.publish.site import findings
from addrinuse.publish.site.view import View
from addrinuse.support.escape import html

LEFT, TOP, BAR, HEIGHT = 190, 46, 2.4, 20
STYLE = """
svg { --ground: #ffffff; --text: #1c2128; --g0: #c9ced6; --g1: #3d7fc4; --g2: #8a56b8; --g3: #2e8b57;
  --g4: #b8860b; --g5: #4a5a6a; --danger: #c1121f; --right: #3d7fc4; --wrong: #b8860b; }
@media (prefers-color-scheme: dark) { svg { --ground: #14181d; --text: #dfe4ea; --g0: #46505c; --g1: #6cacee;
  --g2: #b98ae0; --g3: #5fc58a; --g4: #e0b64a; --g5: #9fb0c2; --danger: #ff6b6b; --right: #6cacee;
  --wrong: #e0b64a; } }
text { fill: var(--text); font: 12px system-ui, sans-serif; } .title { font-weight: 600; font-size: 14px; }
.ground { fill: var(--ground); } .g0 { fill: var(--g0); } .g1 { fill: var(--g1); } .g2 { fill: var(--g2); }
.g3 { fill: var(--g3); } .g4 { fill: var(--g4); } .g5 { fill: var(--g5); } .warning { fill: var(--danger); }
.right { fill: var(--right); } .wrong { fill: var(--wrong); }
"""


BARCODE, DOCUMENTS, TIMELINE = "pictures/barcode.svg", "pictures/documents.svg", "pictures/timeline.svg"
PAGES = (BARCODE, DOCUMENTS, TIMELINE)


def every(view: View) -> Iterator[tuple[str, str]]:
    """Each picture: its name, and its SVG."""
    yield BARCODE, barcode(view)
    yield DOCUMENTS, documents(view)
    yield TIMELINE, timeline(view)


def barcode(view: View) -> str:
    """All cases across, all distinct platforms down. A grey bar is the commonest answer of its case; another
    colour another answer; red an answer that endangers somebody; a gap is no answer."""
    table, parts = view.folded, []
    rows = sorted(table.rows, key=lambda row: len(set(row.answer_groups().values())))
    groups = {row.id: row.answer_groups() for row in rows}
    for place, column in enumerate(table.columns):
        top = TOP + place * (HEIGHT + 4)
        parts.append(f'<text x="{LEFT - 8}" y="{top + 15}" text-anchor="end">{html(column.name)}</text>')
        for number, row in enumerate(rows):
            group = groups[row.id].get(column.name)
            if group is None:
                continue
            kind = "warning" if row.cells[column.name].warning else f"g{min(group, 5)}"
            parts.append(f'<rect class="{kind}" x="{LEFT + number * BAR:.1f}" y="{top}" width="{BAR}" '
                         f'height="{HEIGHT}"/>')
    width, height = LEFT + len(rows) * BAR + 10, TOP + len(table.columns) * (HEIGHT + 4) + 30
    return _picture(width, height, f"{len(rows)} cases on {len(view.platforms)} platforms", [
        *parts, f'<text x="{LEFT}" y="{height - 10:.0f}">grey: the commonest answer of a case; other '
        "colours: other answers; red: another user gets traffic, or data are lost; gap: no answer</text>"])


def documents(view: View, most: int = 20) -> str:
    """The documents with the smallest share of statements that hold: a bar each, over all platforms."""
    counts = {}
    for key in view.documents:
        verdicts = [verdict for _, said in view.of_document(key) for verdict in said.verdicts]
        holds, wrong = verdicts.count("holds"), verdicts.count("contradicted")
        if holds + wrong:
            counts[key] = (holds, holds + wrong)
    worst = sorted(counts, key=lambda key: (counts[key][0] / counts[key][1], -counts[key][1]))[:most]
    parts = []
    for place, key in enumerate(worst):
        top, (holds, total) = TOP + place * (HEIGHT + 4), counts[key]
        right = 400 * holds / total
        parts += [f'<text x="{LEFT + 30}" y="{top + 15}" text-anchor="end">{html(key)}</text>',
                  f'<rect class="right" x="{LEFT + 40}" y="{top}" width="{right:.0f}" height="{HEIGHT}"/>',
                  f'<rect class="wrong" x="{LEFT + 40 + right:.0f}" y="{top}" width="{400 - right:.0f}" '
                  f'height="{HEIGHT}"/>',
                  f'<text x="{LEFT + 450}" y="{top + 15}">{holds} of {total} hold</text>']
    return _picture(LEFT + 570, TOP + len(worst) * (HEIGHT + 4) + 10,
                    "Documents with the smallest share of statements that hold", parts)


def timeline(view: View, step: float = 12) -> str:
    """From one range of versions of a stack to the next: a bar of the answers that changed, and one of the
    features that are new. `step` is the length of one case, in pixels."""
    steps, parts = findings.timeline(view), []
    for place, one in enumerate(steps):
        top, changed, gained = TOP + place * (HEIGHT + 6), len(one.changed), len(one.gained)
        left, right = LEFT + 130, changed * step
        parts += [f'<text x="{left - 10}" y="{top + 15}" text-anchor="end">{html(one.before.label)} → '
                  f"{html(one.after.label)}</text>",
                  f'<rect class="g1" x="{left}" y="{top}" width="{right:g}" height="{HEIGHT}"/>',
                  f'<rect class="g3" x="{left + right:g}" y="{top}" width="{gained * step:g}" '
                  f'height="{HEIGHT}"/>',
                  f'<text x="{left + right + gained * step + 8:g}" y="{top + 15}">{changed} changed'
                  f'{f", {gained} new" if gained else ""}</text>']
    longest = max((len(one.changed) + len(one.gained) for one in steps), default=0) * step
    return _picture(LEFT + 130 + longest + 150, TOP + len(steps) * (HEIGHT + 6) + 10,
                    "Cases that answer differently from one version to the next, and new features", parts)


def _picture(width: float, height: float, title: str, parts: list[str]) -> str:
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}">', f"<title>{html(title)}</title>",
        f"<style>{STYLE}</style>",
        f'<rect class="ground" width="{width:.0f}" height="{height:.0f}"/>',
        f'<text class="title" x="10" y="24">{html(title)}</text>', *parts, "</svg>", ""])
