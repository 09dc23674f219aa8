"""Case files: what is read, and that every error names file and line."""
import pytest

from addrinuse.model import cases
from addrinuse.support import paths
from addrinuse.support.errors import UserError

SAYS = 'says = [{ doc = "manual", at = "1" }]\n'


def failure(suite):
    with pytest.raises(UserError) as caught:
        cases.load()
    return str(caught.value)


def test_reads_everything_of_the_front_matter(suite):
    suite.case("time_wait/x", 'says = [{ doc = "manual", at = "1.2", on = ["linux", "freebsd-*"], '
               'predicts = "ok" }]\n'
               'disputed_by = [{ doc = "mail", at = "end", predicts = ["EADDRINUSE", "EINVAL"] }]\n'
               'question = "Does  it?"\n'
               'catalogue = ["py-1"]\nneeds = ["root"]\ntags = ["tcp", "time-wait"]\nslow = 62.5\n',
               "CASE(tcp4, tcp6) {}", claim="A  claim.")
    case = cases.load()["time_wait/x"]
    assert (case.claim, case.question) == ("A claim.", "Does it?")
    assert (case.topic, case.slow) == ("time_wait", 62.5)
    assert case.says == (cases.Statement("manual", "1.2", ("linux", "freebsd-*"), ("ok",)),)
    assert case.disputed_by[0].predicts == ("EADDRINUSE", "EINVAL")
    assert (case.catalogue, case.needs, case.tags) == (("py-1",), ("root",), ("tcp", "time-wait"))
    assert case.observations() == ["time_wait/x[tcp4]", "time_wait/x[tcp6]"]


def test_a_case_without_variants_is_its_own_observation(suite):
    suite.cases("bind/a")
    assert cases.load()["bind/a"].observations() == ["bind/a"]


def test_files_that_are_not_cases_are_looked_past(suite):
    suite.cases("bind/a")
    for name in ("bind/notes.md", "bind/deeper/b.cc", "a.cc"):
        (suite.root / "cases" / name).parent.mkdir(exist_ok=True, parents=True)
        (suite.root / "cases" / name).write_text("nothing")
    assert list(cases.load()) == ["bind/a"]


def test_an_unknown_document_is_an_error_with_file_line_and_nearest_names(suite):
    suite.case("bind/a", 'tags = []\nsays = [\n  { doc = "manuel", at = "1" },\n]\n')
    assert failure(suite) == "cases/bind/a.cc:5: unknown document 'manuel'\n  Nearest: manual, mail"


@pytest.mark.parametrize("front, line, reason", [
    (SAYS + "claim = 1\n", 4, "Cannot overwrite a value"),
    ("says = [\n", 4, "not valid TOML"),
    (SAYS + "colour = 1\n", 4, "unknown key 'colour'"),
    ("tags = []\n", 1, "no `says`"),
    ("says = []\n", 3, "`says` is empty"),
    ('says = ["manual"]\n', 3, "`says` is not a list of tables"),
    ('says = [{ doc = "manual" }]\n', 3, 'needs doc = "…" and at = "…"'),
    ('says = [{ doc = "manual", at = "1", when = "x" }]\n', 3, "unknown key 'when' in `says`"),
    (SAYS + 'disputed_by = [{ doc = "mail", at = "2" }]\n', 4, "disputes the claim but predicts nothing"),
    (SAYS + "tags = [1]\n", 4, "`tags` is not a list of words"),
    (SAYS + 'tags = ["two words"]\n', 4, "'two words' is not a tag"),
    (SAYS + 'slow = "long"\n', 4, "`slow` is not a number of seconds"),
    (SAYS + "slow = true\n", 4, "`slow` is not a number of seconds"),
    (SAYS + "slow = inf\n", 4, "`slow` is not a number of seconds"),
    (SAYS + "question = 1\n", 4, "`question` is not a sentence that ends in"),
    (SAYS + 'question = ""\n', 4, "`question` is not a sentence that ends in"),
    (SAYS + 'question = "It does."\n', 4, "`question` is not a sentence that ends in"),
])
def test_what_is_wrong_in_the_front_matter_is_named_with_its_line(suite, front, line, reason):
    suite.case("bind/a", front)
    told = failure(suite)
    assert told.startswith(f"cases/bind/a.cc:{line}: ") and reason in told


TAGS = '[tags]\ntcp = "TCP"\ntime-wait = "TIME_WAIT"\n[needs]\nroot = "the superuser"\n'


@pytest.mark.parametrize(("front", "line", "reason", "next_step"), [
    ('tags = ["tcp", "timewait"]\n', 4, "unknown word 'timewait' in `tags`", "Nearest: time-wait"),
    ('needs = ["superuser"]\n', 4, "unknown word 'superuser' in `needs`", "Add it to docs/tags.toml."),
])
def test_an_unknown_word_is_an_error_with_the_nearest_names(suite, front, line, reason, next_step):
    (suite.root / "docs" / "tags.toml").write_text(TAGS)
    suite.case("bind/a", SAYS + front)
    assert f"cases/bind/a.cc:{line}: {reason}" in failure(suite)
    assert next_step in failure(suite)


def test_registered_words_are_no_error(suite):
    (suite.root / "docs" / "tags.toml").write_text(TAGS)
    suite.case("bind/a", SAYS + 'tags = ["tcp"]\nneeds = ["root"]\n')
    assert cases.load()["bind/a"].needs == ("root",)


