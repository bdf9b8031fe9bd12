"""Two parts of a corpus: which are set against each other, what is tested, and what is only counted."""

from dataclasses import replace

import pandas as pd
import pytest
from corpora import corpus_of
from matplotlib.collections import LineCollection, PathCollection

from utils import CorpusError, comparisons
from utils.charts import terms as term_charts
from utils.charts.corpus import year_ticks
from utils.dispersion import strokes
from utils.figures import NotDrawn
from utils.significance import q_values
from utils.terms import frequencies

SAID = {"title": "Title", "subtitle": "measure"}


@pytest.fixture(scope="module")
def corpus():
    return corpus_of(
        *["war trade " * 5 + str(i) for i in range(6)],
        *["peace trade " * 5 + str(i) for i in range(6)],
        "trade " * 3,
        date=["2001"] * 6 + ["2005"] * 6 + [""],
        side=["A"] * 6 + ["B"] * 5 + ["C", ""],
    )


def test_the_later_half_is_set_against_the_earlier_and_the_undated_left_out(corpus):
    found = comparisons.early_and_late(corpus)
    assert (found.here, found.there, found.documents, found.tested) == ("2005", "2001", (6, 6), True)
    assert list(found.table["term"]) == ["peace", "trade", "war"]


def test_the_largest_side_is_set_against_all_others_that_are_stated(corpus):
    found = comparisons.one_and_rest(corpus)
    assert (found.here, found.there, found.documents) == ("A", "the other sides", (6, 6))
    assert comparisons.one_and_rest(corpus, "B").documents == (5, 7)


def test_a_group_or_column_that_is_not_there_is_refused_with_those_that_are(corpus):
    with pytest.raises(CorpusError, match="No document has the side 'Z': stated are A, B, C"):
        comparisons.one_and_rest(corpus, "Z")
    with pytest.raises(CorpusError, match="No column is called 'mood'"):
        comparisons.one_and_rest(corpus, by="mood")


def test_a_column_of_numbers_can_set_groups_apart(corpus):
    assert comparisons.one_and_rest(corpus, "2005", by="year").documents == (6, 6)


@pytest.mark.parametrize(
    "columns, reason",
    [
        ({}, "there are not two sides to set against each other."),
        ({"publisher": ["P", "Q"]}, "no term stands in both parts together at least 10 times in 5 documents."),
    ],
)
def test_what_cannot_be_compared_has_a_reason(columns, reason):
    found = comparisons.one_and_rest(corpus_of("a b", "c d", **columns))
    assert found.reason == reason and found.table.empty
    assert term_charts.comparison_chart(found, **SAID) == NotDrawn(reason)
    assert comparisons.extremes(found).empty and comparisons.readable(found).empty


def test_the_extremes_lead_with_the_first_part_and_end_with_the_second(corpus):
    assert list(comparisons.extremes(comparisons.early_and_late(corpus))["label"]) == ["peace", "war"]


def test_a_term_that_one_document_carries_has_a_dagger():
    texts = ["toad " * 30] + ["toad and road"] * 2 + ["road and trade"] * 6
    corpus = corpus_of(*[f"{t} {i}" for i, t in enumerate(texts)], side=["A"] + ["B"] * 8, nature="chronicle")
    found = comparisons.one_and_rest(corpus, "A", minimum_documents=2)
    assert "toad †" in list(comparisons.extremes(found)["label"])


def leaning(nature="source texts"):
    """Twelve early and twelve late texts: "war" stands in 11 early and 6 late ones, "peace" the other way round."""
    early = ["war " * (i < 11) + "peace " * (i < 6) + "of the and in " * 9 for i in range(12)]
    late = ["peace " * 2 * (i < 12) + "war " * (i < 5) + "new " * (i < 10) + "of the and in " * 9 for i in range(12)]
    return corpus_of(*early, *late, date=["2001"] * 12 + ["2005"] * 12, side=["A"] * 12 + ["B"] * 12, nature=nature)


def test_what_differs_has_a_small_q_and_stands_by_how_far_its_interval_keeps_from_nought():
    found = comparisons.early_and_late(leaning())
    shown = comparisons.extremes(found)
    assert (shown["q"] < comparisons.FINDING).all() and len(comparisons.findings(found)) == len(shown)
    assert list(shown["term"]) == ["peace", "new", "war"]  # "new", which the early texts haven't got, has no interval
    assert shown["low"].isna().tolist() == [False, True, False]
    assert [list(part["term"]) for part in comparisons.in_one_part_only(found)] == [["new"], []]
    assert found.exchanged <= sum(found.documents)


def test_on_a_chronicle_terms_stand_by_their_log_ratio_and_nothing_is_tested():
    found = comparisons.early_and_late(leaning("chronicle"))
    assert not found.tested and found.exchanged == 0
    assert not {"low", "high", "g2", "p", "q"} & set(found.table)
    ratios = comparisons.extremes(found)["log_ratio"]
    assert ratios.is_monotonic_decreasing and ratios.iloc[0] > 0 > ratios.iloc[-1]
    assert len(comparisons.findings(found)) == len(found.table)


