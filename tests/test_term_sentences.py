"""Sentences of terms and of comparisons: true at nought, at one, at a tie, and with too few."""

import pandas as pd
import pytest
from corpora import corpus_of

from utils import comparisons, dispersion, richness, terms
from utils.sentences import comparisons as told
from utils.sentences import terms as term_sentences


def test_where_there_is_no_document_no_term_is_named():
    corpus = corpus_of("word").where(id="none")
    assert term_sentences.most_frequent(terms.frequencies(corpus), len(corpus)) == "There is no English document to count in."
    assert term_sentences.most_frequent(terms.frequencies(corpus, n=2), len(corpus), n=2) == ""


@pytest.mark.parametrize(
    "value, said",
    [(0, "0"), (12.34, "12"), (9.84, "9.8"), (0.256, "0.26"), (0.0123, "0.012"), (0.00001, "1e-05"), (1234.5, "1,234")],
)
def test_a_rate_has_two_digits_that_tell_something(value, said):
    assert term_sentences.rate(value) == said


@pytest.mark.parametrize(
    "texts, said",
    [
        (["trade trade peace"], "Words of grammar aside, the most frequent word is “trade”: twice, 667 per 1,000 words."),
        (["trade peace"], "Words of grammar aside, no word stands there more than once."),
        (["the of"], "There is no word to count."),
        (["trade peace", "trade peace"],
         "Words of grammar aside, the most frequent words are “peace” and “trade”, twice each (500 per 1,000 words)."),
        (
            ["trade war", "trade peace", "peace trade talks"],
            "Words of grammar aside, the most frequent word is “trade”: 3 times, 429 per 1,000 words, in 3 of 3 documents.",
        ),
    ],
)
def test_the_most_frequent_term_is_named_or_the_tie_or_that_there_is_none(texts, said):
    corpus = corpus_of(*texts)
    assert term_sentences.most_frequent(terms.frequencies(corpus), len(corpus)) == said


def test_terms_of_one_document_are_pointed_out_unless_there_is_one_document():
    found = terms.frequencies(corpus_of("toad toad toad trade", "trade peace", "trade"))
    assert term_sentences.carried_by_one(found, rows=2, documents=3) == "Of the first 2, 1 stands in one document only: “toad”."
    assert (
        term_sentences.carried_by_one(found.head(1), rows=5, documents=3)
        == term_sentences.carried_by_one(found, rows=5, documents=1)
        == ""
    )


@pytest.mark.parametrize(
    "texts, said",
    [
        ([""], "There is no word to count."),
        (["a1 b1 a1"], "3 tokens of 2 types in 1 document. In a stretch of 2 words, 100.0% are different ones on average."),
        (
            ["a1"],
            "1 token of 1 type in 1 document. It is shorter than 2 words, so that no stretch of that length can be looked at.",
        ),
        (
            ["a1 a1", "a1 b1", "a1"],
            "5 tokens of 2 types in 3 documents. In a stretch of 2 words, 75.0% are different ones on average. "
            "1 document shorter than that is left out of the average.",
        ),
    ],
)
def test_richness_is_told_with_what_is_left_out(texts, said):
    corpus = corpus_of(*texts) if texts != [""] else corpus_of("word").where(id="none")
    assert term_sentences.richness(richness.richness(corpus, window=2), 2) == said


def test_a_rate_is_told_with_its_interval_where_there_is_one():
    corpus = corpus_of(*["trade " * (1 + i % 2) + "and peace " * 3 for i in range(8)])
    said = term_sentences.most_frequent(terms.frequencies(corpus, intervals=True), len(corpus))
    # Residuals of 0.2 either way in 7 or 8 words: 0.4 times exp(2.365 * sqrt(8/7 * 8 * 0.04) / 24) either way.
    assert "“peace”: 24 times, 400 per 1,000 words (95% interval 377 to 425), in 8 of 8 documents" in said
    assert "95% intervals" in term_sentences.measure(corpus, terms.frequencies(corpus, intervals=True))
    assert "interval" not in term_sentences.measure(corpus, terms.frequencies(corpus))


def test_groups_of_few_documents_are_told():
    corpus = corpus_of(*["trade"] * 6, "war", side=["A"] * 5 + ["B"] * 2)
    table = terms.frequencies(corpus, by="side")
    listed = terms.listed_by_group(table)
    assert term_sentences.groups_listed(table, listed, "side") == "2 sides are stated; 1 has 5 documents or more and is listed."
    assert term_sentences.groups_listed(table, listed[:0], "side").startswith("2 sides are stated; none has 5 documents")
    assert term_sentences.groups_listed(table[:0], listed[:0], "side") == ""


