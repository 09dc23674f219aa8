"""A pytest plugin that puts the fake program in place of the real ones: `host` runs it, and so does
`fake:NAME` for any name. Only for processes of their own: it stays for as long as the process lives."""
from __future__ import annotations

from addrinuse.platforms import registry
from addrinuse.provision import build
from helpers.fake_platform import PROGRAM, FakePlatform

registry.KINDS["fake"] = FakePlatform
build.all_cases = lambda: PROGRAM
