"""What a corpus has of marked statements -> tables to measure against: its statements.csv, and a reader's corrections.

Comes in: a corpus and a `Review`. Goes out: marked statements with the documents that were read whole. Offsets count where they
lead to the words of the row; where a text was edited the words are looked for, and what is not found is told.
"""

from __future__ import annotations

import csv
from io import StringIO
from typing import NamedTuple

import pandas as pd

from utils.corpus import Corpus
from utils.quotes.accuracy import compared, figures
from utils.quotes.applying import applied, matches
from utils.quotes.corrections import Review
from utils.quotes.places import Pieces, Words, in_full, the_place
from utils.text import fold

FILE = "statements.csv"
MARKED = ["id", "pieces", "source_start", "source_end", "cue", "kind", "speaker"]
_NEEDED = {"id", "number", "pieces", "source_start", "source_end", "content", "source", "cue", "kind", "speaker"}


class Gold(NamedTuple):
    """Marked statements (columns `MARKED`), the ids of all documents read for them, and rows that could not be used (row,
    document, reason); documents with such a row are left out whole."""

    marked: pd.DataFrame
    documents: list[str]
    problems: pd.DataFrame


def gold(corpus: Corpus) -> Gold:
    """The statements of statements.csv in the English documents of `corpus`; none, where it has no such file.

    """
    text = corpus.settings.get(FILE, "")
    reader = csv.DictReader(StringIO(text.lstrip("\ufeff")))
    if text.strip() and (missing := _NEEDED - set(reader.fieldnames or ())):
        reason = f"has no column {sorted(missing)[0]}: it needs {', '.join(sorted(_NEEDED))}"
        return Gold(_table([]), [], pd.DataFrame([(1, "", reason)], columns=["row", "document", "reason"]))
    english = set(corpus.documents.loc[corpus.documents["lang"] == "en", "id"])
    rows, problems, documents, words = [], [], {}, {}
    for number, row in enumerate(reader, 2):
        row = {key: row[key] or "" for key in _NEEDED}
        name = row["id"]
        if name not in english:
            continue
        documents.setdefault(name)
        if not row["pieces"].strip():
            continue
        found, reason = _placed(row, words.setdefault(name, Words(corpus.text(name))))
        if reason:
            problems.append((number, name, reason))
        else:
            rows.append(found)
    told = pd.DataFrame(problems, columns=["row", "document", "reason"])
    whole = [name for name in documents if name not in set(told["document"])]
    return Gold(_table([row for row in rows if row[0] in set(whole)]), whole, told)


def _table(rows: list[tuple]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=MARKED).astype({"source_start": "Int64", "source_end": "Int64"})


def _placed(row: dict, words: Words) -> tuple[tuple, str]:
    """A row with its offsets in today's text, or the reason why it has none."""
    text = words.text
    try:
        pieces: Pieces = tuple((int(a), int(b)) for a, b in (p.split("-") for p in row["pieces"].split(";")))
        spans = [int(row[key]) for key in ("source_start", "source_end")] if row["source_start"] else [None, None]
    except ValueError:
        return (), "has offsets that are no numbers: write pieces as 12-40;52-60"
    shift = 0
    if in_full(text, pieces) != row["content"]:
        place, reason = the_place(words, row["content"])
        if place is None:
            return (), f"{reason} any more: mend the offsets" if reason.startswith("its words do not") else reason
        pieces, shift = place, place[0][0] - pieces[0][0]
    if spans[0] is not None:
        start, end = spans[0] + shift, spans[1] + shift
        if fold(" ".join(text[start:end].split())) != fold(row["source"]):
            near = _spots(text, row["source"])
            if not near:
                return (), f"its source “{row['source'][:40]}” does not stand in the text any more: mend the offsets"
            start, end = min(near, key=lambda s: (abs(s[0] - start), s))
        spans = [start, end]
    return (row["id"], pieces, *(pd.NA if s is None else s for s in spans), row["cue"], row["kind"], row["speaker"]), ""


def _spots(text: str, phrase: str) -> list[tuple[int, int]]:
    folded, wanted, out, at = fold(text), fold(phrase), [], -1
    while wanted and (at := folded.find(wanted, at + 1)) >= 0:
        out.append((at, at + len(wanted)))
    return out


def against(marks: Gold, found: pd.DataFrame, corpus: Corpus) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Statements of speech as they were found, set against marked ones: the pairs of `utils.quotes.accuracy.compared`, and their
    figures.
    """
    pairs = compared(marks.marked, found, {name: corpus.text(name) for name in marks.documents})
    return pairs, figures(pairs, marks.marked, documents=marks.documents)


def of_whole_documents(corpus: Corpus, found: pd.DataFrame, reviewed: Review) -> Gold:
    """The statements of the documents that a reader read whole, as his or her corrections leave them."""
    whole = sorted(set(reviewed.whole) & set(corpus.documents["id"]))
    after = applied(corpus, found, reviewed)
    kept = after[after["id"].isin(whole) & (after["review"] != "") & (after["type"] == "speech")].reset_index(drop=True)
    kept["speaker"] = kept["speaker"].where(kept["speaker_kind"].isin(["person", "body", "group"]), "")
    return Gold(kept[MARKED], whole, reviewed.problems)


def judged_rows(corpus: Corpus, found: pd.DataFrame, reviewed: Review) -> pd.DataFrame:
    """The figures of the statements found that a reader judged one by one, wherever they stand.

    Only those say something that need no more than these rows: precision, and how often source and speaker are right.
    """
    found = found.reset_index(drop=True)
    judged = [m for m in matches(corpus, found, reviewed) if m.row is not None and m.correction.verdict != "noted"]
    mine = found.loc[sorted(m.row for m in judged)]
    right = sorted((m.row, m.correction) for m in judged if m.correction.verdict != "wrong")
    marked = _table([(c.id, c.pieces, *(c.source or (pd.NA, pd.NA)), c.cells["cue"], found.loc[r, "kind"], c.speaker)
                     for r, c in right])
    documents = sorted(set(mine["id"]))
    pairs = compared(marked, mine, {name: corpus.text(name) for name in documents})
    out = figures(pairs, marked, documents=documents)
    return out[out["measure"].isin(["precision", "source right", "speaker right"])].reset_index(drop=True)
