"""Folders for the moment: each its own, gone afterwards, and what a killed user left is removed by the next."""
from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from addrinuse.support import paths, tempdirs
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


def test_where_there_can_be_no_cache_the_systems_place_is_taken(
        suite: FakeSuite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with tempdirs.folder() as made:
        assert made.parent == tmp_path
    assert not made.exists()
