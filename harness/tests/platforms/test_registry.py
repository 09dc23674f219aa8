"""The names of platforms."""
from __future__ import annotations

import pytest

from addrinuse.platforms import registry
from addrinuse.support.errors import UserError


def test_a_platform_whose_run_came_from_elsewhere_leads_to_that_run() -> None:
    with pytest.raises(UserError, match="its run was recorded elsewhere") as raised:
        registry.find("freebsd-14.0")
    assert "table --platform freebsd-14.0" in str(raised.value)


def test_the_names_that_are_listed_leave_out_simulated_platforms() -> None:
    with pytest.raises(UserError) as raised:
        registry.find("qqqqqqqqqq")
    assert "Known: host, " in str(raised.value) and "mutant:bsd" not in str(raised.value)
