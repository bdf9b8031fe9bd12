"""Richness: against types counted window by window."""

import numpy as np
import pytest
from corpora import corpus_of
from hypothesis import given, settings
from hypothesis import strategies as st

from utils import CorpusError, richness
from utils.text import tokens

ANY = settings(deadline=None, max_examples=60, derandomize=True)


def test_the_moving_average_as_worked_by_hand():
    # Windows of 3 in "a b a c a c a": aba 2, bac 3, aca 2, cac 2, aca 2: 11/15.
    row = richness.richness(corpus_of("a1 b1 a1 c1 a1 c1 a1"), window=3).iloc[0]
    assert row[["documents", "tokens", "types", "measured"]].tolist() == [1, 7, 3, 1]
    assert row["mattr"] == pytest.approx(11 / 15) and np.isnan(row["mattr_low"])


@ANY
@given(st.lists(st.lists(st.sampled_from("abcde"), max_size=25), min_size=1, max_size=7), st.integers(1, 9))
def test_the_moving_average_is_that_of_every_window_of_every_document(documents, window):
    corpus = corpus_of(*[" ".join(words) + " x" for words in documents], side=[str(i % 2) for i in range(len(documents))])
    found = richness.richness(corpus, by="side", window=window).set_index("group")
    for side in found.index:
        words = [tokens(text) for _, text in corpus.where(side=side).texts()]
        stretches = [w[i : i + window] for w in words for i in range(len(w) - window + 1)]
        row = found.loc[side]
        assert (row["documents"], row["tokens"]) == (len(words), sum(map(len, words)))
        assert row["types"] == len({t for w in words for t in w})
        assert row["measured"] == sum(len(w) >= window for w in words)
        if stretches:
            assert row["mattr"] == pytest.approx(np.mean([len(set(s)) / window for s in stretches]))
        else:
            assert np.isnan(row["mattr"])


def test_a_text_longer_than_what_is_looked_at_together_is_measured_whole():
    random = np.random.default_rng(0)
    words = [f"w{i}" for i in random.zipf(1.3, 300_000) % 5000]
    row = richness.richness(corpus_of("short text", " ".join(words)), window=4).iloc[0]
    types = [len(set(words[i : i + 4])) for i in range(len(words) - 3)]
    assert row["mattr"] == pytest.approx(np.mean(types) / 4) and row["types"] == len(set(words)) + 2 and row["measured"] == 1


def test_an_interval_takes_documents_as_units():
    corpus = corpus_of(*["a1 a1 a1 a1"] * 3, *["a1 b1 c1 d1"] * 3)
    row = richness.richness(corpus, window=2).iloc[0]
    assert row["mattr"] == 0.75 and row["mattr_low"] < 0.6 < 0.9 < row["mattr_high"]
    even = richness.richness(corpus_of(*["a1 b1 a1 b1"] * 5), window=2).iloc[0]
    assert even[["mattr", "mattr_low", "mattr_high"]].tolist() == [1, 1, 1]


def test_short_documents_empty_corpora_and_unknown_columns_are_told():
    corpus = corpus_of("a b", "c")
    row = richness.richness(corpus).iloc[0]
    assert row["measured"] == 0 and np.isnan(row["mattr"]) and row["tokens"] == 3
    assert richness.richness(corpus.where(id="none")).iloc[0][["documents", "tokens", "types"]].tolist() == [0, 0, 0]
    assert richness.richness(corpus, by="side").empty
    with pytest.raises(CorpusError, match="No column is called 'mood'"):
        richness.richness(corpus, by="mood")
    with pytest.raises(ValueError, match="at least one word"):
        richness.richness(corpus, window=0)


def test_a_table_to_be_read_has_the_largest_groups_first_and_the_interval_in_the_cell():
    corpus = corpus_of(*["a1 b1 a1 b1"] * 5, "a1 b1", side=["B"] * 5 + ["A"])
    shown = richness.readable(richness.richness(corpus, by="side", window=3))
    assert shown.values.tolist() == [["B", 5, 20, 2, 5, "66.7% [66.7, 66.7]"], ["A", 1, 2, 2, 0, ""]]
    assert list(shown)[-2:] == ["long enough", "MATTR [95%]"]
