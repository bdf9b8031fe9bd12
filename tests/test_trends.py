"""Rates and shares: hand-worked numbers, known intervals, gaps that stay gaps."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils import CorpusError, trends
from utils.concepts import mentions
from utils.corpus import load_corpus


@pytest.fixture
def corpus_of(tmp_path):
    def make(rows):
        path = tmp_path / "c.jsonl"
        lines = (json.dumps({"id": f"d{i}", "lang": "en"} | row) for i, row in enumerate(rows))
        path.write_text("\n".join(lines), encoding="utf-8")
        return load_corpus(path)

    return make


def test_rates_have_the_denominators_one_counts_by_hand(corpus_of):
    corpus = corpus_of([{"text": "SCO SCO one two", "country": "CHN", "voice": "press"},
                        {"text": "no mention here at all now", "country": "CHN", "voice": "press"},
                        {"text": "SCO", "country": "IND", "voice": "press"}])
    table = trends.rates(mentions(corpus, ["sco"]), corpus, by="side")
    china = table.loc["China (press)"]
    assert (china["documents"], china["with_it"], china["mentions"], china["n_words"]) == (2, 1, 2, 10)
    assert china["share"] == 0.5 and china["per_1000_words"] == 200
    assert china["small"] and np.isnan(china["rate_low"])


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    # Values of the exact binomial interval as textbooks print them.
    [(0, 10, 0.0, 0.3085), (1, 10, 0.0025, 0.4450), (5, 10, 0.1871, 0.8129), (10, 10, 0.6915, 1.0), (4, 20, 0.0573, 0.4366)],
)
def test_exact_intervals_agree_with_published_ones(k, n, low, high):
    assert trends.exact_interval(k, n) == pytest.approx((low, high), abs=1e-4)


def test_exact_intervals_agree_with_scipys_own():
    from scipy.stats import binomtest

    for k, n in [(3, 7), (17, 90), (0, 4), (4, 4)]:
        expected = binomtest(k, n).proportion_ci(0.95, method="exact")
        assert trends.exact_interval(k, n) == pytest.approx((expected.low, expected.high))


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_exact_interval_holds_its_share_and_mirrors(pair):
    k, n = pair
    low, high = trends.exact_interval(k, n)
    assert 0 <= low <= k / n <= high <= 1
    assert trends.exact_interval(n - k, n) == pytest.approx((1 - high, 1 - low))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(6, 60)), min_size=5, max_size=30))
def test_a_bootstrap_interval_lies_within_the_documents_own_rates(pairs):
    m, w = (np.array(c) for c in zip(*pairs, strict=True))
    low, high = trends._bootstrap(m, w, "x")
    if m.sum() == 0:
        assert np.isnan(low) and np.isnan(high)
    else:
        each = 1000 * m / w
        assert each.min() - 1e-9 <= low <= high <= each.max() + 1e-9


def test_a_group_keeps_its_interval_when_others_are_added(corpus_of):
    rows = [{"text": "SCO " * (i % 3) + "word " * 20, "date": "2010"} for i in range(8)]
    first = corpus_of(rows)
    alone = trends.rates(mentions(first, ["sco"]), first, by="year").loc[2010]
    more = corpus_of([*rows, {"text": "SCO and more", "date": "2011"}])
    again = trends.rates(mentions(more, ["sco"]), more, by="year").loc[2010]
    assert (again["rate_low"], again["rate_high"]) == (alone["rate_low"], alone["rate_high"])
    assert again["rate_low"] < again["per_1000_words"] < again["rate_high"]


def test_a_year_without_documents_is_a_gap_and_not_a_zero(corpus_of):
    corpus = corpus_of([{"text": "SCO", "date": "2001"}, {"text": "none", "date": "2003-05-01"}, {"text": "SCO", "date": ""}])
    table = trends.trend(mentions(corpus, ["sco"]), corpus)
    assert list(table.index) == [2001, 2002, 2003]
    assert table.loc[2002, "documents"] == 0 and np.isnan(table.loc[2002, "share"])
    assert table.loc[2003, "share"] == 0


def test_without_dates_there_is_no_trend(corpus_of):
    corpus = corpus_of([{"text": "SCO"}])
    assert trends.trend(mentions(corpus, ["sco"]), corpus).empty
    assert trends.halves(corpus) is None


def test_an_unknown_column_is_told_with_those_there_are(corpus_of):
    corpus = corpus_of([{"text": "SCO"}])
    with pytest.raises(CorpusError, match="No column is called 'party': the columns are id, path"):
        trends.rates(mentions(corpus), corpus, by="party")


def test_halves_have_about_as_many_words_and_share_no_year(corpus_of):
    corpus = corpus_of([{"text": "w " * n, "date": str(year)} for year, n in [(2001, 50), (2002, 40), (2003, 30), (2005, 70)]])
    early, late, first, second = trends.halves(corpus)
    assert (first, second) == ("2001 to 2002", "2003 to 2005")
    assert (early.n_words, late.n_words) == (90, 100)


def test_stacked_trends_name_their_concept(corpus_of):
    corpus = corpus_of([{"text": "SCO", "date": "2001"}, {"text": "SCO energy", "date": "2002"}])
    found = mentions(corpus)
    tables = {c: trends.trend(found[found["concept"] == c], corpus) for c in ("sco", "energy")}
    table = trends.stacked(tables)
    assert list(table["concept"]) == ["sco", "sco", "energy", "energy"]
    assert table["with_it"].tolist() == [1, 1, 0, 1]
    assert isinstance(trends.stacked({}), pd.DataFrame)
