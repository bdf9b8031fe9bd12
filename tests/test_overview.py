"""What a corpus holds: tables whose numbers add up to it, and figures that show gaps as gaps."""

import numpy as np
import pandas as pd
import pytest
from corpora import corpus_of
from hypothesis import given, settings
from hypothesis import strategies as st

from utils import CorpusError, overview
from utils.charts import corpus as corpus_charts
from utils.figures import NotDrawn
from utils.sentences import overview as told

ANY = settings(deadline=None, max_examples=60, derandomize=True)
ROWS = st.lists(
    st.tuples(st.sampled_from(["", "1850", "2001", "2004-05", "2004-05-06", "2011"]), st.sampled_from(["", "A", "B", "C", "D"])),
    min_size=1,
    max_size=12,
)
SAID = {"title": "Title", "subtitle": "measure"}


def corpus_like(rows):
    return corpus_of(*[f"text {i} " * (i + 1) for i in range(len(rows))], date=[d for d, _ in rows], side=[s for _, s in rows])


@ANY
@given(ROWS)
def test_every_table_adds_up_to_the_corpus(rows):
    corpus = corpus_like(rows)
    dated = sum(d != "" for d, _ in rows)
    years, sides, cells = (
        overview.by_year(corpus),
        overview.by_group(corpus, "side", rows=3),
        overview.year_by_group(corpus, "side", rows=3),
    )
    assert (
        years["documents"].sum() == dated and sides["documents"].sum() == len(rows) and sides["n_words"].sum() == corpus.n_words
    )
    assert sides["share_of_documents"].sum() == pytest.approx(1) and np.nansum(cells.to_numpy(dtype=float)) == dated
    assert (
        overview.lengths(corpus)["documents"].sum() == len(rows) and overview.lengths(corpus)["n_words"].sum() == corpus.n_words
    )


def test_years_without_documents_are_there_with_nought():
    years = overview.by_year(corpus_of("a", "b", "c", date=["2001", "2003-05", ""]))
    assert years[["year", "documents"]].to_numpy().tolist() == [[2001, 1], [2002, 0], [2003, 1]]


def test_the_largest_group_comes_first_and_the_unknown_last():
    corpus = corpus_of(*"abcdef", side=["", "", "", "B", "A", "B"], date=["2001", "", "", "2005", "2001", "2009"])
    found = overview.by_group(corpus, "side")
    assert list(found["group"]) == ["B", "A", "not stated"] and list(found["known"]) == [True, True, False]
    assert list(found["years"]) == ["2005 to 2009", "2001", "2001"]


def test_the_smallest_groups_are_put_into_one_row():
    corpus = corpus_of(*"abcdefg", side=["A", "A", "B", "C", "D", "E", ""])
    found = overview.by_group(corpus, "side", rows=4)
    assert list(found["group"]) == ["A", "B", "3 others", "not stated"] and list(found["groups"]) == [1, 1, 3, 1]
    assert list(overview.by_group(corpus, "side", rows=6)["groups"]) == [1] * 6


def test_any_column_can_be_counted_and_an_unknown_one_is_refused():
    corpus = corpus_of("a", "b", mood=["glad", ""], date=["2001", ""])
    assert list(overview.by_group(corpus, "mood")["group"]) == ["glad", "not stated"] and list(
        overview.by_group(corpus, "year")["group"]
    ) == ["2001", "not stated"]
    assert list(overview.by_group(corpus, "lang")["group"]) == ["English"]
    with pytest.raises(CorpusError, match="No column is called 'moods': the columns are"):
        overview.by_group(corpus, "moods")


def test_a_side_by_year_without_documents_is_empty_not_nought():
    cells = overview.year_by_group(corpus_of("a", "b", "c", side=["A", "A", "B"], date=["2001", "2001", "2003"]), "side")
    assert list(cells.columns) == ["2001", "2002", "2003"] and cells.loc["A", "2001"] == 2
    assert cells.isna().sum().sum() == 4


def test_many_years_are_counted_in_spans():
    cells = overview.year_by_group(corpus_of("a", "b", side=["A", "A"], date=["1901", "2004"]), "side")
    assert cells.columns[0] == "1900 to 1904" and cells.columns[-1] == "2000 to 2004" and cells.shape[1] <= overview.MOST_COLUMNS


def test_what_is_known_of_the_documents_is_counted_by_column():
    found = overview.coverage(corpus_of("a", "b", title=["T", ""], date=["2001", "2001"])).set_index("what")
    assert (
        list(found.loc["title"]) == [1, 0.5, 1] and list(found.loc["date"]) == [2, 1.0, 1] and found.loc["side", "documents"] == 0
    )


