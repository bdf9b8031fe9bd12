"""Dispersion and the places of terms: against Gries's example and against looking for the words one by one."""

import pytest
from corpora import corpus_of
from hypothesis import given, settings
from hypothesis import strategies as st

from utils import dispersion, terms
from utils.concordance import concordance, spread_over
from utils.text import fold, tokens

ANY = settings(deadline=None, max_examples=60, derandomize=True)
TEXTS = st.lists(st.text(st.sampled_from("ab cde'-.\n"), min_size=1, max_size=60).filter(str.strip), min_size=1, max_size=5)
# Gries's (2008) example: five parts of 9, 10, 10, 10 and 11 "words".
PARTS = ["b a m n i b e u p", "b a s a t b e w q n", "b c a g a b e s t a", "b a g h a b e a a t", "b a h a a b e a x a t"]


@pytest.mark.parametrize("letter, dp, documents", [("a", 0.18, 5), ("b", 0.02, 5), ("x", 0.78, 1), ("e", 0.02, 5)])
def test_dispersion_of_gries_example(letter, dp, documents):
    found = dispersion.dispersion(corpus_of(*PARTS), [letter]).iloc[0]
    assert found["dp"] == pytest.approx(dp) and found["documents"] == documents


def test_a_term_that_follows_the_lengths_of_the_documents_is_spread_evenly():
    assert dispersion.dispersion(corpus_of("trade peace", "trade peace trade peace"), ["trade"])["dp"].iloc[0] == pytest.approx(0)


def test_a_term_that_does_not_occur_has_no_dispersion():
    found = dispersion.dispersion(corpus_of("trade"), ["peace", ""])
    assert list(found["count"]) == [0, 0] and found["dp"].isna().all()


@ANY
@given(TEXTS)
def test_dispersion_lies_between_nought_and_one(texts):
    corpus = corpus_of(*texts)
    found = dispersion.dispersion(corpus, list(terms.frequencies(corpus, keep_stop_words=True)["term"]))
    assert found["dp"].between(0, 1, inclusive="left").all()


def test_the_ends_of_dispersion_are_the_most_and_the_least_even_terms():
    spread = dispersion.dispersion(corpus_of(*PARTS), list("abxegs"))
    assert list(dispersion.evenness_ends(spread, n=2)["term"]) == ["b", "e", "s", "x"]
    assert len(dispersion.evenness_ends(spread, n=5)) == 6


def test_where_nothing_is_spread_more_evenly_the_most_frequent_come():
    spread = dispersion.dispersion(corpus_of("a b b c c c"), list("abc"))
    assert list(dispersion.evenness_ends(spread, n=1)["term"]) == ["c", "b"]


# --- where terms stand -----------------------------------------------------------------------------------------------


@ANY
@given(TEXTS)
def test_the_places_of_every_term_are_as_many_as_its_count(texts):
    corpus = corpus_of(*texts)
    found = terms.frequencies(corpus, n=2, keep_stop_words=True)
    places = dispersion.positions(corpus, list(found["term"]))
    assert places["term"].value_counts().to_dict() == dict(zip(found["term"], found["count"], strict=True))
    assert places["position"].between(0, 1, inclusive="left").all()


@ANY
@given(TEXTS)
def test_an_occurrence_gives_back_its_words(texts):
    corpus = corpus_of(*texts)
    for term, count in terms.frequencies(corpus, n=2, keep_stop_words=True)[["term", "count"]].itertuples(index=False):
        found = dispersion.occurrences(corpus, term)
        assert len(found) == count
        for row in found.itertuples():
            assert corpus.text(row.id)[row.start : row.end] == row.wording and tokens(row.wording) == tokens(term)


def test_a_term_is_found_whatever_its_case_and_line_ends():
    found = dispersion.occurrences(corpus_of("The Shanghai\nSpirit, and SHANGHAI spirit’s end."), "Shanghai Spirit")
    assert [fold(w) for w in found["wording"]] == ["shanghai spirit", "shanghai spirit's"]
    assert dispersion.positions(corpus_of("a b c d"), ["c"])["position"].iloc[0] == pytest.approx(0.5)


def test_terms_of_several_words_and_more_terms_than_one_pass_takes_are_all_found():
    corpus = corpus_of(*["a1 b1 a1 b1", "b1 a1", "a1"], " ".join(f"w{i}" for i in range(100)))
    wanted = ["a1 b1", "b1 a1", "a1 b1 a1", "w99 w100", *[f"w{i}" for i in range(100)], "a1"]
    found = dispersion.dispersion(corpus, wanted)
    assert list(found["term"]) == wanted
    assert list(found["count"]) == [2, 2, 1, 0] + [1] * 100 + [4]


def test_an_empty_corpus_has_no_places():
    corpus = corpus_of("word").where(id="none")
    assert dispersion.dispersion(corpus, ["word"])["dp"].isna().all() and dispersion.positions(corpus, ["word"]).empty
    assert dispersion.strokes(corpus, ["word"]).empty and dispersion.occurrences(corpus, "word", limit=3).empty
    assert list(dispersion.strokes(corpus, [])) == ["term", "document", "id", "position", "occurrences"]


@ANY
@given(TEXTS, st.integers(1, 7))
def test_a_few_occurrences_are_those_that_are_spread_over_the_documents(texts, n):
    corpus = corpus_of(*[text + " ab" for text in texts])
    every = spread_over(concordance(dispersion.occurrences(corpus, "ab"), corpus), n=n)
    assert concordance(dispersion.occurrences(corpus, "ab", limit=n), corpus).equals(every)


def test_strokes_stand_for_all_occurrences_and_no_two_are_too_near():
    corpus = corpus_of("trade " * 100 + "peace", "trade", "peace trade")
    found = dispersion.strokes(corpus, ["trade", "peace"], n=30)
    assert found.groupby("term")["occurrences"].sum().to_dict() == {"trade": 102, "peace": 2}
    assert len(found[found["term"] == "trade"]) == 12  # 11 in the first of three documents, the second begins in its last
    assert set(found["id"]) == {"d0", "d2"}
    all_of_them = dispersion.strokes(corpus, ["trade"], n=10**6)
    assert all_of_them["position"].tolist() == dispersion.positions(corpus, ["trade"])["position"].tolist()
