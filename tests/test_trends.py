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
from utils.sentences import trends as said


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
    each = 1000 * m / w
    assert each.min() - 1e-9 <= low <= high <= each.max() + 1e-9


def test_a_bootstrap_interval_agrees_with_resampling_one_document_at_a_time():
    random = np.random.default_rng(5)
    m, w = random.poisson(1.5, 40), random.integers(200, 900, 40)
    rates = []
    for _ in range(4000):
        drawn = [int(i) for i in random.integers(0, 40, 40)]
        rates.append(1000 * sum(int(m[i]) for i in drawn) / sum(int(w[i]) for i in drawn))
    assert trends._bootstrap(m, w, "x") == pytest.approx(np.quantile(rates, [0.025, 0.975]), rel=0.05)


def test_the_interval_of_a_large_group_agrees_with_the_theory_of_ratios():
    random = np.random.default_rng(5)
    m, w = random.poisson(1.5, 3000), random.integers(200, 900, 3000)  # so many are resampled in several blocks
    ratio = m.sum() / w.sum()
    error = np.sqrt(((m - ratio * w) ** 2).sum()) / w.sum()  # the linear approximation: Cochran 1977, chapter 6
    expected = [1000 * (ratio - 1.96 * error), 1000 * (ratio + 1.96 * error)]
    assert trends._bootstrap(m, w, "x") == pytest.approx(expected, rel=0.01)


def test_small_groups_and_those_without_a_mention_or_a_word_have_no_interval_of_the_rate(corpus_of):
    texts = {"press": ["SCO"] * 4, "organ": ["trade"] * 5, "ngo": ["中国"] * 5}
    corpus = corpus_of([{"text": text, "voice": voice} for voice, each in texts.items() for text in each])
    table = trends.rates(mentions(corpus, ["sco"]), corpus, by="voice")
    assert table["small"].to_dict() == {"ngo": False, "organ": False, "press": True}
    assert table[["rate_low", "rate_high"]].isna().all().all()
    assert table["share_high"].isna().to_dict() == {"ngo": False, "organ": False, "press": True}
    assert np.isnan(table.loc["ngo", "per_1000_words"]) and table.loc["organ", "per_1000_words"] == 0


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


@pytest.mark.parametrize("period", ["year", "quarter", "month", "decade"])
def test_without_dates_or_documents_there_is_no_trend(corpus_of, period):
    undated = corpus_of([{"text": "SCO"}])
    for corpus in (undated, undated.where(country="IND")):
        table = trends.trend(mentions(corpus, ["sco"]), corpus, period=period)
        assert table.empty and list(table.columns) == ["start", "end", *trends.RATES]
        assert table.attrs == {"undated": len(corpus), "coarse": 0, "outside": 0}
        assert trends.trend(mentions(corpus), corpus, period=period, by="country").empty
        assert trends.rates(mentions(corpus), corpus, by="country").empty
        assert trends.halves(corpus) is None


def test_by_quarter_only_documents_that_tell_their_quarter_count_and_the_others_are_numbered(corpus_of):
    corpus = corpus_of([{"text": "SCO", "date": d} for d in ("2020-01-31", "2020-09", "2020", "2021", "")])
    table = trends.trend(mentions(corpus, ["sco"]), corpus, period="quarter")
    assert table["documents"].to_dict() == {"2020-Q1": 1, "2020-Q2": 0, "2020-Q3": 1}
    assert table.attrs == {"undated": 1, "coarse": 2, "outside": 0}
    empty = table.loc["2020-Q2", ["with_it", "share", "share_low", "mentions", "n_words", "per_1000_words", "rate_low"]]
    assert empty.isna().all()
    assert trends.trend(mentions(corpus, ["sco"]), corpus).attrs == {"undated": 1, "coarse": 0, "outside": 0}


def test_a_trend_over_periods_of_ones_own_counts_what_lies_in_each(corpus_of):
    dates = ["2001", "2004-05", "2006", "2011-02-03", "2012"]
    corpus = corpus_of([{"text": "SCO" if i % 2 else "trade", "date": d} for i, d in enumerate(dates)])
    table = trends.trend(mentions(corpus, ["sco"]), corpus, period=[("first", "2001", "2004"), ("second", "2005", "2011")])
    assert table[["documents", "with_it"]].to_dict("index") == {"first": {"documents": 2, "with_it": 1},
                                                                "second": {"documents": 2, "with_it": 1}}
    assert table.attrs["outside"] == 1
    cut = trends.trend(mentions(corpus, ["sco"]), corpus, period=["2005"])
    assert cut["documents"].to_dict() == {"to 2004": 2, "from 2005": 3}


