"""Collocates: one table of counts a word, against plain counting, hand-worked and published numbers, and NLTK."""

import itertools
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from corpora import corpus_of
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.patches import FancyBboxPatch
from nltk.metrics import BigramAssocMeasures

from utils import CorpusError, concepts, dispersion
from utils.charts.network import drawn, network
from utils.collocates import COLLOCATES, association, collocates, log_dice, readable, shared_windows
from utils.figures import NotDrawn
from utils.sentences import collocates as said
from utils.text import tokens


def near(corpus, term, **options):
    """Collocates of a term, by word."""
    options = {"minimum_count": 1} | options
    return collocates(corpus, dispersion.occurrences(corpus, term), **options).set_index("collocate")


TALKS = ("trade talks opened", "trade talks closed", "peace talks opened", "a market")


# --- the table and its measures ----------------------------------------------------------------------------------------


def test_the_measures_of_a_table_worked_by_hand():
    row = near(corpus_of(*TALKS), "trade").loc["talks"]
    # 11 tokens, 2 of them the node: 9. Near: talks, opened, talks, closed. "talks" is 2 of these 4, and 1 of the other 5.
    assert list(row[["together", "count", "documents"]]) == [2, 3, 2]
    assert row["expected"] == pytest.approx(4 * 3 / 9)
    assert row["mi"] == pytest.approx(np.log2(2 / (12 / 9)))
    assert row["delta_p_word"] == pytest.approx(2 / 4 - 1 / 5)
    assert row["delta_p_node"] == pytest.approx(2 / 3 - 2 / 6)
    assert row["log_dice"] == pytest.approx(14 + np.log2(2 * 2 / (2 + 3)))
    observed = [(2, 12 / 9), (2, 24 / 9), (1, 15 / 9), (4, 30 / 9)]
    assert row["g2"] == pytest.approx(2 * sum(o * np.log(o / e) for o, e in observed))


def test_a_sentence_is_a_table_of_its_own():
    corpus = corpus_of("Red ink. Terrorism and blue ink are bad ink! Ink again.", "Ink.")
    row = collocates(corpus, concepts.mentions(corpus, ["terrorism"]), unit="sentence", minimum_count=1)
    row = row.set_index("collocate").loc["ink"]
    # Twelve tokens without the node, six of them in its sentence; "ink" is two of these and three of the others.
    assert list(row[["together", "count", "documents"]]) == [2, 5, 1]
    assert row["expected"] == pytest.approx(6 * 5 / 11)
    assert row["delta_p_word"] == pytest.approx(2 / 6 - 3 / 5)
    assert row["mi"] < 0 and row["g2"] < 0


TABLES = st.tuples(st.integers(1, 300), st.integers(0, 900), st.integers(0, 900), st.integers(0, 5000)).filter(
    lambda cells: all(sum(pair) for pair in ((cells[0], cells[1]), (cells[2], cells[3]), (cells[1], cells[3]))))


@given(TABLES)
def test_mi_and_g2_are_those_of_nltk(cells):
    a, b, c, d = cells
    made = association([a], a + b, [a + c], sum(cells))
    counts = (a, (a + b, a + c), sum(cells))
    assert made["mi"][0] == pytest.approx(BigramAssocMeasures.pmi(*counts))
    assert abs(made["g2"][0]) == pytest.approx(BigramAssocMeasures.likelihood_ratio(*counts), abs=1e-6)
    assert (made["g2"][0] >= 0) == (a >= made["expected"][0])


@pytest.mark.parametrize("cells, g2", [((110, 2442, 111, 29114), 270.72), ((29, 13, 123, 31612), 263.90)])
def test_g2_of_dunnings_bigrams(cells, g2):
    """ "the swiss" and "can be", the first rows of the table in Dunning (1993)."""
    a, b, c, _ = cells
    assert association([a], a + b, [a + c], sum(cells))["g2"][0] == pytest.approx(g2, abs=0.005)


