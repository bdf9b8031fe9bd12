"""Frequencies, keyness, dispersion, collocates: against numbers worked by hand and against counting the plain way."""

import math
from collections import Counter

import numpy as np
import pytest
from corpora import corpus_of
from hypothesis import given, settings
from hypothesis import strategies as st

from utils import collocates, dispersion, keyness, terms
from utils.text import fold, tokens

ANY = settings(deadline=None, max_examples=60, derandomize=True)
TEXTS = st.lists(st.text(st.sampled_from("ab cde'-.\n"), min_size=1, max_size=60).filter(str.strip), min_size=1, max_size=5)
COUNTS = st.integers(0, 500)
SIZES = st.integers(500, 100_000)
# Gries's (2008) example: five parts of 9, 10, 10, 10 and 11 "words".
PARTS = ["b a m n i b e u p", "b a s a t b e w q n", "b c a g a b e s t a", "b a g h a b e a a t", "b a h a a b e a x a t"]


@ANY
@given(TEXTS)
def test_counts_of_all_words_sum_to_the_tokens(texts):
    corpus = corpus_of(*texts)
    found = terms.frequencies(corpus, keep_stop_words=True)
    assert found["count"].sum() == corpus.n_words
    assert found["per_1000_words"].sum() == pytest.approx(1000 if corpus.n_words else 0)


@ANY
@given(TEXTS, st.integers(1, 4))
def test_terms_are_counted_as_by_hand_and_never_across_documents(texts, n):
    corpus = corpus_of(*texts)
    count, documents = Counter(), Counter()
    for _, text in corpus.texts():
        words = tokens(text)
        grams = [" ".join(words[i : i + n]) for i in range(len(words) - n + 1)]
        count.update(grams)
        documents.update(set(grams))
    found = terms.frequencies(corpus, n=n, keep_stop_words=True)
    assert dict(zip(found["term"], found["count"], strict=True)) == count
    assert dict(zip(found["term"], found["documents"], strict=True)) == documents


def test_the_most_frequent_come_first_then_those_in_more_documents_then_by_name():
    found = terms.frequencies(corpus_of("trade trade zeal", "zeal apple bread"))
    assert list(found["term"]) == ["zeal", "trade", "apple", "bread"]
    assert list(found.iloc[0]) == ["zeal", 2, pytest.approx(1000 * 2 / 6), 2, 1.0]


def test_terms_that_begin_or_end_with_a_word_of_grammar_are_left_out_but_count_as_words():
    found = terms.frequencies(corpus_of("the council of heads of state in 2020"), n=3)
    assert list(found["term"]) == ["council of heads", "heads of state"]
    assert found["per_1000_words"].iloc[0] == pytest.approx(1000 / 8)


def test_terms_of_too_few_documents_are_left_out():
    assert list(terms.frequencies(corpus_of("trade peace", "peace"), minimum_documents=2)["term"]) == ["peace"]


@pytest.mark.parametrize("n", [0, 5, -1, 2.5])
def test_a_term_has_one_to_four_words(n):
    with pytest.raises(ValueError, match="1 to 4 words"):
        terms.frequencies(corpus_of("a b"), n=n)


@pytest.mark.parametrize("text, n", [("。", 1), ("the of and", 1), ("word", 2), ("2020 1", 1)])
def test_where_there_is_no_term_the_table_is_empty(text, n):
    found = terms.frequencies(corpus_of(text, lang=["en"]), n=n)
    assert found.empty and list(found) == terms.FREQUENCIES


def test_an_empty_corpus_has_no_terms_and_no_places():
    corpus = corpus_of("word").where(id="none")
    assert (
        terms.frequencies(corpus).empty
        and dispersion.positions(corpus, ["word"]).empty
        and dispersion.dispersion(corpus, ["word"])["dp"].isna().all()
    )


# --- log ratio and log-likelihood ------------------------------------------------------------------------------------


def test_log_likelihood_as_worked_by_hand():
    # 20 in 1,000 against 10 in 2,000: 10 and 20 are expected, so G2 = 2 (20 ln 2 + 10 ln 1/2) = 20 ln 2.
    assert keyness.log_likelihood(20, 1000, 10, 2000) == pytest.approx(20 * math.log(2))
    # 5 in 1,000 against none in 1,000: 2.5 expected in each, and the empty cell adds nothing: 10 ln 2.
    assert keyness.log_likelihood(5, 1000, 0, 1000) == pytest.approx(10 * math.log(2))
    assert keyness.log_likelihood(0, 1000, 5, 1000) == pytest.approx(-10 * math.log(2))


def test_log_ratio_as_worked_by_hand():
    assert keyness.log_ratio(20, 1000, 10, 2000) == pytest.approx(2)  # 20 against 5 per 1,000
    assert keyness.log_ratio(4, 1000, 0, 1000) == pytest.approx(3)  # nought counts as a half
    assert keyness.log_ratio(10, 1000, 10, 1000) == 0


@ANY
@given(COUNTS, SIZES, COUNTS, SIZES)
def test_exchanging_the_corpora_turns_the_sign_and_nothing_else(a, size_a, b, size_b):
    assert keyness.log_ratio(a, size_a, b, size_b) == pytest.approx(-keyness.log_ratio(b, size_b, a, size_a))
    assert keyness.log_likelihood(a, size_a, b, size_b) == pytest.approx(-keyness.log_likelihood(b, size_b, a, size_a), abs=1e-9)


