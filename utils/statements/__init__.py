"""The statements in one text, before anybody is named: content in pieces, source, cue, kind and type.

Comes in: a text. Goes out: `Statement`s with offsets (code points) into it. They depend on the text and the rules alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import NamedTuple

from utils.statements import cues
from utils.statements.clauses import Report, reports
from utils.statements.marks import Quotation, is_name, quotations
from utils.statements.parse import parsed
from utils.statements.phrases import noun_phrase
from utils.statements.quoting import Draft, to_the_end, trimmed, with_quotations
from utils.statements.turns import Turn, turns
from utils.text import fold, sentence_spans

# Of two reports that claim the same words, the one whose grammar leaves less doubt is kept.
_RANK = {"clause": 0, "aside": 0, "quotation": 1, "noun": 2, "adjective": 2, "object infinitive": 2, "infinitive": 2, "as": 3,
         "name": 3, "preposition": 4, "object": 5}
_DATELINE = re.compile(r"[A-Z][A-Z .'’-]{2,}(?:,[^\n.!?–—]{0,40}?)?(?:\([^)\n]{1,30}\)\s*)?\s*(?:[–—]|--?)\s+(?=[\"“A-Z])")
class Statement(NamedTuple):
    """A statement: `pieces` of its content, `source` and `cue` (offsets or None), the cue's dictionary `form` and grammatical
    `frame`, kind, type, the sentence of the cue, and the number of the turn in which it stands."""

    pieces: tuple[tuple[int, int], ...]
    source: tuple[int, int] | None
    cue: tuple[int, int] | None
    form: str
    frame: str
    kind: str
    type: str
    sentence: tuple[int, int]
    turn: int | None = None


class Found(NamedTuple):
    """What was found in a text: its statements, its turns, its sentences and the subjects of those that were parsed."""

    statements: list[Statement]
    turns: list[Turn]
    sentences: list[tuple[int, int]]
    subjects: dict[int, list[tuple[int, int]]]


def find_statements(text: str) -> Found:
    """The statements in `text`, in the order in which their contents begin.

    Statements inside quotation marks are not looked for; those inside a transcript turn are, and reports in reports.
    """
    every = quotations(text)
    names = [q for q in every if is_name(text, q) and not _is_spoken(text, q)]
    marks = [q for q in every if q not in names]
    spoken = turns(text)
    sentences = sentence_spans(text)
    wanted = [s for s in _without_labels(text, sentences, spoken) if _may_report(text, *s)]
    drafts, subjects = [], {}
    for start, sentence in parsed(text, wanted):
        span = (start, start + len(sentence.text))
        whole = sentences[max(0, bisect_right(sentences, (start, len(text))) - 1)]
        subjects.setdefault(whole[0], []).extend(_subjects(sentence, start))
        drafts += _drafts(text, sentence, start, span, marks, spoken, names)
    drafts = _without_overlaps([d._replace(content=to_the_end(text, d, every)) for d in drafts])
    drafts = with_quotations(text, drafts, marks)
    out = [_statement(text, d, marks, spoken) for d in drafts]
    out += [_of_turn(i, t) for i, t in enumerate(spoken)]
    return Found(sorted((s for s in out if s.pieces), key=lambda s: (s.pieces, s.cue or (0, 0))), spoken, sentences, subjects)


def _without_labels(text: str, sentences: list[tuple[int, int]], spoken: list[Turn]) -> list[tuple[int, int]]:
    """The sentences without labels of turns and without a dateline, which are no part of what is said."""
    if sentences and (line := _DATELINE.match(text, sentences[0][0])):
        sentences = [(line.end(), max(line.end(), sentences[0][1])), *sentences[1:]]
    out, labels = [], iter(spoken)
    turn = next(labels, None)
    for start, end in sentences:
        while turn and turn.label_start < end:
            if start < turn.label_start:
                out.append((start, turn.label_start))
            start = max(start, turn.start)
            turn = next(labels, None)
        if start < end:
            out.append((start, end))
    return out


@cache
def _signs() -> re.Pattern:
    nouns = cues.NOUN | {n + "s" for n in cues.NOUN} | cues.OPINION | cues.ADJECTIVE | {"according"}
    words = set(cues.verb_forms()) | nouns
    return re.compile(r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + r")(?!\w)")


def _may_report(text: str, start: int, end: int) -> bool:
    return bool(_signs().search(fold(text[start:end])))


def _subjects(sentence, start: int) -> list[tuple[int, int]]:
    out = []
    for token in sentence:
        if token.dep_ in ("nsubj", "nsubjpass") and token.tag_ not in ("WDT", "WP"):
            out.append(_chars(sentence, start, noun_phrase(token)))
    return out


def _drafts(text: str, sentence, start: int, span: tuple[int, int], marks: list[Quotation],
            spoken: list[Turn], named: list[Quotation]) -> list[Draft]:
    out = []
    for report in reports(sentence):
        cue = (start + sentence[report.cue].idx, start + sentence[report.cue].idx + len(sentence[report.cue]))
        if any(q.start < cue[0] < q.end for q in marks) or any(t.label_start <= cue[0] < t.label_end for t in spoken):
            continue
        content = _runs(text, sentence, start, report.content)
        source = _chars(sentence, start, report.source) if report.source else None
        if source and any(q.start < source[0] and source[1] < q.end for q in marks):
            continue
        near = [report.cue, *report.source] if not report.source or abs(report.source[0] - report.cue) < 12 else [report.cue]
        clause = _chars(sentence, start, (min(near), max(near)))
        if _is_performed(text, sentence, report, source):
            continue
        if report.frame in ("object", "preposition") and _is_only_a_name(text, content, named):
            continue
        out.append(Draft(report, content, source, cue, clause, span))
    return out


def _is_spoken(text: str, quotation: Quotation) -> bool:
    """Whether a short quotation is followed by its reporting words: "“Friends,” the envoy said"."""
    if text[quotation.end - 2 : quotation.end - 1] not in tuple(",!?"):
        return False
    after = re.match(r"(?:\s+[\w.’'-]+){1,5}", text[quotation.end : quotation.end + 80])
    return bool(after) and any(cues.verb_forms().get(word) in cues.CLAUSE - cues.ATTITUDES for word in after[0].split())


def _is_only_a_name(text: str, content: list[tuple[int, int]], named: list[Quotation]) -> bool:
    """Whether a content is no more than a name or term in quotation marks ("spoke of the “Shanghai Spirit”")."""
    rest = "".join(text[i] for s, e in content for i in range(s, e) if not any(q.start <= i < q.end for q in named))
    said = any(q.start < e and s < q.end for q in named for s, e in content)
    return said and not re.sub(r"(?i)\b(?:the|a|an|its|their|his|her|this|that)\b", "", rest).strip(" ,.;:")


def _is_performed(text: str, sentence, report: Report, source) -> bool:
    """Whether "I" or "we" act by speaking ("I stress that …") instead of reporting what was said before."""
    said = fold(text[slice(*source)]).split() if source else [""]
    if said in (["me"], ["us"]):
        return True  # "let me remind you"
    if said[0] not in cues.FIRST | {"you"} and said[-1] not in ("i", "you", "us"):
        return False
    verb = sentence[report.cue]
    past = verb.tag_ == "VBD" or any(c.dep_ == "aux" and c.lower_ in ("have", "has", "had", "’ve", "'ve") for c in verb.children)
    modal = any(c.tag_ == "MD" or c.dep_ == "neg" for c in verb.children)
    return not past or modal


def _chars(sentence, start: int, tokens: tuple[int, ...]) -> tuple[int, int]:
    first, last = sentence[min(tokens)], sentence[max(tokens)]
    return start + first.idx, start + last.idx + len(last)


def _runs(text: str, sentence, start: int, tokens) -> list[tuple[int, int]]:
    """Offsets of the runs of neighbouring tokens, each without what stands at its edges only to part it from the rest."""
    runs: list[list[int]] = []
    for i in sorted(tokens):
        if runs and all(sentence[j].is_punct or sentence[j].is_space for j in range(runs[-1][1] + 1, i)):
            runs[-1][1] = i
        else:
            runs.append([i, i])
    out = []
    for first, last in runs:
        span = trimmed(text, start + sentence[first].idx, start + sentence[last].idx + len(sentence[last]))
        if any(c.isalnum() for c in text[slice(*span)]):
            out.append(span)
    return out


def _without_overlaps(drafts: list[Draft]) -> list[Draft]:
    """Of reports that claim the same words the better one; a report in a report stays where it is speech with a clause."""
    kept: list[Draft] = []
    drafts = [d for d in drafts if not any(_wraps(d, other) for other in drafts)]
    for draft in sorted(drafts, key=lambda d: (_RANK[d.report.frame], -_size(d.content), d.cue)):
        words = _set(draft.content)
        clash = False
        for other in kept:
            theirs = _set(other.content)
            if other.cue == draft.cue:
                clash = True
            elif words & theirs:
                inner = draft.cue[0] in theirs
                outer = other.cue[0] in words
                nested = (inner or outer) and (not draft.source or (draft.source[0] in theirs) == inner)
                strong = draft.report.frame in ("clause", "aside") and not draft.report.attitude and not other.report.attitude
                if not (nested and strong):
                    clash = True
        if not clash:
            kept.append(draft)
    return sorted(kept, key=lambda d: d.cue)


def _wraps(outer: Draft, inner: Draft) -> bool:
    """Whether a report's content is no more than another report of its own source: "he pointed to it: X, he said"."""
    if inner is outer or not outer.content or outer.cue == inner.cue or not inner.content:
        return False
    words = _set(outer.content)
    if inner.cue[0] not in words or not inner.source or inner.source[0] not in words:
        return False
    theirs = _set(inner.content) | set(range(*inner.clause))
    return len(words & theirs) > 0.8 * len(words) and inner.report.frame == "aside"


def _set(pieces) -> set[int]:
    return {i for s, e in pieces for i in range(s, e)}


def _size(pieces) -> int:
    return sum(e - s for s, e in pieces)


def _of_turn(number: int, turn: Turn) -> Statement:
    kind, inside = ("indirect", None) if turn.headline else ("turn", number)
    return Statement(((turn.start, turn.end),), (turn.label_start, turn.label_end), None, ":", "turn", kind, "speech",
                     (turn.label_start, turn.end), inside)


def _statement(text: str, draft: Draft, marks: list[Quotation], spoken: list[Turn]) -> Statement:
    total = sum(len(text[s:e].split()) for s, e in draft.content)
    shared = [(max(s, q.start), min(e, q.end)) for q in marks for s, e in draft.content]
    quoted = sum(len(text[s:e].split()) for s, e in shared if s < e)
    kind = "direct" if quoted >= 0.9 * total else "mixed" if quoted else "indirect"
    turn = next((i for i, t in enumerate(spoken) if t.start <= draft.cue[0] < t.end), None)
    return Statement(tuple(draft.content), draft.source, draft.cue, draft.report.form, draft.report.frame, kind,
                     "attitude" if draft.report.attitude else "speech", draft.sentence, turn)
