"""Names of platforms as users and strangers may write them: refused in words, and never taken for an
option."""
from __future__ import annotations

import stat
from pathlib import Path

import pytest

from addrinuse.platforms import container, registry
from addrinuse.support.errors import UserError
from helpers.fake_suite import FakeSuite

STRANGE = ("ssh:\udcff", "ssh:a\nb", "kernel:\x1b[2J", "container:\u202eevil", "run:\0", "mutant:\ud800",
           "\udcff")


@pytest.mark.parametrize("name", STRANGE)
def test_a_name_that_cannot_be_shown_is_refused(name: str) -> None:
    with pytest.raises(UserError) as caught:
        registry.find(name)
    assert all(char.isprintable() or char == "\n" for char in str(caught.value))


def test_a_name_that_is_no_utf_8_is_a_mistake_and_no_defect(suite: FakeSuite) -> None:
    suite.case("bind/a")
    done = suite.run("survey", "--platform", "ssh:\udcff", code=2)
    assert "a name has printable characters only" in done.stderr and "defect" not in done.stderr


@pytest.mark.parametrize("image", ["--help", "-v", "--volume=/:/x", ".", "a b", "a;b", "$(id)", "a" * 300])
def test_what_is_no_name_of_an_image_is_never_asked_about(image: str, tmp_path: Path,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    engine = tmp_path / "podman"
    engine.write_text(f"#!/bin/sh\necho \"$@\" >>{tmp_path}/asked\n")
    engine.chmod(engine.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    container.tool.cache_clear()
    try:
        state = container.named(image).describe()
    finally:
        container.tool.cache_clear()
    assert not state.available and "is no name of an image" in state.why
    assert not (tmp_path / "asked").exists()


def test_an_image_is_named_behind_the_end_of_the_options(tmp_path: Path,
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    engine = tmp_path / "podman"
    engine.write_text(f"#!/bin/sh\necho \"$@\" >>{tmp_path}/asked\n")
    engine.chmod(engine.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    container.tool.cache_clear()
    try:
        assert container.named("quay.io/a/b:1").describe().available
    finally:
        container.tool.cache_clear()
    assert (tmp_path / "asked").read_text() == "info\nimage inspect -- quay.io/a/b:1\n"


@pytest.mark.parametrize("clients, words", [
    ((), "needs podman or docker (ci/setup containers)"),
    (("docker",), "docker is installed and does not answer"),
    (("podman",), "podman is installed and cannot be used"),
    (("podman", "docker"), "podman and docker are installed")])
def test_a_client_that_runs_nothing_is_no_engine(clients: tuple[str, ...], words: str, tmp_path: Path,
                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    for name in clients:
        (tmp_path / name).write_text("#!/bin/sh\nexit 1\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    container.tool.cache_clear()
    try:
        assert words in container.named("debian-trixie").describe().why
    finally:
        container.tool.cache_clear()
