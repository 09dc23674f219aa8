"""The configuration that a User-Mode-Linux kernel needs: read from needed.config, compared with a build's."""
from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from addrinuse.support import inputs
from addrinuse.support.errors import UserError

FRAGMENT = Path(__file__).parent / "needed.config"
FILE_LIMIT = 8 << 20      # bytes of a .config; a distribution's largest takes 300 kB
OPTION = re.compile(r"(CONFIG_\w+)=(.*)")
ABSENT = re.compile(r"# (CONFIG_\w+) is not set")
PURPOSE = re.compile(r"# (Needed|Without it): (.*)")
# Written by `make ARCH=um`; every other architecture has another line.
IS_UML = "CONFIG_UML"
WANTED = "The .config of a build with `make ARCH=um` is wanted."


@dataclass(frozen=True)
class Wanted:
    """An option, whether nothing runs without it, and its purpose or what is lost without it."""

    option: str
    is_needed: bool
    purpose: str


@dataclass(frozen=True)
class Missing:
    """Options that a build does not have, and one purpose that they share."""

    options: tuple[str, ...]
    is_needed: bool
    purpose: str

    def __str__(self) -> str:
        kind = "needed" if self.is_needed else "without it"
        return f"{', '.join(self.options)}: {kind}: {self.purpose}"


def fragment() -> str:
    """The fragment as scripts/kconfig/merge_config.sh takes it."""
    return FRAGMENT.read_text(encoding="utf-8")


def digest() -> str:
    """A digest of the fragment, in hexadecimal."""
    return hashlib.sha256(fragment().encode()).hexdigest()


def wanted() -> Iterator[Wanted]:
    """The options of the fragment."""
    is_needed, purpose = False, ""
    for line in fragment().splitlines():
        if about := PURPOSE.fullmatch(line):
            is_needed, purpose = about[1] == "Needed", about[2]
        elif option := OPTION.fullmatch(line):
            yield Wanted(option[1], is_needed, purpose)


def parse(text: str, subject: str) -> dict[str, str]:
    """The options of a .config with their values. Raises UserError if the text is none, or is one of another
    architecture."""
    found = [OPTION.fullmatch(line.strip()) for line in text.splitlines()]
    options = {option[1]: option[2] for option in found if option}
    if not options:
        raise UserError(subject, "is no kernel configuration", WANTED)
    if options.get(IS_UML) != "y":
        raise UserError(subject, f"is not of a User-Mode-Linux build: it has no {IS_UML}=y", WANTED)
    return options


def read(path: Path) -> dict[str, str]:
    """The options in a .config, or in that of a build folder. Raises UserError."""
    file = path / ".config" if path.is_dir() else path
    return parse(inputs.read(file, FILE_LIMIT, WANTED).decode("utf-8", "replace"), str(file))


def missing(options: Mapping[str, str]) -> list[Missing]:
    """What a build lacks, by purpose; the needed options first. A module counts as missing: UML's guest loads
    none."""
    found: dict[tuple[bool, str], list[str]] = {}
    for each in wanted():
        if options.get(each.option) != "y":
            found.setdefault((each.is_needed, each.purpose), []).append(each.option)
    return [Missing(tuple(names), is_needed, purpose)
            for (is_needed, purpose), names in sorted(found.items(), key=lambda item: not item[0][0])]
