"""lwIP delivers datagrams in a thread. One that comes late must not be taken for the next one: two scans in
different orders give the same grid."""
from __future__ import annotations

from pathlib import Path

import pytest

from addrinuse.grid import scan, store
from helpers.tools import require_platform

NAME = "lwip-2.2.1"


@pytest.mark.soak
def test_two_scans_of_lwip_are_the_same_grid(tmp_path: Path) -> None:
    require_platform(NAME)
    digests = []
    for order in ("forward", "shuffled:1"):
        folder = tmp_path / order.partition(":")[0]
        assert scan.run([NAME], scan.Wanted("core", "proto=udp,state=bound", 4, order), folder) == 0
        grid = store.find(NAME, folder)
        assert grid.complete and len(grid) > 2000
        digests.append(store.read_index(folder)[NAME]["digest"])
    assert digests[0] == digests[1]
