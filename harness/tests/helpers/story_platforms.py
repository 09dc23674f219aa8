"""Platforms of the explorer's tests, which answer by rules written there."""
from __future__ import annotations

from collections.abc import Callable, Sequence

from addrinuse.explorer.answers import HEADER, Platform
from addrinuse.explorer.story import Story, read

Rule = Callable[[Story], list[str]]


def output_of(given: bytes, rule: Rule) -> bytes:
    """What the program prints where every story answers what the rule says."""
    lines = [f"{number} {';'.join(rule(story))}"
             for number, story in enumerate(read(given.decode(), "input"))]
    return "\n".join([f"{HEADER} system=Fake", *lines, f"end {len(lines)}", ""]).encode()


def platform_with(rule: Rule, name: str = "fake") -> Platform:
    """A platform on which a story answers what the rule says, step by step."""
    def run(platform: str, arguments: Sequence[str], given: bytes) -> bytes:
        return output_of(given, rule)
    return Platform(name, run)
