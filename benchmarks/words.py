"""Counting words against a peer: `python -m benchmarks.words PATH`, PATH being any corpus that `load_corpus` reads.

Measures in one run, in CPU seconds of this process, all documents in memory and nothing kept from before: tokens of every
document with their positions (`utils.counts`) against scikit-learn's CountVectorizer making unigram counts, and two-word
counts against CountVectorizer(ngram_range=(2, 2)). Equal results come first: on a sample, counts must agree with
CountVectorizer's when it is given our tokenizer. Ends with one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from utils import load_corpus
from utils.corpus import Corpus
from utils.counts import token_table
from utils.terms import frequencies
from utils.text import tokens
from utils.token_arrays import number_words

SAMPLE = 300  # documents on which equality is checked


def seconds(run: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    before = time.process_time()
    run()
    return time.process_time() - before


def check_equal(corpus: Corpus) -> None:
    """Raise AssertionError unless one- and two-word counts of a sample agree with CountVectorizer's on our tokens."""
    sample = corpus.sample(SAMPLE, seed=0)
    texts = [text for _, text in sample.texts()]
    for n in (1, 2):
        peer = CountVectorizer(tokenizer=tokens, token_pattern=None, lowercase=False, ngram_range=(n, n))
        totals = np.asarray(peer.fit_transform(texts).sum(axis=0)).ravel()
        expected = dict(zip(peer.get_feature_names_out(), totals.tolist(), strict=True))
        ours = frequencies(sample, n=n, keep_stop_words=True)
        assert dict(zip(ours["term"], ours["count"], strict=True)) == expected, f"{n}-word counts differ"


def main() -> None:
    """Measure on the corpus named on the command line and print the figures."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("path")
    corpus = load_corpus(ask.parse_args().path)
    texts = [text for _, text in corpus.texts()]
    size = sum(map(len, texts))
    print(f"{len(corpus):,} documents, {size / 1e6:,.1f} million characters")
    check_equal(corpus)
    print(f"counts agree with CountVectorizer's on {min(SAMPLE, len(corpus)):,} documents")
    index = seconds(lambda: number_words(texts))
    peer = seconds(lambda: CountVectorizer().fit_transform(texts))
    token_table(corpus)
    bigrams = seconds(lambda: frequencies(corpus, n=2, keep_stop_words=True))
    peer_bigrams = seconds(lambda: CountVectorizer(ngram_range=(2, 2)).fit_transform(texts))
    print(json.dumps({
        "documents": len(corpus), "million_characters": round(size / 1e6, 1),
        "index_s": round(index, 2), "countvectorizer_s": round(peer, 2), "index_vs_countvectorizer": round(index / peer, 2),
        "bigrams_s": round(bigrams, 2), "countvectorizer_bigrams_s": round(peer_bigrams, 2),
        "bigrams_vs_countvectorizer": round(bigrams / peer_bigrams, 2),
    }))


if __name__ == "__main__":
    main()
