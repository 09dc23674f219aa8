"""The search for cases by the words that people use, with the cases and the list of this suite."""
from __future__ import annotations

import fnmatch
import json
import re
from pathlib import Path

import pytest

from addrinuse import cli
from addrinuse.commands import cases as command
from addrinuse.model import cases, documents
from addrinuse.search import synonyms
from addrinuse.search.index import Index
from addrinuse.support import paths
from addrinuse.support.errors import UserError

DOCUMENTS = documents.load(paths.documents())
CASES = cases.load(known=DOCUMENTS)
ENTRIES = synonyms.load()
INDEX = Index(CASES, DOCUMENTS, ENTRIES, command.answers())
# What people type, and a case that has to be among the first five.
QUERIES = {
    "ephemeral": "ports/automatic_port_of_bind", "golang": "runtimes/go_listener",
    "fork": "close/reuseaddr_bind_while_a_child_holds_the_listener",
    "outgoing port": "connect/plain_server_on_port_of_a_client",
    "port already allocated": "time_wait/rebind_plain", "WinError 10048": "time_wait/rebind_plain",
    "OSError: [Errno 98] Address already in use": "time_wait/rebind_plain",
    "EADDRINUSE": "time_wait/rebind_plain", "address already in use": "time_wait/rebind_plain",
    "docker restart": "time_wait/rebind_with_reuseaddr_on_both_servers",
    "port exhaustion": "ports/exhausted_at_connect", "load balancing": "reuseport/kernel_spreads_connections",
    "steal": "wildcard/hijack_of_listener_with_reuseaddr_by_another_user",
    "kill -9": "time_wait/rebind_plain_after_server_was_killed",
    "0.0.0.0": "wildcard/bound_specific_hides_the_wildcard_listener",
    "keepalived": "bind/address_of_nobody", "10013": "ports/reserved_port_on_wildcard_by_ordinary_user",
    "connects to itself": "connect/self_connect", "wsl": "exclusive/both_listen_with_reuseaddr",
}


def reports() -> dict[str, str]:
    """The searches of docs/why.md: words -> the case that is said to be found."""
    text = (paths.root() / "docs" / "why.md").read_text(encoding="utf-8")
    return dict(re.findall(r"\| `cases ([^`]+)` \| `([^`]+)`", text))


def test_the_searches_of_the_page_find_what_it_says() -> None:
    wrong = {words: hits for words, case in reports().items()
             if case not in (hits := [hit.case.id for hit in INDEX.search(words).hits[:3]])}
    assert len(reports()) > 15 and not wrong


def test_the_cases_that_pages_name_exist() -> None:
    topics = "|".join({case.topic for case in CASES.values()})
    named = {(page.name, name) for page in (paths.root() / "docs").glob("*.md")
             for name in re.findall(rf"`((?:{topics})/[a-z0-9_]+)`", page.read_text(encoding="utf-8"))}
    assert not {place for place in named if place[1] not in CASES}


@pytest.mark.parametrize("query", QUERIES)
def test_the_words_of_people_find_the_case(query: str) -> None:
    found = [hit.case.id for hit in INDEX.search(query).hits[:5]]
    assert QUERIES[query] in found, found


def test_every_synonym_finds_a_case() -> None:
    results = {phrase: INDEX.search(" ".join(phrase)) for entry in ENTRIES for phrase in entry.words[:3]}
    assert not [phrase for phrase, result in results.items() if not result.hits or result.partial]


def test_every_entry_names_a_case_that_exists() -> None:
    lost = [entry.words[0] for entry in ENTRIES
            if not any(fnmatch.filter(CASES, glob) for glob in entry.first)]
    assert not lost


def test_no_phrase_is_in_two_entries() -> None:
    phrases = [phrase for entry in ENTRIES for phrase in entry.words]
    assert sorted(set(phrases)) == sorted(phrases)


def test_all_concepts_of_a_query_are_needed() -> None:
    both = {hit.case.id for hit in INDEX.search("udp hijack").hits}
    assert both and both < {hit.case.id for hit in INDEX.search("udp").hits}


def test_a_query_of_which_no_case_has_all_gives_those_with_some() -> None:
    result = INDEX.search("multicast bindresvport")
    assert result.partial and {"multicast", "ports"} <= {hit.case.topic for hit in result.hits}


def test_a_word_that_nothing_has_gives_the_nearest() -> None:
    result = INDEX.search("empheral")
    assert not result.hits and "ephemeral" in result.nearest


def test_the_list_for_pages_is_json_and_names_the_terms_of_a_case() -> None:
    assert json.loads(json.dumps(synonyms.as_json(ENTRIES)))["synonyms"][0]["words"]
    assert "docker restart" in INDEX.terms("time_wait/rebind_plain")


@pytest.mark.parametrize("text, reason", [
    ("[[synonym]]\nwords = ['a']\n", "needs exactly words, means and first"),
    ("[[synonym]]\nwords = 'a'\nmeans = ['b']\nfirst = ['c']\n", "no list of texts"),
    ("synonym = 1\n", "no list of tables"),
])
def test_a_list_that_is_not_as_it_explains_is_an_error(tmp_path: Path, text: str, reason: str) -> None:
    file = tmp_path / "synonyms.toml"
    file.write_text(text)
    with pytest.raises(UserError, match=reason):
        synonyms.load(file)


def test_the_command_lists_what_it_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["cases", "docker", "restart"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("time_wait/rebind_with_reuseaddr_on_both_servers\n")
    assert "cases for 'docker restart'" in text and "./addrinuse explain time_wait/" in text


@pytest.mark.parametrize("words, nearest", [(["bnid"], "case 'bnid': unknown\n  Nearest: bind"),
                                            (["zxcvb", "empheral"], "Nearest words: ephemeral"),
                                            (["zxcvb", "qqqq"], "Try fewer words"),
                                            (["time_wiat/*"], "unknown")])
def test_the_command_names_what_is_near(words: list[str], nearest: str,
                                        capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["cases", *words]) == 2
    assert nearest in capsys.readouterr().err