def test_within_a_group_the_trend_is_that_of_its_documents_alone(corpus_of):
    rows = [{"text": "SCO " * (i % 3) + "word " * (20 + i), "date": str(2010 + i % 3), "country": c}
            for i in range(30) for c in ("CHN", "IND", "")]
    corpus = corpus_of(rows)
    found = mentions(corpus, ["sco"])
    table = trends.trend(found, corpus, by="country")
    assert list(table["country"]) == ["CHN"] * 3 + ["IND"] * 3 and list(table.index) == [2010, 2011, 2012] * 2
    assert table.attrs["unstated"] == 30
    for country in ("CHN", "IND"):
        alone = trends.trend(found, corpus.where(country=country), period="year")
        pd.testing.assert_frame_equal(table[table["country"] == country].drop(columns="country"), alone)


def test_only_groups_with_two_periods_of_five_documents_are_set_apart_the_larger_first(corpus_of):
    sizes = {("IND", 2010): 6, ("IND", 2011): 7, ("CHN", 2010): 5, ("CHN", 2012): 5, ("RUS", 2010): 9, ("RUS", 2011): 4}
    corpus = corpus_of([{"text": f"SCO {i}", "date": str(y), "country": c} for (c, y), n in sizes.items() for i in range(n)])
    tables = trends.apart(trends.trend(mentions(corpus, ["sco"]), corpus, by="country"), "country")
    assert list(tables) == ["IND", "CHN"]
    assert tables["CHN"]["documents"].tolist() == [5, 0, 5]


def test_the_order_in_which_mentions_come_changes_nothing(corpus_of):
    corpus = corpus_of([{"text": "SCO " * (1 + i % 4) + "and more", "date": "2010"} for i in range(9)])
    found = mentions(corpus, ["sco"])
    mixed = found.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(trends.trend(found, corpus), trends.trend(mixed, corpus))


def test_mentions_of_other_documents_don_t_count(corpus_of):
    corpus = corpus_of([{"text": "SCO", "date": "2010"}, {"text": "SCO", "date": "2011"}])
    found = mentions(corpus, ["sco"])
    assert trends.trend(found, corpus.between("2011", "2011"))["mentions"].sum() == 1


@pytest.mark.parametrize("text", ["SCO " + "x" * 100_000, "SCO \u202bשלום עליכם\u202c e\u0301", "\u0301SCO العربية"])
def test_odd_characters_and_endless_words_are_counted_like_others(corpus_of, text):
    corpus = corpus_of([{"text": text, "date": "2010"}])
    row = trends.trend(mentions(corpus, ["sco"]), corpus).loc[2010]
    assert (row["documents"], row["mentions"]) == (1, 1)


ROW = st.tuples(st.integers(0, 3), st.integers(2005, 2009), st.sampled_from(["CHN", "IND", ""]))  # mentions, year, country


@settings(max_examples=30, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=30))
def test_periods_add_up_to_the_whole_and_groups_to_the_periods(rows):
    from corpora import corpus_of

    corpus = corpus_of(*["SCO " * m + f"word {i}" for i, (m, _, _) in enumerate(rows)], date=[str(y) for _, y, _ in rows],
                       country=[c for _, _, c in rows])
    found = mentions(corpus, ["sco"])
    table = trends.trend(found, corpus)
    assert table["documents"].sum() == len(rows) and table["mentions"].sum() == len(found)
    assert ((table["share"] >= table["share_low"]) | table["small"]).all()
    assert ((table["rate_low"] <= table["rate_high"]) | table["rate_low"].isna()).all()
    groups = trends.trend(found, corpus, by="country")
    assert groups["documents"].sum() == sum(c != "" for _, _, c in rows)


def test_an_unknown_column_is_told_with_those_there_are(corpus_of):
    corpus = corpus_of([{"text": "SCO"}])
    with pytest.raises(CorpusError, match="No column is called 'party': the columns are id, path"):
        trends.rates(mentions(corpus), corpus, by="party")


def test_a_column_that_bears_the_name_of_a_result_is_told(corpus_of):
    corpus = corpus_of([{"text": "SCO", "date": "2010", "share": "a"}])
    with pytest.raises(CorpusError, match="The column 'share' bears the name of one of a trend's own: rename it"):
        trends.trend(mentions(corpus), corpus, by="share")
    with pytest.raises(CorpusError, match="No column is called 'party'"):
        trends.trend(mentions(corpus), corpus, by="party")


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
    assert list(table.columns) == ["concept", "year", "start", "end", *trends.RATES]
    assert isinstance(trends.stacked({}), pd.DataFrame)
    quarters = {c: trends.trend(found[found["concept"] == c], corpus, period="decade") for c in ("sco", "energy")}
    assert list(trends.stacked(quarters, key="thing").columns)[:3] == ["thing", "decade", "start"]


# --- in sentences ----------------------------------------------------------------------------------------------------


def quarterly(corpus_of, sizes, extra=()):
    """A corpus with so many (documents, of them with the SCO) in each quarter of 2020, and the trend in it."""
    rows = [{"text": f"The SCO {i}." if i < k else f"Trade {i}.", "date": f"2020-{3 * q + 2:02d}", "country": "CHN"}
            for q, (n, k) in enumerate(sizes) for i in range(n)]
    corpus = corpus_of([*rows, *extra])
    return corpus, mentions(corpus, ["sco"])


