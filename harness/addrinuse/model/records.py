"""JSON records and the values they stand for (model/observations.py): the only place that knows the keys of a
run file. The format is results/run.schema.json; docs/run-file.md explains it."""
from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from addrinuse.model.observations import (Event, Footer, Header, Noise, Observation, ObservationId, Starting,
                                          Status, Suite, without_answer)
from addrinuse.support import inputs, paths
from addrinuse.support.errors import UserError

SCHEMA = 2
NUMBER_LIMIT = 1e15        # of any number in a run file; more is no measurement
TEXT_LIMIT = 8192          # characters
LONG_TEXT_LIMIT = 65_536   # characters of `why` and `output`
LIST_LIMIT = 100_000       # repetitions, or steps of a transcript
DETAILS_LIMIT = 1000
RENAMED_LIMIT = 1 << 20    # bytes of docs/renamed-cases.toml
CACHED_LIMIT = 16_384      # characters of a header whose check is remembered
NOISE_LIMIT = 1000         # characters kept of a line that is no record
HEADER_KEYS = frozenset(("run", "schema", "platform", "facts", "suite", "started", "time", "selection"))
FOOTER_KEYS = frozenset(("count", "finished"))
NEEDED_FACTS = ("engine", "stack", "sysname", "release", "machine")
COUNT_LIMIT = 200_000      # of observations
FACTS_LIMIT = 200
SETTINGS_LIMIT = 1000
KEYS = frozenset(("observation", "case", "variant", "status", "observed", "claimed", "why", "details",
                  "seconds", "transcript", "repeats", "output"))
ID = re.compile(r"([a-z0-9][a-z0-9_]*/[a-z0-9][a-z0-9_]*)(?:\[([a-z0-9][a-z0-9_]*)\])?")
PLATFORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+@-]{0,79}")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,79}")
COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}|unknown")
DIGEST = re.compile(r"[0-9a-f]{64}")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
WORD = re.compile(r"[ -~]{1,80}")
STATUSES = {status.value: status for status in Status}

Record = dict[str, Any]


