"""Which style is a platform of: BSD, Linux, HP-UX as a mail tells it, HP-UX as its manual tells it, Windows?

A style is a list of predicates: a case, one of its variants, and the words that a platform of that style
answers. The words are those of the documents that the cases name; no platform is asked for its name.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from addrinuse.model.observations import ObservationId
from addrinuse.model.runs import Run

SHARED = ("shared", "stolen", "not stolen")  # both listen on the port, whoever then receives
REFUSED = ("EADDRINUSE", "EACCES")


@dataclass(frozen=True)
class Predicate:
    """What a platform of the style answers to one observation: one of these words."""

    case: str
    variant: str
    words: tuple[str, ...]

    @property
    def observation(self) -> ObservationId:
        """The id of the observation."""
        return ObservationId.of(self.case, self.variant)


def _is(observation: str, *words: str) -> Predicate:
    name = ObservationId(observation)
    return Predicate(name.case, name.variant, words)


STYLES: Mapping[str, tuple[Predicate, ...]] = {
    "BSD": (
        _is("time_wait/rebind_with_reuseaddr_on_new_server[tcp4]", "ok"),
        _is("wildcard/specific_with_reuseaddr_over_bound_wildcard[tcp4]", "ok"),
        _is("hpux/manual_reuseaddr_where_one_is_only_bound[tcp4]", "EADDRINUSE"),
        _is("hpux/manual_reuseport_is_not_for_listeners[tcp4]", *SHARED),
        _is("wildcard/hijack_of_listener_with_reuseaddr_by_same_user[tcp4]", "stolen"),
        _is("bind/two_live_receivers_with_reuseaddr[udp4]", "EADDRINUSE"),
        _is("bind/reuseport_on_second_only[tcp4]", "EADDRINUSE"),
    ),
    "Linux": (
        _is("time_wait/rebind_with_reuseaddr_on_new_server[tcp4]", "EADDRINUSE"),
        _is("hpux/manual_reuseaddr_over_time_wait[tcp4]", "ok"),
        _is("hpux/mail_reuseport_alone_on_both_servers[tcp4]", "ok"),
        _is("wildcard/specific_with_reuseaddr_over_bound_wildcard[tcp4]", "EADDRINUSE"),
        _is("hpux/manual_reuseaddr_where_one_is_only_bound[tcp4]", "ok"),
        _is("hpux/manual_reuseaddr_where_one_listens[tcp4]", "EADDRINUSE"),
        _is("hpux/manual_reuseport_is_not_for_listeners[tcp4]", *SHARED),
        _is("wildcard/hijack_of_listener_with_reuseaddr_by_same_user[tcp4]", "bind: EADDRINUSE"),
    ),
    "HP-UX mail": (
        _is("hpux/mail_reuseaddr_alone_on_both_servers[tcp4]", "EADDRINUSE"),
        _is("hpux/mail_reuseaddr_alone_on_new_server[tcp4]", "EADDRINUSE"),
        _is("hpux/mail_reuseport_alone_on_both_servers[tcp4]", "ok"),
        _is("hpux/mail_reuseport_alone_on_new_server[tcp4]", "ok"),
    ),
    "HP-UX manual": (
        _is("hpux/manual_reuseaddr_over_time_wait[tcp4]", "ok"),
        _is("hpux/manual_reuseaddr_where_all_are_connected[tcp4]", "ok"),
        _is("hpux/manual_reuseaddr_where_one_is_only_bound[tcp4]", "EADDRINUSE"),
        _is("hpux/manual_reuseaddr_where_one_listens[tcp4]", "EADDRINUSE"),
        _is("hpux/manual_reuseaddr_where_one_of_two_is_connected[tcp4]", "EADDRINUSE"),
        _is("hpux/manual_reuseport_is_not_for_listeners[tcp4]", "bind: EADDRINUSE"),
        _is("hpux/manual_reuseport_is_not_for_time_wait[tcp4]", "EADDRINUSE"),
        _is("hpux/manual_udp_reuseaddr_on_second_socket_only[udp4]", "EADDRINUSE"),
        _is("hpux/manual_udp_reuseport_on_both_sockets[udp4]", "ok"),
        _is("hpux/manual_udp_reuseport_on_first_socket_only[udp4]", "EADDRINUSE"),
        _is("hpux/manual_udp_reuseport_on_second_socket_only[udp4]", "EADDRINUSE"),
    ),
    "Windows": (
        _is("bind/plain_double_bind[tcp4]", "EADDRINUSE"),
        _is("bind/reuseport_can_be_set[tcp4]", "not-applicable"),
        _is("exclusive/both_listen_with_reuseaddr[tcp4]", *SHARED),
        _is("exclusive/windows_table_bound_same_user[tcp4]", "xp_and_earlier", "ws2003_same_account"),
        _is("exclusive/windows_table_listening_same_user[tcp4]", "xp_and_earlier", "ws2003_same_account"),
        _is("wildcard/plain_specific_over_bound_wildcard[tcp4]", "ok"),
        _is("wildcard/hijack_of_listener_with_reuseaddr_by_same_user[tcp4]", "stolen"),
    ),
}


@dataclass(frozen=True)
class Match:
    """How a platform fits a style: every predicate with the platform's answer (nothing: it has none)."""

    style: str
    answers: tuple[tuple[Predicate, str | None], ...]

    @property
    def answered(self) -> int:
        """How many of the predicates the platform has an answer to."""
        return sum(word is not None for _, word in self.answers)

    @property
    def fitting(self) -> int:
        """How many of them are answered as the style does."""
        return sum(word in predicate.words for predicate, word in self.answers)

    @property
    def is_whole(self) -> bool:
        """Whether the platform is of that style: it answers at least half, and all of those fit."""
        return 2 * self.answered >= len(self.answers) and self.fitting == self.answered


def matches(run: Run) -> tuple[Match, ...]:
    """How the run's platform fits each style."""
    return tuple(Match(style, tuple((one, _word(run, one.observation)) for one in predicates))
                 for style, predicates in STYLES.items())


def _word(run: Run, name: ObservationId) -> str | None:
    observation = run.observations.get(name)
    return observation.expected_word if observation is not None and observation.is_steady else None


def sentence(found: Iterable[Match]) -> str:
    """What a platform is, in one line: its style or styles, or else the nearest one."""
    found = list(found)
    whole = [match for match in found if match.is_whole]
    if whole:
        return ", ".join(f"{one.style} ({one.fitting} of {one.answered} answers)" for one in whole)
    nearest = max(found, key=lambda one: (one.fitting / (one.answered or 1), one.answered))
    if 2 * nearest.answered < len(nearest.answers):
        return "too few answers to tell"
    return f"none of them; nearest {nearest.style} ({nearest.fitting} of {nearest.answered} answers)"


def of_case(case: str) -> list[tuple[str, Predicate]]:
    """What the styles say of a case: style and predicate."""
    return [(style, one) for style, predicates in STYLES.items() for one in predicates if one.case == case]