def two_parts(nature):
    early, late = ["war and trade " * 4 + str(i) for i in range(6)], ["peace and trade " * 4 + str(i) for i in range(6)]
    return corpus_of(*early, *late, date=["2001"] * 6 + ["2005"] * 6, side=["A"] * 6 + ["B"] * 6, nature=nature)


def test_on_source_texts_a_comparison_tells_what_differs_by_a_test_over_documents():
    found = comparisons.early_and_late(two_parts("source texts"))
    said = told.compared(found)
    assert (
        "3 terms are frequent enough to be compared between 2005 and 2001; by a test over documents (q under 0.05), "
        "1 is more frequent in the first and 1 in the second." in said
    )
    assert (
        "Towards 2005 leans “peace”, without an interval: 24 times, in 6 documents, against none in 2001 (log ratio 5.6)." in said
    )
    assert (
        "Towards 2001 leans “war”, without an interval: 24 times, in 6 documents, against none in 2005 (log ratio −5.6)." in said
    )
    assert told.in_one_only(found) == (
        "Of the terms that differ, 1 stands in 2005 alone, “peace” in 6 documents and 1 stands in 2001 alone, "
        "“war” in 6 documents."
    )
    assert told.title(found) == "“peace” marks 2005, “war” 2001"
    assert told.dealt_out(found) == "The test deals out all 12 documents, each among those of about its length."
    assert told.tests_made(found) == "The q-values are over 3 tests."
    both = comparisons.together(found, comparisons.one_and_rest(two_parts("source texts")))
    assert told.tests_made(*both) == "The q-values are over 6 tests of both comparisons together."
    assert told.order(found).startswith("By how far from 0")


def test_the_interval_that_keeps_farthest_from_nought_is_told():
    texts = ["trade " * (i % 3 if i < 20 else 1 + i % 4) + "of the " * 20 for i in range(40)]
    found = comparisons.early_and_late(corpus_of(*texts, date=["2001"] * 20 + ["2005"] * 20))
    said = told.compared(found)
    assert "Towards 2005 the interval of “trade” keeps farthest from 0: 50 times, in 20 documents, against 19 times" in said
    assert "(log ratio 1.3, 95% interval 0.7 to 2.0)" in said


def test_on_a_chronicle_a_comparison_gives_counts_and_no_test():
    comparison = comparisons.one_and_rest(two_parts("chronicle"))
    said = told.compared(comparison) + told.title(comparison) + told.order(comparison)
    assert "without a test" in said and "q under" not in said and "differ" not in said and "marks" not in said
    assert told.in_one_only(comparison) == told.dealt_out(comparison) == ""
    assert told.tests_made(comparison) == "" and "interval" not in told.measure(comparison)


def test_where_nothing_differs_or_nothing_can_be_compared_the_sentence_says_so():
    same = corpus_of(*[f"trade talks {i} " * 5 for i in range(10)], date=["2001", "2002"] * 5)
    assert "none differs by a test over documents (q under 0.05)" in told.compared(comparisons.early_and_late(same))
    few = corpus_of(*["trade talks " * 5] * 8, date=["2001", "2002"] * 4)
    assert "none can be tested, which takes 5 documents in either part" in told.compared(comparisons.early_and_late(few))
    none = comparisons.early_and_late(corpus_of("a"))
    assert told.compared(none) == "Nothing is compared: there are not two years with dated documents."
    assert told.sizes(none) == told.tests_made(none) == told.in_one_only(none) == ""


def test_the_spread_of_terms_is_told_or_that_it_cannot_be():
    spread = dispersion.dispersion(corpus_of("a b", "a", "a c c"), list("ac"))
    assert (
        term_sentences.spread(spread, 3) == "Of the 2 compared, “a” (in 3 of 3 documents, DP 0.17) is spread most evenly, "
        "“c” (in 1 of 3 documents, DP 0.50) least."
    )
    assert term_sentences.spread_title(spread, 3) == "“a” is spread most evenly, “c” least"
    assert "one document" in term_sentences.spread(spread, 1)
    assert term_sentences.spread_order(spread, 3).startswith("From the most even")
    assert term_sentences.spread_order(spread, 1) == "The most frequent words, from the top."
    assert (
        term_sentences.spread(spread.head(1), 3) == ""
        and term_sentences.spread(pd.concat([spread.head(1)] * 2), 3) == "No term is spread more evenly than another."
    )