@pytest.mark.parametrize("key", ["tags", "needs"])
def test_every_registered_word_is_used(key):
    used = {word for case in cases.load().values() for word in getattr(case, key)}
    assert sorted(cases.registered_words(paths.tags())[key] - used) == []


@pytest.mark.parametrize("body, reason", [
    ("", "has 0 CASE(…)"), ("CASE() {}\nCASE() {}", "has 2 CASE(…)"),
    ("CASE(tcp4, tcp4) {}", "stands there twice"),
    ("CASE(TCP 4) {}", "'TCP 4' is not a variant"),
])
def test_a_file_holds_exactly_one_case(suite, body, reason):
    suite.case("bind/a", body=body)
    assert reason in failure(suite)


def test_a_file_without_front_matter_is_an_error(suite):
    suite.case("bind/a").write_text("int main() {}\n")
    assert failure(suite).startswith("cases/bind/a.cc:1: no claim")


def test_a_file_that_is_not_text_is_an_error_with_its_line(suite):
    suite.case("bind/a").write_bytes(b"/*---\n\xff\n")
    assert failure(suite) == "cases/bind/a.cc:2: not UTF-8 text"


def test_a_badly_named_file_is_an_error(suite):
    suite.case("bind/Two-Words")
    assert "'Two-Words' is not a name" in failure(suite)


def test_an_entry_may_go_over_several_lines_and_errors_keep_theirs(suite):
    suite.case("bind/a", 'says = [{ doc = "manual",\n  at = "{1",\n  predicts = "ok" }]\nslow = "x"\n')
    assert failure(suite).startswith("cases/bind/a.cc:6: `slow`")
    suite.case("bind/a", 'says = [{ doc = "manual",\n  at = "{1",\n  predicts = "ok" }]\nslow = \n')
    assert failure(suite).startswith("cases/bind/a.cc:6: not valid TOML")
    suite.case("bind/a", 'says = [{ doc = "manual",\n  at = "{1",\n  predicts = "ok" }] # {\nslow = 2\n')
    assert cases.load()["bind/a"].says[0].at == "{1"


def test_all_errors_are_told_at_once(suite):
    suite.case("bind/a", "tags = []\n")
    suite.case("bind/b", "tags = []\n")
    told = failure(suite)
    assert "cases/bind/a.cc:1: no `says`" in told and "cases/bind/b.cc:1: no `says`" in told


def test_controls_may_claim_nothing(suite):
    suite.case("controls/loopback", "says = []\n")
    assert cases.load()["controls/loopback"].is_control


@pytest.mark.parametrize("text, place", [
    ("[documents.x]\ntitle = 1\n", "1: document 'x': title is not a str"),
    ("\n[documents.x]\ntitle = 'a'\nedition = 'b'\n", "2: document 'x' has no find"),
    ("[documents.x]\ntitle = 'a'\nedition = 'b'\nfind = 'c'\ncolour = 'red'\n",
     "1: document 'x' has an unknown key"),
    ("[documents.x]\ntitle = 'a'\nedition = 'b'\nfind = 'c'\nkind = 'rumour'\n",
     "1: document 'x': unknown kind"),
    ("\n\n[documents\n", "3: not valid TOML"),
])
def test_errors_in_the_list_of_documents_name_file_and_line(suite, text, place):
    suite.cases("bind/a")
    (suite.root / "docs" / "documents.toml").write_text(text)
    assert failure(suite).startswith(f"docs/documents.toml:{place}")


@pytest.mark.parametrize("glob, ids", [
    ("bind/a", {"bind/a"}), ("bind", {"bind/a", "bind/b"}), ("*/b", {"bind/b", "udp/b"}),
    ("udp/b[tcp6]", {"udp/b"}),
])
def test_globs_choose_cases(suite, glob, ids):
    suite.cases("bind/a", "bind/b")
    suite.case("udp/b", body="CASE(tcp4, tcp6) {}")
    assert set(cases.matching(cases.load(), [glob])) == ids


def test_a_glob_chooses_among_variants_only_where_it_names_one(suite):
    suite.case("udp/b", body="CASE(tcp4, tcp6) {}")
    case = cases.load()["udp/b"]
    chosen = [id for id in case.observations() if cases.names_observation(["udp/b[tcp6]"], case, id)]
    assert chosen == ["udp/b[tcp6]"]
    assert all(cases.names_observation(["udp/*"], case, id) for id in case.observations())


def test_a_glob_that_chooses_nothing_is_an_error_with_the_nearest_names(suite):
    suite.cases("time_wait/rebind_with_reuseaddr", "bind/b")
    with pytest.raises(UserError, match="Nearest: time_wait/rebind_with_reuseaddr"):
        cases.matching(cases.load(), ["time_wait/rebind_with_resueaddr"])


def test_the_digest_changes_with_content_and_with_names(suite):
    suite.cases("bind/a")
    digests = [cases.digest()]
    (suite.root / "cases/bind/a.cc").rename(suite.root / "cases/bind/b.cc")
    digests.append(cases.digest())
    (suite.root / "cases/bind/b.cc").write_text("x")
    digests.append(cases.digest())
    assert len(set(digests)) == 3 and all(len(digest) == 64 for digest in digests)
