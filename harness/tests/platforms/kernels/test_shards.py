"""How the cases of a survey are divided among the guests of one kernel."""
from __future__ import annotations

from types import SimpleNamespace

import pytest

from addrinuse.model.observations import ObservationId
from addrinuse.platforms.base import Request
from addrinuse.platforms.kernels import qemu
from addrinuse.platforms.kernels.session import KernelSession

LONG = [ObservationId(f"time_wait/x[{number}]") for number in range(9)]
SHORT = [ObservationId(f"bind/x[{number}]") for number in range(2 * qemu.READY)]


def shards(ids: list[ObservationId], is_warped: bool = True) -> list[list[ObservationId]]:
    """What each guest answers for."""
    session = SimpleNamespace(is_warped=is_warped, long_cases=frozenset({"time_wait/x"}))
    found = KernelSession.shards(session, Request(ids=tuple(ids)))  # type: ignore[arg-type]
    return [list(request.ids) for request in found]


def test_a_whole_survey_has_a_guest_for_the_cases_that_wait():
    assert shards([*LONG, *SHORT]) == [SHORT, LONG]


@pytest.mark.parametrize("ids", [SHORT, [*SHORT, ObservationId("bind/y")]])
def test_without_cases_that_wait_two_guests_have_a_half_each(ids):
    first, second = shards(ids)
    assert sorted([*first, *second]) == sorted(ids) and 0 <= len(first) - len(second) <= 1


@pytest.mark.parametrize("ids, is_warped", [
    (SHORT[:qemu.READY], True), (LONG, True), ([*LONG, *SHORT], False)])
def test_few_cases_and_real_time_have_one_guest(ids, is_warped):
    assert shards(ids, is_warped) == [ids]
