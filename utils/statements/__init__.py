"""The statements in one text, before anybody is named: content in pieces, source, cue, kind and type.

Comes in: a text. Goes out: `Statement`s with offsets (code points) into it. They depend on the text, the rules and the model
alone.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from utils.statements.learned import judged
from utils.statements.marks import Quotation, is_name, quotations
from utils.statements.model import shipped
from utils.statements.parse import one_thread, parsed
from utils.statements.quoting import Draft
from utils.statements.ruled import drafts_by_rule, is_spoken, may_report, subjects, without_labels
from utils.statements.turns import Turn, turns
from utils.text import sentence_spans

LEAST = 0.5  # the probability from which on a statement counts as found
TURN = 0.9  # of a turn, which the rules alone find


class Statement(NamedTuple):
    """A statement: `pieces` of its content, `source` and `cue` (offsets or None), the cue's dictionary `form` and grammatical
    `frame`, kind, type, the sentence of the cue, the number of the turn in which it stands, and the probability that content and
    source are right (None where there is no model)."""

    pieces: tuple[tuple[int, int], ...]
    source: tuple[int, int] | None
    cue: tuple[int, int] | None
    form: str
    frame: str
    kind: str
    type: str
    sentence: tuple[int, int]
    turn: int | None = None
    probability: float | None = None


class Found(NamedTuple):
    """What was found in a text: its statements, its turns, its sentences and the subjects of those that were parsed."""

    statements: list[Statement]
    turns: list[Turn]
    sentences: list[tuple[int, int]]
    subjects: dict[int, list[tuple[int, int]]]


def find_statements(text: str, *, least: float = LEAST) -> Found:
    """The statements in `text` that are right with a probability of at least `least`, in the order in which their contents begin.

    0.5 suits texts that report speech; where attitudes, intentions and acts are wanted as well, as PolNeAR marks them, 0.3
    gives the best balance. Speech that the rules find too counts from 0.2 on. Statements inside quotation marks are not looked
    for; those inside a transcript turn are, and reports in reports. Where the model's file is missing or damaged, the rules
    alone find them, and a warning says so.
    """
    spoken = turns(text)
    sentences = sentence_spans(text)
    wanted = [s for s in without_labels(text, sentences, spoken) if shipped() or may_report(text, *s)]
    with one_thread():
        read = parsed(text, wanted)
        drafts = _drafts(text, read, spoken, least)
    under: dict[int, list[tuple[int, int]]] = {}
    for start, sentence in read:
        whole = sentences[max(0, bisect_right(sentences, (start, len(text))) - 1)]
        under.setdefault(whole[0], []).extend(subjects(sentence, start))
    marks = [q for q in quotations(text) if not is_name(text, q) or is_spoken(text, q)]
    out = [_statement(text, d, marks, spoken, p) for d, p in drafts]
    out += [_of_turn(i, t) for i, t in enumerate(spoken)]
    return Found(sorted((s for s in out if s.pieces), key=lambda s: (s.pieces, s.cue or (0, 0))), spoken, sentences, under)


def _drafts(text: str, read: list[tuple[int, object]], spoken: list[Turn], least: float) -> list[tuple[Draft, float | None]]:
    found, kept = drafts_by_rule(text, read, spoken)
    model = shipped()
    if model is None:
        return [(d, None) for d in kept]
    return judged(text, read, found, kept, model, spoken=[(t.start, t.end) for t in spoken], least=least)


def _of_turn(number: int, turn: Turn) -> Statement:
    kind, inside = ("indirect", None) if turn.headline else ("turn", number)
    return Statement(((turn.start, turn.end),), (turn.label_start, turn.label_end), None, ":", "turn", kind, "speech",
                     (turn.label_start, turn.end), inside, TURN if shipped() else None)


def _statement(text: str, draft: Draft, marks: list[Quotation], spoken: list[Turn], probability: float | None) -> Statement:
    total = sum(len(text[s:e].split()) for s, e in draft.content)
    first = bisect_right(marks, (draft.content[0][0],)) - 1
    near = [q for q in marks[max(0, first):] if q.start < draft.content[-1][1]] if draft.content else []
    shared = [(max(s, q.start), min(e, q.end)) for q in near for s, e in draft.content]
    quoted = sum(len(text[s:e].split()) for s, e in shared if s < e)
    kind = "direct" if quoted >= 0.9 * total else "mixed" if quoted else "indirect"
    at = bisect_right(spoken, draft.cue[0], key=lambda t: t.start) - 1
    turn = at if at >= 0 and draft.cue[0] < spoken[at].end else None
    return Statement(tuple(draft.content), draft.source, draft.cue, draft.report.form, draft.report.frame, kind,
                     "attitude" if draft.report.attitude else "speech", draft.sentence, turn, probability)
