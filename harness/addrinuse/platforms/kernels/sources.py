"""Where kernels come from: Debian's packages, the newest of a series or exactly one, or a user's file."""
from __future__ import annotations

import hashlib
import sys
from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from addrinuse.support import inputs, tempdirs
from addrinuse.support.errors import UserError
from addrinuse.support.escape import clean
from addrinuse.platforms.base import Availability
from addrinuse.platforms.kernels import archives, images, packages
from addrinuse.platforms.kernels.architectures import Architecture
from addrinuse.platforms.kernels.names import FLAVOURS, KernelName, architecture_of, suites_of
from addrinuse.provision import store
from addrinuse.provision.archive import FRESH, KERNEL, Package, Suite, Vanished
from addrinuse.platforms.kernels.packages import Stored
from addrinuse.provision.debian_versions import Version

NEAREST = 6               # versions that are named if the one asked for is unavailable
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
    """A kernel in a suite of the archive: the package with its image and, where there is one, that with its
    modules."""

    suite: str
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
    """A series of Debian's kernels: the newest build, or the one of a given package version. `suites` are
    searched in their order, and have to be named for a series that is in none of the published ones."""

    series: str
    version: str = ""
    flavour: str = "cloud"
    suites: tuple[str, ...] = ()

    @classmethod
    def named(cls, name: KernelName) -> "DebianSource":
        """The source of a kernel as a user names it."""
        return cls(name.series, name.version, name.flavour, name.suites)

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
        """The kernel in the first suite that has it. A suite that does not answer is passed over if another
        one does."""
        versions: set[str] = set()
        errors: list[UserError] = []
        for suite in self._suites():
            try:
                listed = self._listed(suite, fresh)
            except UserError as error:
                errors.append(error)
                continue
            if offer := self._offer_in(suite, listed):
                return offer
            versions |= {package.version for package in listed if package.kind != "modules"}
        if errors and not versions:
            raise errors[0]
        raise self._absent(sorted(versions, key=Version))

    def _suites(self) -> tuple[str, ...]:
        return self.suites or suites_of(self.series, is_exact=bool(self.version))

    def _listed(self, suite: str, fresh: float) -> list[Package]:
        """The packages of this series and flavour in a suite."""
        return [package for package in Suite(suite, self._architecture.name).kernels(fresh)
                if package.release.startswith(f"{self.series}.") and package.flavour == self._flavour]

    @property
    def _architecture(self) -> Architecture:
        return architecture_of(self.flavour)

    @property
    def _flavour(self) -> str:
        return FLAVOURS[self.flavour]

    def _offer_in(self, suite: str, listed: list[Package]) -> Offer | None:
        with_image = [one for one in listed if one.kind != "modules"]
        wanted = self.version or max((one.version for one in with_image), key=Version, default="")
        found = {one.kind: one for one in with_image if one.version == wanted}
        if not found:
            return None
        image = found.get("binary") or found["image"]
        return Offer(suite, image, next((one for one in listed if one.kind == "modules"
                                         and one.version == wanted and one.release == image.release), None))

    def _absent(self, versions: list[str]) -> UserError:
        what = f"kernel {self.version}" if self.version else f"a kernel {self.series}"
        return UserError(f"{what} ({self.flavour})",
                         f"is not in Debian's archive ({', '.join(self._suites())})",
                         f"It has: {', '.join(_nearest(versions, self.version))}" if versions
                         else "Ask for another version; --mirror URL names another archive.")

    def _newest_kept(self) -> Stored | None:
        kept = [kernel for folder in store.folder("images").iterdir() if (kernel := packages.stored(folder))]
        mine = [kernel for kernel in kept if kernel.release.startswith(f"{self.series}.")
                and (package := KERNEL.fullmatch(kernel.package)) and package[3] == self._flavour
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
        suite = Suite(offer.suite, self._architecture.name)
        store.need_room(store.folder(), UNPACKED * offer.size)
        names = ", ".join(f"{package.name} {package.version}" for package in offer.packages)
        print(f"addrinuse: downloading {offer.size / 1e6:.0f} MB from {suite.mirror} (once): {names}",
              file=sys.stderr)
        with tempdirs.folder() as folder:
            files = [suite.fetch(package, folder) for package in offer.packages]
            return packages.take(files, offer.folder, offer.image.name, offer.image.version,
                                 architecture=self._architecture.name)


def _nearest(versions: list[str], wanted: str) -> list[str]:
    """Of sorted versions those around the wanted one; the newest if it is empty."""
    at = bisect_left(versions, Version(wanted), key=Version) if wanted else len(versions)
    first = max(0, min(at - NEAREST // 2, len(versions) - NEAREST))
    return versions[first:first + NEAREST]


@dataclass(frozen=True)
class FileSource(Source):
    """A kernel of the user's: a bzImage, a vmlinux, or a package (.deb, .rpm) with modules too. `modules` are
    folders and packages with further modules."""

    path: Path
    modules: tuple[Path, ...] = ()

    def describe(self) -> Availability:
        reason = inputs.why_not(self.path, images.FILE_LIMIT)
        if reason:
            return Availability(False, f"{self.path}: {reason}: a bzImage, a vmlinux or a package")
        for path in self.modules:
            if not path.is_dir() and (reason := inputs.why_not(path, images.FILE_LIMIT)):
                return Availability(False, f"{path}: {reason}: a folder or a package of modules")
        return Availability(True, description=f"the kernel in {self.path}")

    def provide(self) -> Stored:
        content = inputs.read(self.path, images.FILE_LIMIT, "A bzImage, a vmlinux or a package is wanted.")
        place = store.folder("images") / f"own-{self._digest(content)[:32]}"
        with store.locked(place.name):
            return packages.intact(place) or self._put(content, place)

    def _digest(self, content: bytes) -> str:
        """A digest of the file, and of the modules."""
        total = hashlib.sha256(content)
        for path in self.modules:
            with archives.opened(path) as archive:
                total.update(archive.identity())
        return total.hexdigest()

    def _put(self, content: bytes, place: Path) -> Stored:
        store.need_room(place.parent, UNPACKED * len(content))
        if archives.is_package(content):
            return packages.take([self.path, *self.modules], place)
        if self.modules:
            return packages.take(self.modules, place, subject=str(self.path), image=content)
        return packages.put(content, place, str(self.path), missing=tuple(packages.WANTED))
