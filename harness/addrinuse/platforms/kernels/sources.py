"""Where kernels come from: Debian's packages, the newest of a series or exactly one, or a user's file."""
from __future__ import annotations

import errno
import hashlib
import os
import stat
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from addrinuse.support import tempdirs
from addrinuse.support.errors import UserError
from addrinuse.support.escape import clean
from addrinuse.platforms.base import Availability
from addrinuse.platforms.kernels import packages
from addrinuse.provision import store
from addrinuse.provision.archive import FRESH, Package, Suite, Vanished
from addrinuse.platforms.kernels.packages import Stored
from addrinuse.provision.debian_versions import Version

# Which suite of Debian's archive holds a series.
SUITES = {
    "5.10": "bullseye", "6.1": "bookworm", "6.12": "trixie",
    **dict.fromkeys(("6.16", "6.17", "6.18", "6.19", "7.0", "7.1", "7.2"), "trixie-backports"),
}
UNPACKED = 6              # times its packages' size is what a kernel takes while it is unpacked, at most


@lru_cache
def _tell(said: str) -> None:
    """Says it on standard error, once."""
    print(f"addrinuse: {clean(said)}", file=sys.stderr)


class Source(ABC):
    """Something that can give a kernel."""

    @abstractmethod
    def describe(self) -> Availability:
        """Whether it can, and what it would download."""

    @abstractmethod
    def provide(self) -> Stored:
        """The kernel, in the store. Raises UserError."""


@dataclass(frozen=True)
class Offer:
    """A kernel in the archive: the package with its image and, where there is one, that with its modules."""

    image: Package
    modules: Package | None

    @property
    def packages(self) -> list[Package]:
        """What is to be downloaded."""
        return [self.image, self.modules] if self.modules else [self.image]

    @property
    def size(self) -> int:
        """Bytes to download."""
        return sum(package.size for package in self.packages)

    @property
    def folder(self) -> Path:
        """Where its kernel is in the store."""
        return store.folder("images") / f"{self.image.name}_{self.image.version}"


@dataclass(frozen=True)
class DebianSource(Source):
    """A series of Debian's kernels: the newest build, or the one of a given package version."""

    series: str
    version: str = ""

    def describe(self) -> Availability:
        offer, kept = self._choice()
        if kept:
            return Availability(True, description=f"Linux, package {kept.package} {kept.version}")
        return Availability(True, download_bytes=offer.size,
                            description=f"Linux, package {offer.image.name} {offer.image.version}")

    def provide(self) -> Stored:
        offer, kept = self._choice(_tell)
        if kept:
            return kept
        with store.locked(offer.image.name):
            kept = packages.stored(offer.folder)
            return kept or self._fetch(offer)

    def _choice(self, tell: Callable[[str], None] = lambda said: None) -> tuple[Offer | None, Stored | None]:
        """What the archive offers, and the kernel if it is in the store. Without an answer from the archive, or one
        that can be trusted, the newest one in the store has to do; `tell` is then told."""
        try:
            offer = self._offer(FRESH)
        except UserError as trouble:
            kept = self._newest_kept()
            if kept is None:
                raise
            tell(f"{trouble.subject}: {trouble.reason}; {kept.package} {kept.version} comes from the cache")
            return None, kept
        return offer, packages.stored(offer.folder)

    def _offer(self, fresh: float) -> Offer:
        kernels = self._suite().kernels(fresh)
        mine = [one for one in kernels if one.release.startswith(f"{self.series}.")]
        with_image = [one for one in mine if one.kind != "modules"]
        versions = sorted({one.version for one in with_image}, key=Version)
        wanted = self.version or (versions[-1] if versions else "")
        found = {one.kind: one for one in with_image if one.version == wanted}
        if not found:
            raise self._absent(versions)
        image = found.get("binary") or found["image"]
        return Offer(image, next((one for one in mine if one.kind == "modules" and one.version == wanted
                                  and one.release == image.release), None))

    def _suite(self) -> Suite:
        return Suite(SUITES[self.series])

    def _absent(self, versions: list[str]) -> UserError:
        what = f"kernel {self.version}" if self.version else f"a kernel {self.series}"
        return UserError(what, f"is not in Debian's archive ({SUITES[self.series]})",
                         f"It has: {', '.join(versions)}" if versions else "Ask for another series.")

    def _newest_kept(self) -> Stored | None:
        kept = [one for folder in store.folder("images").iterdir() if (one := packages.stored(folder))]
        mine = [one for one in kept if one.release.startswith(f"{self.series}.") and one.package
                and self.version in ("", one.version)]
        return max(mine, key=lambda one: Version(one.version), default=None)

    def _fetch(self, offer: Offer) -> Stored:
        try:
            return self._download(offer)
        except Vanished:
            newer = self._offer(0)  # the list may be older than the archive
            if newer == offer:
                raise
            return packages.stored(newer.folder) or self._download(newer)

    def _download(self, offer: Offer) -> Stored:
        suite = self._suite()
        store.need_room(store.folder(), UNPACKED * offer.size)
        names = ", ".join(f"{package.name} {package.version}" for package in offer.packages)
        print(f"addrinuse: downloading {offer.size / 1e6:.0f} MB from {suite.mirror} (once): {names}",
              file=sys.stderr)
        with tempdirs.folder() as folder:
            files = [suite.fetch(package, folder) for package in offer.packages]
            return packages.take(files, offer.folder, offer.image.name, offer.image.version)


@dataclass(frozen=True)
class FileSource(Source):
    """A kernel of the user's: a bzImage, a vmlinux, or a Debian package with modules too."""

    path: Path

    def describe(self) -> Availability:
        try:
            mode = self.path.stat().st_mode
        except OSError as trouble:
            return Availability(False, f"{self.path}: {trouble.strerror}")
        if stat.S_ISDIR(mode):
            return Availability(False, f"{self.path} is a folder; a file is wanted: a bzImage, a vmlinux or a package")
        if not os.access(self.path, os.R_OK):
            return Availability(False, f"{self.path}: {os.strerror(errno.EACCES)}")
        return Availability(True, description=f"the kernel in {self.path}")

    def provide(self) -> Stored:
        try:
            with open(self.path, "rb") as file:
                content = file.read()
        except OSError as trouble:
            raise UserError(str(self.path), f"cannot be read: {trouble.strerror}",
                            "A bzImage or a vmlinux is wanted, and the right to read it.") from None
        place = store.folder("images") / f"own-{hashlib.sha256(content).hexdigest()[:32]}"
        with store.locked(place.name):
            return packages.stored(place) or self._put(content, place)

    def _put(self, content: bytes, place: Path) -> Stored:
        store.need_room(place.parent, UNPACKED * len(content))
        if content.startswith(b"!<arch>\n"):
            return packages.take([self.path], place)
        return packages.put(content, place, str(self.path), missing=tuple(packages.WANTED))
