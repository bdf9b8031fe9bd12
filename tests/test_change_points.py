"""Change points: a known change is found, none is made up, chance is judged as one would by shuffling documents oneself."""

import random as plain_random
from dataclasses import replace
from itertools import combinations
from math import log

import numpy as np
import pandas as pd
import pytest
from corpora import corpus_of
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kstest

from utils import CorpusError
from utils.change_points import change_points
from utils.sentences import changes as said


def corpus_by_year(*documents, first=2001, **about):
    """So many documents in each year from `first` on; the text of each says which it is."""
    dates = [str(first + i) for i, n in enumerate(documents) for _ in range(n)]
    return corpus_of(*[f"Text {i}." for i in range(len(dates))], date=dates, **about)


def held(corpus, *with_it):
    """Mentions in so many of the documents of each year."""
    years = corpus.documents.groupby("year")["id"].apply(list)
    return pd.DataFrame({"id": [name for names, k in zip(years, with_it, strict=True) for name in names[:k]]}, dtype="str")


def likelihood_ratio(k1, n1, k2, n2):
    """G2 of two shares, as written in a textbook: twice the sum of observed times the logarithm of observed by expected."""
    share = (k1 + k2) / (n1 + n2)
    cells = [(k1, n1 * share), (n1 - k1, n1 * (1 - share)), (k2, n2 * share), (n2 - k2, n2 * (1 - share))]
    return 2 * sum(seen * log(seen / expected) for seen, expected in cells if seen)


def best_by_hand(years, mentions):
    """The largest G2 of all cuts, and the year before which it is; `years` and `mentions` have one entry a document."""
    best = (-1, None)
    for cut in sorted(set(years)):
        before = [m for y, m in zip(years, mentions) if y < cut]
        after = [m for y, m in zip(years, mentions) if y >= cut]
        sides = (len({y for y in years if y < cut}), len({y for y in years if y >= cut}))
        if min(sides) >= 2 and min(len(before), len(after)) >= 5:
            best = max(best, (round(likelihood_ratio(sum(before), len(before), sum(after), len(after)), 9), -cut))
    return best[0], -best[1] if best[1] else None


def test_a_known_change_is_found_with_the_shares_before_and_after_it():
    corpus = corpus_by_year(*[10] * 10)
    result = change_points(held(corpus, 1, 2, 1, 1, 2, 8, 9, 8, 7, 8), corpus)
    assert result.tested and result.table["found"].tolist() == [True, False]
    row = result.table.iloc[0]
    assert (row["last_before"], row["first_after"], row["date"], row["p"]) == (2005, 2006, "2006-01-01", 0.001)
    assert (row["with_it_before"], row["documents_before"], row["with_it_after"], row["documents_after"]) == (7, 50, 40, 50)
    assert row["g2"] == pytest.approx(likelihood_ratio(7, 50, 40, 50))
    assert (row["share_low_before"], row["share_high_before"]) == pytest.approx((0.0582, 0.2674), abs=1e-4)  # Clopper-Pearson
    assert result.parts[["first", "last", "start", "end", "with_it"]].values.tolist() == [
        [2001, 2005, "2001-01-01", "2005-12-31", 7], [2006, 2010, "2006-01-01", "2010-12-31", 40]]


def test_two_changes_are_found_one_after_the_other_and_no_more_than_asked_for():
    corpus = corpus_by_year(*[20] * 12)
    found = held(corpus, 2, 2, 2, 2, 18, 18, 18, 18, 9, 9, 9, 9)
    result = change_points(found, corpus)
    assert sorted(result.table["first_after"]) == [2005, 2009] and result.table["found"].all()
    assert result.parts["with_it"].tolist() == [8, 72, 36]
    assert change_points(found, corpus, most=1).parts["documents"].tolist() == [80, 160]
    assert change_points(found, corpus, most=5).table["found"].tolist() == [True, True, False]


def test_an_even_share_has_no_change_and_the_largest_cut_is_told_with_its_p():
    corpus = corpus_by_year(*[12] * 8)
    result = change_points(held(corpus, 4, 5, 3, 4, 5, 4, 3, 4), corpus)
    assert result.table["found"].tolist() == [False] and result.table["p"].item() > 0.5
    assert len(result.parts) == 1 and result.reason == ""


