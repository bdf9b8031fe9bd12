"""Concordance lines: joined to the text, sorted, filtered, exported."""

import csv
import os

import pandas as pd
import pytest
from corpora import corpus_of
from hypothesis import given
from hypothesis import strategies as st

from utils import CorpusError, concepts, dispersion
from utils.concordance import LINES, concordance, export, spread_over
from utils.pages import lines as shown


def lines_of(corpus, term, **options):
    return concordance(dispersion.occurrences(corpus, term), corpus, **options)


def test_lines_join_to_the_text():
    corpus = corpus_of("Before it, the SCO\nstood firm after that.")
    line = concordance(concepts.mentions(corpus, ["sco"]), corpus, width=12).iloc[0]
    assert (line["left"], line["node"], line["right"]) == ("ore it, the ", "SCO", " stood firm")
    assert (line["concept"], line["start"], line["end"]) == ("sco", 15, 18)


@given(st.lists(st.text(st.sampled_from("ab \n.-'é上"), max_size=30).map(lambda t: t + " ab"), min_size=1, max_size=4),
       st.integers(0, 9))
def test_a_line_is_what_stands_there_in_one_line(texts, width):
    corpus = corpus_of(*texts)
    for line in lines_of(corpus, "ab", width=width).itertuples():
        text = corpus.text(line.id)
        assert "".join(line.node.split()) == "".join(text[line.start : line.end].split())
        assert line.left.split() == text[max(0, line.start - width) : line.start].split()
        assert line.right.split() == text[line.end : line.end + width].split()
        assert len(line.left) <= width and len(line.right) <= width


def test_nothing_found_gives_an_empty_table_with_its_columns():
    corpus = corpus_of("Nothing of the kind.")
    for options in ({}, {"sort": "left"}, {"containing": "kind"}, {"n": 3, "where": {"lang": "en"}}):
        for part in (corpus, corpus.where(lang="xx")):
            found = concordance(concepts.mentions(corpus, ["sco"]), part, **options)
            assert found.empty and list(found) == LINES


def test_a_place_needs_no_concept_and_one_in_another_document_is_left_out():
    corpus = corpus_of("trade", "free trade", country=["CHN", "IND"])
    places = pd.DataFrame({"id": ["d1", "d0"], "start": [5, 0], "end": [10, 5]})
    assert concordance(places, corpus)["left"].tolist() == ["", "free "]
    assert concordance(places, corpus.where(country="IND"))["id"].tolist() == ["d1"]


# --- order -------------------------------------------------------------------------------------------------------------

TALKS = ("New trade grows. Old trade, falls! The old trade (again).", "An old TRADE falls.", "Trade")


@pytest.mark.parametrize("sort, order", [
    ("document", ["d0:4", "d0:21", "d0:43", "d1:7", "d2:0"]),
    # No word before it, then by the word before (new, old), then by the one before that (an, grows, the).
    ("left", ["d2:0", "d0:4", "d1:7", "d0:21", "d0:43"]),
    # No word after it, then by the word after (again, falls, grows), then by the one after that.
    ("right", ["d2:0", "d0:43", "d1:7", "d0:21", "d0:4"]),
    ("node", ["d0:4", "d0:21", "d0:43", "d1:7", "d2:0"]),
])
def test_lines_are_sorted_by_words_whatever_their_case_and_points(sort, order):
    found = lines_of(corpus_of(*TALKS), "trade", sort=sort)
    assert [f"{line.id}:{line.start}" for line in found.itertuples()] == order


def test_the_node_is_sorted_by_its_words():
    corpus = corpus_of("separatism, Terrorists, terrorism", lang=["en"])
    found = concepts.mentions(corpus, ["terrorism", "separatism"])
    assert concordance(found, corpus, sort="node")["node"].tolist() == ["separatism", "terrorism", "Terrorists"]


def test_dates_and_sides_come_in_order_with_the_unknown_last():
    columns = {"date": ["", "2021", "2019-05"], "country": ["", "IND", "CHN"], "publisher": ["", "Paper", "Board"],
               "voice": ["", "", "press"]}
    corpus = corpus_of("trade", "trade", "trade", **columns)
    assert lines_of(corpus, "trade", sort="date")["date"].tolist() == ["2019-05", "2021", ""]
    assert lines_of(corpus, "trade", sort="side")["side"].tolist() == ["China (press)", "India", ""]


def test_a_publisher_stands_in_where_no_side_is_known():
    assert lines_of(corpus_of("trade", publisher=["Board"]), "trade")["side"].tolist() == ["Board"]


def test_the_order_of_the_places_given_changes_nothing():
    corpus = corpus_of(*TALKS)
    found = dispersion.occurrences(corpus, "trade")
    for sort in ("document", "left", "right"):
        pd.testing.assert_frame_equal(concordance(found.iloc[::-1], corpus, sort=sort), concordance(found, corpus, sort=sort))


