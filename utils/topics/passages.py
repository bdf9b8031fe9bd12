"""Documents -> passages -> pieces: texts cut where paragraphs end, and into the words and marks that topics are read from.

Comes in: a corpus. Goes out: offsets of passages, and their words and marks in reading order as numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from utils.corpus import Corpus
from utils.text import WORD, count_words, paragraph_spans, sentence_spans, tokens

WORDS = 150  # of a passage, at least, where a document has so many


def passage_spans(text: str, words: int = WORDS) -> list[tuple[int, int]]:
    """Offsets of passages: whole paragraphs joined until they have `words` words; what is left over at the end, if it
    is under half of that, belongs to the last one.

    A paragraph of over twice as many words is cut where its lines end, or else where its sentences do.
    """
    spans: list[tuple[int, int]] = []
    start, size = None, 0
    for s, e in (span for block in paragraph_spans(text) for span in _cut(text, *block, words)):
        start = s if start is None else start
        size += count_words(text[s:e])
        end = e
        if size >= words:
            spans.append((start, end))
            start, size = None, 0
    if start is not None and spans and 2 * size < words:
        spans[-1] = (spans[-1][0], end)
    elif start is not None:
        spans.append((start, end))
    return spans


def _cut(text: str, start: int, end: int, words: int) -> list[tuple[int, int]]:
    block = text[start:end]
    if count_words(block) <= 2 * words:
        return [(start, end)]
    lines = [(start + m.start(), start + m.end()) for m in re.finditer(r"[^\n]+", block)]
    if len(lines) > 1:
        return [span for line in lines for span in _cut(text, *line, words)]
    return [(start + s, start + e) for s, e in sentence_spans(block)]


@dataclass(frozen=True, eq=False)
class Pieces:
    """The words and marks of all passages, in reading order.

    Attributes
    ----------
    surfaces : the different ones, as they are written.
    words : each of them as a token; empty for a mark.
    ids : for each piece its place in `surfaces`.
    of_passage : for each piece its passage's number.
    passages : id, document, start, end, n_words.
    """

    surfaces: list[str]
    words: list[str]
    ids: np.ndarray
    of_passage: np.ndarray
    passages: pd.DataFrame


_PIECE = re.compile(rf"{WORD.pattern}|[^\w\s]|\n")


def pieces_of(corpus: Corpus, words: int) -> Pieces:
    """The documents of `corpus` cut into passages of about `words` words, and these into words and marks."""
    numbers: dict[str, int] = {}
    parts, rows = [], []
    for document, (name, text) in enumerate(corpus.texts()):
        for start, end in passage_spans(text, words):
            part = text[start:end]
            parts.append(np.fromiter((numbers.setdefault(p, len(numbers)) for p in _PIECE.findall(part)), dtype=np.int64))
            rows.append((name, document, start, end, count_words(part)))
    surfaces = list(numbers)
    ids = np.concatenate(parts) if parts else np.array([], dtype=np.int64)
    of_passage = np.repeat(np.arange(len(parts)), [len(p) for p in parts])
    passages = pd.DataFrame(rows, columns=["id", "document", "start", "end", "n_words"])
    passages = passages.astype(dict.fromkeys(["document", "start", "end", "n_words"], "int64"))
    return Pieces(surfaces, [(tokens(s) or [""])[0] for s in surfaces], ids, of_passage, passages)
