"""The pytest plugin that drives a survey: its items are cases x registry.

`pytest -p addrinuse.survey.plugin cases` runs it on its own; `addrinuse survey` runs it with a progress
display in place of pytest's. All items of one platform are served by one stream, started once for all of
them, so that cases that wait do so at the same time; the streams of several platforms run side by side. With
xdist a platform is a group, and only the controller writes run files.
"""
from __future__ import annotations

import os
from collections.abc import Generator, Iterable
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import pytest

from addrinuse.model import cases, documents, observations, records
from addrinuse.platforms import registry
from addrinuse.support import paths
from addrinuse.model.cases import Case
from addrinuse.support.errors import UserError
from addrinuse.support.escape import clean
from addrinuse.survey.reader import StreamReader
from addrinuse.platforms.base import Platform, Request
from addrinuse.survey.recorder import Recorder, check_output
from addrinuse.model.observations import ObservationId, Status

CASE_TIMEOUT_S = 60.0     # for which a case may work when nobody says otherwise
STALL_MARGIN_S = 60.0     # without output beyond what the cases explain


class CaseFailed(Exception):
    """A case that could not be observed: broken, crashed or timed out."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("addrinuse", "addrinuse: cases on platforms")
    group.addoption("--platform", action="append", default=[], metavar="NAME",
                    help="a platform to run on, repeatable; `all`: every one available (default: host)")
    group.addoption("--case", action="append", default=[], metavar="GLOB",
                    help="only these cases, repeatable")
    group.addoption("--quick", action="store_true", help="leave out the cases that wait")
    group.addoption("--repeat", type=int, default=1, metavar="N", help="run every case N times")
    group.addoption("--case-timeout", type=float, metavar="S", help="how long a case may work, waits apart")
    group.addoption("--runs", metavar="DIR", help="write a run file per platform into this folder")


def pytest_configure(config: pytest.Config) -> None:
    try:
        survey = Survey(config)
        if survey.recorder:
            check_output(survey.recorder.folder)
    except UserError as error:
        raise pytest.UsageError(str(error)) from None
    config.pluginmanager.register(survey, "addrinuse-survey")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """With -n, a platform stays on one worker."""
    if config.getoption("numprocesses", None) and config.option.dist in ("no", "load"):
        config.option.dist = "loadgroup"


class Survey:
    """The plugin's state and hooks during one pytest session, in the controller and in each worker."""

    def __init__(self, config: pytest.Config) -> None:
        option = config.getoption
        self.config = config
        self.is_worker = hasattr(config, "workerinput")
        self.uses_workers = bool(config.getoption("numprocesses", None))
        self.platforms = {platform.name: platform for platform in registry.chosen(option("platform"))}
        self.globs: list[str] = option("case")
        self.readers: dict[str, StreamReader] = {}
        self._parsed: dict[Path, Case] = {}
        self.errors: dict[str, UserError] = {}
        self.items: list[CaseItem] = []
        self.recorder: Recorder | None = None
        if option("runs") and not self.is_worker:
            self.recorder = Recorder(Path(option("runs")))
        if option("repeat") < 1:
            raise UserError("--repeat", "must be 1 or more")
        self.documents = documents.load(paths.documents())
        for tag in sorted({tag for path in cases.files(paths.cases()) for tag in self.tags(path)}):
            config.addinivalue_line("markers", f"{tag}: a tag of cases")

    def tags(self, path: Path) -> tuple[str, ...]:
        """The tags of a case; a case that cannot be read is reported when it is collected."""
        try:
            return self.parse(path).tags
        except UserError:
            return ()

    def parse(self, path: Path) -> Case:
        """The case in a file, read once."""
        if path not in self._parsed:
            self._parsed[path] = cases.parse(path, paths.cases(), self.documents)
        return self._parsed[path]

    # ---- collection ----

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        top = paths.cases()
        is_case = file_path.suffix == ".cc" and top == file_path.parent.parent
        if not is_case:
            return None
        collector: pytest.Collector = CaseFile.from_parent(parent, path=file_path)
        return collector

    @pytest.hookimpl(hookwrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Generator[None, Any, None]:
        """An interruption while a case file is read ends the session. pytest before 8 takes it for a mistake
        in that file."""
        outcome = yield
        call = getattr(outcome.get_result(), "call", None)
        if call and call.excinfo and isinstance(call.excinfo.value, KeyboardInterrupt):
            raise KeyboardInterrupt

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """What waits comes last, so that reports flow; the streams start it first."""
        items.sort(key=lambda item: item.case.slow if isinstance(item, CaseItem) else 0)

    # ---- running ----

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """A worker's ids get their group here, where xdist's scheduler looks for it: later than `--lf`
        compares."""
        self.items = [item for item in session.items if isinstance(item, CaseItem)]
        for item in self.items if self.is_worker else ():
            item._nodeid = f"{item.nodeid}@{item.platform}"

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> None:
        """Without workers every platform's stream starts now; a worker starts a stream with its first item.
        """
        if not (self.config.option.collectonly or self.uses_workers or self.is_worker or session.testsfailed):
            for name in dict.fromkeys(item.platform for item in self.items):
                self.reader(name)

    def reader(self, name: str) -> StreamReader:
        """The platform's stream, started when it is first asked for."""
        if name not in self.readers:
            take = partial(self.recorder.take, name) if self.recorder else None
            self.readers[name] = StreamReader(self.platforms[name], self.request(name), take)
        return self.readers[name]

    def request(self, platform: str) -> Request:
        """What the selected items ask of a platform: the longest wait first, so that waits overlap, and last
        what others should not have to wait for."""
        items = sorted((item for item in self.items if item.platform == platform),
                       key=lambda item: (item.case.fills_tables, -item.case.slow))
        asked = [item for item in items if not item.is_left_out]
        waits = max((item.case.slow for item in asked), default=0)
        timeout = self.config.getoption("case_timeout")
        return Request(
            ids=tuple(item.id for item in asked), repeat=self.config.getoption("repeat"), timeout=timeout,
            stall_timeout=2 * waits + (timeout or CASE_TIMEOUT_S) + STALL_MARGIN_S,
            selection=self.selection(),
            left_out=tuple(observations.left_out(item.id, item.case.slow) for item in items
                           if item.is_left_out))

    def selection(self) -> str:
        """How the cases were chosen, for the run's header; nothing when all were asked for."""
        option = self.config.getoption
        words = [f"--case {glob}" for glob in self.globs]
        for word, value in (("--quick", option("quick")), ("-k", option("keyword")),
                            ("-m", option("markexpr")), ("--lf", option("lf", False))):
            if value:
                words.append(word if value is True else f"{word} {value}")
        text = " ".join(words)
        if len(text) <= records.TEXT_LIMIT:
            return text
        end = f" … ({len(text)} characters)"
        return text[:records.TEXT_LIMIT - len(end)] + end

    # ---- reports ----

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]
                                  ) -> Generator[None, Any, None]:
        outcome = yield
        if not isinstance(item, CaseItem):
            return
        reader = self.readers.get(item.platform)
        if self.is_worker and reader and call.when == "call":
            error = list(reader.error.args) if reader.error else []
            outcome.get_result().addrinuse = [item.platform, drained(reader), error]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if hasattr(report, "node"):
            report.nodeid = report.nodeid.rpartition("@")[0]
        platform, sent, error = getattr(report, "addrinuse", ("", [], []))
        if not self.is_worker:
            self.take(platform, sent, error)

    def take(self, platform: str, sent: Iterable[records.Record], error: Iterable[str] = ()) -> None:
        """What a worker sends to the controller: records, and the parts of a UserError."""
        if error:
            self.errors[platform] = UserError(*error)
        if self.recorder:
            for record in sent:
                self.recorder.take(platform, records.event_of(record))

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: Any) -> None:
        for platform, sent in getattr(node, "workeroutput", {}).get("addrinuse", {}).items():
            self.take(platform, sent)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Streams that have answered come to their end; after an interruption or an early stop they are
        ended."""
        whole = exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) and not session.shouldstop
        for name, reader in self.readers.items():
            if whole and not session.shouldfail:
                reader.finish()
            else:
                reader.stop()
            if reader.error:
                self.errors[name] = reader.error
        if self.is_worker:
            output: dict[str, Any] = getattr(self.config, "workeroutput")  # xdist adds it in a worker
            output["addrinuse"] = {name: drained(reader) for name, reader in self.readers.items()}

    def pytest_unconfigure(self) -> None:
        for reader in self.readers.values():
            reader.stop()
        if self.recorder:
            self.recorder.close()

    def pytest_report_header(self) -> str:
        return f"platforms: {', '.join(self.platforms)}"


def drained(reader: StreamReader) -> list[records.Record]:
    """What a worker sends to the controller of a stream: the records that came since the last time."""
    return [records.as_json(event) for event in reader.drain()]


def survey_of(config: pytest.Config) -> Survey:
    """The plugin's state in this session."""
    survey = config.pluginmanager.get_plugin("addrinuse-survey")
    assert isinstance(survey, Survey)
    return survey


