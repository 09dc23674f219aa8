"""The published pages: static files that work from a folder and from any web server, with nothing from
elsewhere."""
from __future__ import annotations

from addrinuse.publish.site.build import Extras, build

__all__ = ["Extras", "build"]