def test_a_course_by_quarter_is_told_in_quarters_and_what_is_left_out_with_it(corpus_of):
    corpus, found = quarterly(corpus_of, [(6, 1), (0, 0), (8, 4), (2, 2)], [{"text": "The SCO.", "date": "2020"}, {"text": "x"}])
    table = trends.trend(found, corpus, period="quarter")
    assert said.courses({"sco": table}, {"sco": "SCO"}) == [
        "SCO: found in each of the 3 quarters that have documents. Among quarters of at least 5 documents the share is largest "
        "in 2020-Q3: 4 of 8 (50%, 95% interval [16%, 84%]).",
        "Left out are 2 documents: 1 without a date and 1 whose quarter can't be told from its date."]
    assert said.left_out(trends.trend(found, corpus)) == "Left out is 1 document without a date."


def test_a_concept_that_is_in_no_larger_period_has_no_largest_share(corpus_of):
    corpus, found = quarterly(corpus_of, [(6, 0), (7, 0), (2, 1)])
    assert said.over_time(trends.trend(found, corpus, period="quarter"), "SCO") == (
        "SCO: found in 1 of the 3 quarters that have documents. In each of the 2 quarters with 5 documents or more it is in none "
        "of them.")


def test_dates_that_tell_no_quarter_give_no_course(corpus_of):
    corpus = corpus_of([{"text": "The SCO.", "date": "2020"}, {"text": "The SCO.", "date": "2021"}])
    table = trends.trend(mentions(corpus, ["sco"]), corpus, period="quarter")
    assert said.courses({"sco": table}, {}) == [
        "No document counted here has a date that tells its quarter, so nothing can be said of a course over time."]
    assert said.courses({}, {}) == ["No document counted here has a date, so nothing can be said of a course over time."]


def test_courses_of_several_concepts_say_once_what_is_true_of_all(corpus_of):
    rows = [{"text": f"{'The SCO.' if i < k else ''} {'Energy.' if y == 2002 or i > 8 else ''} Text {i}.", "date": str(y)}
            for y, (n, k) in {2001: (9, 3), 2002: (12, 4), 2003: (10, 0)}.items() for i in range(n)]
    corpus = corpus_of(rows)
    found = mentions(corpus, ["sco", "energy", "drugs"])
    tables = {key: trends.trend(found[found["concept"] == key], corpus) for key in ("sco", "energy", "drugs")}
    assert said.courses(tables, {"sco": "SCO"}) == [
        "SCO is found in 2 of the 3 years that have documents, energy in 2 and drugs in none.",
        "Among the 3 years of at least 5 documents the share is largest (95% intervals in brackets) for SCO in 2001 with 3 of 9 "
        "and 2002 with 4 of 12 (33% each); for energy in 2002 with 12 of 12 (100%) [74%, 100%]."]
    few = {key: table.assign(documents=table["documents"].where(table.index == 2003, 4)) for key, table in tables.items()}
    assert said.courses(few, {})[1] == "No course is read from these shares: only 1 year has 5 documents or more."


def test_a_concept_found_in_small_periods_only_is_said_to_be_in_none_of_the_others(corpus_of):
    rows = [{"text": "Trade.", "date": str(y)} for y in (2001, 2002) for _ in range(5)] + [{"text": "The SCO.", "date": "2003"}]
    corpus = corpus_of(rows)
    tables = {key: trends.trend(mentions(corpus, [key]), corpus) for key in ("sco", "drugs")}
    assert said.courses(tables, {}) == [
        "Sco is found in 1 of the 3 years that have documents, drugs in none.",
        "In none of the 2 years of at least 5 documents is there a mention of sco."]


def test_courses_within_groups_count_those_with_too_few_documents(corpus_of):
    more = [{"text": "The SCO.", "date": "2020-02", "country": c} for c in ("IND", "IND", "RUS")]
    corpus, found = quarterly(corpus_of, [(6, 1), (6, 3)], more)
    table = trends.trend(found, corpus, period="quarter", by="country")
    assert said.shares_by(table, "country", "SCO") == (
        "SCO by quarter within each country, from the smallest share of documents to the largest: China 17% to 50%. "
        "2 other countries are left out.")
    assert said.shares_by(table, "country", "SCO", ranked=False) == (
        "SCO by quarter within each country: 1 country has two quarters with 5 documents or more. 2 other countries are left "
        "out.")
    few = trends.trend(found, corpus.where(country=["IND", "RUS"]), period="quarter", by="country")
    assert said.shares_by(few, "country", "SCO") == (
        "SCO by quarter within each country: too few documents for a course over time (neither has two quarters with 5 documents "
        "or more).")
    assert said.shares_by(few.iloc[:0], "country", "SCO") == (
        "SCO by quarter within each country: no document counted here has both a date and a country.")
