"""The published pages, without a browser: what they hold, how large they are, and strangers' text in them."""
import contextlib
import csv
import gzip
import html.parser
import importlib
import json
import lzma
import pathlib
import re
import xml.etree.ElementTree

import jsonschema
import pytest
from helpers import site_runs
from helpers.fake_suite import HEADER, observation, write_run
from helpers.site_runs import NOW, facts

from addrinuse.model import runs
from addrinuse.support.errors import UserError
from addrinuse.publish.site import evidence, view

build = importlib.import_module("addrinuse.publish.site.build")  # the package has a function of that name


@pytest.fixture
def suite(suite):
    suite.case("bind/a", 'says = [{ doc = "manual", at = "1" }]\n'
               'disputed_by = [{ doc = "mail", at = "2", on = ["linux"], predicts = "EINVAL" }]\n',
               "CASE(tcp4, tcp6) {}", claim="A claim about two sockets.")
    suite.case("udp/c")
    return suite


def published(suite, **runs_by_platform):
    """The site of these runs; keys are platforms with _ for -, values their observations."""
    files = [write_run(suite.root / f"{name}.jsonl", *records, platform=name.replace("_", "-"),
                       facts=facts(name.replace("_", "-"))) for name, records in runs_by_platform.items()]
    site_runs.build(suite.root, files, suite.root / "site")
    return suite.root / "site"


def page(folder, name):
    return (folder / name).read_text(encoding="utf-8")


def evidence_of(folder, id):
    text = page(folder, f"evidence/{id}.js")
    name, data = json.loads("[" + text[len("addrinuseEvidence("):-len(");\n")] + "]")
    assert name == id
    return data


TWO = [observation("bind/a[tcp4]"), observation("bind/a[tcp6]", "EINVAL"), observation("udp/c", "60 s")]


