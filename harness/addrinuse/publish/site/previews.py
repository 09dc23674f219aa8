"""Previews (PNG) of the pictures, for sites and messengers that show no SVG. rsvg-convert draws them; without
it there are none.

rsvg-convert knows no variables of style sheets, so the values of the light page replace them first.
"""
from __future__ import annotations

import re
import shutil
import subprocess

WIDTH = 1200      # pixels: what previews of a link are shown with (Open Graph)
TIMEOUT_S = 60.0  # for one picture
PROGRAM = "rsvg-convert"
VALUE = re.compile(r"(--[\w-]+):\s*([^;}]+)")
USE = re.compile(r"var\((--[\w-]+)\)")


def program() -> str | None:
    """The program that draws; None if it is not installed."""
    return shutil.which(PROGRAM)


def png(svg: str, drawn_by: str) -> bytes | None:
    """The picture as PNG, on a white ground; None if the program cannot draw it."""
    command = [drawn_by, "--format=png", f"--width={WIDTH}", "--keep-aspect-ratio",
               "--background-color=white"]
    try:
        done = subprocess.run(command, input=flat(svg).encode(), capture_output=True, timeout=TIMEOUT_S,
                              check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout or None


def flat(svg: str) -> str:
    """The picture with the colours of the light page in place of variables, and without the dark page's."""
    light = _without_dark(svg)
    values = dict(VALUE.findall(light))
    return USE.sub(lambda use: values.get(use[1], "#000"), light)


def _without_dark(svg: str) -> str:
    """Removes @media blocks: everything up to the brace that closes them."""
    while (start := svg.find("@media")) >= 0:
        depth, end = 0, svg.find("{", start)
        if end < 0:
            return svg
        while end < len(svg):
            depth += {"{": 1, "}": -1}.get(svg[end], 0)
            end += 1
            if depth == 0:
                break
        svg = svg[:start] + svg[end:]
    return svg
