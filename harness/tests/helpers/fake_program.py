#!/usr/bin/python3
"""Speaks the stream of all-cases without opening a socket: the platform of the harness's own tests.

What it answers stands in the file that FAKE_PROGRAM names (JSON): {"answers": {ID: BEHAVIOUR}, …}. A
behaviour is a word (observed, and claimed too) or an object of a record's keys, or one of these keys:
  "wait": S      answers after S seconds (waits of several cases overlap)
  "exit": N      ends there with this status; "signal": N: is killed by this signal
  "raw": TEXT    prints this in place of a record
  "hang": true   never answers, and keeps the stream open
  "by_repeat": […]  one behaviour per repetition
Top-level keys: "facts", "header" (replaces the header line), "no_footer", "log" (file that gets the command
line), "asked" (file that gets the list of cases), and "platforms": {NAME: such keys}, which count for the
platform of that name.
"""
import json
import os
import sys
import threading
import time
from pathlib import Path


def say(record):
    """One line of the stream."""
    print(record if isinstance(record, str) else json.dumps(record), flush=True)


def option(name, default):
    """The value after an option on the command line."""
    return sys.argv[sys.argv.index(name) + 1] if name in sys.argv else default


def header(plan):
    """What comes first."""
    stack = option("--stack", "linux")
    facts = {"engine": "host", "stack": stack, "sysname": "Linux", "release": "9.9.9-fake", "version": "#1",
             "machine": "x86_64", "libc": "none", "isolation": "netns", "user": "root", "settings": {}}
    return {"run": "addrinuse", "schema": 2, "platform": option("--platform", "fake"),
            "facts": {**facts, **plan.get("facts", {})},
            "suite": {"commit": "unknown", "cases_digest": "0" * 64},
            "started": "2026-01-01T00:00:00Z", "time": "real"}


def answer(case, behaviour, repeat):
    """Prints what one case says, or does what it does in place of that."""
    if isinstance(behaviour, str):
        behaviour = {"observed": behaviour, "claimed": behaviour}
    if "by_repeat" in behaviour:
        return answer(case, behaviour["by_repeat"][repeat], repeat)
    if "raw" in behaviour:
        return say(behaviour["raw"])
    if "exit" in behaviour:
        print("fake: giving up", file=sys.stderr, flush=True)
        os._exit(behaviour["exit"])
    if "hang" in behaviour:
        time.sleep(3600)
    if "signal" in behaviour:
        os.kill(os.getpid(), behaviour["signal"])
    record = {"observation": case, "status": "observed", "claimed": None, "details": {}, "seconds": 0.001,
              "transcript": [[1, "first.bind(127.0.0.1:0)", "ok"]], **behaviour}
    record.pop("wait", None)
    if int(option("--repeat", "1")) > 1:
        record["repeat"] = repeat
    return say(record)


def end_with_parent():
    """Ends as the program does when its standard input closes."""
    while os.read(0, 4096):
        pass
    os._exit(0)


def await_others(log, count):
    """Goes on once so many programs have begun; ends if they do not."""
    end = time.monotonic() + 100
    while len(log.read_text().splitlines()) < count:
        if time.monotonic() > end:
            os._exit(3)
        time.sleep(0.01)


def main():
    """Plays the plan."""
    plan = json.loads(Path(os.environ["FAKE_PROGRAM"]).read_text())
    plan.update(plan.get("platforms", {}).get(option("--platform", ""), {}))
    if "log" in plan:
        with open(plan["log"], "a") as log:
            log.write(json.dumps(sys.argv[1:]) + "\n")
        await_others(Path(plan["log"]), plan.get("meet", 1))
    if "--with-parent" in sys.argv:
        threading.Thread(target=end_with_parent, daemon=True).start()
    if plan.get("header", "") is not None:
        say(plan.get("header", header(plan)))
    ids = Path(option("--cases-from", "/dev/null")).read_text().split()
    if "asked" in plan:
        Path(plan["asked"]).write_text("\n".join(ids))
    answers = plan.get("answers", {})
    order = [id for id in answers if id.startswith("controls/") and id not in ids] + ids
    queue = sorted(((wait_of(answers.get(id, "ok")), place, id) for place, id in enumerate(order)))
    began, count = time.monotonic(), 0
    for wait, _, id in queue:
        time.sleep(max(0, began + wait - time.monotonic()))
        for repeat in range(int(option("--repeat", "1"))):
            answer(id, answers.get(id, "ok"), repeat)
            count += 1
    if not plan.get("no_footer"):
        say({"count": count, "finished": "2026-01-01T00:00:00Z"})
    os._exit(0)


def wait_of(behaviour):
    """How long a behaviour waits, in seconds."""
    if isinstance(behaviour, dict):
        return 3600 if behaviour.get("hang") else behaviour.get("wait", 0)
    return 0


if __name__ == "__main__":
    main()
