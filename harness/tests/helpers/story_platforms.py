"""Platforms of the explorer's tests, which answer by rules written there."""
from __future__ import annotations

from collections.abc import Callable, Sequence

from addrinuse.explorer.answers import HEADER, Platform
from addrinuse.explorer.story import Story, read

Rule = Callable[[Story], list[str]]


def platform_with(rule: Rule, name: str = "fake") -> Platform:
    """A platform on which a story answers what the rule says, step by step."""
    def run(platform: str, arguments: Sequence[str], given: bytes) -> bytes:
        stories = read(given.decode(), "input")
        lines = [f"{number} {';'.join(rule(story))}" for number, story in enumerate(stories)]
        return "\n".join([f"{HEADER} system=Fake", *lines, f"end {len(lines)}", ""]).encode()
    return Platform(name, run)
