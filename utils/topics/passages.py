"""Documents -> passages: texts cut where paragraphs end, and their words with what stands between them.

Comes in: a corpus. Goes out: offsets of passages, and for each word whether it follows the one before it, whether a
sentence may begin with it, and whether it is written as a name is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from utils.corpus import Corpus
from utils.counts import token_table
from utils.text import all_characters, paragraph_spans, sentence_spans
from utils.token_arrays import word_offsets

WORDS = 150  # of a passage, at least, where a document has so many
_INSIDE = ",;()-–—%&/'’"  # marks after which a capital is not that of a sentence's first word


@dataclass(frozen=True, eq=False)
class Pieces:
    """The words of all passages, in reading order.

    Attributes
    ----------
    types : the different ones, folded, in alphabetical order.
    ids : int32 array, for each word its place in `types`.
    of_passage : int32 array, for each word its passage's number.
    joined : for each word whether only spaces stand between it and the word before it.
    inside : for each word whether no sentence begins with it: it follows a word, a comma, a bracket or a dash.
    capital : for each word whether it begins with a capital and is no abbreviation in capitals.
    short : for each word whether it is an abbreviation in capitals.
    passages : id, document, start, end, n_words.
    """

    types: np.ndarray
    ids: np.ndarray
    of_passage: np.ndarray
    joined: np.ndarray
    inside: np.ndarray
    capital: np.ndarray
    short: np.ndarray
    passages: pd.DataFrame


def passage_spans(text: str, words: int = WORDS, *, begins: np.ndarray | None = None) -> list[tuple[int, int]]:
    """Offsets of passages: whole paragraphs joined until they have `words` words; what is left over at the end, if it
    is under half of that, belongs to the last one.

    A paragraph of over twice as many words is cut where its lines end, or else where its sentences do. `begins`, where it is
    known, is where the words begin.
    """
    begins = word_offsets(text)[0] if begins is None else begins
    parts = _cut(text, paragraph_spans(text), begins, words)
    sizes = _sizes(parts, begins)
    spans: list[tuple[int, int]] = []
    start, size, end = None, 0, 0
    for (s, e), more in zip(parts, sizes, strict=True):
        start = s if start is None else start
        size, end = size + more, e
        if size >= words:
            spans.append((start, end))
            start, size = None, 0
    if start is not None and spans and 2 * size < words:
        spans[-1] = (spans[-1][0], end)
    elif start is not None:
        spans.append((start, end))
    return spans


def _sizes(spans: list[tuple[int, int]], begins: np.ndarray) -> list[int]:
    """How many words begin in each span."""
    ends = np.searchsorted(begins, np.array(spans, dtype=np.int64).reshape(-1, 2))
    return (ends[:, 1] - ends[:, 0]).tolist()


def _cut(text: str, blocks: list[tuple[int, int]], begins: np.ndarray, words: int) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for (start, end), size in zip(blocks, _sizes(blocks, begins), strict=True):
        if size <= 2 * words:
            out.append((start, end))
            continue
        lines = [(start + m.start(), start + m.end()) for m in re.finditer(r"[^\n]+", text[start:end])]
        if len(lines) > 1:
            out += _cut(text, lines, begins, words)
        else:
            out += [(start + s, start + e) for s, e in sentence_spans(text[start:end])]
    return out


def pieces_of(corpus: Corpus) -> Pieces:
    """The documents of `corpus` cut into passages of about 150 words."""
    tokens = token_table(corpus)
    joined, inside, capital, short = (np.zeros(len(tokens.ids), dtype=bool) for _ in range(4))
    of_passage = np.zeros(len(tokens.ids), dtype=np.int32)
    documents, spans, place = [], [], 0
    for document, (_, text) in enumerate(corpus.texts()):
        starts, stops = word_offsets(text)
        here = slice(place, place + len(starts))
        place += len(starts)
        joined[here], inside[here], capital[here], short[here] = _written(text, starts, stops)
        found = passage_spans(text, begins=starts)
        of_passage[here] = len(spans) - 1 + np.searchsorted([s for s, _ in found], starts, side="right")
        spans += found
        documents += [document] * len(found)
    begin, end = np.array(spans, dtype=np.int64).reshape(-1, 2).T
    first = np.flatnonzero(np.diff(of_passage, prepend=-1)) if len(of_passage) else []
    joined[first] = inside[first] = False
    names = corpus.documents["id"].to_numpy(dtype=object)
    n_words = np.bincount(of_passage, minlength=len(spans))
    passages = pd.DataFrame({"id": names[documents] if documents else [], "document": np.array(documents, dtype=np.int64),
                             "start": begin, "end": end, "n_words": n_words})
    return Pieces(tokens.vocabulary, tokens.ids, of_passage, joined, inside, capital, short, passages)


def _written(text: str, starts: np.ndarray, stops: np.ndarray) -> tuple[np.ndarray, ...]:
    """For each word of a text: joined, inside, capital, short (see `Pieces`)."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kind = _kinds()[codes]
    if not len(starts):
        return (np.zeros(0, bool),) * 4
    # The last character before each word that is no space; a space where nothing stands before it.
    last = np.maximum.accumulate(np.where(kind & _SPACE, 0, np.arange(len(codes), dtype=np.int32)))[np.maximum(starts - 1, 0)]
    joined = np.append(False, last[1:] < stops[:-1])
    inside = joined | ((kind[last] & _WITHIN) > 0) & (starts > 0)
    length = stops - starts
    possessive = (length > 2) & (codes[stops - 1] == ord("s")) & np.isin(codes[np.maximum(stops - 2, 0)], [ord("'"), ord("’")])
    bare = stops - 2 * possessive
    lower = np.concatenate([[0], np.cumsum((kind & _LOWER) > 0, dtype=np.int32)])
    capital = (kind[starts] & _UPPER) > 0
    short = capital & (lower[bare] == lower[starts]) & (bare - starts > 1)
    return joined, inside, capital & ~short, short


_SPACE, _WITHIN, _UPPER, _LOWER = 1, 2, 4, 8


@cache
def _kinds() -> np.ndarray:
    """What each code point is: a space (a line end is a mark), a mark within sentences, a capital, a small letter."""
    every = all_characters()
    bits = ((_SPACE, str.isspace), (_UPPER, str.isupper), (_LOWER, str.islower))
    out = sum(bit * np.fromiter(map(test, every), dtype=np.uint8, count=len(every)) for bit, test in bits).astype(np.uint8)
    out[ord("\n")] = 0
    out[[ord(c) for c in _INSIDE]] |= _WITHIN
    return out
