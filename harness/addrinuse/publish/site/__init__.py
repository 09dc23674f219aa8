"""The published pages: static files that work from a folder and from any web server, with nothing from
elsewhere."""
from __future__ import annotations

from addrinuse.publish.site.build import Extras, build
from addrinuse.publish.site.history import earlier_table

__all__ = ["Extras", "build", "earlier_table"]
