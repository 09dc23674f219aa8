"""User-Mode Linux of Debian's source, by name: built once from a source that only looks like one, kept, built
again if it was damaged; and the real one in a soak test."""
from __future__ import annotations

import shutil
import tarfile
from pathlib import Path

import pytest
from helpers.kernel_files import cache, unfinished

from addrinuse.model.observations import ObservationId
from addrinuse.platforms import registry
from addrinuse.platforms.uml import DebianBuild, configuration, source
from addrinuse.provision import store
from addrinuse.provision.debian_packages import Pinned, Unpacked
from addrinuse.support.errors import UserError

__all__ = ["cache"]  # a fixture
# Of this source, `make` writes what it was asked for, and a program that answers as a kernel does.
MAKEFILE = """
tinyconfig:
\techo CONFIG_UML=y > $(O)/.config
olddefconfig:
\techo '# old' >> $(O)/.config
linux:
\t{build}
\tinstall -m 755 kernel.sh $(O)/linux && echo built >> {log}
"""
KERNEL = """#!/bin/sh
case "$1" in
--version) echo 6.1.0-test;;
--showconfig) printf '%s\\n' "$configuration";;
esac
"""
MERGE = '#!/bin/sh\n[ "$1 $2" = "-m -O" ] && cat "$5" >> "$4"\n'


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A file with a line for each build."""
    path = tmp_path / "builds"
    path.touch()
    return path


@pytest.fixture
def unpacked(tmp_path: Path, cache: Path, log: Path, monkeypatch: pytest.MonkeyPatch) -> Unpacked:
    """The package of a source, as if it had been fetched; a store of its own."""
    made = Unpacked(tmp_path / "files", "linux-source-6.1", "6.1.176-1", "0" * 64)
    pack(tmp_path, made, MAKEFILE.format(build="true", log=log))
    monkeypatch.setattr(Pinned, "provide", lambda self: made)
    monkeypatch.setattr(Pinned, "kept", lambda self: made)
    return made


def pack(tmp_path: Path, package: Unpacked, makefile: str) -> None:
    """Makes the package's archive with this Makefile."""
    tree = tmp_path / "tree"
    shutil.rmtree(tree, ignore_errors=True)
    (tree / "scripts" / "kconfig").mkdir(parents=True)
    options = configuration.fragment() + "CONFIG_UML=y\n"
    kernel = KERNEL.replace("case", f"configuration='{options.replace(chr(39), '')}'\ncase", 1)
    for name, text in (("Makefile", makefile), ("kernel.sh", kernel),
                       ("scripts/kconfig/merge_config.sh", MERGE)):
        (tree / name).write_text(text)
    archive = package.folder / "usr" / "src" / "linux-source-6.1.tar.xz"
    archive.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive, "w:xz") as file:
        file.add(tree, "linux-source-6.1")


def test_a_kernel_by_name_is_built_once_and_says_of_what(cache, unpacked, log):
    platform = registry.find("uml-6.1")
    assert isinstance(platform, DebianBuild)
    kernel, facts = platform.provide()
    assert kernel.release == "6.1.0-test" and platform.provide()[0] == kernel
    assert facts["package_version"] == "6.1.176-1" and facts["configuration"] == configuration.digest()
    assert log.read_text() == "built\n" and unfinished(cache) == []
    written = (kernel.path.parent / ".config").read_text()
    assert written.startswith("CONFIG_UML=y\n") and written.endswith("# old\n")
    assert "CONFIG_NET_NS=y" in written


def test_a_kernel_that_was_damaged_is_built_again(unpacked, log):
    path = registry.find("uml-6.1").provide()[0].path
    path.write_bytes(path.read_bytes() + b"#")
    registry.find("uml-6.1").provide()
    assert log.read_text() == "built\nbuilt\n" and not path.read_bytes().endswith(b"#")


@pytest.mark.parametrize("build, words", [
    ("echo no memory >&2; false", "no memory"), ("exit 0", "made no file linux")])
def test_a_build_that_fails_says_why_and_leaves_nothing(tmp_path, cache, unpacked, log, build, words):
    makefile = MAKEFILE.format(build=build, log=log)
    if build == "exit 0":
        makefile = makefile[:makefile.index("\tinstall")]
    pack(tmp_path, unpacked, makefile)
    with pytest.raises(UserError) as caught:
        registry.find("uml-6.1").provide()
    assert words in str(caught.value) and "linux-source-6.1 6.1.176-1" in str(caught.value)
    assert unfinished(cache) == [] and list(store.folder("uml").iterdir()) == []


def test_a_source_without_its_archive_says_so(unpacked):
    shutil.rmtree(unpacked.folder)
    with pytest.raises(UserError, match="holds no linux-source-6.1.tar.xz"):
        registry.find("uml-6.1").provide()


def test_without_a_tool_it_is_not_available_and_the_package_is_named(unpacked, monkeypatch):
    monkeypatch.setattr(source.shutil, "which", lambda name: None if name in ("flex", "bc") else name)
    assert registry.find("uml-6.1").describe().why == "needs flex, bc (ci/setup uml)"
    with pytest.raises(UserError, match="cannot be built without flex, bc"):
        registry.find("uml-6.1").provide()


def test_a_full_disk_is_named_before_anything_is_unpacked(cache, unpacked, monkeypatch, log):
    monkeypatch.setattr(source, "ROOM", 1 << 60)
    with pytest.raises(UserError, match="no room left"):
        registry.find("uml-6.1").provide()
    assert log.read_text() == "" and unfinished(cache) == []


@pytest.mark.parametrize("name", ["uml-9.9", "uml-", "uml-6.1x"])
def test_another_series_is_unknown(name):
    with pytest.raises(UserError, match="unknown"):
        registry.find(name)


# In User-Mode Linux's warped time no time passes while a process runs. Its scheduler, which divides time,
# then lets the one that was woken go on.
SCHEDULED = {"listen/shared_listener_serves_each_waiting_process"}


@pytest.mark.soak
@pytest.mark.parametrize("series", ["6.1", "6.12", "7.2"])
def test_user_mode_linux_and_qemu_give_the_same_observations(series, tmp_path, monkeypatch):
    from addrinuse.analysis import diff
    from addrinuse.cli import main
    from addrinuse.model import runs

    assert main(["survey", "--platform", f"uml-{series}", "--platform", f"linux-{series}",
                 "--output", str(tmp_path)]) == 0
    built, emulated = (runs.read(next(tmp_path.glob(f"{name}*.jsonl"))) for name in ("uml-", "linux-"))
    found = diff.between(emulated, built)
    assert found.compared > 1400
    changed = {ObservationId(change.case).case for change in found.changes}
    assert changed <= SCHEDULED
