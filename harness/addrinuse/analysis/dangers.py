"""Answers that endanger somebody: another user receives a server's traffic or keeps its port, or data are
lost. The list is about answers, not platforms; nothing else in a table is a warning."""
from __future__ import annotations

import re
from dataclasses import dataclass

from addrinuse.model.observations import ObservationId


@dataclass(frozen=True)
class Danger:
    """An answer that endangers somebody: of the cases whose ids fit the pattern, these words; and why."""

    cases: re.Pattern[str]
    words: tuple[str, ...]
    why: str


DANGERS = (
    Danger(re.compile(r".*another_user.*"), ("stolen",), "another user receives this server's traffic"),
    Danger(re.compile(r"reuseport/another_user_joins_.*|udp/reuseport_by_another_user"), ("ok",),
           "another user joins the group and receives a part of its traffic"),
    Danger(re.compile(r"udp/double_bind_with_reuseaddr_by_another_user"), ("ok",),
           "another user binds the same address and port"),
    Danger(re.compile(r"wildcard/listener_on_specific_before_the_wildcard_listens"),
           ("owner's listen: EADDRINUSE",), "another user keeps the owner of the port from listening"),
    Danger(re.compile(r"reuseport/queue_of_closed_listener(_migrates)?"), ("reset",),
           "connections that wait to be accepted are lost"),
    Danger(re.compile(r"close/listener_with_pending_sends_fin"), ("ECONNRESET",),
           "connections that wait to be accepted are lost"),
)


def of(name: ObservationId, observed: str | None) -> str:
    """Why an observation is a warning; an empty text if it is none."""
    case = name.case
    return next((danger.why for danger in DANGERS
                 if observed in danger.words and danger.cases.fullmatch(case)), "")
