"""Frequencies: against counting the plain way, by group, by stem, with intervals."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from corpora import corpus_of
from hypothesis import given, settings
from hypothesis import strategies as st

from utils import CorpusError, terms
from utils.text import tokens

ANY = settings(deadline=None, max_examples=60, derandomize=True)
TEXTS = st.lists(st.text(st.sampled_from("ab cde'-.\n"), min_size=1, max_size=60).filter(str.strip), min_size=1, max_size=5)


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


def test_an_empty_corpus_has_no_terms():
    corpus = corpus_of("word").where(id="none")
    for n in (1, 2, 3, 4):
        found = terms.frequencies(corpus, n=n, intervals=True)
        assert found.empty and list(found) == [*terms.FREQUENCIES[:3], *terms.INTERVAL, *terms.FREQUENCIES[3:]]
    assert terms.frequencies(corpus, by="side", stems=True, top=3).empty


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


@ANY
@given(st.lists(st.text("ab \u0301\u05d0\u05d1\u0627", max_size=30), min_size=1, max_size=4), *[st.integers(1, 4)] * 2)
def test_the_first_so_many_are_the_head_of_all(texts, n, top):
    corpus = corpus_of(*[text + " ab" for text in texts])
    every = terms.frequencies(corpus, n=n, keep_stop_words=True, intervals=True)
    pd.testing.assert_frame_equal(terms.frequencies(corpus, n=n, keep_stop_words=True, intervals=True, top=top), every.head(top))


def test_right_to_left_words_and_combining_characters_are_terms_like_any_other():
    found = terms.frequencies(corpus_of("\u0634\u0627\u0646\u063a\u0647\u0627\u064a cafe\u0301 cafe\u0301", lang=["en"]))
    assert list(found["term"]) == ["cafe\u0301", "\u0634\u0627\u0646\u063a\u0647\u0627\u064a"] and list(found["count"]) == [2, 1]


def test_a_word_of_a_hundred_thousand_characters_is_one_term():
    found = terms.frequencies(corpus_of("trade " + "x" * 100_000 + " trade"), n=2)
    assert [len(term) for term in found["term"]] == [100_006, 100_006]


# --- by group --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sides():
    return corpus_of("trade trade peace", "trade", "war war war war", "war", side=["A", "A", "B", ""])


def test_by_group_the_words_and_documents_of_the_group_are_the_denominators(sides):
    found = terms.frequencies(sides, by="side")
    assert found.values.tolist() == [
        ["A", "trade", 3, 750, 2, 1],
        ["A", "peace", 1, 250, 1, 0.5],
        ["B", "war", 4, 1000, 1, 1],
    ]
    assert list(found) == ["group", *terms.FREQUENCIES]


@ANY
@given(TEXTS, st.integers(1, 3))
def test_a_group_counts_what_a_corpus_of_its_documents_counts(texts, n):
    corpus = corpus_of(*texts, side=[str(i % 2) for i in range(len(texts))])
    found = terms.frequencies(corpus, n=n, by="side", keep_stop_words=True, intervals=True)
    for group in {str(i % 2) for i in range(len(texts))}:
        alone = terms.frequencies(corpus.where(side=group), n=n, keep_stop_words=True, intervals=True)
        mine = found[found["group"] == group].drop(columns="group").reset_index(drop=True)
        pd.testing.assert_frame_equal(mine, alone)


def test_groups_are_in_their_own_order_and_each_has_its_first_terms():
    corpus = corpus_of("a1 a1 b1", "c1 c1 d1", date=["2010", "2009"])
    found = terms.frequencies(corpus, by="year", top=1)
    assert found[["group", "term"]].values.tolist() == [[2009, "c1"], [2010, "a1"]]


def test_a_column_that_is_not_there_is_told_with_those_that_are(sides):
    with pytest.raises(CorpusError, match="No column is called 'mood': the columns are id"):
        terms.frequencies(sides, by="mood")


def test_a_column_that_says_nothing_gives_no_group(sides):
    assert terms.frequencies(sides, by="speaker").empty


def test_a_list_by_group_has_the_largest_first_and_leaves_out_those_of_few_documents():
    corpus = corpus_of(*["trade peace trade"] * 5, *["war"] * 6, "word", side=["A"] * 5 + ["B"] * 6 + ["C"])
    found = terms.listed_by_group(terms.frequencies(corpus, by="side"), rows=2)
    assert found.values.tolist() == [["B", 6, "war 1000.0"], ["A", 5, "trade 666.7, peace 333.3"]]
    years = corpus_of(*["trade"] * 5, *["war"] * 6, date=["2001"] * 5 + ["2002"] * 6)
    assert list(terms.listed_by_group(terms.frequencies(years, by="year"))["group"]) == ["2001", "2002"]
    assert terms.listed_by_group(terms.frequencies(corpus, by="speaker")).empty


# --- stems -----------------------------------------------------------------------------------------------------------


def test_words_of_one_stem_are_one_term_under_the_most_frequent_of_them():
    corpus = corpus_of("states state states", "developing development state's")
    assert terms.frequencies(corpus, stems=True)[["term", "count", "documents"]].values.tolist() == [
        ["state", 4, 2],
        ["developing", 2, 1],
    ]


def test_sequences_of_stems_are_counted_together():
    corpus = corpus_of("member state and members states", "member states")
    found = terms.frequencies(corpus, n=2, stems=True)
    assert found[["term", "count"]].values.tolist() == [["member states", 3]]


def test_words_of_grammar_join_no_stem():
    found = terms.frequencies(corpus_of("will will wills 2020 2020s"), stems=True)
    assert dict(zip(found["term"], found["count"], strict=True)) == {"wills": 1, "2020s": 1}


@ANY
@given(TEXTS)
def test_stems_lose_no_word(texts):
    corpus = corpus_of(*texts)
    assert terms.frequencies(corpus, stems=True, keep_stop_words=True)["count"].sum() == corpus.n_words


# --- intervals -------------------------------------------------------------------------------------------------------


def test_a_rate_has_an_interval_where_five_documents_hold_the_term():
    found = terms.frequencies(corpus_of(*["trade peace"] * 4, "trade war"), intervals=True).set_index("term")
    assert found.loc["trade", ["rate_low", "rate_high"]].tolist() == [500, 500]  # one in two words in every document
    assert found.loc[["peace", "war"], ["rate_low", "rate_high"]].isna().all(axis=None)


def test_an_interval_is_as_wide_as_a_bootstrap_over_documents_makes_it():
    random = np.random.default_rng(5)
    sizes, rates = random.integers(20, 300, 80), random.gamma(2, 0.02, 80)
    said = [np.where(random.random(n) < rate, "trade", "word") for n, rate in zip(sizes, rates, strict=True)]
    corpus = corpus_of(*map(" ".join, said))
    row = terms.frequencies(corpus, intervals=True).set_index("term").loc["trade"]
    x, lengths = (np.array([f(tokens(text)) for _, text in corpus.texts()]) for f in (lambda words: words.count("trade"), len))
    drawn = random.integers(0, 80, (4000, 80))
    low, high = np.quantile(1000 * x[drawn].sum(axis=1) / lengths[drawn].sum(axis=1), [0.025, 0.975])
    assert (row["rate_low"], row["rate_high"]) == pytest.approx((low, high), rel=0.05)


def test_a_table_to_be_read_has_the_interval_in_the_cell_of_the_rate():
    found = terms.readable(terms.frequencies(corpus_of(*["trade peace"] * 4, "trade war"), intervals=True))
    assert list(found) == ["term", "count", "per 1,000 words [95%]", "documents", "share_of_documents"]
    assert list(found["per 1,000 words [95%]"]) == ["500.00 [500.00, 500.00]", "400.00", "100.00"]
    assert list(terms.readable(terms.frequencies(corpus_of("trade"), intervals=True))) == terms.FREQUENCIES
