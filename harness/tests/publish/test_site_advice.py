"""The page with advice, and the data of the search, of the published runs of two platforms."""
from __future__ import annotations

import json
from datetime import datetime, timezone

from addrinuse.advice import goals
from addrinuse.model import cases, documents, runs
from addrinuse.publish.site import advice, comparisons, downloads, pages, tcp, view
from addrinuse.support import paths

DOCUMENTS = documents.load(paths.documents())
RUNS = [runs.read(path) for path in runs.published() if path.name.startswith(("lwip-2.2.1", "wine-8"))]
VIEW = view.make(RUNS, cases.load(known=DOCUMENTS), DOCUMENTS, datetime(2026, 1, 1, tzinfo=timezone.utc))
FILES = {name: content for name, _, content in advice.files(VIEW)}


def test_the_data_hold_goals_with_code_and_costs() -> None:
    found = {goal["name"]: goal for goal in json.loads(FILES["advice.json"])["goals"]}
    assert set(found) <= set(goals.load())
    restart = found["restart"]
    assert {name for group in restart["groups"] for name in group["platforms"]} == {"lwip-2.2.1", "wine-8"}
    assert any(snippet["text"] for group in restart["groups"] for snippet in group["recipe"]["code"])


def test_the_search_has_synonyms_and_the_words_of_each_case() -> None:
    found = json.loads(FILES["synonyms.json"])
    assert "errno 98" in found["cases"]["time_wait/rebind_plain"] and found["synonyms"]


def test_the_page_shows_every_goal_and_escapes_code() -> None:
    offered = [downloads.Download(name, "", content) for name, content in FILES.items()]
    written = pages.every(VIEW, comparisons.every(VIEW), offered, {}, tcp.States(), [])
    text = next(text for name, text in written if name == "advice.html")
    for goal in json.loads(FILES["advice.json"])["goals"]:
        assert f'id="{goal["name"]}"' in text
    assert "#include &lt;sys/socket.h&gt;" in text and 'href="cases/time_wait/rebind_plain.html"' in text