@pytest.mark.parametrize("both, node, word, mi", [(8, 1105, 44, 11.3), (30, 1105, 241, 10.7), (6, 275, 621, 9.0)])
def test_mi_of_church_and_hanks_doctors(both, node, word, mi):
    """Doctors with dentists, doctors with nurses, and examined with doctor, in 15 million words: Church and Hanks (1990)."""
    assert association([both], node, [word], 15_000_000)["mi"][0] == pytest.approx(mi, abs=0.05)


def test_delta_p_of_gries_of_course():
    """ "of course" in the spoken BNC, Gries (2013): "course" tells of "of" far more than "of" of "course"."""
    made = association([5610], 5610 + 168_938, [5610 + 2257], 5610 + 168_938 + 2257 + 10_233_063)
    assert made["delta_p_word"][0] == pytest.approx(0.032, abs=0.0005)
    assert made["delta_p_node"][0] == pytest.approx(0.697, abs=0.0005)


def test_log_dice_has_rychlys_properties():
    assert log_dice([300], 300, [300])[0] == 14
    assert log_dice([1], 16_384, [16_384])[0] == 0
    assert log_dice([6], 3000, [3000])[0] == log_dice([3], 3000, [3000])[0] + 1
    assert log_dice([8], 389, [230])[0] == pytest.approx(8.726204, abs=1e-6)  # reckoned in R


def test_where_there_is_nothing_else_a_difference_is_missing():
    row = near(corpus_of("trade talks"), "trade").loc["talks"]  # no token elsewhere, no other word
    assert row["log_dice"] == 14 and row["mi"] == 0 and row["g2"] == 0
    assert np.isnan(row["delta_p_word"]) and np.isnan(row["delta_p_node"])


WORDS = st.lists(st.sampled_from(["red", "red", "ink", "Ink", "blue", "ink's", "the", "x-y", "no. 5", ". ", "\n\n", "שלום",
                                  "e\u0301"]), min_size=1, max_size=25).map(" ".join)


@given(st.lists(WORDS.filter(str.strip), min_size=1, max_size=4), st.integers(1, 4))
def test_counts_are_those_of_a_plain_count(texts, window):
    corpus = corpus_of(*texts)
    together, count, documents, size = Counter(), Counter(), Counter(), [0, 0]
    for words in map(tokens, texts):
        nodes = {i for i, word in enumerate(words) if word == "red"}
        inside = {j for i in nodes for j in range(i - window, i + window + 1) if 0 <= j < len(words)} - nodes
        together.update(words[j] for j in inside)
        documents.update({words[j] for j in inside})
        count.update(word for word in words if word != "red")
        size[0] += len(inside)
        size[1] += len(words) - len(nodes)
    found = near(corpus, "red", window=window, keep_stop_words=True)
    assert found["together"].to_dict() == together and found["documents"].to_dict() == documents
    assert found["count"].to_dict() == {word: count[word] for word in together}
    for word, row in found.iterrows():
        assert row["expected"] == pytest.approx(size[0] * count[word] / size[1])
    assert found["together"].sum() == size[0]


# --- which words, which places -----------------------------------------------------------------------------------------


def test_words_that_always_stand_together_have_the_highest_log_dice():
    assert near(corpus_of("red ink", "red ink", "blue sky"), "red")["log_dice"].iloc[0] == 14


def test_collocates_lie_within_the_window_and_in_the_document_and_are_no_words_of_grammar():
    corpus = corpus_of("far away market trade and near", "beyond")
    assert list(near(corpus, "trade", window=2).index) == ["away", "market", "near"]
    assert list(near(corpus, "trade", window=2, keep_stop_words=True).index) == ["and", "away", "market", "near"]


def test_a_word_between_two_nodes_counts_once():
    assert near(corpus_of("trade peace trade"), "trade")["together"].iloc[0] == 1


def test_the_words_of_the_node_are_no_collocates_and_count_nowhere():
    found = near(corpus_of("free trade grows, and trade falls"), "free trade", window=9)
    assert found.loc["trade", ["together", "count"]].tolist() == [1, 1]
    assert "free" not in found.index