@given(st.lists(st.tuples(st.integers(1, 8), st.integers(0, 8)), min_size=4, max_size=9))
def test_the_cut_is_the_one_that_trying_all_by_hand_gives(years):
    n, k = [n for n, _ in years], [min(n, k) for n, k in years]
    corpus = corpus_by_year(*n)
    result = change_points(held(corpus, *k), corpus, most=1, permutations=99)
    each = [(2001 + i, j < k[i]) for i in range(len(n)) for j in range(n[i])]
    g2, cut = best_by_hand(*zip(*each))
    if result.reason:
        assert cut is None or sum(k) in (0, sum(n))
    else:
        assert result.table["g2"].item() == pytest.approx(g2, abs=1e-8) and result.table["first_after"].item() == cut


def test_p_is_that_of_shuffling_the_documents_one_by_one():
    n, k = [6, 9, 5, 8, 7, 10, 6, 9], [1, 3, 1, 2, 4, 5, 3, 6]
    corpus = corpus_by_year(*n)
    p = change_points(held(corpus, *k), corpus, most=1, permutations=4999).table["p"].item()
    years = [2001 + i for i in range(len(n)) for _ in range(n[i])]
    mentions = [j < k[i] for i in range(len(n)) for j in range(n[i])]
    observed, shuffle = best_by_hand(years, mentions)[0], plain_random.Random(3)
    as_large = 0
    for _ in range(800):
        shuffle.shuffle(mentions)
        as_large += best_by_hand(years, mentions)[0] >= observed
    assert 0.03 < p < 0.5 and p == pytest.approx(as_large / 800, abs=0.05)


def test_p_is_near_that_of_all_ways_to_deal_out_the_documents():
    n, k = [3, 3, 3, 3], [0, 1, 3, 2]
    corpus = corpus_by_year(*n)
    p = change_points(held(corpus, *k), corpus, permutations=9999).table["p"].item()
    years = [2001 + i for i in range(4) for _ in range(3)]
    ways = [best_by_hand(years, [i in chosen for i in range(12)])[0] for chosen in combinations(range(12), sum(k))]
    observed = likelihood_ratio(1, 6, 5, 6)  # the one cut that leaves two years on either side
    assert p == pytest.approx(np.mean([g2 >= observed - 1e-9 for g2 in ways]), abs=0.015)


def test_without_a_change_p_is_as_likely_to_lie_anywhere():
    corpus, random, p = corpus_by_year(9, 14, 6, 11, 17, 8, 12, 10, 15, 7), np.random.default_rng(11), []
    for _ in range(300):
        found = corpus.documents.loc[random.random(len(corpus)) < 0.4, ["id"]]
        p.append(change_points(found, corpus, most=1, permutations=199).table["p"].item())
    p = np.array(p)
    assert kstest(p, "uniform").pvalue > 0.05
    assert 0.02 <= (p <= 0.05).mean() <= 0.085


def test_the_same_seed_gives_the_same_p_and_the_order_of_mentions_changes_nothing():
    corpus = corpus_by_year(*[10] * 6)
    found = held(corpus, 2, 4, 3, 5, 6, 4)
    result, again = (change_points(part, corpus) for part in (found, found.iloc[::-1]))
    pd.testing.assert_frame_equal(result.table, again.table)
    assert change_points(found, corpus, seed=1).table["p"].item() == pytest.approx(result.table["p"].item(), abs=0.06)


def test_years_without_documents_are_no_place_for_a_change_and_several_mentions_of_a_document_count_once():
    corpus = corpus_of(*"abcdefghijklmnop", date=[str(y) for y in [2001] * 4 + [2002] * 4 + [2009] * 4 + [2010] * 4])
    found = corpus.documents.loc[corpus.documents["year"] > 2005, ["id"]]
    row = change_points(pd.concat([found, found, found.head(1)]), corpus).table.iloc[0]
    assert (row["last_before"], row["first_after"], row["with_it_before"], row["with_it_after"]) == (2002, 2009, 0, 8)


