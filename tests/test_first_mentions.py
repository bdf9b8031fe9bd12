"""First mentions: the earliest dated one of each group, and an order only where enough stands before it."""

from dataclasses import replace

import pandas as pd
import pytest
from corpora import corpus_of
from hypothesis import given
from hypothesis import strategies as st

from utils import CorpusError
from utils.concepts import mentions
from utils.corpus.dates import first_day, last_day
from utils.first_mentions import first_mentions, readable
from utils.sentences.first_mentions import first_mentioned


def corpus_with(rows, **about):
    """Documents of (country, date, text)."""
    countries, dates, texts = zip(*rows, strict=True)
    return corpus_of(*texts, country=list(countries), date=list(dates), **about)


def firsts(rows, **about):
    corpus = corpus_with(rows, **about)
    return first_mentions(mentions(corpus, ["sco"]), corpus)


def with_before(country, documents, date, text="The SCO met."):
    """So many documents of 1999, then one with a mention."""
    return [(country, f"1999-{1 + i % 12:02d}", f"Trade {i}.") for i in range(documents)] + [(country, date, text)]


def test_the_earliest_mention_comes_with_its_place_its_words_and_what_stands_before_it():
    text = "Here the\nShanghai Cooperation\nOrganization, the SCO."
    table = firsts([("CHN", "2001-05-02", "Nothing."), ("CHN", "2003-04-05", text), ("CHN", "2004", "The SCO."),
                    ("IND", "2002", "Nothing."), ("", "1999", "The SCO.")])
    row = table.loc["CHN"]
    assert (row["id"], row["date"], row["precision"], row["wording"]) == ("d1", "2003-04-05", "day",
                                                                          "Shanghai Cooperation Organization")
    assert (row["start"], row["end"]) == (9, 42)
    assert (row["before"], row["with_it"], row["dated"], row["documents"], row["as_early"]) == (1, 2, 3, 3, 0)
    assert list(table.index) == ["CHN", "IND"]
    assert table.loc["IND", ["id", "date", "wording", "before", "documents"]].tolist() == ["", "", "", 0, 1]


def test_a_coarse_date_makes_the_earliest_mention_lie_between_two_days():
    row = firsts([("CHN", "2003", "The SCO."), ("CHN", "2003-04-05", "The SCO."), ("CHN", "2003-02", "Nothing."),
                  ("CHN", "2002-12", "Nothing."), ("CHN", "2003-06", "The SCO.")]).loc["CHN"]
    assert (row["id"], row["earliest"], row["latest"]) == ("d1", "2003-01-01", "2003-04-05")
    assert row["as_early"] == 1  # the document of 2003, but not that of June
    assert row["before"] == 1  # that of February may stand after the one of 2003


def test_of_documents_of_one_day_the_first_by_id_is_shown_and_the_others_are_counted():
    row = firsts([("CHN", "2003-04-05", "The SCO."), ("CHN", "2003-04-05", "The SCO, again.")]).loc["CHN"]
    assert (row["id"], row["as_early"], row["before"]) == ("d0", 1, 0)


def test_undated_documents_are_counted_but_stand_nowhere():
    table = firsts([("CHN", "", "The SCO."), ("CHN", "2003", "Nothing."), ("IND", "", "The SCO."), ("IND", "2004", "The SCO.")])
    assert list(table.index) == ["IND", "CHN"]
    assert table["undated_with_it"].to_dict() == {"IND": 1, "CHN": 1}
    assert table.loc["CHN", ["id", "earliest", "latest"]].tolist() == ["", "", ""]
    assert first_mentioned(table, "SCO")[:2] == [
        "SCO: dated documents of 1 of 2 countries mention it.",
        "For 1 country undated documents mention it as well, which may be earlier."]


def test_an_order_is_known_only_of_groups_with_twenty_documents_before():
    table = firsts(with_before("CHN", 20, "2003-05-01") + with_before("IND", 19, "2004-05-01"))
    assert table["order_known"].to_dict() == {"CHN": True, "IND": False}
    assert first_mentioned(table, "SCO") == [
        "SCO: dated documents of 2 of 2 countries mention it.",
        "No order between countries can be stated: only China has at least 20 documents before the first mention."]
    few = firsts(with_before("CHN", 3, "2003-05-01"))
    assert first_mentioned(few, "SCO")[-1] == (
        "No order between countries can be stated: no country has at least 20 documents before the first mention.")


def test_the_order_is_stated_by_date_and_not_where_dates_overlap():
    rows = [*with_before("IND", 21, "2005"), *with_before("CHN", 20, "2003-05-01"), *with_before("RUS", 25, "2005-03"),
            *with_before("PAK", 2, "2001")]
    assert first_mentioned(firsts(rows), "SCO") == [
        "SCO: dated documents of 4 of 4 countries mention it.",
        "3 countries have at least 20 documents before their first mention and come in this order: China (2003-05-01, 20 "
        "documents before), then India (2005, 21 documents before) and Russia (2005-03, 25 documents before) (no order between "
        "these). For 1 other no order is stated. Texts that are not in this corpus may be earlier."]