def parsed(line: bytes) -> Record | None:
    """The JSON object in a line; None where there is none. NaN and Infinity are no JSON."""
    try:
        record = json.loads(line, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


# ---- from a program ----

def event_of_line(line: bytes) -> Event:
    """The event that a line of a program's stream stands for. Programs come from other machines and may crash
    at any moment: a line that is no record becomes Noise, an observation that breaks the schema a crash that
    keeps it."""
    record = parsed(line)
    if record is None:
        return _noise(line)
    if record.get("run") == "addrinuse":
        return _lenient_header(record)
    if "start" in record:
        return Starting(str(record["start"]))
    if "case" in record or "observation" in record:
        return _observation_of_program(record, line)
    return Footer(0, "") if "count" in record else _noise(line)


def _noise(line: bytes) -> Noise:
    return Noise(line[:NOISE_LIMIT].decode("utf-8", "replace"))


def _lenient_header(record: Record) -> Header:
    """The header as the program gives it; the harness completes and checks it."""
    facts, suite = ({} if not isinstance(value, dict) else value
                    for value in (record.get("facts"), record.get("suite")))
    return Header(str(record.get("platform", "")), facts,
                  Suite(str(suite.get("commit", "unknown")), str(suite.get("cases_digest", ""))),
                  str(record.get("started", "")), str(record.get("time", "real")),
                  str(record.get("selection", "")))


def _observation_of_program(record: Record, line: bytes) -> Event:
    name = record.get("observation", record.get("case"))
    if not isinstance(name, str) or not ID.fullmatch(name):
        return _noise(line)
    complete: Record = {"claimed": None, "details": {}, "seconds": 0, "transcript": [], **record,
                        **_names(name)}
    complete.pop("repeat", None)
    error = validation_error(complete)
    if error:
        return without_answer(name, Status.CRASHED, f"its record is not one: {error}", json.dumps(record))
    return observation_of(complete)


def _names(name: str) -> Record:
    """The keys that name an observation."""
    identity = ObservationId(name)
    variant = {"variant": identity.variant} if identity.variant else {}
    return {"observation": name, "case": identity.case, **variant}


# ---- between records and values ----

def observation_of(record: Mapping[str, Any]) -> Observation:
    """The observation of a record that fits the schema."""
    return Observation(
        ObservationId(record["observation"]), STATUSES[record["status"]], record.get("observed"),
        record["claimed"], record.get("why", ""), record["details"], record["seconds"], record["transcript"],
        tuple(record.get("repeats", ())), record.get("output", ""))


def event_of(record: Mapping[str, Any]) -> Header | Observation | Footer:
    """The value of a record that fits the schema."""
    if "run" in record:
        return Header(record["platform"], record["facts"], Suite(**record["suite"]), record["started"],
                      record["time"], record.get("selection", ""))
    if "count" in record:
        return Footer(record["count"], record["finished"])
    return observation_of(record)


def as_json(event: Header | Observation | Footer) -> Record:
    """The record of a value, as a run file has it."""
    if isinstance(event, Observation):
        return _observation_as_json(event)
    if isinstance(event, Footer):
        return {"count": event.count, "finished": event.finished}
    record: Record = {"run": "addrinuse", "schema": SCHEMA, "platform": event.platform,
                      "facts": dict(event.facts), "suite": event.suite.as_json(), "started": event.started,
                      "time": event.time}
    if event.selection:
        record["selection"] = event.selection
    return record


def _observation_as_json(observation: Observation) -> Record:
    record: Record = {**_names(str(observation.id)), "status": observation.status.value}
    if observation.observed is not None:
        record["observed"] = observation.observed
    record["claimed"] = observation.claimed
    if observation.why:
        record["why"] = observation.why
    record |= {"details": dict(observation.details), "seconds": observation.seconds,
               "transcript": [list(step) for step in observation.transcript]}
    if observation.repeats:
        record["repeats"] = list(observation.repeats)
    if observation.output:
        record["output"] = observation.output
    return record


def as_line(event: Header | Observation | Footer) -> bytes:
    """The line of a run file."""
    return (json.dumps(as_json(event), ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode()
            + b"\n")


# ---- schema 1 ----

def upgraded(record: Record) -> Record:
    """A record of schema 1 in the terms of schema 2: the id has its own key, and cases have their present
    names."""
    if "run" in record:
        return {**record, "schema": SCHEMA}
    name = record.get("case")
    if not isinstance(name, str) or "observation" in record:
        return record
    case, bracket, variant = name.partition("[")
    topic, slash, rest = case.partition("/")
    case = f"controls/{rest}" if slash and topic == "sanity" else case
    return {**record, **_names(renamed_cases().get(case, case) + bracket + variant)}


@lru_cache
def renamed_cases() -> Mapping[str, str]:
    """The present ids of cases that were renamed (docs/renamed-cases.toml, `[[renamed]] from = … to = …`).
    Raises UserError where that file cannot be read."""
    path = paths.renamed_cases()
    if not path.exists():
        return {}
    wanted = 'Each [[renamed]] needs from = "…" and to = "…".'
    try:
        entries = inputs.toml(path, RENAMED_LIMIT, wanted).get("renamed", [])
        return {str(entry["from"]): str(entry["to"]) for entry in entries}
    except (KeyError, TypeError) as error:
        raise UserError(paths.show(path), f"is no list of renamed cases: {error}", wanted) from None


# ---- validation ----

def validation_error(record: Record) -> str:
    """Why a record does not fit the schema, or an empty text. Nearly all lines of a run pass the fast check;
    the schema itself takes a hundred times as long, and to load its library longer than to read a run."""
    return "" if passes_fast_check(record) else schema_error(record)


def schema_error(record: Record) -> str:
    """Why a record does not fit the schema, as one line, or an empty text."""
    kind = kind_of(record)
    if not kind:
        return "neither an observation nor a footer"
    from jsonschema.exceptions import best_match

    error = best_match(_validator(kind).iter_errors(record))
    if error is None:
        return ("" if kind != "observation" or _names_agree(record)
                else "observation, case and variant disagree")
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path)
    message = error.message if len(error.message) < 200 else error.message[:80] + " … " + error.message[-80:]
    return f"{kind}{where}: {message}".encode("ascii", "backslashreplace").decode()


def header_error(record: Record) -> str:
    """Why a header does not fit the schema, as one line, or an empty text. The headers of many runs of one
    system differ in their moment and name only: those are checked here, and the rest once for all of them."""
    if passes_fast_check(record):
        return ""
    name, moment = record.get("platform"), record.get("started")
    if not (type(name) is str and PLATFORM.fullmatch(name) and type(moment) is str
            and MOMENT.fullmatch(moment)):
        return schema_error(record)
    rest = json.dumps({**record, "platform": "p", "started": "2000-01-01T00:00:00Z"})
    return _error_of_rest(rest) if len(rest) <= CACHED_LIMIT else schema_error(record)


@lru_cache(maxsize=256)
def _error_of_rest(text: str) -> str:
    return schema_error(json.loads(text))


def kind_of(record: Record) -> str:
    """header, observation, footer, or an empty text."""
    return next((kind
                 for key, kind in (("run", "header"), ("observation", "observation"), ("count", "footer"))
                 if key in record), "")


@lru_cache
def _validator(kind: str) -> Any:
    from jsonschema import Draft202012Validator

    schema = json.loads(paths.run_schema().read_text(encoding="utf-8"))
    return Draft202012Validator({"$defs": schema["$defs"], "$ref": f"#/$defs/{kind}"})


def _names_agree(record: Record) -> bool:
    match = ID.fullmatch(record["observation"])
    return match is not None and match[1] == record["case"] and match[2] == record.get("variant")


def passes_fast_check(record: Record) -> bool:
    """Whether a record is one that the schema surely accepts. May be false for one that it accepts."""
    keys = record.keys()
    if "run" in keys:
        return keys <= HEADER_KEYS and _header_is_regular(record)
    if "count" in keys:
        return keys == FOOTER_KEYS and _is_count(record["count"]) and _matches(MOMENT, record["finished"])
    return keys <= KEYS and _observation_is_regular(record)


def _header_is_regular(record: Record) -> bool:
    return (
        record["run"] == "addrinuse" and type(record.get("schema")) is int and record["schema"] == SCHEMA
        and _matches(PLATFORM, record.get("platform")) and _facts_are_regular(record.get("facts"))
        and _suite_is_regular(record.get("suite")) and _matches(MOMENT, record.get("started"))
        and record.get("time") in ("real", "warped") and _is_text(record.get("selection", ""), TEXT_LIMIT))


def _facts_are_regular(facts: Any) -> bool:
    """Leaves lists and tables other than the settings to the schema."""
    return type(facts) is dict and len(facts) <= FACTS_LIMIT and all(key in facts for key in NEEDED_FACTS) \
        and _matches(NAME, facts["engine"]) and _matches(NAME, facts["stack"]) \
        and all(_is_text(facts[key], TEXT_LIMIT) for key in ("sysname", "release", "machine")) \
        and all(_settings_are_regular(value) if key == "settings"
                else _is_text(value, TEXT_LIMIT) or value is None or type(value) is bool
                or _is_number(value, -NUMBER_LIMIT) for key, value in facts.items())


def _settings_are_regular(settings: Any) -> bool:
    return type(settings) is dict and len(settings) <= SETTINGS_LIMIT \
        and all(_is_text(value, TEXT_LIMIT) for value in settings.values())


def _suite_is_regular(suite: Any) -> bool:
    return type(suite) is dict and suite.keys() == {"commit", "cases_digest"} \
        and _matches(COMMIT, suite["commit"]) and _matches(DIGEST, suite["cases_digest"])


def _observation_is_regular(record: Record) -> bool:
    return (
        _is_text(record.get("observation"), 200) and _names_agree_fast(record)
        and type(record.get("status")) is str and record["status"] in STATUSES and _answer_is_regular(record)
        and (record.get("claimed", "") is None or _is_word(record.get("claimed")))
        and _details_are_regular(record.get("details"))
        and _is_number(record.get("seconds"), 0)
        and _transcript_is_regular(record.get("transcript"))
        and ("repeats" not in record or _repeats_are_regular(record["repeats"]))
        and ("output" not in record or _is_text(record["output"], LONG_TEXT_LIMIT)))


def _names_agree_fast(record: Record) -> bool:
    case, variant = record.get("case"), record.get("variant", "")
    return type(case) is str and type(variant) is str and (variant != "" or "variant" not in record) \
        and record["observation"] == (f"{case}[{variant}]" if variant else case) \
        and ID.fullmatch(record["observation"]) is not None


def _answer_is_regular(record: Record) -> bool:
    if record["status"] == "observed":
        return _is_word(record.get("observed")) and "why" not in record
    return "observed" not in record and _is_text(record.get("why"), LONG_TEXT_LIMIT) and record["why"] != ""


def _details_are_regular(details: Any) -> bool:
    return type(details) is dict and len(details) <= DETAILS_LIMIT and all(
        _is_text(value, TEXT_LIMIT) or _is_number(value, -NUMBER_LIMIT) for value in details.values())


def _transcript_is_regular(transcript: Any) -> bool:
    """Written as one plain loop: this is where the time of reading a run goes."""
    if type(transcript) is not list or len(transcript) > LIST_LIMIT:
        return False
    for step in transcript:
        if type(step) is not list or len(step) != 3:
            return False
        moment, call, result = step
        if not (type(call) is str and type(result) is str and len(call) <= TEXT_LIMIT
                and len(result) <= TEXT_LIMIT
                and (type(moment) is int or type(moment) is float) and 0 <= moment <= NUMBER_LIMIT):
            return False
    return True


def _repeats_are_regular(repeats: Any) -> bool:
    return type(repeats) is list and 0 < len(repeats) <= LIST_LIMIT and all(map(_is_word, repeats))


def _is_word(value: Any) -> bool:
    return _matches(WORD, value)


def _matches(pattern: re.Pattern[str], value: Any) -> bool:
    return type(value) is str and pattern.fullmatch(value) is not None


def _is_count(value: Any) -> bool:
    return type(value) is int and 0 <= value <= COUNT_LIMIT


def _is_text(value: Any, limit: int) -> bool:
    return type(value) is str and len(value) <= limit


def _is_number(value: Any, minimum: float) -> bool:
    return (type(value) is int or type(value) is float) and minimum <= value <= NUMBER_LIMIT
