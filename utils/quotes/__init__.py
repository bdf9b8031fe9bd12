"""Statements: who is reported to have said what, one row each, over a whole corpus.

Comes in: a corpus and its speakers.yml. Goes out: a DataFrame whose offsets lead back to the words. What is found in a
document depends on that document, the rules and the model alone; English documents are read, others left out.
"""

from __future__ import annotations

import pandas as pd

from utils.corpus import Corpus
from utils.quotes.applying import applied
from utils.quotes.corrections import review
from utils.quotes.places import in_full
from utils.speakers import Voice, resolve
from utils.speakers.rules import load_speakers
from utils.statements import Statement
from utils.statements.passes import found_in

STATEMENTS = ["id", "number", "start", "end", "pieces", "content_text", "source", "source_start", "source_end", "cue", "verb",
              "kind", "type", "speaker", "speaker_kind", "candidates", "country", "side", "sentence_start", "sentence_end",
              "probability", "review"]
KINDS = ("direct", "mixed", "indirect", "turn")
_NUMBERS = ["number", "start", "end", "source_start", "source_end", "sentence_start", "sentence_end"]


def quotes(corpus: Corpus, *, corrected: bool = True) -> pd.DataFrame:
    """The statements of the English documents of `corpus`, in the order of the documents and of their contents.

    Parameters
    ----------
    corrected : take them as a reader's corrections.csv leaves them, where the corpus has one; or as they were found.

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
        probability : that content (by half or more) and source are right, as calibrated on other texts: docs/accuracy.md; <NA>
            where the rules worked without the model, and where a reader added the statement.
        review : right, corrected or added, where corrections.csv says so of the statement; else empty.

    Raises
    ------
    utils.statements.parse.ParserMissing : spaCy or its English model is not installed.
    CorpusError : speakers.yml or corrections.csv has a fault.
    """
    written = corpus.settings.get("speakers.yml", "")
    rules = load_speakers(written)
    english = corpus.documents.loc[corpus.documents["lang"] == "en", ["id", "date", "speaker"]]
    texts = [corpus.text(name) for name in english["id"]]
    rows: list[tuple] = []
    for document, text, found in zip(english.itertuples(index=False, name=None), texts, found_in(texts), strict=True):
        name, date, speaker = document
        voices = resolve(text, found, rules, date=date, speaker=speaker)
        rows += [(name, *_row(text, n, s, v)) for n, (s, v) in enumerate(zip(found.statements, voices, strict=True), 1)]
    out = pd.DataFrame(rows, columns=STATEMENTS[:-1]).assign(review="")
    out = out.astype({**{column: "Int64" for column in _NUMBERS}, "probability": "Float64", "review": "str"})
    return applied(corpus, out, review(corpus)) if corrected else out


def _row(text: str, number: int, s: Statement, voice: Voice) -> tuple:
    source = " ".join(text[slice(*s.source)].split()) if s.source else ""
    cue = text[slice(*s.cue)] if s.cue else ":"
    return (number, s.pieces[0][0], s.pieces[-1][1], s.pieces, in_full(text, s.pieces), source, *(s.source or (None, None)),
            cue, s.form, s.kind, s.type, voice.speaker, voice.kind, "; ".join(voice.candidates), voice.country, voice.side,
            *s.sentence, s.probability)
