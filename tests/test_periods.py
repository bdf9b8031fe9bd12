"""Periods: a document stands in one only where its date lies within it for certain; what has none is counted."""

from datetime import date as day

import numpy as np
import pytest
from corpora import corpus_of
from hypothesis import given
from hypothesis import strategies as st

from utils import CorpusError
from utils.corpus.dates import first_day, last_day
from utils.periods import placed


def dated(*dates):
    """A corpus of one document a date, in the order of the dates."""
    return corpus_of(*[f"Text {i}." for i in range(len(dates))], date=list(dates))


def labels_of(corpus, period):
    place = placed(corpus, period)
    names = [*map(str, place.table.index), ""]
    return dict(zip(corpus.documents["date"], [names[i] for i in place.number])), place


@pytest.mark.parametrize("period, expected", [
    ("year", {"2019": "2019", "2020-02": "2020", "2020-05-31": "2020"}),
    ("quarter", {"2019": "", "2020-02": "2020-Q1", "2020-05-31": "2020-Q2"}),
    ("month", {"2019": "", "2020-02": "2020-02", "2020-05-31": "2020-05"}),
    ("decade", {"2019": "2010s", "2020-02": "2020s", "2020-05-31": "2020s"}),
])
def test_a_date_stands_in_a_calendar_period_only_if_it_is_precise_enough(period, expected):
    found, place = labels_of(dated("2019", "2020-02", "2020-05-31"), period)
    assert found == expected
    assert place.coarse == list(expected.values()).count("") and place.undated == place.outside == 0
    assert place.table.index.name == period


def test_calendar_periods_follow_each_other_without_a_gap_from_the_first_day_to_the_last():
    table = placed(dated("2019-11-05", "2020-04-01"), "quarter").table
    assert table.to_dict("index") == {"2019-Q4": {"start": "2019-10-01", "end": "2019-12-31"},
                                      "2020-Q1": {"start": "2020-01-01", "end": "2020-03-31"},
                                      "2020-Q2": {"start": "2020-04-01", "end": "2020-06-30"}}
    assert list(placed(dated("1999", "2021"), "decade").table.index) == ["1990s", "2000s", "2010s", "2020s"]
    assert placed(dated("2020-02-03"), "month").table["end"].item() == "2020-02-29"


def test_periods_of_ones_own_may_leave_gaps_and_what_lies_in_none_is_counted():
    corpus = dated("2001", "2004-06", "2005", "2009-01-01", "2012-03-04", "")
    found, place = labels_of(corpus, [("late", "2009", "2012-03"), ("early", "2001", "2004")])
    assert list(place.table.index) == ["early", "late"]  # in their order in time
    assert found == {"2001": "early", "2004-06": "early", "2005": "", "2009-01-01": "late", "2012-03-04": "late", "": ""}
    assert (place.undated, place.coarse, place.outside) == (1, 0, 1)


def test_a_date_that_reaches_over_the_end_of_a_period_is_too_coarse_for_it():
    found, place = labels_of(dated("2012", "2012-05", "2013"), [("half", "2012-01", "2012-06"), ("rest", "2012-08", "2014")])
    assert found == {"2012": "", "2012-05": "half", "2013": "rest"}
    assert (place.coarse, place.outside) == (1, 0)


def test_dates_of_change_begin_a_new_period_and_the_outer_ones_reach_as_far_as_there_are_documents():
    corpus = dated("2009", "2011-12-31", "2012-01-01", "2017", "2017-06-08", "2017-06-09")
    found, place = labels_of(corpus, ["2017-06-09", "2012"])
    assert list(place.table.index) == ["to 2011", "2012 to 2017-06-08", "from 2017-06-09"]
    assert list(place.table["start"]) == ["2009-01-01", "2012-01-01", "2017-06-09"]
    assert list(place.table["end"]) == ["2011-12-31", "2017-06-08", "2017-12-31"]
    assert found["2017"] == "" and place.coarse == 1
    assert list(placed(dated("2001", "2003"), [2002]).table.index) == ["to 2001", "from 2002"]


def test_a_period_may_have_no_document():
    place = placed(dated("2009"), ["2015", "2016"])
    assert np.bincount(place.number, minlength=3).tolist() == [1, 0, 0]


@pytest.mark.parametrize("period, said", [
    ("week", "No period is called 'week': write month, quarter, year, decade, or a list"),
    ([], "The list of periods is empty"),
    (["2012", "soon"], "The date 'soon' of a period can't be read: write it as '2015'"),
    (["2012", "2012"], "ends before it begins"),
    ([("a", "2012", "2011")], "The period 'a' ends before it begins"),
    ([("a", "2001", "2005"), ("b", "2005", "2009")], "The periods 'a' and 'b' overlap: end each before the next begins"),
    ([("a", "2001", "2005"), ("a", "2006", "2009")], "Two periods are called 'a'"),
    ([("a", "2001")], "can't be read: write \\(label, first date, last date\\)"),
    ([("a", "05/11/2001", "2005")], "The date '05/11/2001' of a period can't be read"),
])
def test_periods_that_make_no_sense_are_told_with_the_remedy(period, said):
    with pytest.raises(CorpusError, match=said):
        placed(dated("2010"), period)


def test_without_dates_or_documents_there_is_no_period():
    undated = dated("", "")
    for corpus in (undated, undated.where(lang="zz")):
        for period in ("year", "month", "decade"):
            place = placed(corpus, period)
            assert len(place.table) == 0 and place.undated == len(corpus) == (place.number == -1).sum()
        assert list(placed(corpus, ["2012"]).table.index) == ["to 2011", "from 2012"]


ISO = st.dates(min_value=day(1990, 1, 1), max_value=day(2010, 12, 31)).flatmap(
    lambda d: st.sampled_from([str(d), str(d)[:7], str(d)[:4]]))
PERIODS = st.sampled_from(["year", "quarter", "month", "decade", ["1995", "2001-05"]])


@given(st.lists(ISO, min_size=1, max_size=8, unique=True), PERIODS)
def test_every_document_is_placed_or_counted_and_none_reaches_out_of_its_period(dates, period):
    corpus = dated(*dates)
    place = placed(corpus, period)
    assert (place.number == -1).sum() == place.undated + place.coarse + place.outside
    for date, number in zip(corpus.documents["date"], place.number):
        if number >= 0:
            row = place.table.iloc[number]
            assert row["start"] <= first_day(date) <= last_day(date) <= row["end"]
    later, earlier = place.table["start"].iloc[1:], place.table["end"].iloc[:-1]
    assert all(np.array(later, dtype="datetime64[D]") - np.array(earlier, dtype="datetime64[D]") == np.timedelta64(1, "D"))
