"""Folders for the moment: each its own, gone afterwards, and what a killed user left is removed by the
next."""
from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from addrinuse.support import paths, tempdirs
from addrinuse.support.errors import UserError
from helpers.fake_suite import FakeSuite

USER = """import time
from addrinuse.support import tempdirs
with tempdirs.folder() as made:
    print(made, flush=True)
    time.sleep(600)
"""


def test_a_folder_is_in_the_cache_and_gone_afterwards(suite: FakeSuite) -> None:
    with tempdirs.folder() as made:
        (made / "sub").mkdir()
        assert made.parent == paths.cache() / "scratch" and made.stat().st_mode & 0o777 == 0o700
    assert not made.exists()


def test_what_a_killed_user_left_is_removed_and_what_is_in_use_is_not(suite: FakeSuite) -> None:
    with subprocess.Popen([sys.executable, "-c", USER], env=suite.environment, stdout=subprocess.PIPE,
                          text=True) as user:
        theirs = Path(user.stdout.readline().strip())
        with tempdirs.folder() as made:
            assert theirs.is_dir() and made != theirs
        user.kill()
        user.wait()
        assert theirs.is_dir()
        with tempdirs.folder() as made:
            assert list(made.parent.iterdir()) == [made]


def test_users_at_the_same_time_do_not_take_each_others(suite: FakeSuite) -> None:
    def use(number: int) -> bool:
        with tempdirs.folder() as made:
            (made / "mine").write_text(str(number))
            return (made / "mine").read_text() == str(number)

    with ThreadPoolExecutor(8) as users:
        assert all(users.map(use, range(400)))
    assert not list((paths.cache() / "scratch").iterdir())


def no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for temporary files, on a machine on which there can be no cache."""
    (tmp_path / "file").touch()
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    return tmp_path / "tmp"


def test_where_there_can_be_no_cache_the_systems_place_is_taken(
        suite: FakeSuite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = no_cache(tmp_path, monkeypatch)
    with tempdirs.folder() as made:
        assert made.parent == place / f"addrinuse-scratch-{os.geteuid()}"
        assert made.parent.stat().st_mode & 0o777 == 0o711 and made.stat().st_mode & 0o777 == 0o700
    assert not made.exists()


def test_nothing_is_removed_because_of_its_name(
        suite: FakeSuite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = no_cache(tmp_path, monkeypatch)
    with tempdirs.folder() as made:
        scratch = made.parent
    strangers = [place / "addrinuse-results", place / "addrinuse-2.0", scratch / "addrinuse-notes"]
    for stranger in strangers:
        stranger.mkdir()
        (stranger / "thesis.txt").write_text("precious")
    (place / "elsewhere").mkdir()
    (place / "elsewhere" / tempdirs.MARK).write_text(tempdirs.MARK_TEXT)
    (scratch / "addrinuse-link").symlink_to(place / "elsewhere")
    (scratch / "addrinuse-forged").mkdir()
    (scratch / "addrinuse-forged" / tempdirs.MARK).symlink_to(place / "elsewhere" / tempdirs.MARK)
    with tempdirs.folder():
        pass
    assert all((stranger / "thesis.txt").read_text() == "precious" for stranger in strangers)
    assert (place / "elsewhere" / tempdirs.MARK).exists() and (scratch / "addrinuse-forged").exists()


@pytest.mark.parametrize("squat", [
    lambda place: place.symlink_to(place.parent), lambda place: place.write_text("mine")
], ids=["link", "file"])
def test_a_place_that_is_not_ours_is_not_used(suite: FakeSuite, tmp_path: Path,
                                              monkeypatch: pytest.MonkeyPatch,
                                              squat: Callable[[Path], object]) -> None:
    place = no_cache(tmp_path, monkeypatch) / f"addrinuse-scratch-{os.geteuid()}"
    squat(place)
    with pytest.raises(UserError, match="is no folder of this user's own"):
        with tempdirs.folder():
            pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to another user")
def test_another_users_folders_are_left_alone(suite: FakeSuite) -> None:
    with tempdirs.folder() as made:
        theirs = made.parent / "addrinuse-theirs"
    theirs.mkdir()
    (theirs / tempdirs.MARK).write_text(tempdirs.MARK_TEXT)
    os.chown(theirs, 65534, 65534)
    with tempdirs.folder():
        assert theirs.exists()
    os.chown(theirs, 0, 0)
    with tempdirs.folder():
        assert not theirs.exists()


def test_what_an_interrupted_removal_left_is_removed_later(suite: FakeSuite) -> None:
    with tempdirs.folder() as made:
        (made / "kept").touch()
        half = made.parent / "addrinuse-half"
    half.mkdir()
    (half / tempdirs.MARK).write_text(tempdirs.MARK_TEXT)
    with tempdirs.folder():
        assert not half.exists()


def test_a_folder_that_a_sandbox_can_reach_is_where_every_folder_on_the_way_lets_it(
        suite: FakeSuite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Path(tempfile.mkdtemp(prefix="reachable-", dir="/tmp"))
    try:
        (place / "home" / "cache").mkdir(parents=True)
        (place / "tmp").mkdir()
        monkeypatch.setenv("XDG_CACHE_HOME", str(place / "home" / "cache"))
        monkeypatch.setattr("tempfile.tempdir", str(place / "tmp"))
        place.chmod(0o755)
        for mode, chosen in ((0o755, "home"), (0o700, "tmp")):
            (place / "home").chmod(mode)
            with tempdirs.folder(is_reachable=True) as made:
                assert made.is_relative_to(place / chosen) and made.stat().st_mode & 0o777 == 0o711
    finally:
        shutil.rmtree(place)
