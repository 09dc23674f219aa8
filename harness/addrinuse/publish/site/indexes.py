"""What machines read of a published site: the sitemap (sitemaps.org, protocol 0.9) and a feed of changed
results and of runs (Atom, RFC 4287). Both need the site's address."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from addrinuse.publish.site.history import State
from addrinuse.publish.site.view import Platform, View
from addrinuse.support.escape import html


def every(view: View, names: Iterable[str], past: Sequence[State]) -> Iterator[tuple[str, str]]:
    """The files; none if nobody knows the address."""
    if view.address:
        yield "sitemap.xml", sitemap(view.address, [name for name in names if name.endswith(".html")])
        yield "feed.xml", feed(view, past)


def sitemap(address: str, pages: Iterable[str]) -> str:
    """The addresses of all pages."""
    places = "".join(f"<url><loc>{html(address + quote(page))}</loc></url>\n" for page in pages)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{places}</urlset>\n')


def feed(view: View, past: Sequence[State]) -> str:
    """An entry for each published state of the results that changed something, then one for each run, the
    newest first: a reader learns which answers changed, and that a platform was added or asked again."""
    newest = sorted(view.platforms, key=lambda platform: platform.started, reverse=True)
    updated = max([*(platform.started for platform in newest), *map(_moment, past)],
                  default=view.now.strftime("%Y-%m-%dT%H:%M:%SZ"))
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
            f"<title>addrinuse: results</title><id>{html(view.address)}</id>"
            f"<updated>{html(updated)}</updated>"
            "<author><name>addrinuse</name></author>"
            f'<link rel="self" href="{html(view.address)}feed.xml"/>\n'
            f"{''.join(_state(state, view.address) for state in past)}"
            f"{''.join(_entry(platform, view.address) for platform in newest)}</feed>\n")


def _moment(state: State) -> str:
    return f"{state.published}T00:00:00Z"


def _state(state: State, address: str) -> str:
    page = f"{address}history.html"
    return (f"<entry><title>Results of {html(state.published)}: {html(state.in_words())}</title>"
            f"<id>{html(page)}#{html(state.name)}</id><updated>{html(_moment(state))}</updated>"
            f'<link href="{html(page)}"/><summary>{html(state.in_words())}</summary></entry>\n')


def _entry(platform: Platform, address: str) -> str:
    page = f"{address}platforms/{quote(platform.slug)}.html"
    return (f"<entry><title>{html(platform.name)}, {html(platform.date)}</title>"
            f"<id>{html(page)}#{html(platform.started)}</id><updated>{html(platform.started)}</updated>"
            f'<link href="{html(page)}"/><summary>{platform.answered} answers, '
            f"{platform.counts['contradicted']} cases in which a claim is false</summary></entry>\n")
