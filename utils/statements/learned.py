"""Statements by a model: every candidate judged, the best kept, each with the probability that it is right.

Comes in: a text's parsed sentences and what the rules propose. Goes out: drafts of statements with a probability. What the model
was trained on and how well it does stands in docs/accuracy.md.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from utils.statements import cues
from utils.statements.asides import bracketed
from utils.statements.clauses import Report, idle
from utils.statements.cue_features import stem
from utils.statements.grid import EDGE, Grid, Page
from utils.statements.model import Model
from utils.statements.origins import phrase_of
from utils.statements.quoting import Draft
from utils.statements.reading import Reading, cue_rows, keep_best, origin_rows, rules_of, span_rows, with_words
from utils.statements.rivals import Judged, decide, final_rows
from utils.statements.ruled import is_performed
from utils.statements.tagger import tagged, told, with_weights

_SPEECH = cues.CLAUSE | cues.QUOTATION | cues.OBJECT | cues.OBJECT_AS | cues.OBJECT_NAME | cues.OBJECT_INFINITIVE
_SPEECH = (_SPEECH | cues.PREPOSITION.keys() | cues.NOUN | cues.OPINION | {"according", ":"}) - cues.ATTITUDES
_STRONG = frozenset(["clause", "aside", "quotation", "noun"])
AGREED = 0.2  # the probability from which on a report of speech counts that the rules find too
FAVOUR = 0.5  # what a content that the rules propose counts more than its score, among those of one cue and its rivals
SURE = 0.08  # the probability of a cue from which on its contents are looked at; for training lower ones are of use
ALIKE = 0.85  # the IoU from which on the rules' content is taken, if it has the same end
CREDITED = 0.7  # the probability given to what the rules alone find: quotations credited without a verb, reports in reports
NESTED = 0.5
BRACKETED = 0.85  # given to reports in brackets that the model has passed over, or has with other words and
UNSURE = 0.6  # a lower probability than this
_PRONOUNS = ("WP", "WDT")


def judged(text: str, sentences: list[tuple[int, object]], found: list[Draft], kept: list[Draft], model: Model, *,
           spoken: list[tuple[int, int]], least: float) -> list[tuple[Draft, float]]:
    """Drafts with their probability, those of at least `least`, in the order of their cues.

    Parameters
    ----------
    spoken : offsets of transcript turns, in which "I hope" is no report but what is said.
    found, kept : what the rules propose, and what of it the rules alone would keep.
    """
    if not sentences:
        return []
    page = Page(text)
    grids, rules = [Grid(doc, start) for start, doc in sentences], rules_of(page, found, kept)
    reading = Reading(page, grids, rules, tagged(_tagger(model), told(page, grids, [doc for _, doc in sentences], rules)))
    chosen, scores = scored(reading, model)
    probability = np.interp(scores, *model.curve)
    proposed = np.array([_is_proposed(reading, one) for one in chosen], dtype=bool)
    enough = np.where(proposed, min(least, AGREED), least)
    ending: dict[int, list[Draft]] = {}
    for rule in kept:
        for _, end in page.core(tuple(rule.content))[-1:]:
            ending.setdefault(end, []).append(rule)
    out = []
    for one, p in decide(reading, chosen, probability, scores + FAVOUR * proposed, enough):
        draft = _draft(reading, one)
        if not _says_nothing(text, reading, one, draft, spoken):
            out.append((_as_the_rules_have_it(page, draft, ending), p))
    out = _unjudged(reading, _introduced(page, out, kept), kept)
    out += _nested(page, out, kept)
    out = with_asides(page, out, grids)
    return sorted(out, key=lambda pair: pair[0].cue)


def _says_nothing(text: str, reading: Reading, one: Judged, draft: Draft, spoken: list[tuple[int, int]]) -> bool:
    """Whether this is no report: "I hope" said aloud, "it is hard to say"."""
    at, i = reading.cues[one.cue]
    sentence = reading.grids[at].doc
    aloud = not draft.report.attitude or any(s <= draft.cue[0] < e for s, e in spoken)
    if aloud and is_performed(text, sentence, draft.report, draft.source):
        return True
    return one.origin.grid == at and idle(sentence[i], draft.report.form, sentence[one.origin.token])


def _as_the_rules_have_it(page: Page, draft: Draft, ending: dict[int, list[Draft]]) -> Draft:
    """The rules' draft where it means the same: the same content, perhaps without a word before it ("called [for] a ban")."""
    mine = page.core(tuple(draft.content))
    for rule in ending.get(mine[-1][1], ()):
        fit = page.iou(page.core(tuple(rule.content)), mine)
        if (rule.cue == draft.cue and fit >= ALIKE) or (fit == 1 and rule.source == draft.source):
            return rule._replace(source=draft.source)
    return draft