def test_where_all_dates_overlap_no_order_is_stated():
    said = first_mentioned(firsts(with_before("IND", 21, "2005") + with_before("CHN", 20, "2005-07-01")), "SCO")
    assert said[-1] == (
        "2 countries have at least 20 documents before their first mention, but their dates overlap, so that no order can be "
        "stated: India (2005, 21 documents before) and China (2005-07-01, 20 documents before).")


def test_a_first_mention_between_two_days_is_told_so():
    rows = [*with_before("IND", 21, "2005"), ("IND", "2005-03-04", "The SCO."), *with_before("CHN", 20, "2006-07-01")]
    said = first_mentioned(firsts(rows), "SCO")[-1]
    assert "India (between 2005-01-01 and 2005-03-04, 21 documents before), then China (2006-07-01, 20" in said


def test_a_chronicle_states_no_order():
    corpus = replace(corpus_with(with_before("IND", 30, "2005") + with_before("CHN", 30, "2007")), nature="chronicle")
    table = first_mentions(mentions(corpus, ["sco"]), corpus)
    assert not table["order_known"].any()
    assert first_mentioned(table, "SCO", ranked=False) == [
        "SCO: dated documents of 2 of 2 countries mention it.",
        "When it is first noted of a country depends on what the chronicle records, so no order is stated."]


def test_a_table_for_reading_has_a_day_or_two_and_on_a_chronicle_the_order_of_names():
    table = firsts([*with_before("IND", 20, "2005-02-03"), ("CHN", "2006", "The SCO\n."), ("RUS", "2001", "Trade.")])
    assert readable(table).to_numpy().tolist() == [["India", "2005-02-03", "SCO", 20, "1 of 21", "d20", True],
                                                   ["China", "2006-01-01 to 2006-12-31", "SCO", 0, "1 of 1", "d21", False]]
    described = readable(table, ranked=False)
    assert described["country"].tolist() == ["China", "India"] and "order can be stated" not in described
    assert readable(table.iloc[2:]).empty


@pytest.mark.parametrize("rows, said", [
    ([("", "2003", "The SCO.")], "SCO by country: the country of no document is known, so there is nothing to compare."),
    ([("CHN", "", "The SCO.")], "SCO: no dated document whose country is known mentions it, so no order is stated."),
    ([("CHN", "2003", "Nothing.")], "SCO: no dated document whose country is known mentions it, so no order is stated."),
])
def test_where_there_is_no_first_mention_it_is_said(rows, said):
    assert first_mentioned(firsts(rows), "SCO") == [said]


def test_an_empty_subset_has_no_group_and_an_unknown_column_is_told():
    corpus = corpus_with([("CHN", "2003", "The SCO.")])
    found = mentions(corpus, ["sco"])
    assert first_mentions(found, corpus.where(country="IND")).empty
    with pytest.raises(CorpusError, match="No column is called 'party': the columns are id, path"):
        first_mentions(found, corpus, by="party")


@pytest.mark.parametrize("text", ["SCO " + "x" * 100_000, "\u202bשלום\u202c SCO e\u0301"])
def test_odd_characters_and_endless_words_leave_the_words_found_as_they_are(text):
    row = firsts([("CHN", "2003", text)], lang=["en"]).loc["CHN"]
    assert row["wording"] == text[row["start"]:row["end"]] == "SCO"


DATE = st.sampled_from(["2001", "2002", "2001-03", "2001-03-04", "2002-01", ""])
ROW = st.tuples(st.sampled_from(["CHN", "IND"]), DATE, st.booleans())


@given(st.lists(ROW, min_size=1, max_size=12))
def test_nothing_with_a_mention_can_be_earlier_than_told_nor_what_stands_before_be_later(rows):
    rows = [(country, date, f"The SCO {i}." if held else f"Trade {i}.") for i, (country, date, held) in enumerate(rows)]
    corpus = corpus_with(rows)
    table = first_mentions(mentions(corpus, ["sco"]), corpus)
    for row in table.itertuples():
        mine = corpus.documents[corpus.documents["country"] == row.Index]
        texts = [(d, "SCO" in corpus.text(i)) for i, d in zip(mine["id"], mine["date"]) if d]
        held = [d for d, has in texts if has]
        assert (row.id == "") == (not held) and row.dated == len(texts) and row.documents == len(mine)
        if held:
            assert row.earliest == min(map(first_day, held)) and row.latest == min(map(last_day, held)) >= row.earliest
            assert row.before == sum(last_day(d) < row.earliest for d, _ in texts)
            assert row.as_early == sum(first_day(d) <= row.latest for d in held) - 1
    assert isinstance(table, pd.DataFrame) and table.index.name == "country"
