"""Reports and quotation marks brought together: which quotation belongs to which report, and what runs on without a cue.

Comes in: drafts of statements, read off the grammar, and the quotations of the text. Goes out: drafts whose content ends
where its quotations end.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from typing import NamedTuple

from utils.statements.clauses import Report
from utils.statements.marks import Quotation
from utils.text import paragraph_spans

_EDGE = " \n\t\r\u00a0,;:"
_LEADS_IN = re.compile(r"(?:[,:]|\bthat|^|\bas|\bis|\bwas)\s*$")
_CREDIT = re.compile(r"\s*(?:[—–]|--?)\s*(?P<name>(?:[A-Z][\w.’'-]*\s?(?:of |the )?){1,6}),?[^\n]{0,60}$", re.M)
_FROM = re.compile(r"(?:from|by|of)\s+(?P<name>(?:the\s+)?(?:[A-Z][\w.’'-]*\s?){1,6})\s*:\s*$")


class Draft(NamedTuple):
    """A report with offsets: its content in pieces, source, cue, the reporting clause around both, and the sentence."""

    report: Report
    content: list[tuple[int, int]]
    source: tuple[int, int] | None
    cue: tuple[int, int]
    clause: tuple[int, int]
    sentence: tuple[int, int]


def with_quotations(text: str, drafts: list[Draft], marks: list[Quotation]) -> list[Draft]:
    """The drafts with the quotations that are theirs; a cue that needs a quotation and has none falls away."""
    taken: dict[int, int] = {}
    out: list[Draft] = []
    starts, ends = [q.start for q in marks], [q.end for q in marks]
    for draft in drafts:
        pieces = list(draft.content)
        near = range(bisect_left(ends, pieces[0][0]), bisect_left(starts, pieces[-1][1])) if pieces else ()
        mine = [i for i in near if i not in taken and any(max(starts[i], s) < min(ends[i], e) for s, e in pieces)]
        if draft.report.frame in ("quotation", "clause", "aside"):
            near = range(bisect_left(ends, draft.clause[0] - 40), bisect_right(starts, draft.clause[1] + 90))
            mine += [i for i in near if i not in taken and i not in mine and _is_adjacent(text, draft, marks[i])]
        if draft.report.frame == "quotation" and not mine:
            continue
        for i in mine:
            taken[i] = len(out)
        pieces = _joined(text, pieces + [(marks[i].start, marks[i].end) for i in mine])
        out.append(draft._replace(content=pieces))
    out = _introduced(text, out, marks, taken)
    _run_on(text, out, marks, taken)
    return [d for d in out if d.content]


def _is_adjacent(text: str, draft: Draft, q: Quotation) -> bool:
    """Whether a quotation touches the reporting clause: before it ("…," he said) or after it (he said: "…")."""
    gap = text[q.end : draft.clause[0]]
    # A quotation that ended the sentence before belongs to this one only where it was not finished: '"Why?" Le asked'.
    here = q.end > draft.sentence[0] or text[draft.clause[0]].islower() or text[q.end - 2 : q.end - 1] in ",!?"
    if here and q.end <= draft.clause[0] and len(gap) < 40 and re.fullmatch(r"[\s,—–-]*(?:\w+ly\s+|then |as )?", gap):
        return True
    gap = text[draft.clause[1] : q.start]
    return q.start >= draft.clause[1] and len(gap) < 90 and not re.search(r"[.;!?“”\"]", gap) \
        and (len(gap) < 3 or bool(_LEADS_IN.search(gap))) and "\n\n" not in gap.replace(":\n", ":")


def _joined(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        if out and not any(c.isalnum() for c in text[out[-1][1] : start]):
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        elif start < end:
            out.append((start, end))
    return out


def _introduced(text: str, drafts: list[Draft], marks: list[Quotation], taken: dict[int, int]) -> list[Draft]:
    """Quotations credited without a verb: 'a word from Harry Truman: "…"', '"…" — Harry Truman'."""
    out = list(drafts)
    for i, q in enumerate(marks):
        before = _FROM.search(text[max(0, q.start - 120) : q.start])
        after = _CREDIT.match(text, q.end)
        match = before or after
        if not match:
            continue
        shift = max(0, q.start - 120) if before else 0
        source = trimmed(text, match.start("name") + shift, match.end("name") + shift)
        if i in taken:
            if before:
                out[taken[i]] = out[taken[i]]._replace(source=source, content=[(q.start, q.end)])
        else:
            taken[i] = len(out)
            colon = text.rfind(":", 0, q.start) if before else match.start()
            report = Report(0, ":" if before else "—", "quotation", False, (0,), ())
            sentence = (min(source[0], q.start), max(q.end, source[1]))
            out.append(Draft(report, [(q.start, q.end)], source, (colon, colon + 1), source, sentence))
    return out


def _run_on(text: str, drafts: list[Draft], marks: list[Quotation], taken: dict[int, int]) -> None:
    """Quotations without a cue that follow one with it go to the same statement: the next sentence, the next paragraph."""
    paragraphs = paragraph_spans(text)
    starts, ends = [s for s, _ in paragraphs], dict(enumerate(e for _, e in paragraphs))
    quoting: list[int] = []  # numbers of the drafts that have one of the quotations so far
    for i, q in enumerate(marks):
        if i in taken:
            if taken[i] not in quoting[-9:]:
                insort(quoting, taken[i])
            continue
        n = next((n for n in reversed(quoting) if drafts[n].cue[0] < q.start), None)
        if n is None or text[q.end - 2 : q.end].strip("”\"’' \n") not in (".", "!", "?", "…", ",", ""):
            continue
        draft = drafts[n]
        last = max(max(e for _, e in draft.content), draft.sentence[1])
        same = bisect_right(starts, last - 1) == bisect_right(starts, q.start)
        gap = text[last : q.start]
        near = not any(c.isalnum() for c in gap)
        whole = q.end >= ends.get(bisect_right(starts, q.start) - 1, 0) - 1
        if near and (same or whole):
            taken[i] = n
            drafts[n] = draft._replace(content=_joined(text, draft.content + [(q.start, q.end)]))


def to_the_end(text: str, draft: Draft, marks: list[Quotation], starts: list[int]) -> list[tuple[int, int]]:
    """The content with quotations that follow it without a word between, which the parser may have torn off."""
    pieces = list(draft.content)
    for q in marks[bisect_left(starts, draft.cue[1]) : bisect_left(starts, draft.sentence[1])]:
        if not pieces or q.start < pieces[-1][1]:
            continue
        gap = text[pieces[-1][1] : q.start]
        if not any(c.isalnum() or c in ".;!?" for c in gap):
            pieces[-1] = (pieces[-1][0], q.end)
    return pieces


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without spaces and commas at its edges, and without its full stop."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and (text[end - 1] in _EDGE or (text[end - 1] == "." and text[end - 3 : end - 2] != ".")):
        end -= 1
    return start, end
