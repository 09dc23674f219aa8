"""Where kernels come from: Debian's packages, the newest of a series or exactly one, or a user's file."""
from __future__ import annotations

import hashlib
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from addrinuse.support import inputs, tempdirs
from addrinuse.support.errors import UserError
from addrinuse.support.escape import clean
from addrinuse.platforms.base import Availability
from addrinuse.platforms.kernels import images, packages
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
        if kept or offer is None:
            package = f", package {kept.package} {kept.version}" if kept else ""
            return Availability(True, description=f"Linux{package}")
        return Availability(True, download_bytes=offer.size,
                            description=f"Linux, package {offer.image.name} {offer.image.version}")

    def provide(self) -> Stored:
        """The kernel, in the store and intact: one that was damaged there is fetched again. Raises
        UserError."""
        offer, _ = self._choice(_tell)
        if offer is None:
            return self._newest_intact()
        with store.locked(offer.image.name):
            return packages.intact(offer.folder) or self._fetch(offer)

    def _newest_intact(self) -> Stored:
        """The newest kernel in the store that is intact, for when the archive cannot be asked. Raises
        UserError."""
        tried: set[Path] = set()
        while (kept := self._newest_kept()) is not None and kept.folder not in tried:
            tried.add(kept.folder)
            with store.locked(kept.package):
                if packages.intact(kept.folder):
                    return kept
        self._offer(FRESH)  # says why the archive cannot be asked
        raise UserError(f"a kernel {self.series}", "was damaged in the cache",
                        "Start again: the archive answers now.")

    def _choice(self, tell: Callable[[str], None] = lambda said: None) -> tuple[Offer | None, Stored | None]:
        """What the archive offers, and the kernel if it is in the store. Without an answer from the archive,
        or one that can be trusted, the newest one in the store has to do; `tell` is then told."""
        try:
            offer = self._offer(FRESH)
        except UserError as error:
            kept = self._newest_kept()
            if kept is None:
                raise
            tell(f"{error.subject}: {error.reason}; {kept.package} {kept.version} comes from the cache")
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
        kept = [kernel for folder in store.folder("images").iterdir() if (kernel := packages.stored(folder))]
        mine = [kernel for kernel in kept if kernel.release.startswith(f"{self.series}.") and kernel.package
                and self.version in ("", kernel.version)]
        return max(mine, key=lambda kernel: Version(kernel.version)) if mine else None

    def _fetch(self, offer: Offer) -> Stored:
        try:
            return self._download(offer)
        except Vanished:
            newer = self._offer(0)  # the list may be older than the archive
            if newer == offer:
                raise
            return packages.intact(newer.folder) or self._download(newer)

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
        reason = inputs.why_not(self.path, images.FILE_LIMIT)
        if reason:
            return Availability(False, f"{self.path}: {reason}: a bzImage, a vmlinux or a package")
        return Availability(True, description=f"the kernel in {self.path}")

    def provide(self) -> Stored:
        content = inputs.read(self.path, images.FILE_LIMIT, "A bzImage, a vmlinux or a package is wanted.")
        place = store.folder("images") / f"own-{hashlib.sha256(content).hexdigest()[:32]}"
        with store.locked(place.name):
            return packages.intact(place) or self._put(content, place)

    def _put(self, content: bytes, place: Path) -> Stored:
        store.need_room(place.parent, UNPACKED * len(content))
        if content.startswith(b"!<arch>\n"):
            return packages.take([self.path], place)
        return packages.put(content, place, str(self.path), missing=tuple(packages.WANTED))
