"""The words of a content -> where they stand in a text, whatever marks and spaces stand between them.

Comes in: a text and words as a table shows them or a reader pastes them. Goes out: pieces (start, end) of the text, or why
there are none: a place is never guessed where two can be meant.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from utils.text import fold

Pieces = tuple[tuple[int, int], ...]
GAP = " … "  # parts the pieces of a content that is written in one line
_WORD = re.compile(r"[^\W_]+")
_PARTED = re.compile(r"\s*\[(?:…|\.\.\.)(?:\s*([\d,]+) words? (?:…|\.\.\.))?\]\s*|\s(?:…|\.\.\.)\s")
_LONG, _HEAD, _TAIL = 300, 150, 60  # words; a longer content is written with what is left out counted


class Words:
    """The words of a text in one line, in which runs of words are looked for."""

    def __init__(self, text: str) -> None:
        folded = fold(text)
        self.text = text
        self.spans = [match.span() for match in _WORD.finditer(folded)]
        words = [folded[start:end] for start, end in self.spans]
        self._line, at, self._starts = f" {' '.join(words)} ", 0, []
        for word in words:
            self._starts.append(at)
            at += len(word) + 1

    def __len__(self) -> int:
        return len(self.spans)

    def runs(self, words: list[str], since: int = 0) -> Iterator[int]:
        """The number of the word with which each occurrence of a run begins, from the word `since` on."""
        wanted = f" {' '.join(words)} "
        at = self._line.find(wanted, self._starts[since]) if since < len(self._starts) else -1
        while at >= 0:
            yield bisect_left(self._starts, at)
            at = self._line.find(wanted, at + 1)


def in_full(text: str, pieces: Pieces) -> str:
    """The content at `pieces` in one line."""
    return GAP.join(" ".join(text[start:end].split()) for start, end in pieces)


def in_one_line(text: str, pieces: Pieces) -> str:
    """The same; of a very long piece its beginning and end, with the words left out counted."""
    return GAP.join(_shortened(" ".join(text[start:end].split())) for start, end in pieces)


def _shortened(piece: str) -> str:
    words = list(_WORD.finditer(fold(piece)))
    if len(words) <= _LONG:
        return piece
    left_out = len(words) - _HEAD - _TAIL
    return f"{piece[: words[_HEAD - 1].end()]} [… {left_out} words …] {piece[words[-_TAIL].start() :]}"


def places(words: Words, content: str) -> list[Pieces]:
    """All places at which the words of `content` stand in a text, in order.

    Pieces are parted by " … ", with anything between; "[…]" stands for words that are left out, and "[… 12 words …]" for so
    many. Case, marks and spaces don't count; quotation marks and stops at the edges are taken in where they stand in both.
    """
    parts = _parts(content)
    if not parts:
        return []
    tightest: dict[int, Pieces] = {}  # of the places that end alike the one that begins last
    for first in words.runs(parts[0][1]):
        found = _from(words, parts, first)
        if found:
            tightest[found[-1][1]] = found
    return sorted(tightest.values())


def _parts(content: str) -> list[tuple[str | int | None, list[str], str]]:
    """(what parts it from the one before, its words, as given): GAP, or how many words are left out (None: any number)."""
    out, joint = [], GAP
    at = 0
    for match in [*_PARTED.finditer(content), None]:
        given = content[at : match.start() if match else len(content)]
        words = _WORD.findall(fold(given))
        if words:
            out.append((joint, words, given))
        if match:
            at = match.end()
            inside = match[0].strip().startswith("[")
            joint = (int(match[1].replace(",", "")) if match[1] else None) if inside else GAP
    return out


def _from(words: Words, parts: list, first: int) -> Pieces | None:
    """The pieces of a content whose first word has a given number; None where the rest does not follow."""
    pieces: list[list[int]] = []
    after = first
    for joint, run, given in parts:
        start = first if not pieces else next(words.runs(run, after), None)
        if start is not None and pieces and isinstance(joint, int):
            start = next((i for i in words.runs(run, after + joint) if i == after + joint), None)
        if start is None:
            return None
        a, b = _with_marks(words.text, words.spans[start][0], words.spans[start + len(run) - 1][1], given)
        if pieces and (joint != GAP or start == after):  # nothing but marks between them: one piece
            pieces[-1][1] = b
        else:
            pieces.append([a, b])
        after = start + len(run)
    return tuple((a, b) for a, b in pieces)


def _with_marks(text: str, start: int, end: int, given: str) -> tuple[int, int]:
    inner = list(_WORD.finditer(fold(given)))
    for mark in reversed(fold(given[: inner[0].start()]).replace(" ", "")):
        if start and fold(text[start - 1]) == mark:
            start -= 1
    for mark in fold(given[inner[-1].end() :]).replace(" ", ""):
        if end < len(text) and fold(text[end]) == mark:
            end += 1
    return start, end


def the_place(words: Words, content: str, context: str = "", near: Pieces = ()) -> tuple[Pieces | None, str]:
    """The one place of a content, or None with the reason. Where it stands several times, the one that shares characters with
    the pieces `near` is meant, or else the one within the words of `context`.
    """
    found = places(words, content)
    if len(found) > 1 and near:
        inside = [p for p in found if any(a < d and c < b for a, b in p for c, d in near)]
        found = inside if len(inside) == 1 else found
    if len(found) > 1 and context:
        around = places(words, context.strip().removeprefix("…").removesuffix("…"))
        inside = [p for p in found if any(a[0][0] <= p[0][0] and p[-1][1] <= a[-1][1] + 2 for a in around)]
        found = inside if len(inside) == 1 else found
    if len(found) == 1:
        return found[0], ""
    if not found:
        return None, "its words do not stand in the text"
    return None, f"its words stand in the text {len(found):,} times: paste more of what stands round them into context"


def nearest(words: Words, phrase: str, at: int) -> tuple[int, int] | None:
    """The occurrence of a phrase that begins nearest to an offset; None where there is none."""
    run = _WORD.findall(fold(phrase))
    spots = [(words.spans[i][0], words.spans[i + len(run) - 1][1]) for i in words.runs(run)] if run else []
    return min(spots, key=lambda spot: (abs(spot[0] - at), spot)) if spots else None
