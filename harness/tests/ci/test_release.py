"""What goes into a release: the files beside the programs, the wheel and the source archive."""
from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from addrinuse.model import cases
from addrinuse.platforms import released
from addrinuse.provision import build
from addrinuse.support import paths

ROOT = paths.CHECKOUT
NAMES = ("addrinuse-cases-1.2-linux-arm64", "addrinuse-cases-1.2-windows-x86_64.exe")


def module_of(path: str) -> ModuleType:
    """A Python file of ci, imported."""
    spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A folder with two programs and what belongs to them."""
    folder = tmp_path / "release"
    folder.mkdir()
    for name in NAMES:
        (folder / name).write_text(f"program {name}")
    subprocess.run([sys.executable, ROOT / "ci" / "cross" / "release_files.py", "ci/release", folder, "1.2",
                    "abc", "86400"], check=True)
    return folder


def read(path: Path) -> Any:
    """The value of a JSON file."""
    return json.loads(path.read_text())


def test_the_files_beside_the_programs_state_what_they_are(release: Path) -> None:
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=release, check=True)
    stated = read(release / "release.json")
    assert stated["cases_digest"] == cases.digest() and stated["commit"] == "abc"
    assert {name: entry["sha256"] for name, entry in stated["files"].items()} == {
        name: hashlib.sha256((release / name).read_bytes()).hexdigest() for name in NAMES}


def test_the_list_of_parts_links_the_c_library_of_its_system_only(release: Path) -> None:
    sbom = read(release / "sbom.spdx.json")
    assert sbom["creationInfo"]["created"] == "1970-01-02T00:00:00Z"
    name_of = {package["SPDXID"]: package["name"] for package in sbom["packages"]}
    linked = {(name_of[relation["spdxElementId"]], name_of[relation["relatedSpdxElement"]])
              for relation in sbom["relationships"] if relation["relationshipType"] == "STATIC_LINK"}
    assert (NAMES[0], "musl") in linked and (NAMES[1], "musl") not in linked
    assert (NAMES[1], "mingw-w64") in linked and (NAMES[0], "mingw-w64") not in linked


def test_an_unknown_target_is_refused_before_anything_is_fetched() -> None:
    done = subprocess.run([ROOT / "ci" / "release", "pdp11-unix"], capture_output=True, text=True)
    assert done.returncode == 2 and "unknown target pdp11-unix" in done.stderr


@pytest.mark.parametrize("system, machine, ending", [
    ("Linux", "aarch64", "linux-arm64"), ("Linux", "ppc64le", "linux-ppc64el"),
    ("Darwin", "arm64", "macos-arm64"), ("FreeBSD", "amd64", "freebsd-x86_64"),
    ("OpenBSD", "amd64", "openbsd-x86_64"), ("Linux", "s390x", "linux-s390x"),
])
def test_a_native_program_is_named_as_the_harness_asks_for_it(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str, machine: str, ending: str) -> None:
    uname = tmp_path / "uname"
    uname.write_text(f'#!/bin/sh\n[ "$1" = -s ] && echo {system} || echo {machine}\n')
    uname.chmod(0o755)
    name = subprocess.run([ROOT / "ci" / "release-native", "--name"], capture_output=True, text=True,
                          check=True, env={"PATH": f"{tmp_path}:/usr/bin:/bin"}).stdout.strip()
    assert name.endswith(f"-{ending}")
    (tmp_path / name).write_text("")
    (tmp_path / "release.json").write_text(json.dumps({"cases_digest": cases.digest(), "files": {name: {}}}))
    monkeypatch.setenv(released.FOLDER, str(tmp_path))
    assert released.program_for(system, machine) == tmp_path / name


def included(monkeypatch: pytest.MonkeyPatch, folder: Path) -> dict[str, str]:
    """The files that the hook adds to the wheel for that folder."""
    pytest.importorskip("hatchling.builders", reason="hatchling is not installed (ci/setup wheel)")
    monkeypatch.setenv(released.FOLDER, str(folder))
    hook = module_of("ci/wheel_hook.py").ReleaseHook(str(ROOT), {}, None, None, "", "wheel")
    build_data: dict[str, Any] = {"force_include": {}}
    hook.initialize("standard", build_data)
    return build_data["force_include"]


def test_the_wheel_gets_the_programs_where_the_harness_looks(monkeypatch: pytest.MonkeyPatch,
                                                             release: Path) -> None:
    found = included(monkeypatch, release)
    assert sorted(found) == sorted(str(release / name) for name in (*NAMES, "release.json"))
    monkeypatch.delenv(released.FOLDER)
    monkeypatch.setattr(paths, "is_packaged", lambda: True)
    monkeypatch.setattr(paths, "root", lambda: Path("addrinuse/suite"))
    assert {str(Path(place).parent) for place in found.values()} == {str(released.folder())}


def test_the_wheel_refuses_a_folder_without_a_release_and_programs_of_other_cases(
        monkeypatch: pytest.MonkeyPatch, release: Path) -> None:
    with pytest.raises(SystemExit, match="is no release"):
        included(monkeypatch, release.parent)
    (release / "release.json").write_text(json.dumps({"cases_digest": "0" * 64, "files": {}}))
    with pytest.raises(SystemExit, match="holds other cases"):
        included(monkeypatch, release)


def test_the_source_archive_has_what_builds_and_nothing_of_git() -> None:
    sdist = pytest.importorskip("hatchling.builders.sdist",
                                reason="hatchling is not installed (ci/setup wheel)")
    names = {file.distribution_path for file in sdist.SdistBuilder(str(ROOT)).recurse_included_files()}
    assert {"ci/release", "ci/wheel_hook.py", "CMakeLists.txt", "harness/standalone/program.cc"} <= names
    assert not [name for name in names if name == ".git" or name.startswith((".git/", "build/"))]


def built(kind: str, source: Path, folder: Path, **variables: str) -> Path:
    """The archive of a kind (sdist, wheel) of a source folder, made in a folder by hatchling."""
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", folder], cwd=source,
                   env={**os.environ, **variables}, check=True, capture_output=True)
    [archive] = folder.iterdir()
    return archive


def files_beside(program: Path, folder: Path) -> None:
    """Makes the folder a release of this machine's program."""
    folder.mkdir()
    machine = released.MACHINES.get(platform.machine(), platform.machine())
    shutil.copy(program, folder / f"addrinuse-cases-1.2-{released.SYSTEMS[platform.system()]}-{machine}")
    subprocess.run([sys.executable, ROOT / "ci" / "cross" / "release_files.py", "ci/release-native", folder,
                    "1.2", "abc", "0"], check=True)