def test_words_that_stand_near_too_seldom_are_left_out():
    corpus = corpus_of("red ink pot", "red ink", "red sky, red sky")
    assert list(near(corpus, "red", minimum_count=2).index) == ["ink", "sky"]
    assert list(near(corpus, "red", minimum_documents=2).index) == ["ink"]


def test_the_same_place_given_twice_is_one_mention():
    corpus = corpus_of(*TALKS)
    spans = dispersion.occurrences(corpus, "trade")
    twice = pd.concat([spans, spans.assign(concept="other")]).iloc[::-1]
    pd.testing.assert_frame_equal(collocates(corpus, twice, minimum_count=1), collocates(corpus, spans, minimum_count=1))


def test_places_in_other_documents_are_left_out():
    corpus = corpus_of(*TALKS, country=["CHN", "IND", "IND", "IND"])
    spans = dispersion.occurrences(corpus, "trade")
    found = collocates(corpus.where(country="CHN"), spans, minimum_count=1)
    assert list(found["collocate"]) == ["opened", "talks"] and set(found["count"]) == {1}


@pytest.mark.parametrize("unit", ["window", "sentence"])
def test_without_a_document_or_a_place_there_is_no_collocate(unit):
    corpus = corpus_of("Some words on nothing.")
    for part in (corpus, corpus.where(lang="xx")):
        found = collocates(part, concepts.mentions(corpus, ["terrorism"]), unit=unit)
        assert found.empty and list(found) == COLLOCATES
        assert shared_windows(part, concepts.mentions(corpus, ["terrorism"]), ["words", "nothing"], unit=unit).empty


def test_odd_texts_do_no_harm():
    long = "x" * 100_000
    found = near(corpus_of(f"red {long} ink", "שלום red עולם", "e\u0301tat red\u0301 ink red"), "red")
    assert found.loc[long, "together"] == 1 and {"שלום", "עולם"} <= set(found.index)


def test_a_node_in_a_script_without_spaces_has_the_words_beside_it():
    corpus = corpus_of("good 上海精神 ink")
    spans = pd.DataFrame({"id": ["d0"], "start": [5], "end": [9]})
    assert list(collocates(corpus, spans, window=1, minimum_count=1)["collocate"]) == ["good", "ink"]


def test_what_can_not_be_asked_for_is_told():
    corpus = corpus_of("red ink")
    spans = dispersion.occurrences(corpus, "red")
    with pytest.raises(ValueError, match="unit is 'line': .* window or a sentence"):
        collocates(corpus, spans, unit="line")
    with pytest.raises(ValueError, match="window is 0"):
        collocates(corpus, spans, window=0)
    with pytest.raises(CorpusError, match="no column 'sentence_start': use what utils.concepts.mentions gives"):
        collocates(corpus, spans, unit="sentence")


# --- words that share windows ------------------------------------------------------------------------------------------


def test_pairs_that_share_a_window_are_counted_once_a_mention():
    corpus = corpus_of("ink red pot ink", "ink red pot", "ink red", "pot far off from any red")
    spans = dispersion.occurrences(corpus, "red")
    pairs = shared_windows(corpus, spans, ["ink", "pot", "absent"], window=2)
    assert pairs.to_numpy().tolist() == [["ink", "pot", 2, 2 * 2 / (3 + 2)]]
    assert shared_windows(corpus, spans, ["pot"]).empty


def test_two_mentions_in_one_sentence_are_one_sentence():
    corpus = corpus_of("Terrorism, ink and pot: terrorism. Ink, pot.")
    pairs = shared_windows(corpus, concepts.mentions(corpus, ["terrorism"]), ["ink", "pot"], unit="sentence")
    assert pairs["together"].tolist() == [1]


# --- the picture -------------------------------------------------------------------------------------------------------