@ANY
@given(COUNTS, SIZES, st.integers(2, 9))
def test_equal_rates_are_no_difference(count, size, times):
    assert keyness.log_likelihood(count, size, times * count, times * size) == pytest.approx(0, abs=1e-9)
    if count:
        assert keyness.log_ratio(count, size, times * count, times * size) == pytest.approx(0)


@ANY
@given(COUNTS, SIZES, COUNTS, SIZES)
def test_log_likelihood_agrees_with_the_general_form_over_both_cells(a, size_a, b, size_b):
    observed, size = np.array([a, b], float), np.array([size_a, size_b], float)
    expected = size * observed.sum() / size.sum()
    plain = 2 * sum(o * math.log(o / e) for o, e in zip(observed, expected, strict=True) if o)
    assert abs(keyness.log_likelihood(a, size_a, b, size_b)) == pytest.approx(max(plain, 0), abs=1e-9)


def test_keyness_sets_both_parts_beside_each_other():
    here, there = corpus_of(*["trade grows fast"] * 1, "trade talks", "trade"), corpus_of("war grows", "war war", "trade")
    found = keyness.keyness(here, there, minimum_count=3, minimum_documents=1).set_index("term")
    assert list(found.index) == ["trade", "war"]
    assert list(found.loc["trade", ["count", "documents", "count_reference", "documents_reference"]]) == [3, 3, 1, 1]
    assert found.loc["trade", "log_ratio"] == pytest.approx(math.log2((3 / 6) / (1 / 5)))
    assert found.loc["war", "log_ratio"] == pytest.approx(math.log2((0.5 / 6) / (3 / 5))) and found.loc["war", "g2"] < 0


def test_a_term_that_one_document_carries_is_marked_on_the_side_where_it_is_frequent():
    here, there = corpus_of("toad toad toad toad", "road", "road", "road road"), corpus_of("road", "quiet words here")
    found = keyness.keyness(here, there, minimum_count=4, minimum_documents=1).set_index("term")
    assert bool(found.loc["toad", "one_document"]) and not found.loc["road", "one_document"]


def test_terms_under_the_minimum_are_not_compared():
    here, there = corpus_of("rare", "common", "common"), corpus_of("common", "common", "common")
    assert list(keyness.keyness(here, there)["term"]) == ["common"]
    assert keyness.keyness(here, there, minimum_count=6).empty


# --- dispersion ------------------------------------------------------------------------------------------------------


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


# --- collocates ------------------------------------------------------------------------------------------------------


def test_log_dice_as_worked_by_hand():
    corpus = corpus_of("trade talks opened", "trade talks closed", "peace talks opened", "a market")
    near = collocates.collocates(corpus, dispersion.occurrences(corpus, "trade"), minimum_count=1).set_index("collocate")
    # "talks" stands beside 2 of the 2 "trade", and 3 times in all: 14 + log2(2 * 2 / (2 + 3)).
    assert near.loc["talks", "log_dice"] == pytest.approx(14 + math.log2(4 / 5))
    assert list(near.loc["opened", ["together", "count", "documents"]]) == [1, 2, 1]
    assert near.loc["opened", "log_dice"] == pytest.approx(13)  # 14 + log2(2 * 1 / (2 + 2))


def test_words_that_always_stand_together_have_the_highest_log_dice():
    corpus = corpus_of("red ink", "red ink", "blue sky")
    assert collocates.collocates(corpus, dispersion.occurrences(corpus, "red"), minimum_count=1)["log_dice"].iloc[0] == 14


def test_collocates_lie_within_the_window_and_in_the_document_and_are_no_words_of_grammar():
    corpus = corpus_of("far away market trade and near", "beyond")
    assert list(collocates.collocates(corpus, dispersion.occurrences(corpus, "trade"), window=2, minimum_count=1)["collocate"]) == [
        "away",
        "market",
        "near",
    ]


def test_a_word_between_two_nodes_counts_once():
    corpus = corpus_of("trade peace trade")
    assert collocates.collocates(corpus, dispersion.occurrences(corpus, "trade"), minimum_count=1)["together"].iloc[0] == 1


def test_a_node_that_never_occurs_has_no_collocates():
    corpus = corpus_of("some words")
    assert collocates.collocates(corpus, dispersion.occurrences(corpus, "trade")).empty


@ANY
@given(st.lists(st.text(alphabet="ab-'’ é1\n", max_size=30), min_size=1, max_size=4), st.integers(1, 4))
def test_ties_stand_in_alphabetical_order_and_counts_are_those_of_a_plain_count(texts, n):
    texts = [text + " ab" for text in texts]
    found = terms.frequencies(corpus_of(*texts), n=n, keep_stop_words=True)
    plain, where = Counter(), Counter()
    for words in map(tokens, texts):
        grams = [" ".join(words[i : i + n]) for i in range(len(words) - n + 1)]
        plain.update(grams)
        where.update(set(grams))
    expected = sorted(plain, key=lambda term: (-plain[term], -where[term], term))
    assert found["term"].tolist() == expected
    assert found["count"].tolist() == [plain[t] for t in expected]
    assert found["documents"].tolist() == [where[t] for t in expected]