def _is_proposed(reading: Reading, one: Judged) -> bool:
    """Whether a content is the one that the rules, in a construction without much doubt, would keep for a report of speech."""
    rule = reading.rule_at(one.cue)
    return rule is not None and rule.kept and not rule.attitude and rule.frame in _STRONG and rule.core == one.span.core


def _introduced(page: Page, drafts: list[tuple[Draft, float]], kept: list[Draft]) -> list[tuple[Draft, float]]:
    """The drafts and the quotations that are credited without a verb, which only the rules know; they go before others."""
    credited = [d for d in kept if d.report.form in (":", "—")]
    for one in credited:
        core = page.core(tuple(one.content))
        drafts = [(d, p) for d, p in drafts if not page.shared(core, page.core(tuple(d.content)))]
    return drafts + [(d, CREDITED) for d in credited]


def _unjudged(reading: Reading, drafts: list[tuple[Draft, float]], kept: list[Draft]) -> list[tuple[Draft, float]]:
    """The drafts and the rules' reports of speech by words that are no cues to the model, where nothing else claims theirs."""
    page, known = reading.page, {reading.grids[at].starts[i] for at, i in reading.cues}
    for one in kept:
        core = page.core(tuple(one.content))
        if one.cue[0] not in known and not one.report.attitude and one.report.frame in _STRONG:
            if not any(page.shared(core, page.core(tuple(d.content))) for d, _ in drafts):
                drafts = [*drafts, (one, CREDITED)]
    return drafts


def _nested(page: Page, drafts: list[tuple[Draft, float]], kept: list[Draft]) -> list[tuple[Draft, float]]:
    """Reports of speech within reports, as the rules have them: the model was trained on texts where none is marked."""
    cues_kept = {d.cue for d, _ in drafts}
    out = []
    for one in kept:
        if one.cue in cues_kept or one.report.attitude or one.report.frame not in ("clause", "aside") or not one.source:
            continue
        core = page.core(tuple(one.content))
        outer = [(d, p) for d, p in drafts if any(s <= one.cue[0] < e and s <= one.source[0] < e for s, e in d.content)]
        if any(not d.report.attitude and page.shared(core, page.core(tuple(d.content))) == page.size(core) for d, _ in outer):
            out.append((one, NESTED))
    return out


def with_asides(page: Page, drafts: list[tuple[Draft, float]], grids: list[Grid]) -> list[tuple[Draft, float]]:
    """The drafts and the reports in brackets beside them: a report within a report stays, of two others the better one."""
    cores = [page.core(tuple(d.content)) for d, _ in drafts]
    first, last = (np.array([core[k][k] if core else -1 for core in cores]) for k in (0, -1))
    cue = np.array([d.cue[0] for d, _ in drafts])
    gone: set[int] = set()
    added: list[tuple[Draft, float]] = []
    for draft in (d for at, grid in enumerate(grids) for d in bracketed(page, grid, grids[at - 1] if at else None)):
        core = page.core(tuple(draft.content))
        near = set(np.flatnonzero(((first < core[-1][1]) & (last > core[0][0])) | (cue == draft.cue[0])).tolist()) - gone
        near = {k for k in near if cue[k] == draft.cue[0] or page.shared(core, cores[k])}
        worse = {k for k in near if not _is_within(draft, drafts[k][0]) and not _is_within(drafts[k][0], draft)}
        if any(drafts[k][1] >= UNSURE or (cores[k] and page.iou(core, cores[k]) >= ALIKE) for k in worse):
            continue
        if all(_is_within(draft, d) or _is_within(d, draft) or not page.shared(core, page.core(tuple(d.content)))
               for d, _ in added[-8:]):
            gone |= worse
            added.append((draft, BRACKETED))
    return [pair for k, pair in enumerate(drafts) if k not in gone] + added


