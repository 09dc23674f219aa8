"""A badge for each platform: an SVG picture that says how many cells are as documented there."""
from __future__ import annotations

from addrinuse.support import escape
from addrinuse.publish.site.view import Platform

CHARACTER = 6.6  # pixels, about, of 11-pixel Verdana and the fonts in its place
LABEL = "addrinuse"


def of_platform(platform: Platform) -> str:
    """The badge's SVG."""
    holds, contradicted = platform.counts["holds"], platform.counts["contradicted"]
    message = f"{platform.name}: {holds} as documented, {contradicted} otherwise, {platform.date}"
    return svg(LABEL, message)


def svg(label: str, message: str) -> str:
    """A picture of two fields, label and message. It names itself, for those who do not see it."""
    left, right = (round(len(text) * CHARACTER) + 12 for text in (label, message))
    label, message = escape.html(label), escape.html(message)
    width = left + right
    middle = left + right / 2
    return f"""<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img">
<title>{label}: {message}</title>
<rect width="{width}" height="20" rx="3" fill="#24527a"/>
<path d="M3 0h{left - 3}v20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z" fill="#3d444d"/>
<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">
<text x="{left / 2:g}" y="14">{label}</text>
<text x="{middle:g}" y="14" textLength="{right - 12}" lengthAdjust="spacingAndGlyphs">{message}</text>
</g>
</svg>
"""