def test_every_page_is_there_and_leads_to_others(suite):
    folder = published(suite, linux_1=TWO, gvisor_2=TWO[:2])
    pages = {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")}
    assert {"index.html", "table.html", "myths.html", "users.html", "options.html", "timeline.html",
            "documented.html", "cases/bind/a.html", "platforms/linux-1.html", "documents/manual.html",
            "compare/gvisor-2..linux-1.html", "styles.html", "data.html", "reading.html"} <= pages
    for name in pages:
        for target in re.findall(r'(?:href|src)="([^"#]*)', page(folder, name)):
            if name.startswith("documents/") and target.startswith("https://"):
                continue  # the document itself
            assert not re.match(r"[a-z]+:|//", target), f"{name} leads elsewhere: {target}"
            assert not target or (folder / name).parent.joinpath(target).resolve().is_file(), (name, target)


def test_the_table_has_every_cell(suite):
    text = page(published(suite, linux_1=TWO, gvisor_2=TWO[:2]), "table.html")
    assert text.count("<td") == 4 and ">tcp4: ok; tcp6: EINVAL<em>¶✗</em></td>" in text
    assert ">60 s<em>¶✗</em></td>" in text and '<td class="u nr none ">not in this run</td>' in text


def test_a_case_has_its_documents_its_answers_and_its_source(suite):
    text = page(published(suite, linux_1=TWO), "cases/bind/a.html")
    for words in ("A claim about two sockets.", "A manual", "says otherwise", "CASE(tcp4, tcp6)",
                  'id="linux-1"'):
        assert words in text


def test_a_case_page_asks_a_question_and_answers_it(suite):
    suite.case("udp/c", 'question = "Can both bind it?"\nsays = [{ doc = "manual", at = "1" }]\n')
    files = published(suite, linux_1=[observation("udp/c", "EIO")], gvisor_2=[observation("udp/c")])
    text = page(files, "cases/udp/c.html")
    assert "<h1>Can both bind it?</h1>" in text and "<title>Can both bind it? · addrinuse</title>" in text
    assert "Yes on gvisor-2 (ok). No on linux-1 (EIO)." in text
    assert 'rel="prev" href="../../cases/bind/a.html"' in text and "./addrinuse explain udp/c" in text


def test_versions_that_answer_alike_are_one_column_that_can_be_unfolded(suite):
    text = page(published(suite, linux_1=TWO, linux_2=TWO, gvisor_2=TWO), "table.html")
    assert text.count('<th scope="col" hidden>') == 1 and "linux-1, linux-2" in text
    assert text.count(" data-shown") == 2


def test_what_changed_between_versions_has_a_page(suite):
    text = page(published(suite, linux_1=TWO, linux_2=[*TWO[:2], observation("udp/c", "30 s")]),
                "timeline.html")
    assert "linux-1 → linux-2" in text and "30 s" in text and "bind/" not in text


@pytest.mark.parametrize("link, is_link", [
    ("https://example.org/issues/7", True), ("javascript:alert(1)", False),
    ('https://example.org/"onclick="x', False), ("docs/x.md", False)])
def test_a_contributed_column_is_marked_and_leads_to_where_it_came_in(suite, link, is_link):
    write_run(suite.root / "a.jsonl", *TWO)
    (suite.root / "a.note.toml").write_text(f"by = 'somebody'\nlink = '{link}'\n")
    write_run(suite.root / "b.jsonl", *TWO, platform="linux-1")
    suite.run("site", "site", "a.jsonl", "b.jsonl", code=0)
    folder = suite.root / "site"
    assert page(folder, "table.html").count(">contributed</abbr>") == 1
    text = page(folder, "platforms/linux-6.1.html")
    assert (f'<a href="{link}">Where this run came in</a>' in text) == is_link
    assert "Where this run came in" not in page(folder, "platforms/linux-1.html")


def test_systems_without_a_run_show_what_their_documents_predict(suite):
    suite.case("udp/c", 'says = [{ doc = "manual", at = "7", on = ["aix", "beos"], predicts = "EIO" }]\n')
    write_run(suite.root / "beos.jsonl", observation("udp/c", "EINVAL"), platform="beos-5",
              facts={**HEADER["facts"], "stack": "beos"})
    (suite.root / "beos.note.toml").write_text('by = "somebody"\n')
    write_run(suite.root / "linux.jsonl", *TWO)
    suite.run("site", "site", "linux.jsonl", "beos.jsonl", code=0)
    text = page(suite.root / "site", "documented.html")
    assert 'href="#aix">AIX</a>: 1 cases, no run yet' in text
    pattern = r'href="#beos">beos</a>: 1 cases, <a [^>]*>beos-5</a>: 0 statements right, 1 wrong'
    assert re.search(pattern, text)
    assert text.count("<td>EIO</td>") == 2 and "EINVAL" in text and 'id="linux"' not in text


def test_a_published_address_gives_a_sitemap_a_feed_and_links_to_share(suite):
    write_run(suite.root / "a.jsonl", *TWO)
    suite.run("site", "site", "a.jsonl", "--address", "https://example.org/x", code=0)
    folder = suite.root / "site"
    assert "<loc>https://example.org/x/cases/udp/c.html</loc>" in page(folder, "sitemap.xml")
    xml.etree.ElementTree.parse(folder / "feed.xml")
    assert '<link rel="canonical" href="https://example.org/x/table.html">' in page(folder, "table.html")
    assert not (published(suite, linux_1=TWO) / "sitemap.xml").exists()


def test_pictures_are_whole_and_name_themselves(suite):
    folder = published(suite, linux_1=TWO, gvisor_2=TWO)
    for name in ("barcode", "documents"):
        tree = xml.etree.ElementTree.parse(folder / "pictures" / f"{name}.svg")
        assert tree.getroot()[0].tag.endswith("title") and tree.getroot()[0].text


def test_evidence_keeps_the_same_transcript_once(suite):
    def seen(port, us):
        return [observation("udp/c", transcript=[[us, f"a.bind(127.0.0.1:{port})", "ok"],
                                                 [us + 1, "a.wait()", f"{us}.25 s"]])]
    data = evidence_of(published(suite, linux_1=seen(41234, 3), linux_2=seen(51111, 9)), "udp/c")
    assert data["transcripts"] == [{"of": 0, "ports": [41234], "us": [3, 1], "calls": 0, "results": 1}]
    assert data["words"] == ["ok", "a.bind(127.0.0.1:#0)", "a.wait()", "3.25 s"]
    assert data["sequences"] == [[1, 2], [0, 3]]
    assert [one[7] for one in data["answers"]] == [0, 0]


@pytest.mark.parametrize("one, other, same", [
    ("a.bind(127.0.0.1:41234) a.to(127.0.0.1:41234)", "a.bind(127.0.0.1:5555) a.to(127.0.0.1:5555)", True),
    ("a.bind(127.0.0.1:41234) a.to(127.0.0.1:41234)", "a.bind(127.0.0.1:5555) a.to(127.0.0.1:6666)", False),
    ("a.bind([::1]:41234)", "a.bind([::1]:99)", False), ("waits 60.01 s", "waits 60.99 s", True),
    ("waits 60 s", "waits 61 s", False), ("error 98", "error 99", False),
])
def test_transcripts_are_the_same_but_for_times_and_ports(one, other, same):
    assert (evidence.same_calls([[1, one, "ok"]]) == evidence.same_calls([[2, other, "ok"]])) is same


def test_ports_stay_in_a_text_that_has_the_sign_for_one():
    calls = [[1, "a.bind(127.0.0.1:41234)", "ok"], [2, "a.say(x:#0)", "ok"]]
    assert evidence.without_ports(calls) == (["a.bind(127.0.0.1:41234)", "ok", "a.say(x:#0)", "ok"], [])


def test_a_run_that_is_old_says_so(suite):
    files = [write_run(suite.root / f"{name}.jsonl", *TWO, platform=name, started=f"2026-{day}T00:00:00Z")
             for name, day in (("linux-1", "05-24"), ("linux-2", "05-26"))]
    site_runs.build(suite.root, files, suite.root / "site")
    found = re.findall(r'<time datetime="2026-(\d\d-\d\d)T00:00:00Z" data-age( class="old")?>',
                       page(suite.root / "site", "platforms/index.html"))
    assert found == [("05-24", ' class="old"'), ("05-26", "")]
    assert view.moment("2026-02-31T00:00:00Z") < view.moment("1999-01-01T00:00:00Z")
    assert NOW - view.moment("2026-11-20T15:46:00Z") < view.OLD


def test_simulated_platforms_are_never_mixed_in(suite):
    write_run(suite.root / "m.jsonl", *TWO, platform="mutant-x",
              facts={**HEADER["facts"], "simulated": True, "rule": "x"})
    write_run(suite.root / "l.jsonl", *TWO, platform="linux-1")
    told = suite.run("site", "site", "l.jsonl", "m.jsonl", code=0).stdout
    assert "left out, since they are simulated: mutant-x" in told
    folder = suite.root / "site"
    named = [path for path in folder.rglob("*") if path.is_file() and "mutant-x" in path.read_text("latin-1")]
    assert named == [folder / "platforms" / "index.html"]


def packed_rows(path):
    return list(csv.DictReader(gzip.decompress(path.read_bytes()).decode().splitlines()))


def test_downloads_say_what_the_table_says(suite):
    folder = published(suite, linux_1=TWO, gvisor_2=TWO[:2])
    table = json.loads(page(folder, "data/table.json"))
    jsonschema.validate(table, json.loads(page(folder, "data/table.schema.json")))
    assert table["cells"]["udp/c"]["linux-1"]["observed"] == "60 s"
    assert len(packed_rows(folder / "data/table.csv.gz")) == 4
    rows = packed_rows(folder / "data/observations.csv.gz")
    assert len(rows) == 5 and rows[0]["observation"] == "bind/a[tcp4]"
    statements = json.loads(page(folder, "data/documents.json"))["documents"][0]["statements"]
    assert statements[0]["verdicts"] == {"gvisor-2": "contradicted", "linux-1": "contradicted"}
    recorded = lzma.decompress((folder / "data/runs/linux-1.jsonl.xz").read_bytes())
    (suite.root / "recorded.jsonl").write_bytes(recorded)
    own, original = (runs.read(suite.root / f"{name}.jsonl") for name in ("recorded", "linux_1"))
    assert (own.header, own.observations, own.footer) == (original.header, original.observations,
                                                          original.footer)


def test_a_compressed_run_is_offered_as_it_is(suite):
    for name in ("linux_1", "gvisor_2"):
        write_run(suite.root / f"{name}.jsonl", *TWO, platform=name.replace("_", "-"))
    whole = (suite.root / "linux_1.jsonl").read_bytes()
    (suite.root / "linux_1.jsonl.xz").write_bytes(packed := lzma.compress(whole, preset=0))
    suite.run("site", "site", "linux_1.jsonl.xz", "gvisor_2.jsonl", code=0)
    assert (suite.root / "site/data/runs/linux-1.jsonl.xz").read_bytes() == packed


def test_a_badge_is_a_picture_with_a_name(suite):
    text = page(published(suite, linux_1=TWO), "badges/linux-1.svg")
    assert "<title>addrinuse: linux-1: 0 as documented, 2 otherwise, 2026-11-20</title>" in text


def test_platforms_stand_in_the_order_of_their_versions(suite):
    text = page(published(suite, linux_6_12=TWO, linux_6_6=TWO, gvisor_1=TWO), "table.html")
    heads = re.findall(r'<a href="platforms/([^"]*)\.html"', text)
    assert heads[1:] == ["linux-6-6", "linux-6-12", "gvisor-1"]


def test_two_platforms_side_by_side(suite):
    folder = published(suite, linux_1=TWO, linux_2=[*TWO[:2], observation("udp/c", "30 s")])
    text = page(folder, "compare/linux-1..linux-2.html")
    assert "1 of 2 cases answered differently" in text and "60 s" in text and "30 s" in text


def test_a_case_that_one_platform_cannot_answer_is_no_difference(suite):
    absent = observation("udp/c", None, status="not-applicable", why="no UDP")
    folder = published(suite, linux_1=TWO, linux_2=[*TWO[:2], absent])
    text = page(folder, "compare/linux-1..linux-2.html")
    assert "0 of 1 cases answered differently" in text and "not applicable: no UDP: 1 case" in text
    assert "no answer on linux-2 and is not counted" in text


HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\x1b[2J\u202e\u2028'\"&"


class Parsed(html.parser.HTMLParser):
    """What a browser would take a page for: elements, and attributes that hold scripts."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.scripts, self.handlers = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.handlers += [name for name, value in attributes
                          if name.startswith("on") or (value or "").strip().lower().startswith("javascript:")]
        if tag == "script":
            self.scripts.append(dict(attributes).get("src"))


def test_what_comes_from_strangers_stays_text(suite):
    strange = {**facts("linux-1"), "release": HOSTILE, "version": HOSTILE, "package": HOSTILE,
               "settings": {HOSTILE[:40]: HOSTILE}}
    records = [observation("bind/a[tcp4]", None, status="broken", why=HOSTILE,
                           output=f"{HOSTILE}\n{HOSTILE}", details={HOSTILE: HOSTILE},
                           transcript=[[1, HOSTILE, HOSTILE]]),
               observation("bind/a[tcp6]", "<b>x</b>&amp;", "<i>"), observation("strange/case", "<u>")]
    folder = suite.root / "site"
    files = [write_run(suite.root / "a.jsonl", *records, facts=strange, selection=HOSTILE),
             write_run(suite.root / "b.jsonl", *records, platform="a:b..@+c")]
    site_runs.build(suite.root, files, folder)
    for path in folder.rglob("*"):
        if path.suffix in (".html", ".js", ".svg", ".css"):
            text = path.read_text(encoding="utf-8")
            assert not set("\x1b\u202e\u2028") & set(text), path
            assert path.suffix != ".js" or path.parent.name == "assets" or "<" not in text, path
        if path.suffix == ".html":
            parsed = Parsed(text)
            assert "b" not in parsed.tags or "<b>x" not in text
            assert not {"i", "u"} & set(parsed.tags) and not parsed.handlers, path
            assert all(src and "assets/" in src for src in parsed.scripts), path
    assert (folder / "platforms" / "a_b.__c.html").is_file()


@pytest.mark.parametrize("names, found", [
    (["linux-6.1", "linux-6.1#2"], ["linux-6.1", "linux-6.1_2"]), (["A", "a"], ["A", "a_2"]),
    (["index", "a:b", "a@b"], ["index_2", "a_b", "a_b_2"]), (["../x", "."], ["_x", "_"]),
    (["a..b", "a"], ["a.b", "a"]),
])
def test_names_are_safe_in_file_names(names, found):
    assert list(view.slugs(names).values()) == found


def test_a_folder_of_something_else_is_left_alone(suite):
    (suite.root / "mine").mkdir()
    (suite.root / "mine" / "thesis.txt").write_text("years of work")
    write_run(suite.root / "a.jsonl", *TWO)
    assert "holds something that is not such a site" in suite.run("site", "mine", "a.jsonl", code=2).stderr
    assert (suite.root / "mine" / "thesis.txt").read_text() == "years of work"
    assert "no folder" in suite.run("site", "a.jsonl", "a.jsonl", code=2).stderr
    assert "there are no published runs" in suite.run("site", "new", code=2).stderr
    assert not (suite.root / "new").exists()


def test_an_older_site_is_replaced_as_a_whole(suite):
    folder = published(suite, linux_1=TWO)
    assert (folder / "platforms" / "linux-1.html").exists()
    published(suite, linux_2=TWO)
    assert not (folder / "platforms" / "linux-1.html").exists()
    assert not [path for path in suite.root.iterdir() if path.name.startswith(".site-")]


def test_what_the_site_did_not_write_stays_and_is_named(suite):
    folder = published(suite, linux_1=TWO)
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("ref")
    (folder / "CNAME").write_text("example.org")
    (folder / "platforms" / "notes.txt").write_text("mine")
    write_run(suite.root / "b.jsonl", *TWO, platform="linux-2")
    said = suite.run("site", "site", "b.jsonl", code=0).stdout
    assert "did not write them: .git/, CNAME, platforms/notes.txt\n" in said
    assert (folder / ".git" / "HEAD").read_text() == "ref" and (folder / "CNAME").read_text() == "example.org"
    assert (not (folder / "platforms" / "linux-1.html").exists()
            and (folder / "platforms" / "linux-2.html").exists())


@pytest.mark.parametrize("names", [(), (".git", "CNAME")], ids=["empty", "work-tree"])
def test_the_current_folder_can_become_a_site(suite, names):
    write_run(suite.root / "a.jsonl", *TWO)
    folder = suite.root / "pages"
    folder.mkdir()
    for name in names:
        (folder / name).touch()
    inode = folder.stat().st_ino
    site_runs.build(suite.root, [suite.root / "a.jsonl"], folder)
    with contextlib.chdir(folder):
        site_runs.build(suite.root, [suite.root / "a.jsonl"], pathlib.Path("."))
    assert folder.stat().st_ino == inode and (folder / "index.html").exists()
    assert all((folder / name).exists() for name in names) and not (folder / build.STAGE).exists()


@pytest.mark.parametrize("name", ["../mine.txt", "/etc/hostname", "platforms/../../mine.txt", "link/mine.txt",
                                  ".git/config"])
def test_a_list_that_names_what_a_site_never_wrote_removes_nothing(suite, name):
    folder = published(suite, linux_1=TWO)
    outside = suite.root / "outside"
    (outside / "deep").mkdir(parents=True)
    (suite.root / "mine.txt").write_text("mine")
    (outside / "mine.txt").write_text("mine")
    (folder / "link").symlink_to(outside)
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("mine")
    mark = folder / build.MARK
    mark.write_text(mark.read_text() + name + "\n")
    published(suite, linux_2=TWO)
    assert [(suite.root / "mine.txt").exists(), (outside / "mine.txt").exists(),
            (folder / ".git/config").exists()] \
        == [True] * 3


def test_a_page_does_not_take_the_place_of_a_file_that_the_site_did_not_write(suite):
    folder = published(suite, linux_1=TWO)
    (folder / "platforms" / "linux-2.html").write_text("mine")
    with pytest.raises(UserError, match="is a file that the site did not write"):
        published(suite, linux_2=TWO)
    assert (page(folder, "platforms/linux-2.html") == "mine"
            and (folder / "platforms" / "linux-1.html").exists())


def test_a_site_that_was_interrupted_is_replaced_by_the_next(suite, monkeypatch):
    folder = published(suite, linux_1=TWO)
    monkeypatch.setattr(build.shutil, "rmtree", lambda *_, **__: None)
    monkeypatch.setattr(build, "_remove", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        published(suite, linux_2=TWO)
    assert (folder / build.STAGE).exists()
    monkeypatch.undo()
    published(suite, linux_3=TWO)
    assert sorted(path.name for path in (folder / "platforms").glob("linux*")) == ["linux-3.html"]
    assert not (folder / build.STAGE).exists()


def test_the_same_runs_give_the_same_bytes(suite):
    first, again = ({path: path.read_bytes() for path in published(suite, linux_1=TWO).rglob("*")
                     if path.is_file()} for _ in range(2))
    assert first == again


def test_a_survey_of_two_platforms_becomes_pages(suite):
    suite.play(platforms={"fake:a": {"answers": {"udp/c": "ok"}}, "fake:b": {"answers": {"udp/c": "EIO"}}})
    suite.run("survey", "--platform", "fake:a", "--platform", "fake:b", "-o", "out", code=0)
    files = sorted(str(path) for path in (suite.root / "out").glob("*.jsonl"))
    assert "2 cases, 2 platforms" in suite.run("site", "site", *files, code=0).stdout
    assert "EIO" in page(suite.root / "site", "table.html")


def size(paths):
    return sum(path.stat().st_size for path in paths if path.is_file())


def test_pages_stay_small(tmp_path):
    """250 cases x 20 platforms: the matrix with its scripts below 1.5 MB, everything below 25 MB."""
    platforms = [f"linux-{major}.{minor}" for major in (5, 6, 7, 8) for minor in range(5)]
    suite, files = site_runs.large(tmp_path / "suite", 250, platforms)
    site_runs.build(suite.root, files, tmp_path / "site")
    folder = tmp_path / "site"
    assert size([folder / "table.html", *(folder / "assets").iterdir()]) < 1_500_000
    assert size(folder.rglob("*")) < 25_000_000
    assert size(files) > 10_000_000


def test_a_site_that_cannot_be_written_is_trouble(suite):
    write_run(suite.root / "a.jsonl", *TWO)
    (suite.root / "file").write_text("")
    with pytest.raises(UserError, match="cannot be written"):
        site_runs.build(suite.root, [suite.root / "a.jsonl"], suite.root / "file" / "site")