def test_classes_of_length_are_of_one_width_for_like_documents_and_grow_for_unlike_ones():
    assert list(overview.lengths(corpus_of("word " * 61, "word " * 82, "word " * 89))["words"]) == [
        "60 to 69",
        "70 to 79",
        "80 to 89",
    ]
    assert list(overview.lengths(corpus_of("word " * 3, "word " * 1500))["words"]) == [
        "0 to 49",
        "50 to 99",
        "100 to 199",
        "200 to 499",
        "500 to 999",
        "1,000 to 1,999",
    ]
    assert overview.lengths(corpus_of("贸易增长。", lang=["zh"])).empty


def test_documents_that_repeat_another_are_found_whatever_their_spaces():
    found = overview.repeats(corpus_of("Trade grew.", "Talks began.", "Trade  grew.\n"))
    assert found.to_numpy().tolist() == [["d2", "d0"]]


def test_the_list_of_documents_leaves_out_columns_that_say_nothing():
    assert list(overview.listing(corpus_of("a b"))) == ["n_words", "id"]
    assert list(overview.listing(corpus_of("a b", title=["T"], date=["2001"]))) == ["date", "title", "n_words", "id"]


def test_a_year_without_documents_is_a_cross_in_the_figure():
    ax = corpus_charts.columns(overview.by_year(corpus_of("a", "b", date=["2001", "2003"])), value="documents", **SAID).axes[0]
    assert [bar.get_height() for bar in ax.patches] == [1, 0, 1] and ax.collections[0].get_offsets()[:, 0].tolist() == [2002]
    assert [t.get_text() for t in ax.texts] == ["1", "1"]


def test_sides_have_their_colours_and_what_is_put_together_is_grey():
    corpus = corpus_of(*"abcde", country=["CHN", "CHN", "RUS", "IND", ""])
    colours = [
        bar.get_facecolor() for bar in corpus_charts.group_bars(overview.by_group(corpus, "side", rows=3), **SAID).axes[0].patches
    ]
    assert colours[0] != colours[1] == colours[2]


def test_the_grid_writes_each_number_and_leaves_gaps_white():
    cells = overview.year_by_group(corpus_of("a", "b", "c", side=["A", "A", "B"], date=["2001", "2001", "2002"]), "side")
    assert sorted(t.get_text() for t in corpus_charts.grid(cells, **SAID).axes[0].texts) == ["1", "2"]


@pytest.mark.parametrize(
    "corpus", [corpus_of("a"), corpus_of("a", "b"), corpus_of("贸易", lang=["zh"]), corpus_of("a", date=["2001"], side=["A"])]
)
def test_where_there_is_too_little_no_figure_is_drawn_and_the_reason_given(corpus):
    drawn = [
        corpus_charts.columns(overview.by_year(corpus), value="documents", **SAID),
        corpus_charts.grid(overview.year_by_group(corpus, "side"), **SAID),
        corpus_charts.group_bars(overview.by_group(corpus, "side"), **SAID),
    ]
    assert all(isinstance(figure, NotDrawn) and figure.endswith(".") for figure in drawn)
    assert isinstance(corpus_charts.length_bars(overview.lengths(corpus.where(id="d0")), **SAID), NotDrawn)


def test_ticks_name_the_first_document_of_a_year_without_crowding_and_the_undated():
    corpus = corpus_of(*[str(i) for i in range(30)], date=[f"{2001 + i // 2}" for i in range(26)] + [""] * 4)
    ticks = corpus_charts.year_ticks(corpus, most=5)
    assert ticks[0] == (0.0, "2001") and ticks[-1] == (26.0, "undated") and len(ticks) <= 6
    assert all(b[0] - a[0] >= 2 for a, b in zip(ticks, ticks[1:]))
    assert corpus_charts.year_ticks(corpus.where(id="none")) == []


def test_an_empty_part_of_a_corpus_gives_empty_tables():
    corpus = corpus_of("a").where(id="none")
    assert (
        overview.by_year(corpus).empty
        and overview.by_group(corpus, "side").empty
        and overview.lengths(corpus).empty
        and overview.year_by_group(corpus, "side").empty
    )
    assert isinstance(overview.coverage(corpus), pd.DataFrame) and overview.repeats(corpus).empty


def test_titles_call_no_country_the_largest_and_no_class_of_lengths_the_commonest():
    corpus = corpus_of(*["word " * n for n in range(1, 12)], country=["CHN"] * 7 + ["RUS"] * 4)
    table = overview.by_group(corpus, "country")
    assert told.group_title(table, "country", 11) == "CHN has more documents than any other country: 64% of all"
    assert told.length_title(corpus) == "Half of the documents have at most 6 words; the longest tenth holds 17% of all"
