"""Statements: who is reported to have said what, one row each, over a whole corpus.

Comes in: a corpus and its speakers.yml. Goes out: a DataFrame whose offsets lead back to the words. What is found in a
document depends on that document and the rules alone; English documents are read, others left out.
"""

from __future__ import annotations

import hashlib

import pandas as pd

from utils.corpus import Corpus
from utils.speakers import Voice, resolve
from utils.speakers.rules import Speakers, load_speakers
from utils.statements import Statement, find_statements

STATEMENTS = ["id", "number", "start", "end", "pieces", "content_text", "source", "source_start", "source_end", "cue", "verb",
              "kind", "type", "speaker", "speaker_kind", "candidates", "country", "side", "sentence_start", "sentence_end"]
KINDS = ("direct", "mixed", "indirect", "turn")
_NUMBERS = ["number", "start", "end", "source_start", "source_end", "sentence_start", "sentence_end"]
_KEPT: dict[tuple, list[tuple]] = {}
_KEEP = 40_000  # documents


def quotes(corpus: Corpus) -> pd.DataFrame:
    """The statements of the English documents of `corpus`, in the order of the documents and of their contents.

    Returns
    -------
    DataFrame of
        id, number : the document, and the statement's number in it (from 1).
        start, end : offsets from the first to the last character of the content; `pieces` is a tuple of (start, end) where the
            source stands in the middle or the speech runs on; `content_text` its words in one line, pieces parted by " … ".
        source, source_start, source_end : the words that name who said it, with offsets (empty and <NA> where nobody is named).
        cue, verb : the reporting word as it stands ("said"; ":" for a turn) and as a dictionary has it.
        kind : direct, mixed or indirect, by the share of the content in quotation marks, or turn (of a transcript).
        type : speech, or attitude (believes, wants, backs).
        speaker, speaker_kind : canonical name ("" if unknown); person, body, group (several persons), described (in the text's
            own words) or unnamed.
        candidates : names it may be where it can't be known, and the members of a group; parted by "; ".
        country, side : of the speaker, as far as known.
        sentence_start, sentence_end : the sentence in which the cue stands.

    Raises
    ------
    utils.statements.parse.ParserMissing : spaCy or its English model is not installed.
    CorpusError : speakers.yml has a fault.
    """
    written = corpus.settings.get("speakers.yml", "")
    rules = load_speakers(written)
    mark = hashlib.sha256(written.encode()).hexdigest()
    rows: list[tuple] = []
    english = corpus.documents[corpus.documents["lang"] == "en"]
    for name, date, speaker in english[["id", "date", "speaker"]].itertuples(index=False, name=None):
        rows += [(name, *row) for row in _kept(corpus.text(name), date, speaker, rules, mark)]
    out = pd.DataFrame(rows, columns=STATEMENTS)
    return out.astype({column: "Int64" for column in _NUMBERS})


def _kept(text: str, date: str, speaker: str, rules: Speakers, mark: str) -> list[tuple]:
    key = (hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest(), date, speaker, mark)
    if key not in _KEPT:
        while len(_KEPT) >= _KEEP:
            _KEPT.pop(next(iter(_KEPT)))
        found = find_statements(text)
        voices = resolve(text, found, rules, date=date, speaker=speaker)
        _KEPT[key] = [_row(text, n, s, v) for n, (s, v) in enumerate(zip(found.statements, voices, strict=True), 1)]
    return _KEPT[key]


def _row(text: str, number: int, s: Statement, voice: Voice) -> tuple:
    source = " ".join(text[slice(*s.source)].split()) if s.source else ""
    cue = text[slice(*s.cue)] if s.cue else ":"
    content = " … ".join(" ".join(text[a:b].split()) for a, b in s.pieces)
    return (number, s.pieces[0][0], s.pieces[-1][1], s.pieces, content, source, *(s.source or (None, None)), cue, s.form,
            s.kind, s.type, voice.speaker, voice.kind, "; ".join(voice.candidates), voice.country, voice.side, *s.sentence)
