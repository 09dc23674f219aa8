"""Single packages of Debian's archive, unpacked into the store and never installed (kernels/archive.py says
how they are fetched and checked)."""
from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from addrinuse.support import commands
from addrinuse.support.errors import UserError
from addrinuse.support.inputs import a_text as text, kept_json, text_table
from addrinuse.provision import seals, store
from addrinuse.provision.archive import FIELDS, KEYRING, OFFERED, Package, Suite, kept_packages
from addrinuse.provision.debian_versions import Version

UNPACKED = 5              # times its packages' size is what they take unpacked, at most
PATIENCE = 600            # seconds for unpacking one
FRESH = 24 * 3600         # seconds for which a suite's lists are believed


@dataclass(frozen=True)
class Unpacked:
    """Packages of one suite, unpacked into a folder of the store; `version` and `sha256` are the first one's,
    `files` the digests of what was unpacked."""

    folder: Path
    package: str
    version: str
    sha256: str
    files: Mapping[str, str] = field(default_factory=dict, hash=False, repr=False)

    @property
    def facts(self) -> dict[str, str]:
        """What a run says of them."""
        return {"package": self.package, "package_version": self.version, "package_sha256": self.sha256}


@dataclass(frozen=True)
class Pinned:
    """Packages that belong together, by name, of one suite; the first one is the one that is named. `version`
    pins that one's version where it is given: its upstream part is what a platform is named after."""

    suite: str
    packages: tuple[str, ...]
    version: str = ""

    def missing(self) -> str:
        """Why they cannot be fetched here; nothing where they can, or are there already. Quick."""
        if self.kept():
            return ""
        for tool in ("apt-get", "dpkg-deb"):
            if shutil.which(tool) is None:
                return f"Debian's packages cannot be fetched without {tool}"
        return "" if KEYRING.exists() else f"{KEYRING} is missing (Debian: debian-archive-keyring)"

    def kept(self) -> Unpacked | None:
        """The newest that is in the store already; None where there is none."""
        kept = []
        for facts in self._place().glob("*/facts.json"):
            try:
                told = kept_json(facts)
                kept.append(Unpacked(facts.parent / "files", text(told["package"]), text(told["version"]),
                                     text(told["sha256"]), text_table(told["files"])))
            except (OSError, ValueError, KeyError, TypeError):
                continue
        fitting = [unpacked for unpacked in kept if unpacked.version.startswith(self.version)]
        return max(fitting, key=lambda unpacked: Version(unpacked.version)) if fitting else None

    def provide(self) -> Unpacked:
        """The packages, fetched and unpacked where they are not yet, or are damaged. Raises UserError."""
        with store.locked(f"debian-{self.packages[0]}-{self.suite}"):
            return self._intact() or self._fetch()

    def _intact(self) -> Unpacked | None:
        """What is kept, if it is what was unpacked; what is damaged is removed."""
        while kept := self.kept():
            wrong = seals.damaged(kept.folder, kept.files)
            if kept.files and not wrong:
                return kept
            seals.report(kept.folder.parent, wrong)
            with store.writing(kept.folder):
                shutil.rmtree(kept.folder.parent)
        return None

    def _place(self) -> Path:
        return store.folder("debian", f"{self.packages[0]}-{self.suite}")

    def _fetch(self) -> Unpacked:
        offered = _Lists(self.suite).newest(self.packages)
        first = offered[0]
        if not first.version.startswith(self.version):
            raise UserError(f"package {first.name}",
                            f"Debian's {self.suite} has {first.version}, not {self.version}",
                            "This version of the suite knows no other.")
        place = self._place()
        store.need_room(place, UNPACKED * sum(one.size for one in offered))
        print(f"addrinuse: fetching {first.name} {first.version} of Debian's {self.suite} "
              f"({sum(one.size for one in offered) / 1e6:.0f} MB)", file=sys.stderr)
        with tempfile.TemporaryDirectory(prefix=store.UNFINISHED, dir=place) as scratch:
            files = [_Lists(self.suite).fetch(one, Path(scratch)) for one in offered]
            target = place / first.version.replace("/", "_")
            if target.exists():  # without facts that can be read: `kept` does not know it
                seals.report(target, ["facts.json"])
                shutil.rmtree(target, ignore_errors=True)
            with store.new_folder(target) as folder:
                for file in files:
                    _unpack(file, folder / "files")
                (folder / "facts.json").write_text(json.dumps(
                    {"package": first.name, "version": first.version, "sha256": first.sha256,
                     "files": seals.digests_below(folder / "files")}, indent=1))
        found = self.kept()
        if found is None:
            raise UserError(f"package {first.name}", f"was unpacked into {place} and is not there")
        return found


class _Lists(Suite):
    """A suite of the archive, asked for packages by name."""

    def newest(self, names: Sequence[str]) -> list[Package]:
        """The newest of each package. Raises UserError where one is not on offer."""
        with store.locked(f"archive-{self.name}"):
            asked = self._place / ("asked-" + "+".join(names)[:100] + ".json")
            try:
                if not 0 <= time.time() - asked.stat().st_mtime < FRESH:
                    raise OSError
                return kept_packages(asked)
            except (OSError, ValueError, TypeError):
                self._ask(self._place / OFFERED)
            found = _newest_of(self._lists(), names)
            for name in names:
                if name not in found:
                    raise UserError(f"package {name}", f"is not in Debian's {self.name}")
            with store.new_file(asked) as path:
                path.write_text(json.dumps([asdict(found[name]) for name in names], indent=1))
            return [found[name] for name in names]


def _newest_of(lists: str, names: Sequence[str]) -> dict[str, Package]:
    """The newest package of each name in the text of a suite's lists."""
    found: dict[str, Package] = {}
    starts = tuple(f"Package: {name}\n" for name in names)
    for paragraph in lists.split("\n\n"):
        if not paragraph.lstrip("\n").startswith(starts):
            continue
        fields = dict(line.partition(": ")[::2] for line in paragraph.splitlines() if not line[:1].isspace())
        if not all(fields.get(name) for name in FIELDS):
            continue
        one = Package(fields["Package"], fields["Version"], int(fields["Size"]), fields["SHA256"],
                      fields["Filename"])
        if one.name not in found or Version(found[one.name].version) < Version(one.version):
            found[one.name] = one
    return found


def _unpack(file: Path, into: Path) -> None:
    commands.run(["dpkg-deb", "-x", str(file), str(into)], PATIENCE, f"package {file.name}",
                 "Fetch it again.")
