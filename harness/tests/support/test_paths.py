"""What changes the suite needs a checkout: an update would replace the files of an installed package."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from addrinuse.commands import new, refresh, selftest, table
from addrinuse.mutation import study
from addrinuse.support import paths
from addrinuse.support.errors import UserError

CHANGES = {
    "new": lambda: new.write("bind/fresh"),
    "refresh": lambda: refresh.run(()),
    "sensitivity --update": lambda: study.run(study.Options(update=True)),
    "table --write": table.write_published,
    "test": lambda: selftest.run(()),
}


@pytest.mark.parametrize("name", CHANGES)
def test_an_installed_package_is_not_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                             name: str) -> None:
    change: Callable[[], object] = CHANGES[name]
    (tmp_path / "cases").mkdir()
    monkeypatch.delenv("ADDRINUSE_ROOT", raising=False)
    monkeypatch.setattr(paths, "PACKAGED", tmp_path)
    with pytest.raises(UserError, match="is an installed package"):
        change()
    assert [path.name for path in tmp_path.rglob("*")] == ["cases"]