def test_a_chronicle_is_described_and_not_tested():
    corpus = replace(corpus_by_year(*[10] * 6), nature="chronicle")
    result = change_points(held(corpus, 1, 1, 1, 9, 9, 9), corpus)
    assert not result.tested and "p" not in result.table and "found" not in result.table
    assert len(result.table) == 1 and len(result.parts) == 1
    assert said.changed(result, "trade") == (
        "Trade: in this chronicle the shares of documents before and after differ most between 2003 and 2004: 3 of 30 documents "
        "(10%) [2%, 27%] before, 27 of 30 documents (90%) [73%, 98%] after (95% intervals in brackets). That tells of the "
        "chronicle, and is not tested.")
    assert said.changes_title({"trade": result}, {"trade": "trade"}) == "Trade over time"


@pytest.mark.parametrize("documents, with_it, reason", [
    ([3], [1], "there are too few documents: a change needs 2 years with 5 documents in all on either side."),
    ([30, 30, 30], [1, 2, 3], "there are too few documents: a change needs 2 years with 5 documents in all on either side."),
    ([2, 2, 9, 9], [1, 1, 3, 3], "there are too few documents: a change needs 2 years with 5 documents in all on either side."),
    ([9, 9, 9, 9], [0, 0, 0, 0], "none of the documents counted here mention it."),
    ([9, 9, 9, 9], [9, 9, 9, 9], "all of the documents counted here mention it."),
])
def test_where_there_is_nothing_to_look_for_the_reason_is_told(documents, with_it, reason):
    corpus = corpus_by_year(*documents)
    result = change_points(held(corpus, *with_it), corpus)
    assert (result.reason, result.tested, len(result.table), len(result.parts)) == (reason, False, 0, 1)
    assert said.changed(result, "trade") == f"Trade: no change over time can be looked for, since {reason}"


def test_without_dates_or_documents_there_is_no_change_to_look_for():
    undated = corpus_of("a", "b")
    for corpus in (undated, undated.where(country="IND")):
        result = change_points(pd.DataFrame({"id": ["d0"]}), corpus, period="month")
        assert result.reason == "no document counted here has a date that tells its month."
        assert result.table.empty and result.parts.empty


def test_other_periods_are_cut_between_as_well():
    dates = [f"2020-{m:02d}-{d:02d}" for m in range(1, 13) for d in (3, 17, 25)]
    corpus = corpus_of(*[f"Text {i}." for i in range(36)], date=dates)
    found = corpus.documents.loc[corpus.documents["date"] >= "2020-07", ["id"]]
    assert change_points(found, corpus, period="month").table["first_after"].iloc[0] == "2020-07"
    assert change_points(found, corpus, period="quarter").table["last_before"].iloc[0] == "2020-Q2"
    with pytest.raises(CorpusError, match="No period is called 'week'"):
        change_points(found, corpus, period="week")


@pytest.mark.parametrize("options", [{"most": 0}, {"permutations": 10}])
def test_too_small_a_search_is_refused(options):
    with pytest.raises(ValueError, match="give at least 1 and 99"):
        change_points(pd.DataFrame({"id": []}), corpus_by_year(5, 5, 5, 5), **options)


def test_changes_are_told_in_their_order_in_time_with_the_share_of_every_part():
    corpus = corpus_by_year(*[20] * 12)
    result = change_points(held(corpus, 2, 2, 2, 2, 18, 18, 18, 18, 9, 9, 9, 9), corpus)
    assert said.changed(result, "trade") == (
        "Trade: the share of documents changes between 2004 and 2005 (p = 0.001) and between 2008 and 2009 (p = 0.001): 8 of 80 "
        "documents (10%) [4%, 19%] in 2001 to 2004, then 72 of 80 documents (90%) [81%, 96%] in 2005 to 2008, then 36 of 80 "
        "documents (45%) [34%, 57%] in 2009 to 2012; 95% intervals in brackets.")
    title = said.changes_title({"t": result}, {"t": "trade"})
    assert title == "Shares change: trade between 2004 and 2005 and between 2008 and 2009"


def test_a_title_that_would_be_too_long_leaves_out_the_years_and_then_the_names():
    corpus = corpus_by_year(*[20] * 12)
    result = change_points(held(corpus, 2, 2, 2, 2, 18, 18, 18, 18, 9, 9, 9, 9), corpus)
    names = {"t": "trade and investment", "e": "energy"}
    assert said.changes_title({"t": result, "e": result}, names) == "Shares change over time: trade and investment and energy"
    names = {key: f"a concept with a name as long as this: {key}" for key in "abc"}
    assert said.changes_title(dict.fromkeys(names, result), names) == "The share changes over time for 3 of the 3 shown"


