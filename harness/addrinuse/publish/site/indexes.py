"""What machines read of a published site: the sitemap (sitemaps.org, protocol 0.9) and a feed of the runs
(Atom, RFC 4287). Both need the site's address."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from addrinuse.publish.site.view import Platform, View
from addrinuse.support.escape import html


def every(view: View, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The files; none if nobody knows the address."""
    if view.address:
        yield "sitemap.xml", sitemap(view.address, [name for name in names if name.endswith(".html")])
        yield "feed.xml", feed(view)


def sitemap(address: str, pages: Iterable[str]) -> str:
    """The addresses of all pages."""
    places = "".join(f"<url><loc>{html(address + quote(page))}</loc></url>\n" for page in pages)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
            f"\n{places}</urlset>\n")


def feed(view: View) -> str:
    """An entry for each run, the newest first: a reader learns that a platform was added or asked again."""
    newest = sorted(view.platforms, key=lambda platform: platform.started, reverse=True)
    updated = newest[0].started if newest else view.now.strftime("%Y-%m-%dT%H:%M:%SZ")
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
            f"<title>addrinuse: runs</title><id>{html(view.address)}</id><updated>{html(updated)}</updated>"
            "<author><name>addrinuse</name></author>"
            f'<link rel="self" href="{html(view.address)}feed.xml"/>\n'
            f"{''.join(_entry(platform, view.address) for platform in newest)}</feed>\n")


def _entry(platform: Platform, address: str) -> str:
    page = f"{address}platforms/{quote(platform.slug)}.html"
    return (f"<entry><title>{html(platform.name)}, {html(platform.date)}</title>"
            f"<id>{html(page)}#{html(platform.started)}</id><updated>{html(platform.started)}</updated>"
            f'<link href="{html(page)}"/><summary>{platform.answered} answers, '
            f"{platform.counts['contradicted']} cases in which a claim is false</summary></entry>\n")