def test_comparisons_made_together_share_their_q_values():
    corpus = leaning()
    alone = comparisons.early_and_late(corpus), comparisons.one_and_rest(corpus, "B")
    both = comparisons.together(*alone)
    p = pd.concat([c.table["p"] for c in alone])
    assert pd.concat([c.table["q"] for c in both]).to_numpy() == pytest.approx(q_values(p))
    none = comparisons.early_and_late(corpus_of("a"))
    chronicle = comparisons.early_and_late(leaning("chronicle"))
    kept = comparisons.together(alone[0], none, chronicle)
    assert kept[0].table["q"].equals(alone[0].table["q"]) and kept[1] is none and kept[2] is chronicle
    assert comparisons.together(none) == (none,)


def test_any_two_corpora_can_be_compared_and_have_names():
    corpus = leaning()
    early, late = corpus.where(side="A"), corpus.where(side="B")
    found = comparisons.two_corpora(late, early)
    assert (found.here, found.there, found.documents) == ("trial (1)", "trial (2)", (12, 12))
    named = comparisons.two_corpora(late, early, names=("late", "early"))
    within = comparisons.early_and_late(corpus)
    assert (named.here, named.exchanged, named.words) == ("late", within.exchanged, within.words)
    assert named.table["p"].to_numpy() == pytest.approx(within.table["p"].to_numpy(), nan_ok=True)
    assert comparisons.two_corpora(early, corpus.where(side="none")).reason == "one of the two has no document."


def test_a_table_to_be_read_gives_counts_with_their_documents(corpus):
    shown = comparisons.readable(comparisons.early_and_late(corpus))
    assert list(shown) == ["term", "2005", "2001", "log ratio [95%]", "g2", "q"]
    assert shown.iloc[0].tolist()[:4] == ["peace", "30 in 6", "0", "5.9"]
    assert comparisons.readable(comparisons.early_and_late(leaning())).iloc[0]["log ratio [95%]"].startswith("1.9 [1.0, ")
    plain = comparisons.readable(comparisons.early_and_late(leaning("chronicle")))
    assert list(plain) == ["term", "2005", "per 1,000, 2005", "2001", "per 1,000, 2001", "log_ratio"]


def test_log_ratios_are_drawn_with_their_intervals_and_hollow_where_there_is_none():
    ax = term_charts.comparison_chart(comparisons.early_and_late(leaning()), **SAID).axes[0]
    segments = [segment for c in ax.collections if isinstance(c, LineCollection) for segment in c.get_segments()]
    faces = [face for c in ax.collections if isinstance(c, PathCollection) for face in c.get_facecolors().tolist()]
    assert len(segments) == 2 and faces.count([1, 1, 1, 1]) == 1 and len(faces) == 3
    assert [t.get_text() for t in ax.texts] == ["◂ more in 2001", "more in 2005 ▸"]


def test_where_nothing_differs_or_can_be_tested_there_is_no_chart():
    same = corpus_of(*[f"trade talks {i} " * 5 for i in range(10)], date=["2001", "2002"] * 5)
    assert "no term differs" in term_charts.comparison_chart(comparisons.early_and_late(same), **SAID)
    few = corpus_of(*["trade talks " * 5] * 8, date=["2001", "2002"] * 4)
    assert "no term can be tested" in term_charts.comparison_chart(comparisons.early_and_late(few), **SAID)


def test_the_dumbbells_of_a_chronicle_show_both_rates_and_say_which_is_which(corpus):
    found = comparisons.early_and_late(replace(corpus, nature="chronicle"))
    ax = term_charts.comparison_chart(found, **SAID).axes[0]
    assert [c.get_label() for c in ax.collections if not c.get_label().startswith("_")] == ["2001", "2005"]


def test_rates_of_terms_are_drawn_with_their_intervals_and_documents(corpus):
    figure = term_charts.frequency_dots(frequencies(corpus, intervals=True), **SAID, rows=2)
    assert [t.get_text() for t in figure.axes[0].get_yticklabels()] == ["trade  · 13", "peace  · 6"]
    assert sum(isinstance(c, LineCollection) for c in figure.axes[0].collections) == 2


def test_without_intervals_terms_are_bars_that_carry_the_number_of_documents(corpus):
    figure = term_charts.frequency_dots(frequencies(corpus), **SAID, rows=2)
    assert [t.get_text() for t in figure.axes[0].texts] == ["466.7 · 13 documents", "222.2 · 6 documents"]
    assert isinstance(term_charts.frequency_dots(frequencies(corpus_of("a word")), **SAID), NotDrawn)
    assert isinstance(term_charts.frequency_dots(frequencies(corpus_of("the")), **SAID), NotDrawn)


def test_places_of_terms_lie_between_the_first_and_the_last_document(corpus):
    ax = term_charts.places(strokes(corpus, ["war", "peace"]), corpus, **SAID).axes[0]
    assert [t.get_text() for t in ax.get_yticklabels()] == ["peace", "war"] and ax.get_xlim() == (0, 13)
    assert [label for _, label in year_ticks(corpus)] == ["2001", "2005", "undated"]
    assert isinstance(term_charts.places(strokes(corpus, ["nowhere"]), corpus, **SAID), NotDrawn)
