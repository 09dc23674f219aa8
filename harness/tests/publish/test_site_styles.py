"""Which style a platform is of: the predicates are about cases there are, and answers decide."""
import pytest
from helpers import observing
from helpers.fake_suite import observation

from addrinuse.analysis import profiles
from addrinuse.model import cases, documents, records
from addrinuse.support import paths


def run_of(path, answers):
    """A run that answers each predicate of a style by a word."""
    return observing.run(path, *(
        observation(name, word) if word != "not-applicable"
        else observation(name, None, status="not-applicable", why="none") for name, word in answers.items()))


@pytest.fixture(scope="module")
def real_cases():
    """The suite's own cases."""
    known = documents.load(paths.CHECKOUT / "docs" / "documents.toml")
    return cases.load(paths.CHECKOUT / "cases", known)


@pytest.mark.parametrize("style", profiles.STYLES)
def test_a_style_asks_cases_and_variants_that_there_are(style, real_cases):
    for one in profiles.STYLES[style]:
        assert one.case in real_cases and one.variant in real_cases[one.case].variants, one
        assert one.words and all(records.WORD.fullmatch(word) for word in one.words)


@pytest.mark.parametrize("style", profiles.STYLES)
def test_who_answers_as_a_style_does_is_of_it(style, tmp_path):
    run = run_of(tmp_path, {one.observation: one.words[0] for one in profiles.STYLES[style]})
    assert [match.style for match in profiles.matches(run) if match.is_whole] == [style]
    assert profiles.sentence(profiles.matches(run)).startswith(f"{style} (")


def test_one_answer_otherwise_is_enough_to_be_of_no_style(tmp_path):
    answers = {one.observation: one.words[0] for one in profiles.STYLES["Linux"]}
    answers["hpux/mail_reuseport_alone_on_both_servers[tcp4]"] = "EIO"
    found = profiles.sentence(profiles.matches(run_of(tmp_path, answers)))
    assert found == "none of them; nearest Linux (7 of 8 answers)"


def test_without_answers_nothing_is_told(tmp_path):
    assert profiles.sentence(profiles.matches(run_of(tmp_path, {}))) == "too few answers to tell"


def test_explain_names_the_styles_of_a_case(suite):
    suite.case("bind/plain_double_bind", body="CASE(tcp4) {}")
    told = suite.run("explain", "bind/plain_double_bind", code=0).stdout
    assert "Styles: Windows answers EADDRINUSE (tcp4)" in told