class CaseFile(pytest.File):
    """One case file; its items are its variants on every platform."""

    @cached_property
    def shown_path(self) -> str:
        """The file as reports name it, relative to pytest's root folder."""
        return os.path.relpath(self.path, self.config.rootpath)

    def collect(self) -> Iterable["CaseItem"]:
        survey = survey_of(self.config)
        try:
            case = survey.parse(self.path)
        except UserError as error:
            raise self.CollectError(str(error)) from None
        for name in case.observations():
            if cases.names_observation(survey.globs, case, name):
                for platform in survey.platforms.values():
                    yield CaseItem.of(self, case, name, platform)


class CaseItem(pytest.Item):
    """One variant of a case on one platform: passes when it is observed, whatever was observed."""

    case: Case
    id: ObservationId
    platform: str

    @classmethod
    def of(cls, parent: CaseFile, case: Case, name: ObservationId, platform: Platform) -> "CaseItem":
        item: CaseItem = cls.from_parent(parent, name=f"{name.variant or 'case'}[{platform.name}]")
        item.case, item.id, item.platform = case, name, platform.name
        for tag in case.tags:
            item.add_marker(tag)
        return item

    @property
    def is_left_out(self) -> bool:
        return bool(self.config.getoption("quick") and self.case.slow)

    def runtest(self) -> None:
        observation = survey_of(self.config).reader(self.platform).wait(self.id)
        status = observation.status.value
        for key, value in (("observation", str(self.id)), ("status", status),
                           ("observed", observation.observed), ("claimed", observation.claimed),
                           ("why", observation.why)):
            if value:
                self.user_properties.append((key, clean(value)))
        self.user_properties.append(("platform", self.platform))
        if observation.status.is_failure:
            output = [clean(line) for line in observation.output.splitlines()]
            raise CaseFailed("\n".join([f"{status}: {clean(observation.why)}", *output]))
        if observation.status is not Status.OBSERVED:
            raise pytest.skip.Exception(f"{status}: {clean(observation.why)}", _use_item_location=True)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, (CaseFailed, UserError)):
            return f"{self.id} on {self.platform}\n{excinfo.value}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, f"{self.id} on {self.platform}"

    @property
    def location(self) -> tuple[str, int | None, str]:
        """What reports say: the same as pytest computes, without asking the system for each path again."""
        assert isinstance(self.parent, CaseFile)
        return self.parent.shown_path, 0, f"{self.id} on {self.platform}"
