"""Two parts of a corpus: which are set against each other, what is tested, and what is only counted."""

import pytest
from corpora import corpus_of

from utils import CorpusError, comparisons
from utils.charts import terms as term_charts
from utils.charts.corpus import year_ticks
from utils.figures import NotDrawn
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
    assert term_charts.comparison_dumbbells(found, **SAID) == NotDrawn(reason)
    assert comparisons.extremes(found).empty and comparisons.readable(found).empty


def test_the_extremes_lead_with_the_first_part_and_end_with_the_second(corpus):
    assert list(comparisons.extremes(comparisons.early_and_late(corpus))["label"]) == ["peace", "war"]


def test_a_term_that_one_document_carries_has_a_dagger():
    texts = ["toad " * 30] + ["toad and road"] * 2 + ["road and trade"] * 6
    corpus = corpus_of(*[f"{t} {i}" for i, t in enumerate(texts)], side=["A"] + ["B"] * 8)
    found = comparisons.one_and_rest(corpus, "A", minimum_documents=2)
    assert "toad †" in list(comparisons.extremes(found)["label"])


def test_a_table_to_be_read_gives_counts_with_their_documents(corpus):
    shown = comparisons.readable(comparisons.early_and_late(corpus))
    assert shown.iloc[0].tolist()[:4] == ["peace", "30 in 6", pytest.approx(1000 * 30 / 66), "0"]
    assert list(shown) == ["term", "2005", "per 1,000, 2005", "2001", "per 1,000, 2001", "log_ratio", "g2"]


def test_the_dumbbells_show_both_rates_and_say_which_is_which(corpus):
    ax = term_charts.comparison_dumbbells(comparisons.early_and_late(corpus), **SAID).axes[0]
    assert [c.get_label() for c in ax.collections if not c.get_label().startswith("_")] == ["2001", "2005"]


def test_bars_of_terms_carry_the_number_of_documents(corpus):
    figure = term_charts.frequency_bars(frequencies(corpus), **SAID, rows=2)
    assert [t.get_text() for t in figure.axes[0].texts] == ["466.7 · 13 documents", "222.2 · 6 documents"]
    assert isinstance(term_charts.frequency_bars(frequencies(corpus_of("a word")), **SAID), NotDrawn)
    assert isinstance(term_charts.frequency_bars(frequencies(corpus_of("the")), **SAID), NotDrawn)


def test_places_of_terms_lie_between_the_first_and_the_last_document(corpus):
    ax = term_charts.places(corpus, ["war", "peace"], **SAID).axes[0]
    assert [t.get_text() for t in ax.get_yticklabels()] == ["peace", "war"] and ax.get_xlim() == (0, 13)
    assert [label for _, label in year_ticks(corpus)] == ["2001", "2005", "undated"]
    assert isinstance(term_charts.places(corpus, ["nowhere"], **SAID), NotDrawn)
