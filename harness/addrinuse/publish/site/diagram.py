"""The TCP state diagram as a picture (SVG): each transition is a link to the cases that show it.

The states and transitions are those of RFC 9293, figure 5; their positions are this page's own.
"""
from __future__ import annotations

import re
from collections.abc import Collection

from addrinuse.analysis.states import TRANSITIONS, Transition
from addrinuse.support.escape import html

WIDTH, HEIGHT = 920, 740
BOX_WIDTH, BOX_HEIGHT = 132, 34
LINE = 13  # pixels from one line of a label to the next
PART = re.compile(r"([MLHV])([\d ]+)")  # of a path

# The middles of the states. CLOSED is there twice: a connection begins above and ends below.
BOXES = (("CLOSED", 460, 40), ("LISTEN", 200, 150), ("SYN_SENT", 720, 150), ("SYN_RECEIVED", 200, 270),
         ("ESTABLISHED", 460, 360), ("FIN_WAIT_1", 200, 450), ("FIN_WAIT_2", 200, 610), ("CLOSING", 460, 530),
         ("TIME_WAIT", 460, 690), ("CLOSE_WAIT", 720, 450), ("LAST_ACK", 720, 570), ("CLOSED", 720, 690))

# For each transition: its path, where its label is and how it is aligned, and what it belongs to.
WAYS: dict[str, tuple[str, tuple[int, int, str], str]] = {
    "closed-listen": ("M394 40H200V133", (208, 34, "start"), "opening"),
    "closed-syn_sent": ("M526 40H720V133", (566, 22, "start"), "opening"),
    "listen-syn_received": ("M180 167V253", (172, 205, "end"), "opening"),
    "listen-syn_sent": ("M266 144H654", (460, 126, "middle"), "opening"),
    "listen-closed": ("M240 133L415 57", (330, 90, "end"), "opening"),
    "syn_sent-syn_received": ("M654 160L266 258", (466, 180, "end"), "both"),
    "syn_sent-established": ("M720 167V350H526", (728, 250, "start"), "opening"),
    "syn_sent-closed": ("M680 133L505 57", (592, 90, "start"), "opening"),
    "syn_received-established": ("M266 278L440 343", (368, 308, "start"), "opening"),
    "syn_received-fin_wait_1": ("M190 287V433", (182, 350, "end"), "active"),
    "syn_received-listen": ("M222 253V167", (230, 214, "start"), "opening"),
    "established-fin_wait_1": ("M410 377L262 433", (330, 380, "end"), "active"),
    "established-close_wait": ("M526 370H720V433", (540, 386, "start"), "passive"),
    "fin_wait_1-fin_wait_2": ("M200 467V593", (192, 524, "end"), "active"),
    "fin_wait_1-closing": ("M266 458L420 513", (354, 464, "start"), "both"),
    "fin_wait_1-time_wait": ("M238 467L415 673", (386, 652, "end"), "active"),
    "fin_wait_2-time_wait": ("M200 627V690H394", (290, 706, "middle"), "active"),
    "closing-time_wait": ("M460 547V673", (468, 606, "start"), "both"),
    "close_wait-last_ack": ("M720 467V553", (728, 508, "start"), "passive"),
    "last_ack-closed": ("M720 587V673", (728, 628, "start"), "passive"),
    "time_wait-closed": ("M526 690H654", (590, 684, "middle"), "active"),
}
KINDS = (("opening", "opening"), ("active", "active close"), ("passive", "passive close"),
         ("both", "simultaneous"))
