"""Blocks of terms: the same counts whatever they are cut into, and however many words there are."""

from collections import Counter

import numpy as np

from utils.counts import TokenTable
from utils.term_counts import blocks, written


def table_of(documents):
    vocabulary = sorted({word for words in documents for word in words})
    place = {word: i for i, word in enumerate(vocabulary)}
    ids = np.array([place[word] for words in documents for word in words], dtype=np.int32)
    return TokenTable(np.array(vocabulary, dtype=object), ids, np.cumsum([len(words) for words in documents]))


def plain(documents, n):
    return Counter((" ".join(words[i : i + n]), d) for d, words in enumerate(documents) for i in range(len(words) - n + 1))


def counted(table, n, **options):
    out = Counter()
    for block in blocks(table, n=n, **options):
        terms = np.repeat(written(block.words, table.vocabulary).to_numpy(), block.lengths)
        out.update({(t, d): x for t, d, x in zip(terms, block.documents.tolist(), block.counts.tolist(), strict=True)})
    return out


def test_terms_of_a_corpus_too_large_for_one_block_are_counted_once_each():
    random = np.random.default_rng(0)
    ends = np.sort(random.integers(0, 1_400_000, 40))
    vocabulary, ids = np.array([f"w{i:03}" for i in range(300)], dtype=object), random.integers(0, 300, ends[-1])
    table = TokenTable(vocabulary, ids.astype(np.int32), ends)
    parts = list(blocks(table, n=2))
    assert len(parts) > 1
    within = np.ones(len(table.ids) - 1, dtype=bool)
    within[ends[:-1][ends[:-1] > 0] - 1] = False
    expected = np.bincount((table.ids[:-1].astype(int) * 300 + table.ids[1:])[within], minlength=90_000)
    words = np.concatenate([part.words for part in parts])
    counts = np.concatenate([part.sums(part.counts.astype(int)) for part in parts])
    key = words[:, 0] * 300 + words[:, 1]
    assert (np.diff(key) > 0).all()  # in alphabetical order from block to block, and none twice
    assert (counts == expected[key]).all() and counts.sum() == expected.sum()


def test_long_terms_of_many_different_words_are_told_apart():
    random = np.random.default_rng(1)
    words = [f"w{i}" for i in range(40_000)]  # four of these numbers and a document's don't fit into 64 bits
    documents = [list(random.permutation(words)) for _ in range(2)]
    documents.append(documents[0][:50] * 2)
    table = table_of(documents)
    assert counted(table, 4) == plain(documents, 4)


def test_terms_that_begin_or_end_with_a_dropped_word_are_left_out():
    documents = [list("abcab"), list("b"), [], list("aab")]
    table = table_of(documents)
    drop = np.array([True, False, False])
    for n in (1, 2, 3, 4):
        expected = {k: x for k, x in plain(documents, n).items() if k[0][0] != "a" and k[0][-1] != "a"}
        assert counted(table, n, drop=drop) == expected


def test_a_block_can_be_cut_to_some_documents_and_some_terms():
    (block,) = blocks(table_of([list("aab"), list("bc"), list("c")]))
    block = block.among(np.array([True, False, True]))
    assert block.words.tolist() == [[0], [1], [2]]
    assert block.counts.tolist() == [2, 1, 1] and block.documents.tolist() == [0, 0, 2]
    assert block.only(np.array([False, True, True])).documents.tolist() == [0, 2]
