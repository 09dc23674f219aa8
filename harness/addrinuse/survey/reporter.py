"""A pytest plugin that takes the place of pytest's own reports while a survey runs."""
from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from addrinuse.support.errors import UserError
from addrinuse.survey.progress import Progress
from addrinuse.survey.recorder import RunFile


class SurveyReporter:
    """Feeds the progress display, and keeps what the command needs when pytest is done."""

    def __init__(self, display: Progress) -> None:
        self.display = display
        self.files: list[RunFile] = []
        self.errors: list[UserError] = []
        self.failures: list[str] = []
        self.survey: Any = None

    @pytest.hookimpl(trylast=True)
    def pytest_sessionstart(self, session: pytest.Session) -> None:
        self.survey = session.config.pluginmanager.get_plugin("addrinuse-survey")
        self.survey.recorder.listener = self.display

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failures.append(str(report.longrepr))

    def pytest_internalerror(self, excrepr: Any) -> None:
        self.failures.append(f"pytest failed:\n{excrepr}")

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: Any) -> None:
        if error:
            self.failures.append(f"worker {node.gateway.id}: {error}")

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self._expect(getattr(item, "platform") for item in session.items)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, node: Any, ids: list[str]) -> None:
        self._expect(name.rpartition("[")[2].partition("]")[0] for name in ids)

    def _expect(self, names: Any) -> None:
        for platform, count in Counter(names).items():
            self.display.expect(platform, count)

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self) -> None:
        if self.survey:
            self.survey.recorder.close()
            self.files = self.survey.recorder.recorded(self.survey.platforms)
            self.errors = list(self.survey.errors.values())