def _is_within(inner: Draft, outer: Draft) -> bool:
    """Whether a report with its cue and source is part of what another one says."""
    spans = [inner.cue, *([inner.source] if inner.source else []), *inner.content]
    return inner.cue != outer.cue and all(any(s <= a and b <= e + 2 for s, e in outer.content) for a, b in spans)


def scored(reading: Reading, model: Model) -> tuple[list[Judged], np.ndarray]:
    """All statements that come into question, with the model's scores."""
    cue_p = _sigmoid(model.cue.scores(cue_rows(reading, model.nouns)))
    keep_best(reading, model.span.scores(span_rows(reading, cue_p, SURE)))
    scores = model.spans.scores(reading.x)
    sourced, x, words = origin_rows(reading, scores)
    x = with_words(sourced, x, model.origin.scores(words))
    chosen, x = final_rows(reading, scores, sourced, _sigmoid(model.origins.scores(x)))
    return chosen, model.final.scores(x) if chosen else np.zeros(0)


@lru_cache(maxsize=1)
def _tagger(model: Model):
    return with_weights(model.tagger)


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def _draft(reading: Reading, one: Judged) -> Draft:
    at, i = reading.cues[one.cue]
    grid, rule = reading.grids[at], reading.rule_at(one.cue)
    cue = (grid.starts[i], grid.ends[i])
    source = _source(reading, one, rule.source if rule else None)
    form = rule.form if rule else stem(grid.words[i])
    attitude = rule.attitude if rule else form not in _SPEECH
    report = Report(i, form, rule.frame if rule else "learned", attitude, (), (), True)
    sentence = (grid.starts[0], grid.ends[-1])
    return Draft(report, _dressed(reading.page, one.span.core), source, cue, cue, sentence)


def _source(reading: Reading, one: Judged, proposed: tuple[int, int] | None) -> tuple[int, int] | None:
    """The words of a source; with "who" or "which" the noun before it, and as the rules have it where they mean the same."""
    if one.origin.token < 0:
        return None
    grid, i = reading.grids[one.origin.grid], one.origin.token
    first, last = phrase_of(grid, i)
    start, end = grid.starts[first], grid.ends[last]
    if grid.tags[i] in _PRONOUNS and grid.deps[grid.heads[i]] == "relcl" and (noun := grid.heads[grid.heads[i]]) < i:
        start = grid.starts[phrase_of(grid, noun)[0]]
        return start, end
    within = any(s <= start < e for s, e in one.span.core)
    if proposed and (within or (proposed[0] < end and start < proposed[1])):
        return proposed
    return start, end


def _dressed(page: Page, core) -> list[tuple[int, int]]:
    """Pieces with the quotation marks round them that belong to them."""
    text, out = page.text, []
    for start, end in core:
        first = start
        while first > 0 and text[first - 1] in EDGE and not text[first - 1].isspace():
            first -= 1
        i = page.mark_at(first)
        if i >= 0:
            q = page.marks[i]
            if q.start >= first and q.end <= end + 4:
                start = q.start
        last = end
        while last < len(text) and last < end + 3 and text[last] in EDGE and not text[last].isspace():
            last += 1
        j = page.mark_at(last - 1)
        if j >= 0 and end < page.marks[j].end <= last and page.marks[j].start >= start:
            end = page.marks[j].end
        out.append((start, end))
    return out
