"""Statements -> a table that a reader goes through in a spreadsheet, and what keeps a table with marks in it from being lost.

Comes in: statements as found, and the corrections so far. Goes out: a CSV file, one row a statement. The reader fills in:

    right       yes or no ("no" alone: nobody says this there)
    content_is  the words that were said, where they are others
    source_is   the words that name who said it, where they are others
    speaker_is  who it is, where it is somebody else; "?" where it can't be known; several parted by ";"
    whole       yes on one row of a document that was read whole: every row judged, and a row added for all that was missed
    note        anything

A missed statement is a new row with document, content_is, source_is and speaker_is.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from utils.corpus import Corpus, CorpusError
from utils.corpus.readers import decode
from utils.corpus.tables import clean
from utils.quotes.applying import Match, matches, members, shown
from utils.quotes.corrections import FILE, MARKS, Correction, Review, rows_of, text_mark
from utils.quotes.places import Pieces
from utils.sentences import count

SHEET = ["document", "date", "context", "content", "source", "speaker", "cue", "kind", "type", "probability", "candidates",
         *MARKS, "place", "problem"]
_BEFORE, _AFTER, _MOST = 160, 60, 900  # characters of context before and after a statement, and in all
_EMPTY = dict.fromkeys(SHEET, "")


def sheet(corpus: Corpus, found: pd.DataFrame, reviewed: Review) -> pd.DataFrame:
    """One row a statement of `found` (before corrections), the marks of earlier corrections filled in, in the order of the texts.

    Corrections of what is not found any more, and those that have no place in today's texts, have rows of their own; so has a
    document without a statement. No correction is left out.
    """
    found = found.reset_index(drop=True)
    dates = corpus.documents.set_index("id")["date"].to_dict()
    marks = {name: text_mark(text) for name, text in corpus.texts()}
    paired = matches(corpus, found, reviewed)
    by_row = {m.row: m.correction for m in paired if m.row is not None}
    rows = []
    for r in found.itertuples():
        row = _row(corpus, r, dates[r.id], marks[r.id])
        if r.Index in by_row:
            row |= _marks(corpus, by_row[r.Index], r)
        rows.append((r.id, r.pieces, row))
    rows += [_lost_row(corpus, m, dates, marks) for m in paired if m.row is None]
    with_one = {row[0] for row in rows}
    for name in corpus.documents.loc[corpus.documents["lang"] == "en", "id"]:
        if name not in with_one:
            context = clean(corpus.text(name)[:_MOST])
            rows.append((name, (), _EMPTY | {"document": name, "date": dates[name], "context": context, "kind": "none found"}))
    order = {name: i for i, name in enumerate(corpus.documents["id"])}
    rows.sort(key=lambda row: (order[row[0]], row[1]))
    seen: set[str] = set()
    for name, _, row in rows:
        if name in reviewed.flagged and name not in seen:
            row["whole"] = "yes"
        seen.add(name)
    lost = [_EMPTY | cells | {"problem": reason} for cells, reason in reviewed.lost]
    return pd.DataFrame([row for _, _, row in rows] + lost, columns=SHEET)


def _row(corpus: Corpus, r, date: str, mark: str) -> dict:
    text = corpus.text(r.id)
    return _EMPTY | {
        "document": r.id, "date": date, "context": _context(text, min(r.start, r.sentence_start), max(r.end, r.sentence_end)),
        "content": shown(text, r.pieces), "source": r.source, "speaker": members(r.speaker, r.speaker_kind, r.candidates),
        "cue": clean(r.cue), "kind": r.kind, "type": r.type, "candidates": "" if r.speaker_kind == "group" else r.candidates,
        "probability": "" if pd.isna(r.probability) else f"{r.probability:.2f}",
        "place": _place(mark, r.pieces, None if pd.isna(r.source_start) else (r.source_start, r.source_end))}


def _context(text: str, start: int, end: int) -> str:
    first = max(0, int(start) - _BEFORE)
    if first:
        first = text.find(" ", first, int(start)) + 1 or int(start)
    last = min(len(text), int(end) + _AFTER, first + _MOST)
    if last < len(text):  # not within a word, nor within the statement where there is room for it
        last = max(text.rfind(" ", int(end) if last > end else first + 1, last + 1), int(end) if last > end else -1)
        last = last if last > first else first + _MOST
    return ("… " if first else "") + clean(text[first:last]) + (" …" if last < len(text) else "")


def _place(mark: str, pieces: Pieces, source: tuple[int, int] | None) -> str:
    """Offsets in words: nothing that a spreadsheet takes for a date or a number."""
    named = f"; source {source[0]}-{source[1]}" if source else ""
    return f"text {mark}: " + ", ".join(f"{a}-{b}" for a, b in pieces) + named


def _marks(corpus: Corpus, correction: Correction, r) -> dict:
    """The marks of a correction, as they would be filled in beside what is found today."""
    note = correction.cells["note"]
    if correction.verdict in ("wrong", "noted"):
        return {"right": "no" if correction.verdict == "wrong" else "", "note": note}
    text, out = corpus.text(correction.id), {}
    if correction.pieces != r.pieces:
        out["content_is"] = shown(text, correction.pieces)
    source = None if pd.isna(r.source_start) else (r.source_start, r.source_end)
    if correction.source != source:
        out["source_is"] = clean(text[slice(*correction.source)]) if correction.source else "?"
    if correction.speaker not in (r.speaker, members(r.speaker, r.speaker_kind, r.candidates)):
        out["speaker_is"] = correction.speaker or "?"
    return (out or {"right": "yes"}) | {"note": note}


def _lost_row(corpus: Corpus, match: Match, dates: dict[str, str], marks: dict[str, str]) -> tuple[str, Pieces, dict]:
    """A row for a correction of something that is not found, or not any more."""
    c = match.correction
    text, cells = corpus.text(c.id), c.cells
    pieces = c.found if c.pieces is None else c.pieces
    row = _EMPTY | {"document": c.id, "date": dates[c.id], "context": _context(text, pieces[0][0], pieces[-1][1]),
                    "cue": cells["cue"], "kind": cells["kind"], "type": cells["type"], "note": cells["note"],
                    "place": _place(marks[c.id], pieces, c.source)}
    if c.verdict in ("wrong", "noted"):
        return c.id, pieces, row | {"content": shown(text, pieces), "source": cells["source"], "speaker": cells["speaker"],
                                    "right": "no" if c.verdict == "wrong" else ""}
    source = clean(text[slice(*c.source)]) if c.source else ""
    return c.id, pieces, row | {"content_is": shown(text, pieces), "source_is": source, "speaker_is": c.speaker or "?"}


def marks_in(text: str, name: str = FILE) -> set[tuple[str, ...]]:
    """The marks of a reader in a table for review, each with its document and content; its rows' order doesn't count."""
    rows = (cells for _, cells in rows_of(text, name))
    return {(c["document"], c["content"], c["source"], *(c[mark] for mark in MARKS)) for c in rows
            if any(c[mark] for mark in MARKS) or not c["place"] and c["content"]}


def save(table: pd.DataFrame, path: Path, corpus: Corpus) -> None:
    """Write a table for review, whole or not at all; UTF-8 with the mark that tells spreadsheets so.

    Raises
    ------
    CorpusError : there is no such folder; or a file is there that is no table for review, or one with marks that
        corrections.csv has not: these would be lost.
    """
    from utils.figures import csv_text, write  # here, because it brings matplotlib

    said = clean(str(path))
    if path.suffix.lower() != ".csv":
        raise CorpusError(f"{said} can't be written: the table is saved as CSV, so give a name that ends in .csv.")
    if not path.parent.is_dir():
        raise CorpusError(f"There is no folder {clean(str(path.parent))}: make it, or name another for {clean(path.name)}.")
    if path.name.lower().endswith((FILE, "statements.csv", "documents.csv")):
        raise CorpusError(f"{said} is a name that a corpus's own files bear: write to another, such as quotes.csv, and save it "
                          f"as {FILE} yourself once it is reviewed.")
    if path.exists():
        _refuse_to_lose(path, corpus)
    write(path, b"\xef\xbb\xbf" + csv_text(table).encode("utf-8", "replace"))


def _refuse_to_lose(path: Path, corpus: Corpus) -> None:
    text, reason = decode(path.read_bytes())
    if reason:
        raise CorpusError(f"{clean(str(path))} is there already and {reason}, or give another name.")
    try:
        marks = marks_in(text, path.name)
    except CorpusError:
        raise CorpusError(f"{clean(str(path))} is there already and is no table of statements: give another name.") from None
    new = marks - marks_in(corpus.settings.get(FILE, ""))
    if new:
        raise CorpusError(f"{clean(str(path))} holds {count(len(new), 'mark')} of yours that {FILE} has not: save it as {FILE} "
                          "first (then they come along into the new table), or give another name.")