def table_of(scores, letters=9):
    words = [f"w{i:02d}{'m' * 30}"[:letters] for i in range(len(scores))]
    return pd.DataFrame({"collocate": words, "log_dice": scores, "mi": 1.0, "together": 9, "documents": 3, "expected": 0.5})


NO_PAIR = pd.DataFrame({"one": pd.Series(dtype="str"), "other": pd.Series(dtype="str"), "together": pd.Series(dtype="int64"),
                        "dice": pd.Series(dtype=float)})
SAID = {"node": "three forces (label or triad)", "title": "Title", "subtitle": "measure"}


@pytest.mark.parametrize("scores", [np.linspace(12, 8, 16), np.full(14, 9.0), [*[12.0] * 9, 3], [0.02, 0.01, -0.5]])
@pytest.mark.parametrize("letters", [6, 13])
def test_no_two_words_of_the_network_overlap_and_none_is_cut(scores, letters):
    ax = network(table_of(scores, letters), NO_PAIR, **SAID).axes[0]
    boxes = [patch.get_bbox() for patch in ax.patches if isinstance(patch, FancyBboxPatch)]
    assert len(boxes) == len(scores) + 1
    for one, other in itertools.combinations(boxes, 2):
        assert one.x1 < other.x0 or other.x1 < one.x0 or one.y1 < other.y0 or other.y1 < one.y0
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    assert all(left < box.x0 and box.x1 < right and low < box.y0 and box.y1 < high for box in boxes)


def test_the_stronger_stands_nearer_and_has_the_thicker_line():
    ax = network(table_of([12, 11, 10, 9]), NO_PAIR, **SAID).axes[0]
    spokes = [line for line in ax.lines]
    reach = np.array([line.get_xydata()[1] for line in spokes]) / (np.array([ax.get_xlim()[1], ax.get_ylim()[1]]) - [0.62, 0.2])
    reach = np.hypot(*reach.T)
    assert np.allclose(np.diff(reach), np.diff(reach)[0]) and reach[0] < reach[-1] == pytest.approx(1)
    assert sorted((line.get_linewidth() for line in spokes), reverse=True) == [line.get_linewidth() for line in spokes]


def test_the_same_table_gives_the_same_picture():
    first, second = (network(table_of(np.linspace(12, 8, 10)), NO_PAIR, **SAID).axes[0] for _ in range(2))
    assert [t.get_position() for t in first.texts] == [t.get_position() for t in second.texts]


def test_only_pairs_that_often_share_windows_are_joined():
    table = table_of([12, 11, 10, 9])
    a, b, c, d = table["collocate"]
    pairs = pd.DataFrame({"one": [a, a, c, a], "other": [b, c, d, "elsewhere"], "together": [4, 9, 1, 9],
                          "dice": [0.5, 0.1, 0.9, 0.9]})
    assert len(network(table, pairs, **SAID).axes[0].lines) == 4 + 1


def test_words_no_commoner_than_elsewhere_are_not_drawn_and_too_few_give_no_picture():
    table = table_of([12, 11, 10, 9]).assign(mi=[1.0, -1.0, 1.0, 1.0])
    assert drawn(table)["collocate"].tolist() == table["collocate"][[0, 2, 3]].tolist()
    assert len(drawn(table, rows=2)) == 2
    assert isinstance(network(table.head(3), NO_PAIR, **SAID), NotDrawn)


def test_signs_that_the_font_lacks_and_mathematics_do_not_harm_the_picture():
    table = table_of([12, 11, 10]).assign(collocate=["上海", "$x$", "<b>"])
    assert [t.get_text() for t in network(table, NO_PAIR, **SAID).axes[0].texts][-4:-1] == ["··", "$x$", "<b>"]


# --- sentences ---------------------------------------------------------------------------------------------------------


def found_of(**columns):
    n = len(columns["collocate"])
    return pd.DataFrame({"together": [4] * n, "documents": [2] * n, "expected": [0.25] * n, "mi": [4.0] * n} | columns)


