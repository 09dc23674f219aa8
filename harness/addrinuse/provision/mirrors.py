"""Where Debian's archive is: as the user says, or else where this machine's own apt gets its packages from.
"""
from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from addrinuse.support.errors import UserError
from addrinuse.provision.options import MIRROR

APT = Path("/etc/apt")
OPTIONS = re.compile(r"\[[^\]]*\]")
DEBIAN_SUITE = re.compile(r"(bullseye|bookworm|trixie|forky|duke|sid|"
                          r"oldoldstable|oldstable|stable|testing|unstable)"
                          r"(-updates|-backports)?")
SECURITY = "-security"    # ends the name of a suite that is in an archive of its own


def archive(folder: Path = APT) -> str:
    """The address of the archive. Raises UserError when nobody knows one."""
    named = os.environ.get(MIRROR)
    if named:
        return named.rstrip("/")
    for address, suites in _sources(folder):
        if any(DEBIAN_SUITE.fullmatch(suite) for suite in suites) and "security" not in address:
            return address.rstrip("/")
    raise UserError("Debian's archive", "this machine's apt sources name none",
                    f"Say where it is, with --mirror URL or {MIRROR}=URL.")


def security(folder: Path = APT) -> str:
    """The address of the archive of security updates: the one named with --mirror, else that of the machine's
    apt, else the one beside its archive. Raises UserError when nobody knows one."""
    if os.environ.get(MIRROR):
        return archive(folder)
    for address, suites in _sources(folder):
        if any(suite.endswith(SECURITY) and DEBIAN_SUITE.fullmatch(suite.removesuffix(SECURITY))
               for suite in suites):
            return address.rstrip("/")
    return archive(folder).removesuffix("/debian") + "/debian-security"


def _sources(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Address and suites of every source of packages, in apt's order."""
    for path in [folder / "sources.list", *sorted((folder / "sources.list.d").glob("*"))]:
        try:
            text = path.read_text("utf-8", "replace")
        except OSError:
            continue
        if path.suffix == ".list":
            yield from _one_line_sources(text)
        elif path.suffix == ".sources":
            yield from _paragraph_sources(text)


def _one_line_sources(text: str) -> Iterator[tuple[str, list[str]]]:
    for line in text.splitlines():
        words = OPTIONS.sub(" ", line.partition("#")[0]).split()
        if len(words) >= 4 and words[0] == "deb":
            yield words[1], [words[2]]


def _paragraph_sources(text: str) -> Iterator[tuple[str, list[str]]]:
    for paragraph in re.split(r"\n\s*\n", text):
        lines = [line for line in paragraph.splitlines() if not line.startswith("#")]
        fields: dict[str, str] = {}
        name = ""
        for line in lines:
            if line[:1].isspace():
                fields[name] = fields.get(name, "") + line
            else:
                name, _, value = line.partition(":")
                name = name.strip().lower()
                fields[name] = value
        is_on = (fields.get("enabled", "yes").strip().lower() != "no"
                 and "deb" in fields.get("types", "").split())
        for address in fields.get("uris", "").split() if is_on else ():
            yield address, fields.get("suites", "").split()
