"""Planned comparisons: hand-worked and published numbers, q over all of them, and nothing tested where nothing may be."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from corpora import corpus_of
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.stats.contingency import odds_ratio as scipy_odds_ratio

from utils import CorpusError
from utils.concepts import mentions
from utils.differences import COUNTS, TESTS, Contrast, differences, newcombe, odds_ratio, readable
from utils.sentences.differences import differ, differ_title
from utils.significance import q_values

FOUR = st.tuples(*[st.integers(0, 40)] * 4).filter(lambda f: f[0] + f[1] > 0 and f[2] + f[3] > 0)


def corpus_with(parts, **about):
    """Documents of (country, year): (number, how many of them speak of terrorism)."""
    rows = [(c, y, f"Terrorism {i}." if i < k else f"Trade {i}.") for (c, y), (n, k) in parts.items() for i in range(n)]
    countries, years, texts = zip(*rows, strict=True)
    return corpus_of(*texts, country=list(countries), date=[str(y) for y in years], **about)


PARTS = {("CHN", 2001): (20, 2), ("IND", 2001): (20, 3), ("CHN", 2009): (20, 17), ("IND", 2009): (20, 12), ("RUS", 2009): (3, 1)}


def compared(*plan, parts=PARTS, **about):
    corpus = corpus_with(parts, **about)
    return differences(mentions(corpus), corpus, plan)


def test_the_later_half_is_compared_with_the_earlier_by_counts_of_documents():
    row = compared(Contrast("terrorism")).iloc[0]
    assert row[["concept", "label", "by", "here", "there"]].tolist() == ["terrorism", "terrorism", "", "2009", "2001"]
    assert row[["with_it", "documents", "with_it_there", "documents_there"]].tolist() == [30, 43, 5, 40]
    assert row["difference"] == pytest.approx(30 / 43 - 5 / 40) == row["share"] - row["share_there"]
    assert row["odds_ratio"] == pytest.approx((30 * 35) / (13 * 5))
    test = stats.fisher_exact([[30, 13], [5, 35]])
    assert row["p"] == pytest.approx(test.pvalue) == row["q"]
    exact = stats.binomtest(30, 43).proportion_ci(0.95, method="exact")
    assert (row["share_low"], row["share_high"]) == pytest.approx((exact.low, exact.high))


def test_a_group_is_compared_with_all_documents_of_a_known_other_group():
    parts = PARTS | {("", 2009): (7, 7)}
    row = compared(Contrast("terrorism", "country", "CHN"), parts=parts).iloc[0]
    assert row[["here", "there"]].tolist() == ["China", "the rest"]
    assert row[["with_it", "documents", "with_it_there", "documents_there"]].tolist() == [19, 40, 16, 43]
    assert compared(("terrorism", "year", 2001), parts=parts).iloc[0]["documents"] == 40


def test_without_a_group_the_one_with_most_documents_is_compared_the_first_by_name_of_equals():
    assert compared(Contrast("terrorism", "country")).iloc[0][["here", "by"]].tolist() == ["China", "country"]
    assert compared(Contrast("terrorism", "year")).iloc[0]["here"] == "2009"
    corpus = corpus_of("Terrorism.", "Trade.")
    table = differences(mentions(corpus), corpus, [Contrast("terrorism", "country"), Contrast("drugs", "country")])
    assert table["documents"].tolist() == [0, 0] and readable(table).empty
    assert differ(table) == [
        "The country of no document is known, so none is compared with the rest: terrorism and drug trafficking."]


def test_a_table_to_be_read_has_counts_shares_and_intervals_in_one_cell():
    table = compared(Contrast("terrorism"), Contrast("drugs", planned=False), Contrast("terrorism", "country", "RUS"))
    assert readable(table).to_numpy().tolist() == [
        ["terrorism", "2009 against 2001", "30 of 43: 70% [54, 83]", "5 of 40: 12% [4, 27]", "+57 [+37, +71]", "16 [5.2, 51]",
         "<0.001"],
        ["drug trafficking", "2009 against 2001", "0 of 43: 0% [0, 8]", "0 of 40: 0% [0, 9]", "0 [−9, +8]", "",
         "1 (not planned)"],
        ["terrorism", "Russia against the rest", "1 of 3", "34 of 80: 42% [32, 54]", "", "", ""]]


def test_q_is_over_all_comparisons_planned_or_not():
    plan = [Contrast("terrorism"), Contrast("terrorism", "country", "CHN"), Contrast("trade", planned=False)]
    table = compared(*plan)
    assert table["planned"].tolist() == [True, True, False]
    assert table["q"].tolist() == pytest.approx(q_values(table["p"]).tolist())
    assert list(table.columns) == [*COUNTS, *TESTS, "planned"]


def test_fewer_than_five_documents_are_not_tested_and_not_counted_as_a_test():
    table = compared(Contrast("terrorism"), Contrast("terrorism", "country", "RUS"))
    assert table.loc[1, TESTS].isna().all() and np.isnan(table.loc[1, "share_low"])
    assert table.loc[1, "share"] == pytest.approx(1 / 3)
    assert table.loc[0, "q"] == table.loc[0, "p"]


def test_on_a_chronicle_there_are_counts_and_no_test():
    corpus = replace(corpus_with(PARTS), nature="chronicle")
    table = differences(mentions(corpus), corpus, [Contrast("terrorism"), Contrast("terrorism", "country", "CHN")])
    assert list(table.columns) == [*COUNTS, "planned"]
    assert differ(table) == [
        "1 comparison of counts in this chronicle; nothing is tested, since they tell how it was written.",
        "Terrorism: 30 of 43 documents (70%) of 2009, 5 of 40 documents (12%) of 2001.",
        "1 comparison of groups is left out: that a chronicle notes something of one and not of another is no difference between "
        "them."]
    assert len(differ(table, listed=False)) == 2
    assert list(readable(table)) == ["concept", "compared", "first part [95%]", "second part [95%]"]
    one = corpus.where(year=2001)
    assert differ(differences(mentions(one), one, [Contrast("terrorism")])) == [
        "Too few to compare the later half (no document) with the earlier half (no document): terrorism."]
    assert differ_title(table) == "Shares of documents in two parts of the corpus"


@pytest.mark.parametrize("counts, low, high", [
    # Newcombe 1998, table II, method 10: 56/70 - 48/80, 9/10 - 3/10, 10/10 - 0/20, 10/10 - 0/10.
    ((56, 70, 48, 80), 0.0524, 0.3339), ((9, 10, 3, 10), 0.1705, 0.8090), ((10, 10, 0, 20), 0.6791, 1.0),
    ((10, 10, 0, 10), 0.6075, 1.0)])
def test_intervals_of_a_difference_agree_with_published_ones(counts, low, high):
    assert [float(x) for x in newcombe(*map(np.array, counts))] == pytest.approx([low, high], abs=1e-4)


def test_odds_ratios_agree_with_scipys_own():
    tables = [[30, 13, 5, 35], [7, 9, 12, 4], [100, 900, 40, 960]]
    ours = np.array(odds_ratio(np.array(tables))).T
    for four, mine in zip(tables, ours, strict=True):
        expected = scipy_odds_ratio(np.reshape(four, (2, 2)), kind="sample")
        interval = expected.confidence_interval()
        assert mine.tolist() == pytest.approx([expected.statistic, interval.low, interval.high])


def test_an_odds_ratio_with_a_count_of_nought_takes_half_a_document_more_in_each():
    assert odds_ratio(np.array([[0, 10, 4, 6]]))[0].item() == pytest.approx((0.5 * 6.5) / (10.5 * 4.5))


@given(FOUR)
def test_a_difference_lies_in_its_interval_and_turns_round_with_the_parts(four):
    a, b, c, d = (np.array([x]) for x in four)
    low, high = newcombe(a, a + b, c, c + d)
    difference = (a / (a + b) - c / (c + d)).item()
    assert -1 - 1e-9 <= low.item() <= difference + 1e-9 and difference - 1e-9 <= high.item() <= 1 + 1e-9
    other = newcombe(c, c + d, a, a + b)
    assert [other[0].item(), other[1].item()] == pytest.approx([-high.item(), -low.item()])
    ratio, lower, upper = odds_ratio(np.array([four]))
    assert 0 < lower.item() <= ratio.item() <= upper.item()
    turned = odds_ratio(np.array([[*four[2:], *four[:2]]]))
    assert [x.item() for x in turned] == pytest.approx([1 / ratio.item(), 1 / upper.item(), 1 / lower.item()])


def test_p_is_that_of_dealing_the_documents_out_to_the_two_parts_anew():
    parts = {("CHN", 2001): (12, 3), ("CHN", 2009): (10, 6)}
    p = compared(Contrast("terrorism"), parts=parts)["p"].item()
    random, mentioned = np.random.default_rng(0), np.repeat([1, 0], [9, 13])
    dealt = np.array([random.permutation(mentioned)[:10].sum() for _ in range(20000)])
    likelihood = np.bincount(dealt, minlength=11) / 20000
    assert p == pytest.approx(likelihood[likelihood <= likelihood[6] * 1.1].sum(), abs=0.015)


@pytest.mark.parametrize("plan, said", [
    (Contrast("terorism"), "No concept is called 'terorism': there are "),
    (Contrast("terrorism", "party", "CHN"), "No column is called 'party': the columns are id"),
    (Contrast("terrorism", "country", "XYZ"), "No document has the country 'XYZ': stated are "),
    (Contrast("terrorism", group="CHN"), "The comparison of 'CHN' names no column: write Contrast\\(concept, column, 'CHN'\\)"),
])
def test_a_plan_that_names_what_is_not_there_is_told_with_what_is(plan, said):
    with pytest.raises(CorpusError, match=said):
        compared(plan)


def test_what_cannot_be_compared_has_a_row_and_is_told():
    for corpus in (corpus_of("Terrorism."), corpus_of("Terrorism.", date=["2001"]), corpus_with(PARTS).where(country="USA")):
        table = differences(mentions(corpus), corpus, [Contrast("terrorism"), Contrast("trade")])
        assert table[TESTS].isna().all().all()
        assert differ(table) == [
            "Too few to compare the later half (no document) with the earlier half (no document): terrorism and "
            f"{table.loc[1, 'label']}."]
    assert differ(differences(mentions(corpus), corpus, [])) == ["No comparison was made."]


def test_a_concept_that_never_occurs_is_no_difference():
    row = compared(Contrast("drugs")).iloc[0]
    assert (row["with_it"], row["with_it_there"], row["difference"], row["p"]) == (0, 0, 0, 1)


def test_sentences_tell_how_many_comparisons_were_made_what_differs_and_what_does_not():
    table = compared(Contrast("terrorism"), *(Contrast("terrorism", "country", country) for country in ("CHN", "RUS")))
    assert differ(table) == [
        "2 comparisons were made, all of them planned; 1 shows a difference at a false discovery rate of 5% over all 2.",
        "Terrorism: 30 of 43 documents (70%) of 2009, 5 of 40 documents (12%) of 2001: difference +57 points [+37, +71], odds "
        "ratio 16 [5.2, 51], q < 0.001.",
        "No difference that can be told from chance: terrorism: 19 of 40 documents (48%) of China, 16 of 43 documents (37%) of "
        "the rest (difference +10 points [−11, +30], q = 0.38). That is no proof that there is none: the brackets say how large "
        "it may be.",
        "Too few to compare Russia (3 documents) with the rest (80 documents): terrorism."]
    assert differ(table, listed=False)[2] == (
        "1 can't be told from chance. That is no proof that there is no difference: the intervals say how large it may be.")
    assert differ_title(table) == "A difference in 1 of 2 comparisons"


@pytest.mark.parametrize("planned, differs, said", [
    (True, True, "1 comparison was made, which was planned; it shows a difference at a false discovery rate of 5%."),
    (False, False, "1 comparison was made, which was not planned but came from looking; it shows no difference at a false "
                   "discovery rate of 5%."),
])
def test_a_single_comparison_is_told_as_one(planned, differs, said):
    table = compared(Contrast("terrorism") if differs else Contrast("terrorism", "country", "IND"))
    assert differ(table.assign(planned=planned))[0] == said
    assert differ_title(table) == ("A difference in 1 of 1 comparison" if differs else
                                   "No difference can be told from chance in 1 comparison")


def test_the_result_does_not_depend_on_the_order_of_mentions():
    corpus = corpus_with(PARTS)
    found = mentions(corpus)
    plan = [Contrast("terrorism"), Contrast("terrorism", "country", "IND")]
    pd.testing.assert_frame_equal(differences(found, corpus, plan), differences(found.iloc[::-1], corpus, plan))