def test_no_change_is_a_result_that_is_told():
    corpus, names = corpus_by_year(*[12] * 4), {"t": "trade", "e": "energy"}
    result = change_points(held(corpus, 4, 4, 4, 5), corpus)
    assert said.changed(result, "trade") == (
        "Trade: no change over time is found that can be told from chance. The largest difference is that between 2002 and 2003: "
        "8 of 24 documents (33%) [16%, 55%] before, 9 of 24 documents (38%) [19%, 59%] after (95% intervals in brackets); p = 1, "
        "all cuts tried being counted.")
    even = change_points(held(corpus, 4, 4, 4, 4), corpus)
    assert said.changed(even, "trade") == (
        "Trade: no change over time is found; the share is the same before and after every year tried.")
    assert said.changes_title({"t": result, "e": even}, names) == "Trade and energy: no change that the data can tell from chance"


def test_several_concepts_without_a_change_are_told_in_one_sentence():
    corpus, names = corpus_by_year(*[12] * 4), {"t": "trade", "e": "energy"}
    results = {"t": change_points(held(corpus, 4, 4, 4, 5), corpus), "e": change_points(held(corpus, 1, 2, 2, 2), corpus)}
    assert said.all_changed(results, names) == [
        "No change over time that can be told from chance is found, all cuts tried being counted; the largest differences (95% "
        "intervals in brackets): trade between 2002 and 2003, 8 of 24 documents (33%) [16%, 55%] before and 9 of 24 documents "
        "(38%) [19%, 59%] after (p = 1); energy between 2002 and 2003, 3 of 24 documents (12%) [3%, 32%] before and 4 of 24 "
        "documents (17%) [5%, 37%] after (p = 1)."]


def test_several_concepts_of_a_chronicle_are_described_in_one_sentence():
    corpus = replace(corpus_by_year(*[10] * 4), nature="chronicle")
    results = {"t": change_points(held(corpus, 1, 1, 9, 9), corpus), "e": change_points(held(corpus, 9, 9, 1, 1), corpus)}
    assert said.all_changed(results, {"t": "trade", "e": "energy"}) == [
        "In this chronicle the shares of documents before and after differ most (95% intervals in brackets): trade between 2002 "
        "and 2003, 2 of 20 documents (10%) [1%, 32%] before and 18 of 20 documents (90%) [68%, 99%] after; energy between 2002 "
        "and 2003, 18 of 20 documents (90%) [68%, 99%] before and 2 of 20 documents (10%) [1%, 32%] after. That tells of the "
        "chronicle, and is not tested."]


def test_a_reason_that_holds_for_all_is_told_once():
    corpus = corpus_by_year(9, 9)
    few = change_points(held(corpus, 4, 4), corpus)
    assert said.all_changed({"t": few, "e": few}, {}) == [
        "No change over time can be looked for, since there are too few documents: a change needs 2 years with 5 documents in "
        "all on either side."]
    assert len(said.all_changed({"t": few}, {"t": "trade"})) == 1


def test_a_change_that_is_lost_when_all_that_were_searched_are_counted_is_told():
    corpus, names = corpus_by_year(*[10] * 8), {"a": "trade", "b": "energy", "c": "transport"}
    results = {"a": change_points(held(corpus, 1, 2, 3, 2, 5, 4, 5, 5), corpus),
               "b": change_points(held(corpus, 3, 4, 3, 4, 3, 4, 3, 4), corpus),
               "c": change_points(held(corpus, 4, 3, 3, 5, 4, 4, 3, 4), corpus)}
    p = results["a"].table["p"].iloc[0]
    assert 0.017 < p <= 0.05 < min(results[key].table["p"].iloc[0] for key in "bc")
    assert said.all_changed(results, names)[-1] == (
        "When it is counted that 3 were searched (q-values over the first cut of each), the change can't be told from chance for "
        f"trade (q = {3 * p:.2g}).")
    assert said.changes_title(results, names).endswith(": no change that the data can tell from chance")
    results["a"] = change_points(held(corpus, 1, 1, 1, 1, 9, 9, 9, 9), corpus)
    assert said.all_changed(results, names)[-1] == (
        "The change holds when it is counted that 3 were searched (q-values over the first cut of each).")
    assert said.changes_title(results, names) == "Shares change: trade between 2004 and 2005"