STYLE = """
.states { --ground: #ffffff; --text: #1c2128; --box: #f0f3f6; --opening: #57606a; --active: #0b5394;
  --passive: #14602f; --both: #8a3d00; }
@media (prefers-color-scheme: dark) { .states { --ground: #14181d; --text: #dfe4ea; --box: #232a33;
  --opening: #aab4bf; --active: #82b8ea; --passive: #8fd0a5; --both: #f0b37a; } }
.states text { font: 11px system-ui, sans-serif; fill: var(--text); }
.states .ground { fill: var(--ground); } .states .box { fill: var(--box); stroke: var(--text); }
.states .state { font: 600 13px system-ui, sans-serif; text-anchor: middle; }
.states path { fill: none; stroke-width: 2; } .states a { text-decoration: none; }
.states .unseen path { stroke-dasharray: 5 5; stroke-width: 1.2; }
.states .unseen text { font-style: italic; }
.states a:hover text, .states a:focus text { text-decoration: underline; }
""" + "".join(f".states .{kind} path {{ stroke: var(--{kind}); }} "
              f".states .{kind} text, .states .{kind} .head {{ fill: var(--{kind}); }}\n"
              for kind, _ in KINDS)


def svg(shown: Collection[tuple[str, str]], title: str, page: str = "") -> str:
    """The diagram: transitions in `shown` are solid lines, the others are dashed. Each links to its own place
    on the page whose address is given. An empty address is the page that the picture is in; the style sheet
    is then the page's, otherwise it is in the file."""
    drawn = "\n".join(_transition(transition, transition.pair in shown, page) for transition in TRANSITIONS)
    boxes = "".join(
        f'<rect class="box" x="{x - BOX_WIDTH // 2}" y="{y - BOX_HEIGHT // 2}" width="{BOX_WIDTH}" '
        f'height="{BOX_HEIGHT}" rx="6"/><text class="state" x="{x}" y="{y + 5}">{name}</text>'
        for name, x, y in BOXES)
    size = f'width="{WIDTH}" height="{HEIGHT}"'
    return (f'<svg xmlns="http://www.w3.org/2000/svg" class="states" role="group" {size} '
            f'viewBox="0 0 {WIDTH} {HEIGHT}" aria-label="{html(title)}"><title>{html(title)}</title>'
            f'{f"<style>{STYLE}</style>" if page else ""}<rect class="ground" {size}/>\n'
            f"{drawn}\n{boxes}\n{_legend()}</svg>\n")


def _transition(transition: Transition, is_shown: bool, page: str) -> str:
    path, (x, y, anchor), kind = WAYS[transition.name]
    lines = [transition.event, *([transition.action] if transition.action else [])]
    label = "".join(f'<tspan x="{x}" dy="{LINE if number else 0}">{line}</tspan>'
                    for number, line in enumerate(lines))
    seen = "" if is_shown else ", which no case shows"
    name = f"{transition.before} to {transition.after}: {', '.join(lines)}{seen}"
    return (f'<a class="{kind}{"" if is_shown else " unseen"}" href="{page}#{transition.name}" '
            f'aria-label="{name}"><title>{name}</title><path d="{path}"/>{_head(path)}'
            f'<text x="{x}" y="{y}" text-anchor="{anchor}">{label}</text></a>')


def _head(path: str) -> str:
    """The head of an arrow at the end of a path."""
    (x0, y0), (x1, y1) = corners(path)[-2:]
    length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    dx, dy = (x1 - x0) / length, (y1 - y0) / length
    base_x, base_y = x1 - 10 * dx, y1 - 10 * dy
    return (f'<polygon class="head" points="{x1},{y1} {base_x - 4 * dy:.0f},{base_y + 4 * dx:.0f} '
            f'{base_x + 4 * dy:.0f},{base_y - 4 * dx:.0f}"/>')


def corners(path: str) -> list[tuple[int, int]]:
    """The corners of a path that is made of M, L, H and V."""
    corners: list[tuple[int, int]] = []
    for letter, numbers in PART.findall(path):
        x, y = corners[-1] if corners else (0, 0)
        if letter == "H":
            corners.append((int(numbers), y))
        elif letter == "V":
            corners.append((x, int(numbers)))
        else:
            first, second = numbers.split()
            corners.append((int(first), int(second)))
    return corners


def _legend() -> str:
    rows = (*KINDS, ("opening unseen", "no case shows it"))
    return "".join(f'<g class="{kind}"><path d="M790 {y}H820"/><text x="826" y="{y + 4}">{words}</text></g>'
                   for y, (kind, words) in zip(range(24, 120, 18), rows))
