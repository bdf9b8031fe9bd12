"""Words by arrays are the words one by one."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from utils import token_arrays
from utils.text import tokens, word_spans
from utils.token_arrays import number_words, word_offsets


def words_of(texts):
    lengths, ids, words = number_words(texts)
    found = [words[i] for i in ids]
    cuts = [sum(lengths[:i]) for i in range(len(lengths) + 1)]
    return [found[a:b] for a, b in zip(cuts, cuts[1:], strict=False)]


PARTS = st.lists(st.sampled_from(["China", "'s", "’s", "-", "–", "'", "ʼ", " ", "\n", "\u0301", "é", "İ", "Σ", "上海",
                                  "_", "5", "s", "ſ", "🙂", "ß", "a"]), max_size=30).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.lists(PARTS | st.text(max_size=40), max_size=6))
@example(["", "\u0301", "\u0301-a b's's", "-a-", "a--b", "x's"])
def test_they_are_the_words_that_tokens_finds(texts):
    assert words_of(texts) == [tokens(t) for t in texts]


@pytest.mark.parametrize("chunk", [1, 7, 50])
def test_where_texts_are_cut_or_joined_changes_nothing(monkeypatch, chunk):
    monkeypatch.setattr(token_arrays, "_CHUNK", chunk)
    texts = ["One text’s words, and-more of them: " * 5, "", "short", "x" * 300 + " the end", "上海 and\nlines\n" * 9]
    assert words_of(texts) == [tokens(t) for t in texts]


def test_a_word_of_100_000_characters_and_a_long_text_are_counted():
    lengths, ids, words = number_words(["a" * 100_000 + " b", "word " * 700_000])
    assert lengths == [2, 700_000]
    assert len(words) == 3 and len(words[0]) == 100_000


def test_no_text_gives_no_words():
    assert number_words([])[0] == [] and number_words(["", "."])[0] == [0, 0]


@settings(max_examples=300, deadline=None)
@given(PARTS | st.text(max_size=40))
@example("\u0301-a b's's -a- a--b x's")
def test_offsets_of_words_are_those_found_one_by_one(text):
    starts, ends = word_offsets(text)
    assert list(zip(starts.tolist(), ends.tolist(), strict=True)) == word_spans(text)
