"""Building: once, again only when a source changed, and plain words when it fails."""
import json
import os
import stat
import tomllib

import pytest

from addrinuse.model import cases
from addrinuse.platforms import released
from addrinuse.provision import build
from addrinuse.support import paths
from addrinuse.support.errors import UserError

CMAKE = """#!/bin/sh
echo "$@" >> {log}
case $1 in
--build) echo "[1/1] Linking"; echo built >$2/all-cases; chmod +x $2/all-cases;;
esac
{more}
"""


@pytest.fixture
def tools(suite, monkeypatch):
    """A cmake that only notes what it is asked; gives a function that changes what else it does."""
    (suite.root / "bin").mkdir()
    monkeypatch.setenv("PATH", f"{suite.root / 'bin'}:/usr/bin:/bin")
    suite.cases("bind/a")

    def cmake(more=""):
        path = suite.root / "bin" / "cmake"
        path.write_text(CMAKE.format(log=suite.root / "log", more=more))
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
    cmake()
    return cmake


# fake_platforms replaces this function; the tests here want the real thing.
def all_cases():
    return build.up_to_date("release", "all-cases") / "all-cases"


def asked(suite):
    return (suite.root / "log").read_text().splitlines()


def test_what_is_up_to_date_is_not_built_again(suite, tools):
    first = all_cases()
    assert os.access(first, os.X_OK) and first.parent == suite.root / "build" / "release"
    assert len(asked(suite)) == 2 and "--preset release" in asked(suite)[0]
    assert all_cases() == first and len(asked(suite)) == 2


@pytest.mark.parametrize("change", [
    lambda root: (root / "cases/bind/b.cc").write_text("new"),
    lambda root: (root / "cases/bind/a.cc").unlink(),
    lambda root: os.utime(root / "cases/bind/a.cc", (1, 1)),
    lambda root: (root / "CMakeLists.txt").write_text("new"),
    lambda root: (root / "build/release/all-cases").unlink(),
])
def test_a_change_builds_again(suite, tools, change):
    all_cases()
    change(suite.root)
    all_cases()
    assert len(asked(suite)) == 4


def test_a_build_that_fails_tells_the_compilers_last_words_and_is_tried_again(suite, tools):
    tools("echo 'a.cc:3: error: no such thing'; exit 1")
    for _ in range(2):
        with pytest.raises(UserError, match="a.cc:3: error: no such thing"):
            all_cases()
    tools()
    assert all_cases().exists()


def test_set_up_that_cannot_install_stops_the_build(suite, tools, capfd):
    (suite.root / "ci").mkdir()
    script = suite.root / "ci" / "setup"
    script.write_text("#!/bin/sh\necho \"Run: apt-get install g++ ($1)\" >&2\nexit 2\n")
    script.chmod(0o755)
    with pytest.raises(UserError, match="something of build is missing"):
        all_cases()
    assert "Run: apt-get install g++ (build)" in capfd.readouterr().err
    assert not (suite.root / "log").exists()


def test_without_cmake_the_next_step_is_told(suite, tools, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(UserError, match="apt-get install cmake"):
        all_cases()


def test_a_checkout_that_cannot_be_written_is_built_in_the_cache(suite, tools, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    assert build._folder("release").is_relative_to(suite.root / "cache" / "addrinuse")


def test_a_program_that_was_damaged_is_built_again_from_nothing(suite, tools, capsys):
    program = all_cases()
    facts = program.stat()
    program.write_text("Built\n")
    os.utime(program, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert all_cases().read_text() == "built\n"
    assert "--clean-first" in asked(suite)[-1] and "damaged since it was built" in capsys.readouterr().err
    assert all_cases() and len(asked(suite)) == 4


def test_a_checkout_that_was_moved_is_configured_anew(suite, tools):
    all_cases()
    folder = suite.root / "build" / "release"
    cache = folder / "CMakeCache.txt"
    (folder / "CMakeFiles").mkdir()
    (suite.root / "cases/bind/b.cc").write_text("new")

    def cached(home, place):
        cache.write_text(f"# CMake\nCMAKE_CACHEFILE_DIR:INTERNAL={place}\n"
                         f"CMAKE_HOME_DIRECTORY:INTERNAL={home}\n")

    cached(suite.root, folder)
    all_cases()
    assert cache.exists() and (folder / "CMakeFiles").exists()
    for home, place in (("/old", folder), (suite.root, "/old/build/release")):
        cached(home, place)
        (suite.root / "cases/bind/b.cc").write_text(f"{home}, {place}")
        all_cases()
        assert not cache.exists() and not (folder / "CMakeFiles").exists()


def test_a_checkout_that_was_moved_and_is_up_to_date_is_not_built_again(suite, tools, monkeypatch):
    all_cases()
    moved = suite.root.with_name("moved")
    suite.root.rename(moved)
    monkeypatch.setenv("ADDRINUSE_ROOT", str(moved))
    assert all_cases() == moved / "build" / "release" / "all-cases"
    assert len((moved / "log").read_text().splitlines()) == 2


def test_a_build_of_another_user_that_is_up_to_date_is_used(suite, tools, monkeypatch):
    built = all_cases()
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    assert all_cases() == built and len(asked(suite)) == 2


def test_without_a_compiler_the_released_program_is_used_if_it_has_these_cases(suite, monkeypatch, tmp_path):
    monkeypatch.setattr(build, "has_compiler", lambda: False)
    monkeypatch.setenv(released.FOLDER, str(tmp_path))
    machine = os.uname().machine
    program = tmp_path / f"addrinuse-cases-1-linux-{released.MACHINES.get(machine, machine)}"
    program.write_text("")
    for digest, used in ((cases.digest(), True), ("0" * 64, False)):
        (tmp_path / "release.json").write_text(json.dumps({"cases_digest": digest,
                                                           "files": {program.name: {}}}))
        assert (released.program_for("Linux", machine) == program) == used
        if used:
            assert released.all_cases() == program
    monkeypatch.setattr(build, "has_compiler", lambda: True)
    monkeypatch.setattr(build, "up_to_date", lambda preset, target: tmp_path / "built")
    assert released.all_cases() == tmp_path / "built" / "all-cases"


def test_an_installed_package_has_all_that_is_built():
    project = tomllib.loads((paths.CHECKOUT / "pyproject.toml").read_text())
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert {source: f"addrinuse/suite/{source}" for source in build.SOURCES}.items() <= included.items()
    assert all((paths.CHECKOUT / source).exists() for source in included)
