"""Concepts that stand together: counts, and NPMI against hand-worked numbers, NLTK and a plain bootstrap."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from corpora import corpus_of
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics import BigramAssocMeasures

from utils import co_occurrence as module
from utils import concepts
from utils.co_occurrence import BESIDE_NODE, NPMI, beside, co_occurrence, npmi, outside, pairs
from utils.sentences import collocates as said

# Concepts by the one word of each, in texts that are nothing but words.
WORDS = st.sampled_from(["SCO", "terrorism", "sanctions", "ink", "Ink."])
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=12).map(" ".join), min_size=1, max_size=8)
NAMES = ["sco", "terrorism", "sanctions"]


def places(*rows):
    """Mentions made by hand: (document, sentence, concept)."""
    table = pd.DataFrame(rows, columns=["id", "sentence_start", "concept"])
    return table.assign(start=table["sentence_start"], end=table["sentence_start"] + 1)


# --- counts ------------------------------------------------------------------------------------------------------------


def test_sentences_that_hold_both_are_counted():
    corpus = corpus_of("The SCO fights terrorism. The SCO met.", "Terrorism. SCO terrorism terrorism.")
    found = concepts.mentions(corpus, ["sco", "terrorism"])
    for row in (co_occurrence(found, "sco").iloc[0], co_occurrence(found, "sco", corpus).iloc[0]):
        assert (row["concept"], row["together"], row["with_node"], row["documents"]) == ("terrorism", 2, 3, 2)
        assert (row["with_concept"], row["share_of_node"]) == (3, 2 / 3)


def test_concepts_that_never_meet_the_node_are_left_out_and_the_most_frequent_come_first():
    found = places(("a", 0, "x"), ("a", 0, "z"), ("a", 0, "y"), ("b", 0, "x"), ("b", 0, "z"), ("b", 9, "w"))
    assert co_occurrence(found, "x")["concept"].tolist() == ["z", "y"]
    assert co_occurrence(found, "x", unit="document")["concept"].tolist() == ["z", "w", "y"]
    assert co_occurrence(found, "x")["npmi"].isna().all()


def test_pairs_are_symmetric_with_each_alone_on_the_diagonal():
    corpus = corpus_of("SCO terrorism", "SCO", "energy")
    square = pairs(concepts.mentions(corpus), ["sco", "terrorism", "energy"], unit="document")
    assert square.to_numpy().tolist() == [[2, 1, 0], [1, 1, 0], [0, 0, 1]]


@given(TEXTS)
def test_counts_are_those_of_sets(texts):
    corpus = corpus_of(*texts)
    found = concepts.mentions(corpus, NAMES)
    for unit, keys in (("sentence", ["id", "sentence_start"]), ("document", ["id"])):
        sets = {name: set(map(tuple, found.loc[found["concept"] == name, keys].to_numpy())) for name in NAMES}
        square = pairs(found, NAMES, unit=unit)
        table = npmi(found, NAMES, corpus, unit=unit).set_index(["concept", "other"])
        for one, other in combinations(NAMES, 2):
            both = sets[one] & sets[other]
            assert square.loc[one, other] == square.loc[other, one] == table.loc[(one, other), "together"] == len(both)
            assert table.loc[(one, other), "documents"] == len({key[0] for key in both})
        assert [square.loc[name, name] for name in NAMES] == [len(sets[name]) for name in NAMES]


def test_beside_splits_the_documents_by_the_name():
    corpus = corpus_of("Shanghai Spirit, mutual trust", "Shanghai Spirit", "mutual trust", "nothing here", "nor here")
    table = beside(concepts.mentions(corpus), "shanghai_spirit", ["shanghai_spirit.mutual_trust"], corpus)
    row = table.iloc[0]
    assert (row["with_name"], row["documents_with_name"], row["without_name"], row["documents_without"]) == (1, 2, 1, 3)
    assert row["share_with"] == 0.5
    assert np.isnan(row["share_with_low"])  # of fewer than 5 documents there is no interval
    corpus = corpus_of(*["Shanghai Spirit, mutual trust"] * 2, *["Shanghai Spirit"] * 8, *["mutual trust"] * 3)
    row = beside(concepts.mentions(corpus), "shanghai_spirit", ["shanghai_spirit.mutual_trust"], corpus).iloc[0]
    assert (row["share_with_low"], row["share_with_high"]) == pytest.approx((0.0252, 0.5561), abs=1e-4)  # 2 of 10, exact
    assert np.isnan(row["share_without_high"])


def test_a_table_for_reading_has_npmi_and_its_interval_in_one_cell():
    found = places(*[(f"d{i}", 0, name) for i in range(6) for name in (("sco", "terrorism") if i < 5 else ("sco",))],
                   ("d5", 1, "sanctions"), ("d5", 0, "sanctions"))
    corpus = corpus_of(*["The SCO. More. More."] * 6)
    table = module.readable(co_occurrence(found, "sco", corpus), {"terrorism": "terror"})
    assert table["concept"].tolist() == ["terror", "sanctions"]
    assert table["sentences with both"].tolist() == [5, 1] and table["all its sentences"].tolist() == [5, 2]
    assert table["NPMI [95%]"].str.contains("[", regex=False).tolist() == [True, False]
    by_document = module.readable(co_occurrence(found, "sco", corpus, unit="document"), {}, unit="document")
    assert list(by_document) == ["concept", "documents with both", "all its documents", "NPMI [95%]"]
    nought = pd.DataFrame({"concept": ["a"], "together": [5], "documents": [5], "with_concept": [9], "npmi": [0.1],
                           "npmi_low": [-0.001], "npmi_high": [0.2]})
    assert module.readable(nought, {})["NPMI [95%]"].item() == "0.10 [0.00, 0.20]"
    assert module.readable(nought.assign(npmi=np.nan), {})["NPMI [95%]"].item() == ""


def test_parts_inside_a_triad_are_not_outside_it():
    corpus = corpus_of("terrorism, separatism and extremism, and terrorism again")
    found = concepts.mentions(corpus)
    rest = outside(found[found["concept"] == "terrorism"], found[found["concept"] == "three_forces"])
    assert list(rest["start"]) == [41]


SPANS = st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 20), st.integers(1, 9)), max_size=8).map(
    lambda rows: pd.DataFrame([(name, start, start + length) for name, start, length in rows], columns=["id", "start", "end"]))


@given(SPANS, SPANS)
def test_outside_is_what_a_comparison_of_all_with_all_finds(found, spans):
    free = [all(m.id != s.id or m.end <= s.start or m.start >= s.end for s in spans.itertuples()) for m in found.itertuples()]
    pd.testing.assert_frame_equal(outside(found, spans), found[np.array(free, dtype=bool)])


# --- NPMI --------------------------------------------------------------------------------------------------------------


def test_npmi_of_documents_worked_by_hand():
    corpus = corpus_of("SCO terrorism", "SCO terrorism", "SCO", "ink", "ink", "ink", "ink", "ink")
    row = npmi(concepts.mentions(corpus), ["sco", "terrorism"], corpus, unit="document").iloc[0]
    # Both in 2 of 8, the one in 3, the other in 2: (2/8) / (3/8 * 2/8) = 8/3, and -ln(2/8) = ln 4.
    assert row["npmi"] == pytest.approx(np.log(8 / 3) / np.log(4))
    assert list(row[["together", "with_concept", "with_other", "units", "documents"]]) == [2, 3, 2, 8, 2]
    assert np.isnan(row["npmi_low"]) and np.isnan(row["npmi_high"])  # they meet in fewer than five documents


def test_all_sentences_count_not_only_those_that_mention_something():
    corpus = corpus_of("SCO and terrorism met. Ink is blue. Ink is red. Ink is black.", "No ink is left. None.")
    row = npmi(concepts.mentions(corpus), ["sco", "terrorism"], corpus).iloc[0]
    assert (row["units"], row["npmi"]) == (6, 1)


@pytest.mark.parametrize("both, one, other, units, value", [
    (5, 5, 5, 20, 1), (5, 10, 10, 20, 0), (0, 5, 5, 20, -1), (0, 0, 5, 20, np.nan), (20, 20, 20, 20, np.nan), (1, 20, 1, 20, 0)])
def test_npmi_at_its_ends_and_where_it_has_no_meaning(both, one, other, units, value):
    made = module._npmi(*(np.array([float(x)]) for x in (both, one, other)), units)[0]
    assert made == pytest.approx(value, nan_ok=True)


@given(st.integers(1, 50), st.integers(0, 50), st.integers(0, 50), st.integers(1, 500))
def test_npmi_is_nltks_pmi_over_the_surprise_of_meeting(both, one, other, rest):
    units = both + one + other + rest
    made = module._npmi(np.array([both]), np.array([both + one]), np.array([both + other]), units)[0]
    pmi = BigramAssocMeasures.pmi(both, (both + one, both + other), units)
    assert made == pytest.approx(pmi / -np.log2(both / units), abs=1e-9)
    assert -1 <= made <= 1


def twelve():
    texts = ["SCO and terrorism. Ink.", "SCO. Ink. Terrorism.", "SCO, terrorism. SCO met.", "Terrorism", "SCO, terrorism. SCO.",
             "Ink", "Ink. Ink. Ink.", "SCO", "Ink", "Terrorism and SCO.", "SCO against terrorism. Terrorism.", "Ink. Terrorism."]
    corpus = corpus_of(*texts)
    return corpus, concepts.mentions(corpus, NAMES)


@pytest.mark.parametrize("unit", ["sentence", "document"])
def test_the_interval_is_that_of_a_plain_bootstrap_over_documents(unit):
    corpus, found = twelve()
    row = npmi(found, ["sco", "terrorism"], corpus, unit=unit).iloc[0]
    ids, keys = list(corpus.documents["id"]), ["id", "sentence_start"] if unit == "sentence" else ["id"]
    held = {name: set(map(tuple, found.loc[found["concept"] == name, keys].to_numpy())) for name in NAMES[:2]}
    sets = (held["sco"] & held["terrorism"], held["sco"], held["terrorism"])
    counts = np.array([[sum(key[0] == name for key in one) for name in ids] for one in sets])
    sizes = module._sentences(corpus)["sentences"].to_numpy() if unit == "sentence" else np.ones(len(ids))
    values = []
    for drawn in np.random.default_rng(0).integers(0, len(ids), (1000, len(ids))):
        a, b, c = counts[:, drawn].sum(axis=1)
        n = sizes[drawn].sum()
        if b and c and a < n:
            values.append(np.log(a * n / (b * c)) / -np.log(a / n) if a else -1)
    assert list(row[["npmi_low", "npmi_high"]]) == pytest.approx(list(np.quantile(values, [0.025, 0.975])))
    assert row["npmi_low"] < row["npmi"] < row["npmi_high"]


def test_the_interval_does_not_depend_on_how_many_resamples_are_drawn_at_once(monkeypatch):
    corpus, found = twelve()
    whole = npmi(found, NAMES, corpus)
    monkeypatch.setattr(module, "_DRAWN_AT_ONCE", 100)
    pd.testing.assert_frame_equal(npmi(found, NAMES, corpus), whole)


def test_the_order_of_mentions_and_of_the_two_concepts_changes_nothing():
    corpus, found = twelve()
    made = npmi(found, ["sco", "terrorism"], corpus)
    pd.testing.assert_frame_equal(npmi(found.iloc[::-1], ["sco", "terrorism"], corpus), made)
    other = npmi(found, [("terrorism", "sco")], corpus)
    assert list(other.loc[0, ["together", "npmi", "npmi_low", "npmi_high"]]) == pytest.approx(
        list(made.loc[0, ["together", "npmi", "npmi_low", "npmi_high"]]))


def test_a_pair_that_never_meets_has_the_least_npmi_and_no_interval():
    corpus = corpus_of(*["SCO"] * 6, *["Terrorism"] * 6)
    row = npmi(concepts.mentions(corpus), ["sco", "terrorism"], corpus, unit="document").iloc[0]
    assert row["npmi"] == -1 and np.isnan(row["npmi_low"])


def test_a_square_of_npmi_is_symmetric_with_an_empty_diagonal():
    corpus, found = twelve()
    square = pairs(found, NAMES, corpus, measure="npmi")
    value = npmi(found, ["sco", "terrorism"], corpus)["npmi"].iloc[0]
    assert square.loc["sco", "terrorism"] == square.loc["terrorism", "sco"] == value
    assert square.to_numpy().diagonal().tolist() == pytest.approx([np.nan] * 3, nan_ok=True)


def test_the_sentences_of_a_large_corpus_are_estimated_from_their_length(monkeypatch):
    corpus = corpus_of(*[f"Ink number {i} is blue. " * (i % 7 + 1) for i in range(60)])
    exact = module._sentences(corpus)["sentences"]
    assert exact.tolist() == [i % 7 + 1 for i in map(int, (name[1:] for name in corpus.documents["id"]))]
    monkeypatch.setattr(module, "_READ", 400)
    assert np.abs(module._sentences(corpus)["sentences"] - exact).max() <= 1


# --- too little, or the wrong question ---------------------------------------------------------------------------------


def test_without_mentions_or_documents_tables_are_empty_and_have_their_columns():
    corpus = corpus_of("Nothing of the kind.")
    found = concepts.mentions(corpus)
    for part in (corpus, corpus.where(lang="xx")):
        for unit in ("sentence", "document"):
            table = co_occurrence(found, "sco", part, unit=unit)
            assert table.empty and list(table) == BESIDE_NODE
            made = npmi(found, ["sco", "terrorism"], part, unit=unit)
            assert list(made) == NPMI and made["npmi"].isna().all() and made["together"].tolist() == [0]
            assert npmi(found, ["sco"], part, unit=unit).empty
            assert pairs(found, NAMES, part, unit=unit).to_numpy().sum() == 0
            assert pairs(found, NAMES, part, unit=unit, measure="npmi").isna().all(axis=None)
    assert beside(found, "shanghai_spirit", ["shanghai_spirit.equality"], corpus).empty
    assert outside(found, found).empty


def test_mentions_in_documents_that_the_corpus_has_not_got_are_left_out():
    corpus = corpus_of("SCO terrorism", "SCO terrorism", country=["CHN", "IND"])
    found = concepts.mentions(corpus)
    assert co_occurrence(found, "sco", corpus.where(country="CHN"))["together"].tolist() == [1]


@pytest.mark.parametrize("ask, reason", [
    (lambda: co_occurrence(places(("a", 0, "x"), ("a", 0, "y")), "x", unit="line"), "unit is 'line': .* sentence or a document"),
    (lambda: pairs(places(("a", 0, "x")), ["x"], measure="npmi"), "NPMI needs the corpus"),
    (lambda: pairs(places(("a", 0, "x")), ["x"], measure="lift"), "measure is 'lift'")])
def test_what_can_not_be_asked_for_is_told(ask, reason):
    with pytest.raises(ValueError, match=reason):
        ask()


# --- sentences ---------------------------------------------------------------------------------------------------------


def tied(**columns):
    return pd.DataFrame({"concept": ["a", "b"], "npmi": [0.2, 0.5], "npmi_low": [-0.1, 0.4], "npmi_high": [0.3, 0.6]} | columns)


def test_the_closest_concepts_are_told_with_their_intervals():
    names = {"a": "energy", "b": "drugs"}
    assert said.associated(tied(), "terrorism", names) == (
        "By NPMI over sentences (1: never apart, 0: together as often as by chance, −1: never together; with 95% intervals), "
        "terrorism is closest to drugs 0.50 [0.40, 0.60] and energy 0.20 [−0.10, 0.30].")
    one = tied(npmi_low=[np.nan, 0.4])
    assert said.associated(one, "terrorism", names, unit="document").endswith(
        "terrorism is closest to drugs 0.50 [0.40, 0.60], the only one that meets it in enough documents.")


def test_concepts_as_close_as_the_last_one_named_are_counted():
    same = pd.DataFrame({"concept": list("abcd"), "npmi": 0.5, "npmi_low": 0.4, "npmi_high": 0.6})
    assert said.associated(same, "trade", {}, top=2).endswith("b 0.50 [0.40, 0.60]; 2 more as close as the last of these.")


def test_a_title_names_the_concepts_whose_interval_lies_above_chance():
    names = {"a": "energy", "b": "drugs"}
    assert said.associated_title(tied(), "trade", names) == "In one sentence with trade beyond chance: drugs"
    assert said.associated_title(tied(npmi_low=0.1), "trade", names) == (
        "In one sentence with trade beyond chance: drugs and energy")
    assert said.associated_title(tied(npmi_low=-0.1), "trade", names, unit="document") == (
        "No concept tracked here stands in one document with trade more often than by chance")
    assert said.associated_title(tied(npmi_low=np.nan), "trade", names) == "In one sentence with trade"


def test_with_too_few_documents_no_concept_is_named_and_without_npmi_nothing_is_said():
    assert said.associated(tied(npmi_low=np.nan), "terrorism", {}) == (
        "No other concept shares a sentence with terrorism in 5 documents or more, so how close any is can't be said.")
    assert said.associated(tied(npmi_low=np.nan), "trade", {}, unit="document").startswith(
        "No other concept shares 5 documents or more with trade")
    assert said.associated(tied(npmi=np.nan), "terrorism", {}) == "" == said.associated(tied().head(0), "terrorism", {})
