"""Debian's archive through an apt of our own: its sources, state and cache lie in our store, so that the
system's apt stays as it is. Signatures are checked with Debian's keyring; nothing is installed.

What a suite offers is asked once a day. Of the package lists only the kernels are kept, with the digests that
the signed lists give; a package is then fetched by its digest.
"""
from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

from addrinuse.support import commands, inputs
from addrinuse.support.errors import UserError
from addrinuse.provision import mirrors, store
from addrinuse.provision.debian_versions import Version
from addrinuse.support.commands import Finished

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
HELPER = Path("/usr/lib/apt/apt-helper")
OFFERED = "offered.json"  # the file in which the kernels on offer are kept
NATIVE = "amd64"          # the architecture of packages and of guests that are not named otherwise
FRESH = 24 * 3600         # seconds
SIZE_LIMIT = 1 << 40      # bytes that no package has
PATIENCE = 600            # seconds for one step of apt
# image, binary or modules; what the kernel calls itself without its flavour; the flavour.
KERNEL = re.compile(r"linux-(image|binary|modules)-(\d+\.\d+\S*?)-((?:cloud-|rt-)?"
                    r"(?:amd64|arm64|armmp|s390x|riscv64|powerpc64le))")
TRANSPORT = re.compile(r"Acquire::(http|https|ForceIPv4|ForceIPv6|Retries)\b.*")
SIGNATURE = re.compile(
    r"NO_PUBKEY|BADSIG|GPG error|is (not|no longer) signed|invalid signature|signature verification|"
    r"Sub-process .*sqv", re.I)
FIELDS = ("Package", "Version", "Size", "SHA256", "Filename")


@dataclass(frozen=True)
class Package:
    """A package of the archive: where it is, how large (bytes), and its digest as the signed list gives it.
    """

    name: str
    version: str
    size: int
    sha256: str
    filename: str

    @property
    def kind(self) -> str:
        """image, binary or modules."""
        return KERNEL.sub(r"\1", self.name)

    @property
    def release(self) -> str:
        """What the kernel calls itself, without the flavour: 6.12.107+deb13."""
        return KERNEL.sub(r"\2", self.name)

    @property
    def flavour(self) -> str:
        """How it was configured, and for which machines: cloud-amd64, rt-amd64, s390x."""
        return KERNEL.sub(r"\3", self.name)


def kept_packages(path: Path) -> list[Package]:
    """The packages in a list that the store keeps. Raises OSError, ValueError or TypeError where it is none.
    """
    found = [Package(**entry) for entry in inputs.kept_json(path)]
    for package in found:
        for text in (package.name, package.version, package.sha256, package.filename):
            inputs.a_text(text)
        if type(package.size) is not int or not 0 <= package.size < SIZE_LIMIT:
            raise ValueError(f"a package of {package.size!r} bytes")
    return found