@pytest.mark.soak
def test_the_wheel_of_the_source_archive_surveys_without_a_compiler(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="hatchling is not installed (ci/setup wheel)")
    files_beside(build.up_to_date(build.PRESET, "addrinuse-cases") / "addrinuse-cases", tmp_path / "programs")
    (tmp_path / "source").mkdir()
    subprocess.run(["tar", "-x", "-C", tmp_path / "source", "-f", built("sdist", ROOT, tmp_path / "sdist")],
                   check=True)
    [source] = (tmp_path / "source").iterdir()
    wheel = built("wheel", source, tmp_path / "wheel", ADDRINUSE_RELEASE=str(tmp_path / "programs"))
    subprocess.run([sys.executable, "-m", "venv", "--system-site-packages", tmp_path / "venv"], check=True)
    bin_folder = tmp_path / "venv" / "bin"
    subprocess.run([bin_folder / "pip", "install", "--quiet", "--no-index", "--no-deps", wheel], check=True)
    tools = tmp_path / "tools"   # a PATH without cmake and compilers
    tools.mkdir()
    for name in ("sh", "env", "uname"):
        (tools / name).symlink_to(shutil.which(name) or name)
    done = subprocess.run([bin_folder / "addrinuse", "survey", "--case", "bind/plain_double_bind", "-o",
                           "runs"], cwd=tmp_path, text=True, capture_output=True,
                          env={"PATH": str(tools), "HOME": str(tmp_path)})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "EADDRINUSE" in done.stdout
