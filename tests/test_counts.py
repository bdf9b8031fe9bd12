"""Tokens as numbers: the form that all counts of words rest on."""

import numpy as np
import pandas as pd
import pytest
from corpora import corpus_of
from hypothesis import given, settings
from hypothesis import strategies as st

from utils.counts import token_table
from utils.text import tokens

ANY = settings(deadline=None, max_examples=60, derandomize=True)
TEXTS = st.lists(st.text(st.sampled_from("ab cde'-.\n中"), min_size=1, max_size=40).filter(str.strip), min_size=1, max_size=6)


@ANY
@given(TEXTS)
def test_the_numbers_of_a_document_give_back_its_tokens(texts):
    corpus = corpus_of(*texts)
    table = token_table(corpus)
    for (_, text), end, length in zip(corpus.texts(), table.ends, table.lengths, strict=True):
        assert list(table.vocabulary[table.ids[end - length : end]]) == tokens(text)


@ANY
@given(TEXTS)
def test_documents_and_lengths_agree_with_the_corpus(texts):
    corpus = corpus_of(*texts)
    table = token_table(corpus)
    assert list(table.lengths) == list(corpus.documents["n_words"])
    assert np.array_equal(np.bincount(table.documents, minlength=len(corpus)), table.lengths)
    assert list(table.vocabulary) == sorted(set(table.vocabulary))


def test_the_same_corpus_is_counted_once_and_another_part_again():
    corpus = corpus_of("one two", "three")
    assert token_table(corpus) is token_table(corpus.where(id=["d0", "d1"]))
    assert token_table(corpus) is not token_table(corpus.where(id="d0"))


def test_an_empty_part_and_a_part_without_words_are_counted_as_nothing():
    corpus = corpus_of("words", "。。", lang=["en", "zh"])
    for part, documents in ((corpus.where(id="none"), 0), (corpus.where(lang="zh"), 1)):
        table = token_table(part)
        assert len(table.ids) == len(table.vocabulary) == 0 and len(table.lengths) == documents


def test_one_very_long_token_does_not_swell_the_vocabulary():
    table = token_table(corpus_of("x" * 300_000 + " " + " ".join(f"w{i}" for i in range(5000))))
    assert len(table.vocabulary) == 5001 and table.vocabulary.nbytes < 100_000


def test_tables_of_a_large_corpus_are_kept_and_tell_apart_what_was_asked(monkeypatch):
    from utils import collocates, counts, dispersion, terms

    monkeypatch.setattr(counts, "LARGE", 1)
    corpus = corpus_of("trade and peace and trade", "peace", "trade in peace")
    asked = []
    real = terms.frequencies.__wrapped__
    counted = counts.kept(lambda corpus, *given, **options: asked.append(options) or real(corpus, *given, **options))
    first, again, pairs = counted(corpus, n=1), counted(corpus, n=1), counted(corpus, n=2)
    assert asked == [{"n": 1}, {"n": 2}]
    pd.testing.assert_frame_equal(first, again)
    assert list(pairs["term"]) != list(first["term"])
    assert counted(corpus.where(id="d1"), n=1)["term"].tolist() == ["peace"]
    spans = [dispersion.occurrences(corpus, word) for word in ("trade", "peace", "trade")]
    near = [collocates.collocates(corpus, each, minimum_count=1) for each in spans]
    pd.testing.assert_frame_equal(near[0], near[2])
    assert list(near[0]["collocate"]) == ["peace"] and list(near[1]["collocate"]) == ["trade"]


def test_a_table_that_can_not_be_made_is_not_kept(monkeypatch):
    from utils import counts, terms

    monkeypatch.setattr(counts, "LARGE", 1)
    for _ in range(2):
        with pytest.raises(ValueError):
            terms.frequencies(corpus_of("one two"), n=5)
