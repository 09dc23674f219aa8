"""The command `new`: a case file that builds, to be filled with a claim."""
from __future__ import annotations

from pathlib import Path

from addrinuse.model import cases, documents
from addrinuse.support import paths
from addrinuse.support.errors import UserError, nearest

SKELETON = """/*---
claim = "A second socket without any option cannot bind an address that is taken."
question = "Can two sockets bind the same address and port without any option?"
says = [
  {{doc = "{document}", at = "the place where a reader finds it"}},
]
tags = ["tcp", "bind"]
---*/
#include "probe/probe.h"
using namespace probe;

// Replace the claim, the question, the source, the tags and the steps (docs/writing-a-case.md).
CASE(tcp4, tcp6) {{
  Socket first = tcp("first");
  GIVEN(first.bind(loopback()));

  Socket second = tcp("second");
  CLAIM(second.bind(first.local()), fails_with("EADDRINUSE"));
}}
"""
NEXT_STEPS = """{path}: written. Next:
  1. edit it: claim, question, says, tags, steps (docs/writing-a-case.md)
  2. ./addrinuse survey --case {case}     builds it and asks this machine
  3. ./addrinuse explain {case}           shows the answer and its transcript
  4. ./addrinuse refresh {case}           brings the generated files up to date
"""


def write(case: str) -> Path:
    """Writes the skeleton of the case TOPIC/NAME; gives its path. Raises UserError for a name that is not
    one, for a case that exists, and if the file cannot be written."""
    topic, slash, name = case.partition("/")
    if not slash or not all(cases.NAME.fullmatch(part) for part in (topic, name)):
        raise UserError(f"case {case!r}",
                        "not a name of the form topic/name, in small letters, digits and underscores",
                        "For example: bind/second_socket_on_loopback")
    paths.require_checkout("a new case")
    path = paths.cases() / topic / f"{name}.cc"
    known = sorted({file.parent.name for file in cases.files(paths.cases())})
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(SKELETON.format(document=next(iter(documents.load(paths.documents())))))
    except FileExistsError:
        raise UserError(paths.show(path), "this case exists already") from None
    except OSError as error:
        raise UserError(paths.show(path), f"cannot be written: {error.strerror}") from None
    if topic not in known:
        close = nearest(topic, known)
        print(f"note: {topic} is a new topic"
              + (f"; existing ones with similar names: {', '.join(close)}" if close else ""))
    return path


def run(case: str) -> int:
    """Writes the skeleton and prints what comes next."""
    path = write(case)
    print(NEXT_STEPS.format(path=paths.show(path), case=case), end="")
    return 0
