"""`matrix`: every platform in exactly one job, within the engines' limits, in their forms."""
from __future__ import annotations

import json

import pytest

from addrinuse.commands import matrix
from addrinuse.support.errors import UserError


@pytest.mark.parametrize("form", ["github", "gitlab", "json", "lines"])
@pytest.mark.parametrize("count", [1, 199, 200, 201, 256, 257, 1000])
def test_every_platform_is_in_one_job_within_the_limit(form: str, count: int) -> None:
    names = [f"linux-{number}" for number in range(count)]
    found = matrix.jobs(names, matrix.LIMITS[form])
    assert len(found) == min(count, matrix.LIMITS[form])
    assert sorted(name for job in found for name in job.platforms) == sorted(names)
    sizes = [len(job.platforms) for job in found]
    assert max(sizes) - min(sizes) <= 1
    assert len({job.name for job in found}) == len(found)
    text = matrix.text(found, form)
    if form == "lines":
        assert text.splitlines() == [job.arguments for job in found]
    else:
        json.loads(text)


def test_the_forms_are_those_of_the_engines() -> None:
    found = matrix.jobs(["host", "linux-6.1"], 256)
    assert json.loads(matrix.text(found, "github")) == {"include": [
        {"name": "host", "arguments": "--platform=host"},
        {"name": "linux-6.1", "arguments": "--platform=linux-6.1"}]}
    [row, _] = json.loads(matrix.text(found, "gitlab"))["survey"]["parallel"]["matrix"]
    assert row == {"JOB": "host", "ARGUMENTS": "--platform=host"}


@pytest.mark.parametrize("name", ["run:a b", "run:$(id)", "kernel:a;b", "run:'x'"])
def test_a_name_that_a_shell_would_change_is_refused(name: str) -> None:
    with pytest.raises(UserError, match="command line"):
        matrix.jobs([name], 256)