class Suite:
    """One suite of the archive, e.g. trixie-backports, for one architecture as Debian names it."""

    def __init__(self, name: str, architecture: str = NATIVE) -> None:
        self.name = name
        self.architecture = architecture
        self.keyring = KEYRING

    @cached_property
    def mirror(self) -> str:
        """The address of the archive."""
        return mirrors.security() if self.name.endswith(mirrors.SECURITY) else mirrors.archive()

    @cached_property
    def _place(self) -> Path:
        digest = hashlib.sha256(self.mirror.encode()).hexdigest()[:12]
        return store.folder("archive", f"{self._lock}-{digest}")

    @property
    def _lock(self) -> str:
        return self.name if self.architecture == NATIVE else f"{self.name}-{self.architecture}"

    def kernels(self, fresh: float = FRESH) -> list[Package]:
        """The kernel packages on offer, as the archive said at most `fresh` seconds ago. Raises UserError."""
        with store.locked(f"archive-{self._lock}"):
            listed = self._place / OFFERED
            try:
                known = kept_packages(listed)
                is_fresh = 0 <= time.time() - listed.stat().st_mtime < fresh
            except (OSError, ValueError, TypeError):
                known, is_fresh = [], False
            return known if is_fresh else self._ask(listed)

    def fetch(self, package: Package, into: Path) -> Path:
        """Downloads a package into a folder and gives its path there. Raises UserError."""
        path = into / Path(package.filename).name
        done = self._apt([str(HELPER), "download-file", f"{self.mirror}/{package.filename}", str(path),
                          f"SHA256:{package.sha256}"])
        if done.status or not path.exists():
            raise self._download_error(package, done.text)
        return path

    def _ask(self, listed: Path) -> list[Package]:
        for tool in ("apt-get", "dpkg-deb"):
            if shutil.which(tool) is None:
                raise UserError("Debian's packages", f"cannot be fetched without {tool}",
                                "Kernels of your own need none of it: --platform kernel:PATH")
        if not self.keyring.exists():
            raise UserError(str(self.keyring), "is missing, so the archive's signatures cannot be checked",
                            "On Debian: apt-get install debian-archive-keyring")
        done = self._apt(["apt-get", "-q", "update"])
        if done.status or SIGNATURE.search(done.text):
            raise self._update_error(done.text)
        found = sorted(_kernels_in(self._lists()), key=lambda one: Version(one.version))
        with store.new_file(listed) as path:
            path.write_text(json.dumps([asdict(one) for one in found], indent=1))
        return found

    def _lists(self) -> str:
        """The text of the suite's package lists, which apt has checked."""
        names = sorted(map(str, (self._place / "state" / "lists").glob("*_Packages*")))
        return self._apt([str(HELPER), "cat-file", *names]).text if names else ""

    def _apt(self, argv: list[str]) -> Finished:
        if shutil.which(argv[0]) is None:
            raise UserError("Debian's packages", f"cannot be fetched without {argv[0]}")
        environment = {**os.environ, "APT_CONFIG": str(self._configured()), "LC_ALL": "C"}
        try:
            return commands.finished(argv, PATIENCE, environment)
        except commands.TimedOut:
            raise UserError(f"the archive at {self.mirror}", f"gave no answer within {PATIENCE} s") from None

    def _configured(self) -> Path:
        """The configuration of an apt that knows this suite only."""
        place = self._place
        for name in ("state/lists/partial", "cache/archives/partial", "etc/apt.conf.d", "etc/preferences.d"):
            with store.writing(place):
                (place / name).mkdir(parents=True, exist_ok=True)
        path = place / "apt.conf"
        # A suite that nobody maintains any more keeps its last Release file past its date, with a good
        # signature.
        text = "\n".join([
            f'Dir "{place}/";', f'Dir::State "{place}/state/";', f'Dir::State::status "{place}/status";',
            f'Dir::Cache "{place}/cache/";',
            'Dir::Cache::pkgcache "";', 'Dir::Cache::srcpkgcache "";', f'Dir::Etc "{place}/etc/";',
            f'Dir::Etc::sourcelist "{place}/etc/sources.list";',
            'Dir::Etc::netrc "/etc/apt/auth.conf";', 'Dir::Etc::netrcparts "/etc/apt/auth.conf.d/";',
            'Dir::Bin::Methods "/usr/lib/apt/methods";',
            f'APT::Architecture "{self.architecture}";',
            f'APT::Architectures {{ "{self.architecture}"; }};',
            'APT::Sandbox::User "";' if os.geteuid() == 0 else "", 'APT::Update::Error-Mode "any";',
            'Acquire::Languages "none";', 'Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";',
            'Acquire::GzipIndexes "true";', 'Acquire::Check-Valid-Until "false";', 'Acquire::Retries "2";',
            *_transport(), ""])
        with store.writing(place):
            (place / "status").touch()
            path.write_text(text)
            (place / "etc" / "sources.list").write_text(
                f"deb [signed-by={self.keyring}] {self.mirror} {self.name} main\n")
        return path

    def _update_error(self, said: str) -> UserError:
        subject = f"the archive at {self.mirror}, suite {self.name}"
        if SIGNATURE.search(said):
            return UserError(subject, f"its signature is wrong: {_words(said)}",
                             "Nothing of it is used. Name another mirror with --mirror URL.")
        if "No space left on device" in said:
            return store.no_room(self._place)
        return UserError(subject, f"cannot be asked: {_words(said)}",
                         "Is the network there? --mirror URL names another archive.")

    def _download_error(self, package: Package, said: str) -> UserError:
        subject = f"package {package.name} {package.version}"
        if "No space left on device" in said:
            return store.no_room(self._place, package.size)
        if re.search(r"\b404\b|File not found|No such file", said):
            return Vanished(subject, f"has vanished from the archive at {self.mirror}",
                            "Ask for a newer one.")
        if re.search(r"Hash Sum mismatch|Hashes of expected", said):
            return UserError(subject,
                             "what came is not what the archive's signed list says; nothing of it was kept",
                             "Try again; name another mirror with --mirror URL.")
        return UserError(subject, f"the download was interrupted: {_words(said)}",
                         "Start again; nothing was kept.")


class Vanished(UserError):
    """A package that the archive listed and does not have any more."""


def _transport() -> list[str]:
    """The system's own settings of how apt reaches the network, its proxies above all."""
    lines = commands.output(["apt-config", "dump"]).splitlines()
    return [line for line in lines if TRANSPORT.fullmatch(line) and not line.endswith('"";')]


def _kernels_in(lists: str) -> Iterable[Package]:
    for paragraph in lists.split("\n\n"):
        if "Package: linux-" not in paragraph:
            continue
        fields = dict(line.partition(": ")[::2] for line in paragraph.splitlines() if not line[:1].isspace())
        if KERNEL.fullmatch(fields.get("Package", "")) and all(fields.get(name) for name in FIELDS):
            name, version, size, digest, filename = (fields[field] for field in FIELDS)
            yield Package(name, version, int(size), digest, filename)


def _words(said: str) -> str:
    """The line of apt's words that says most."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    for mark in ("E:", "Err:", "W:", ""):
        for line in lines:
            if line.startswith(mark):
                return line[:300]
    return "it says nothing"
