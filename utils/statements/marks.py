"""Quotation marks -> what stands between them, whatever their form; an unclosed one never swallows the text.

Comes in: a text. Goes out: the outermost quotations, with offsets that include the marks.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from utils.text import paragraph_spans

UNCLOSED = 600  # characters after an opening mark without a closing one that are taken for quoted, at most
_DOUBLE = re.compile("''|[“”\"«»„‟]")
_SINGLE = re.compile(r"(?<![^\s(\[“\"—–:-])[‘'](?=[^\W\d_])")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)]*(?=\s|$)")
_NAMING = re.compile(r"\b(?:called|known as|dubbed|titled|entitled|named|termed|so-called|of the|term|phrase|slogan|theme|"
                     r"motto)\s*$", re.I)
_SMALL = frozenset("of the and for in on to a an with by from - & de".split())


class Quotation(NamedTuple):
    """A quotation in a text: `start` and `end` with its marks; `closed` tells whether its closing mark is there."""

    start: int
    end: int
    closed: bool


def quotations(text: str) -> list[Quotation]:
    """The quotations of `text`, outermost only, in order: curly, straight, single and angle marks, mixed or not.

    A quotation ends with its paragraph at the latest. One without a closing mark reaches to the end of its paragraph
    where the next paragraph opens with a mark again, as running quotations do until they are closed, else of its sentence.
    """
    paragraphs = paragraph_spans(text)
    parts = [_doubles(text, start, end) for start, end in paragraphs]
    runs_on = False
    found: list[Quotation] = []
    for (start, end), (doubles, opened) in zip(reversed(paragraphs), reversed(parts), strict=True):
        if opened is not None:
            doubles.append(Quotation(opened, end, False) if runs_on else _unclosed(text, opened, end))
        found += doubles + _singles(text, start, end, doubles)
        # The paragraph before may run on into this one, if this one opens with a mark and a closing one comes at last.
        runs_on = text[start] in "“\"" and (opened is None or runs_on)
    return sorted(found)


def _doubles(text: str, start: int, end: int) -> tuple[list[Quotation], int | None]:
    """The quotations between `start` and `end`, and where a last one was opened that is not closed."""
    out: list[Quotation] = []
    opened = None
    for match in _DOUBLE.finditer(text, start, end):
        at, char = match.start(), match[0]
        before = text[at - 1] if at > start else " "
        after = text[match.end()] if match.end() < end else " "
        straight = char in ("\"", "‟", "''") and (before.isspace() or before in "([—–-‘'/:") and not after.isspace()
        opens = char in "“«„" or straight
        if opened is None:
            if opens:
                opened = at
        elif opens:
            # A second opening mark: the first was never closed.
            out.append(_unclosed(text, opened, at))
            opened = at
        else:
            out.append(Quotation(opened, match.end(), True))
            opened = None
    return out, opened


def _unclosed(text: str, start: int, end: int) -> Quotation:
    stop = _SENTENCE_END.search(text, start + 1, min(end, start + UNCLOSED))
    return Quotation(start, stop.end() if stop else min(end, start + UNCLOSED), False)


def _singles(text: str, start: int, end: int, doubles: list[Quotation]) -> list[Quotation]:
    out, at = [], start
    while match := _SINGLE.search(text, at, end):
        opened = match.start()
        at = opened + 1
        if any(q.start < opened < q.end for q in doubles):
            continue
        mark = "’" if match[0] == "‘" else "'"
        limit = next((m.start() for m in [_SINGLE.search(text, at, end)] if m), end)
        ends = [m.end() for m in re.finditer(rf"(?<=\S){mark}(?![^\W_])", text[opened + 1 : limit])]
        # "the members' rights": an apostrophe after s closes only where no better mark follows.
        good = [e for e in ends if not re.search(rf"s{mark}\Z", text[opened + 1 : opened + 1 + e])] or ends
        if good:
            at = opened + 1 + good[0]
            out.append(Quotation(opened, at, True))
    return out


def holding(quotations: list[Quotation], place: int) -> Quotation | None:
    """The quotation within which a place lies, of quotations in order that do not overlap; not one that begins there."""
    at = bisect_left(quotations, place, key=lambda q: q.start) - 1
    return quotations[at] if at >= 0 and place < quotations[at].end else None


def is_name(text: str, quotation: Quotation) -> bool:
    """Whether what is quoted is only a name or term ("Shanghai Spirit", a title), so that nobody is quoted by it."""
    inner = text[quotation.start + 1 : quotation.end - 1]
    words = re.findall(r"[\w’'-]+", inner)
    if re.search(r"[,.!?…]\s*$", inner) and len(words) > 3:
        return False
    titled = all(w[0].isupper() or w[0].isdigit() or w in _SMALL for w in words)
    named = bool(_NAMING.search(text[max(0, quotation.start - 24) : quotation.start]))
    return len(words) <= 2 or titled or (named and len(words) <= 6)
