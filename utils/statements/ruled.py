"""Statements by rules: which sentences may report something, and what the grammar and the quotation marks say that they report.

Comes in: a text, its turns and its parsed sentences. Goes out: drafts of statements. They serve by themselves where there is
no model, and as proposals to the model where there is one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from utils.statements import cues
from utils.statements.clauses import Report, reports
from utils.statements.marks import Quotation, holding, is_name, quotations
from utils.statements.phrases import noun_phrase
from utils.statements.quoting import Draft, to_the_end, trimmed, with_quotations
from utils.statements.turns import Turn
from utils.text import fold

# Of two reports that claim the same words, the one whose grammar leaves less doubt is kept.
_RANK = {"clause": 0, "aside": 0, "quotation": 1, "noun": 2, "adjective": 2, "object infinitive": 2, "infinitive": 2, "as": 3,
         "name": 3, "preposition": 4, "object": 5}
_DATELINE = re.compile(r"[A-Z][A-Z .'’-]{2,}(?:,[^\n.!?–—]{0,40}?)?(?:\([^)\n]{1,30}\)\s*)?\s*(?:[–—]|--?)\s+(?=[\"“A-Z])")


def drafts_by_rule(text: str, sentences: list[tuple[int, object]], spoken: list[Turn]) -> tuple[list[Draft], list[Draft]]:
    """All drafts that the grammar of the parsed sentences (start, spaCy Doc) allows, and those that are kept of them."""
    every = quotations(text)
    names, marks = [], []
    for q in every:
        (names if is_name(text, q) and not is_spoken(text, q) else marks).append(q)
    found: list[Draft] = []
    for start, sentence in sentences:
        found += _drafts(text, sentence, start, (start, start + len(sentence.text)), marks, spoken, names)
    starts = [q.start for q in every]
    kept = _without_overlaps([d._replace(content=to_the_end(text, d, every, starts)) for d in found])
    return found, with_quotations(text, kept, marks)


def without_labels(text: str, sentences: list[tuple[int, int]], spoken: list[Turn]) -> list[tuple[int, int]]:
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


def may_report(text: str, start: int, end: int) -> bool:
    return bool(_signs().search(fold(text[start:end])))


def subjects(sentence, start: int) -> list[tuple[int, int]]:
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
        if holding(marks, cue[0]) or any(t.label_start <= cue[0] < t.label_end for t in _near(spoken, cue[0])):
            continue
        content = _runs(text, sentence, start, report.content)
        source = _chars(sentence, start, report.source) if report.source else None
        if source and (q := holding(marks, source[0])) and source[1] < q.end:
            continue
        near = [report.cue, *report.source] if not report.source or abs(report.source[0] - report.cue) < 12 else [report.cue]
        clause = _chars(sentence, start, (min(near), max(near)))
        if is_performed(text, sentence, report, source):
            continue
        if report.frame in ("object", "preposition") and _is_only_a_name(text, content, named):
            continue
        out.append(Draft(report, content, source, cue, clause, span))
    return out


def is_spoken(text: str, quotation: Quotation) -> bool:
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


def is_performed(text: str, sentence, report: Report, source) -> bool:
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
    drafts = sorted(drafts, key=lambda d: d.cue)
    places = [d.cue[0] for d in drafts]
    drafts = [d for d in drafts if not any(_wraps(d, other) for other in _with_cue_in(drafts, places, d.content))]
    kept: list[Draft] = []
    owners: dict[int, list[int]] = {}  # place in the text -> numbers of the reports kept so far whose content it is
    used = set()
    for draft in sorted(drafts, key=lambda d: (_RANK[d.report.frame], -_size(d.content), d.cue)):
        words = _set(draft.content)
        rivals = {n for i in words & owners.keys() for n in owners[i]}
        if draft.cue not in used and all(_may_stand_together(draft, words, kept[n]) for n in rivals):
            for i in words:
                owners.setdefault(i, []).append(len(kept))
            used.add(draft.cue)
            kept.append(draft)
    return sorted(kept, key=lambda d: d.cue)


def _may_stand_together(draft: Draft, words: set[int], other: Draft) -> bool:
    """Whether one of two reports that share words is a report in the other."""
    theirs = _set(other.content)
    inner, outer = draft.cue[0] in theirs, other.cue[0] in words
    nested = (inner or outer) and (not draft.source or (draft.source[0] in theirs) == inner)
    return nested and draft.report.frame in ("clause", "aside") and not draft.report.attitude and not other.report.attitude


def _with_cue_in(drafts: list[Draft], places: list[int], content) -> list[Draft]:
    return drafts[bisect_left(places, content[0][0]) : bisect_left(places, content[-1][1])] if content else []


def _wraps(outer: Draft, inner: Draft) -> bool:
    """Whether a report's content is no more than another report of its own source: "he pointed to it: X, he said"."""
    if inner is outer or not outer.content or outer.cue == inner.cue or not inner.content:
        return False
    words = _set(outer.content)
    if inner.cue[0] not in words or not inner.source or inner.source[0] not in words:
        return False
    theirs = _set(inner.content) | set(range(*inner.clause))
    return len(words & theirs) > 0.8 * len(words) and inner.report.frame == "aside"


def _near(spoken: list[Turn], place: int) -> list[Turn]:
    at = bisect_left(spoken, place, key=lambda t: t.label_start)
    return spoken[max(0, at - 1) : at + 1]


def _set(pieces) -> set[int]:
    return {i for s, e in pieces for i in range(s, e)}


def _size(pieces) -> int:
    return sum(e - s for s, e in pieces)