def test_the_strongest_collocates_are_told_with_their_numbers():
    table = found_of(collocate=["fight", "acts", "new", "old"], together=[1338, 2, 3, 4], documents=[952, 1, 2, 2],
                     expected=[42.4, 0.04, 0.5, 9.0], log_dice=[10.65, 9.0, -0.5, -1.0], mi=[5, 5, 2.6, -1.2])
    assert said.collocates_found(table, "terrorism", 999, top=3) == (
        "Terrorism: within 5 words of it, the most strongly attached words are “fight” (log dice 10.7: 1,338 times in 952 "
        "documents, 42 expected by chance), “acts” (log dice 9.0: twice in 1 document, under 0.1 expected by chance) and “new” "
        "(log dice −0.5: 3 times in 2 documents, 0.5 expected by chance).")
    assert "; 1 more as strongly as the last of these." in said.collocates_found(table.assign(log_dice=9, mi=1), "terrorism", 99)
    assert "the most strongly attached word is “fight”" in said.collocates_found(table.head(1), "terrorism", 99)


@pytest.mark.parametrize("table, mentions, sentence", [
    (found_of(collocate=[], log_dice=[]), 0, "Terrorism: not mentioned, so no word stands near it."),
    (found_of(collocate=[], log_dice=[]), 1,
     "Terrorism: no word stands within 5 words of it at least 3 times, those of grammar left out (1 mention)."),
    (found_of(collocate=["a"], log_dice=[9], mi=[-1.0]), 9,
     "Terrorism: the one word that stands within 5 words of it at least 3 times is no commoner there than elsewhere."),
    (found_of(collocate=["a", "b"], log_dice=[9, 8], mi=[-1.0, 0.0]), 9,
     "Terrorism: none of the 2 words that stand within 5 words of it at least 3 times is commoner there than elsewhere."),
])
def test_too_little_is_said_to_be_so(table, mentions, sentence):
    assert said.collocates_found(table, "terrorism", mentions) == sentence


def test_a_title_names_two_words_unless_a_third_is_as_strong_or_one_document_has_them():
    table = found_of(collocate=["a", "b", "c"], log_dice=[9.0, 8.0, 7.0])
    assert said.network_title(table, "trade") == "Most strongly attached to trade: “a” and “b”"
    for other in (table.assign(log_dice=[9.0, 8.0, 8.0]), table.head(1), table.head(0), table.assign(documents=[2, 1, 2])):
        assert said.network_title(other, "trade") == "The words most strongly attached to trade"


def test_the_network_is_told_in_words():
    table = found_of(collocate=list("abcdefg"), log_dice=[9.0, 8, 7, 6, 5, 4, 3])
    pairs = pd.DataFrame({"one": ["a", "a"], "other": ["b", "c"], "together": [4, 2], "dice": [0.5, 0.4]})
    assert said.network_in_words(table, pairs, "trade") == (
        "Trade in the middle; round it by log dice, from the nearest: a 9.0, b 8.0, c 7.0, d 6.0, e 5.0, f 4.0; then others. "
        "Most often together: a and b, in 4 windows.")
    assert said.network_in_words(table.head(1), pairs.assign(together=2), "trade").endswith("nearest: a 9.0.")
    assert said.network_in_words(table.head(0), pairs, "trade") == "No word is attached to trade."
    assert said.network_measure(1, unit="sentence", minimum_count=1) == (
        "words that stand in one sentence with it at least once, n = 1 mention; rings: log dice, the nearer the stronger; "
        "broken lines: often in the same sentences")


def test_a_table_for_reading_has_seven_columns_and_no_g2_where_nothing_is_tested():
    table = collocates(corpus_of("trade talks"), dispersion.occurrences(corpus_of("trade talks"), "trade"), minimum_count=1)
    assert list(readable(table)) == ["collocate", "near the node", "documents", "log dice", "MI", "g2", "ΔP word, node"]
    assert readable(table)["ΔP word, node"].tolist() == ["–, –"]
    assert "g2" not in readable(table, tested=False)