def test_an_unknown_order_or_column_is_told_with_those_there_are():
    corpus = corpus_of("trade")
    with pytest.raises(ValueError, match="sort is 'size': lines are sorted by document, date"):
        lines_of(corpus, "trade", sort="size")
    with pytest.raises(CorpusError, match="No column is called 'mood': the columns are id,"):
        lines_of(corpus, "trade", where={"mood": "good"})


# --- which lines -------------------------------------------------------------------------------------------------------


def test_lines_are_chosen_by_columns_of_their_documents():
    corpus = corpus_of("trade", "trade", "trade", country=["CHN", "IND", "RUS"], date=["2001", "2002", "2003"])
    assert lines_of(corpus, "trade", where={"country": ["CHN", "RUS"], "year": 2003})["id"].tolist() == ["d2"]


@pytest.mark.parametrize("containing, chosen", [
    ("peace", [0, 1]),
    ("PEACE talks", [1]),
    ("peace*", [0, 1, 2]),
    ("trade", []),  # the node is no part of its context
    ("war", []),
    ("(", []),
    ("", [0, 1, 2, 3]),
])
def test_lines_are_chosen_by_words_near_the_node(containing, chosen):
    corpus = corpus_of("Peace and trade", "trade for peace\ntalks", "peaceful trade", "trade wars")
    assert [int(name[1:]) for name in lines_of(corpus, "trade", containing=containing)["id"]] == chosen


def test_a_word_that_the_width_cuts_is_no_word_of_the_context():
    corpus = corpus_of("unpeace trade peaceful")
    assert lines_of(corpus, "trade", containing="peace", width=6).empty  # "peace " and " peace" are parts of words
    assert len(lines_of(corpus, "trade", containing="unpeace", width=8)) == 1


def test_at_most_n_lines_are_given_the_first_in_their_order():
    corpus = corpus_of("c trade", "b trade", "a trade")
    assert lines_of(corpus, "trade", n=2)["id"].tolist() == ["d0", "d1"]
    assert lines_of(corpus, "trade", n=2, sort="left")["id"].tolist() == ["d2", "d1"]
    assert lines_of(corpus, "trade", n=1, containing="a")["id"].tolist() == ["d2"]
    assert lines_of(corpus, "trade", n=0).empty and len(lines_of(corpus, "trade", n=9)) == 3


def test_lines_are_taken_in_turn_from_the_documents():
    lines = lines_of(corpus_of("SCO SCO SCO SCO", "SCO", "SCO SCO"), "SCO")
    assert spread_over(lines, n=4)["id"].value_counts().to_dict() == {"d0": 2, "d1": 1, "d2": 1}
    assert spread_over(lines, n=99)["id"].tolist() == lines["id"].tolist() and spread_over(lines.head(0)).empty


def test_of_more_documents_than_lines_those_at_even_distances_are_taken():
    lines = pd.DataFrame({"id": [f"d{i}" for i in range(101)]})
    assert spread_over(lines, n=5)["id"].tolist() == ["d0", "d25", "d50", "d75", "d100"]
    assert spread_over(lines, n=1)["id"].tolist() == ["d0"] and spread_over(lines, n=0).empty


# --- shown and exported ------------------------------------------------------------------------------------------------


def test_25_lines_are_shown_or_all_of_them_in_a_table_to_search():
    lines = lines_of(corpus_of("trade " * 30), "trade")
    few, every = shown(lines, "Lines."), shown(lines, "Lines.", rows=None)
    assert few._repr_html_().count('class="node"') == 25 and "25 of 30 lines." in repr(few)
    assert every._repr_html_().count('class="node"') == 30 and "of 30" not in every._repr_html_()
    assert "searchable" in every._repr_html_() and "searchable" not in few._repr_html_()
    assert "searchable" not in shown(lines.head(3), rows=None)._repr_html_()


def test_an_export_holds_the_lines_and_no_formula(tmp_path):
    corpus = corpus_of("=1+1 trade,\n“falls”", date=["2020"], publisher=["@Board"])
    path = export(lines_of(corpus, "trade"), tmp_path / "lines.csv")
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == LINES
    assert rows == [{"id": "d0", "date": "2020", "side": "'@Board", "left": "'=1+1 ", "node": "trade", "right": ", “falls”",
                     "concept": "trade", "start": "5", "end": "10"}]
    assert os.listdir(tmp_path) == ["lines.csv"]  # nothing half written is left


def test_an_export_replaces_a_file_and_one_without_lines_has_its_head(tmp_path):
    (tmp_path / "a.CSV").write_text("old")
    corpus = corpus_of("trade")
    export(lines_of(corpus, "peace"), str(tmp_path / "a.CSV"))
    assert (tmp_path / "a.CSV").read_text() == ",".join(LINES) + "\n"


@pytest.mark.parametrize("name, reason", [("lines.xlsx", "lines.xlsx can't be written: .* ends in .csv"),
                                          ("lines", "a name that ends in .csv"), ("none/lines.csv", "There is no folder .*none")])
def test_an_export_elsewhere_is_refused_in_words(tmp_path, name, reason):
    with pytest.raises(CorpusError, match=reason):
        export(lines_of(corpus_of("trade"), "trade"), tmp_path / name)
    assert os.listdir(tmp_path) == []
