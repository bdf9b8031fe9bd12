"""Many texts -> the words of `utils.text.tokens` as numbers, by arrays instead of a loop over words.

Comes in: texts, one after the other. Goes out: for each text how many words it has, all words as numbers in reading
order, and the words that the numbers stand for. Rule for rule the same words as `tokens` finds, at some ten times its
speed: each character is looked up in a table of what it is and what it folds to, and a word is known by a polynomial
hash of its folded characters in 64 bits, read off running sums (Karp and Rabin 1987). Two of a million different words
share a hash with a chance of about one in 40 million.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

import numpy as np
import pandas as pd

from utils.text import CJK, all_characters, fold, folds

_CHUNK = 1 << 18  # characters looked at together: large enough for speed, small enough for the processor's cache
_JOINTS = "'’ʼ‐‑-"
_LETTER, _MARK, _JOINT = 3, 2, 4  # bit 2: goes on within a word
_BASE = 0x9E3779B97F4A7C15


def number_words(texts: Iterable[str]) -> tuple[list[int], np.ndarray, list[str]]:
    """Words of each text (a list), all words as numbers (int32), and the words by number, in order of appearance."""
    lengths: list[int] = []
    words: list[str] = []
    parts = list(numbered(texts, lengths, words))
    return lengths, np.concatenate(parts) if parts else np.array([], dtype=np.int32), words


def numbered(texts: Iterable[str], lengths: list[int], words: list[str]) -> Iterator[np.ndarray]:
    """The words of `texts` as numbers (int32), piece by piece; `lengths` and `words` are filled meanwhile (see
    `number_words`)."""
    numbers: dict[int, int] = {}
    for piece, ends, begun in _pieces(texts):
        hashes, starts, stops = _hashed(piece)
        local, distinct = pd.factorize(hashes)
        first = np.empty(len(distinct), dtype=np.int64)
        first[local[::-1]] = np.arange(len(local))[::-1]
        known = np.empty(len(distinct), dtype=np.int32)
        for i, key in enumerate(distinct.tolist()):
            number = numbers.get(key)
            if number is None:
                number = numbers[key] = len(words)
                words.append(fold(piece[starts[first[i]] : stops[first[i]]]))
            known[i] = number
        _add_up(lengths, starts, ends, begun)
        yield known[local]


def word_offsets(text: str) -> tuple[np.ndarray, np.ndarray]:
    """Where the words of `text` start and end (int64 arrays): the pairs of `utils.text.word_spans`, by arrays."""
    return _bounds(text)[1:]


def count_words(texts: Iterable[str]) -> list[int]:
    """Words of each text, as `utils.text.count_words` counts them."""
    counts: list[int] = []
    for piece, ends, begun in _pieces(texts):
        _, starts, _ = _bounds(piece)
        _add_up(counts, starts, ends, begun)
    return counts


def _add_up(counts: list[int], starts: np.ndarray, ends: list[int], begun: list[bool]) -> None:
    """Add to `counts` how many words start in each part of a piece: a new number for a text that begins there."""
    for begins, count in zip(begun, np.diff(np.searchsorted(starts, ends), prepend=0).tolist(), strict=True):
        if begins:
            counts.append(count)
        else:
            counts[-1] += count


def _pieces(texts: Iterable[str]) -> Iterator[tuple[str, list[int], list[bool]]]:
    """Texts joined or cut to about `_CHUNK` characters: the piece, where each text in it ends, and of each whether it
    begins there. A long text is cut at a space or line end, never within a word."""
    held: list[str] = []
    begins: list[bool] = []
    size = 0
    for text in texts:
        whole = True
        while True:
            cut = len(text)
            if cut > 2 * _CHUNK:
                cut = max(text.rfind(" ", 0, _CHUNK), text.rfind("\n", 0, _CHUNK)) + 1 or len(text)
            held.append(text[:cut])
            begins.append(whole)
            size += cut + 1
            text, whole = text[cut:], False
            if size >= _CHUNK:
                yield _joined(held, begins)
                held, begins, size = [], [], 0
            if not text:
                break
    if held:
        yield _joined(held, begins)


def _joined(held: list[str], begins: list[bool]) -> tuple[str, list[int], list[bool]]:
    return "\n".join(held), np.cumsum([len(t) + 1 for t in held]).tolist(), begins


def _hashed(text: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Hash, start and end of each word of `text`; a possessive 's lies outside."""
    codes, starts, stops = _bounds(text)
    plain = _characters()[1][codes]
    while True:
        ends_in_s = (stops - starts >= 3) & (plain[stops - 1] == ord("s")) & (plain[np.maximum(stops - 2, 0)] == ord("'"))
        if not ends_in_s.any():
            break
        stops[ends_in_s] -= 2
    power, inverse = _powers(1 << max(20, int(len(codes)).bit_length()))
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum((plain.astype(np.uint64) + np.uint64(1)) * power[: len(codes)])])
    return (sums[stops] - sums[starts]) * inverse[starts], starts, stops


def _bounds(text: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The code points of `text`, and where its words start and end."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    what = _characters()[0][codes]
    within = (what & 2) > 0
    # A joint belongs to a word where a letter or mark stands on both sides.
    within[1:-1] |= (what[1:-1] == _JOINT) & within[:-2] & within[2:] if len(codes) > 2 else False
    edges = np.diff(within.view(np.int8), prepend=np.int8(0), append=np.int8(0))
    starts, stops = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    # A word begins with a letter: marks without one before them are no part of it.
    for i in np.flatnonzero(what[starts] != _LETTER):
        letters = np.flatnonzero(what[starts[i] : stops[i]] == _LETTER)
        starts[i] = starts[i] + letters[0] if len(letters) else stops[i]
    kept = starts < stops
    return codes, starts[kept], stops[kept]


@cache
def _characters() -> tuple[np.ndarray, np.ndarray]:
    """What each code point is, and the code point it folds to."""
    every = all_characters()
    kind = np.zeros(len(every), dtype=np.uint8)
    kind[[m.start() for m in re.finditer(rf"[^\W_ʼ{CJK}]", every)]] = _LETTER
    kind[0x300:0x370] = _MARK
    kind[[ord(c) for c in _JOINTS]] = _JOINT
    return kind, folds()


@cache
def _powers(n: int) -> tuple[np.ndarray, np.ndarray]:
    """The first `n` powers of the base and of its inverse, modulo 2 to the 64th."""
    made = []
    for base in (_BASE, pow(_BASE, -1, 1 << 64)):
        steps = np.full(n, base, dtype=np.uint64)
        steps[0] = 1
        made.append(np.multiply.accumulate(steps))
    return made[0], made[1]
