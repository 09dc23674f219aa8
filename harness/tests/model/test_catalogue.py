"""Every claim of the catalogue has a case, or a reason why not."""
from __future__ import annotations

import tomllib

import pytest

from addrinuse.model import cases
from addrinuse.support import paths

SOURCES = ("founding", "linux", "others", "popular")


@pytest.fixture(scope="module")
def catalogue():
    return tomllib.loads((paths.root() / "docs" / "catalogue.toml").read_text())


@pytest.fixture(scope="module")
def answered():
    return {id for case in cases.load().values() for id in case.catalogue}


@pytest.mark.parametrize("source", SOURCES)
def test_every_claim_has_a_case_or_a_reason(catalogue, answered, source):
    assert [id for id in catalogue[source] if id not in answered and id not in catalogue["left_out"]] == []


def test_nothing_is_left_out_that_a_case_answers(catalogue, answered):
    assert sorted(set(catalogue["left_out"]) & answered) == []


def test_every_reason_is_about_a_claim(catalogue):
    known = {id for source in SOURCES for id in catalogue[source]}
    assert sorted(set(catalogue["left_out"]) - known) == []
    assert all(catalogue["left_out"].values())


def test_cases_answer_only_claims_that_there_are(catalogue, answered):
    assert sorted(answered - {id for source in SOURCES for id in catalogue[source]}) == []
