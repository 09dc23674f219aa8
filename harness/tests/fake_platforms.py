"""A pytest plugin that puts the fake program in place of the real ones: `host` runs it, and so does `fake:NAME` for any
name. Only for processes of their own: it stays for as long as the process lives."""
from __future__ import annotations

from addrinuse import build, platforms
from fake_platform import PROGRAM, FakePlatform

platforms.KINDS["fake"] = FakePlatform
build.all_cases = lambda: PROGRAM
