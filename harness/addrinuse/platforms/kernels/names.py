"""The names of Debian's kernels: a series, a flavour, an exact package version, a suite.

    linux-6.12              the newest cloud kernel of a series
    linux-6.12:rt           its real-time flavour; `generic` is the one that Debian installs on machines
    linux-6.12:s390x        the one for another architecture, which is emulated
    linux=6.1.176-1         exactly this package version, from whichever suite has it
    linux:rt=6.1.176-1      the same of another flavour
    linux-6.12@sid          the newest of a series in this suite

Tables and files of runs write `linux-6.12-rt` for `linux-6.12:rt`, and that is understood, too.
"""
from __future__ import annotations

import re
from dataclasses import dataclass

from addrinuse.platforms.kernels.architectures import AMD64, EMULATED, Architecture
from addrinuse.provision.debian_versions import Version
from addrinuse.support.errors import UserError, unknown

NAME = re.compile(r"linux(?:-(?P<series>\d{1,3}\.\d{1,3}))?(?:[:-](?P<flavour>[^=@]*))?"
                  r"(?:=(?P<version>[^@]*))?(?:@(?P<suite>.*))?")
VERSION = re.compile(r"(\d{1,3}\.\d{1,3})(?!\d)[A-Za-z0-9.+~-]*")  # deb-version(7)
SUITE = re.compile(r"[a-z][a-z-]{0,60}")
# Debian's name of a flavour, by ours: those for x86-64, and one for each other architecture.
FLAVOURS = {"cloud": "cloud-amd64", "generic": "amd64", "rt": "rt-amd64",
            **{name: architecture.kernel for name, architecture in EMULATED.items()}}
# Which suite of Debian's archive holds a series.
SUITES = {
    "5.10": "bullseye", "6.1": "bookworm", "6.12": "trixie",
    **dict.fromkeys(("6.16", "6.17", "6.18", "6.19", "7.0", "7.1", "7.2"), "trixie-backports"),
}
DEVELOPMENT = ("sid", "experimental")  # they have what no release has yet


@dataclass(frozen=True)
class KernelName:
    """A kernel as a user names it. `version`, if it is not empty, is exactly one package version; `suites`
    are searched in their order."""

    series: str
    flavour: str
    version: str
    suites: tuple[str, ...]

    @property
    def architecture(self) -> Architecture:
        """The architecture of the guests that it runs in."""
        return architecture_of(self.flavour)

    @property
    def answers_as(self) -> str:
        """The name of its runs."""
        release = Version(self.version).upstream if self.version else self.series
        other = "" if self.flavour == "cloud" else f"-{self.flavour}"
        return f"linux-{release}{other}"


def architecture_of(flavour: str) -> Architecture:
    """The architecture of a flavour, as users name it."""
    return EMULATED.get(flavour, AMD64)


def parse(name: str) -> KernelName | None:
    """The kernel of that name; None for a name of another form, or of a series that Debian lacks.

    Raises UserError for a flavour, a version or a suite that cannot be."""
    found = NAME.fullmatch(name)
    if found is None or not (found["series"] or found["version"] is not None):
        return None
    flavour = "cloud" if found["flavour"] is None else found["flavour"]
    if flavour not in FLAVOURS:
        raise unknown("kernel flavour or architecture", flavour, FLAVOURS, f"Known: {', '.join(FLAVOURS)}")
    version = "" if found["version"] is None else _version(found["version"])
    series = found["series"] or version and VERSION.fullmatch(version)[1]  # type: ignore[index]
    if found["version"] is None and series not in SUITES:
        return None
    if found["suite"] is not None and not SUITE.fullmatch(found["suite"]):
        raise UserError(f"suite {found['suite']!r}", "is not the name of a suite of Debian's",
                        "For example: linux-6.12@sid")
    return KernelName(series, flavour, version, (found["suite"],) if found["suite"] else suites_of(
        series, is_exact=bool(version)))


def _version(text: str) -> str:
    if not VERSION.fullmatch(text):
        raise UserError(f"kernel version {text!r}", "is not a version of a Debian package",
                        "For example: linux=6.1.176-1")
    return text


def suites_of(series: str, is_exact: bool) -> tuple[str, ...]:
    """The suites that may have a series. The newest build is that of one suite; exactly one version may also
    be among its security updates or those that are proposed, or in development."""
    suite = SUITES.get(series)
    if suite is None:
        return DEVELOPMENT
    if not is_exact:
        return (suite,)
    if suite.endswith("-backports"):
        return (suite, *DEVELOPMENT)
    return (suite, f"{suite}-security", f"{suite}-proposed-updates")
