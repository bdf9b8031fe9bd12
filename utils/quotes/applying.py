"""Statements as found and a reader's corrections -> the statements as they are taken from then on.

Comes in: the table of what was found and a `Review`. Goes out: the same table with the corrections in it. A correction belongs
to the statement whose content overlaps most with the one the reader saw, so that it outlives a change of the rules.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

import pandas as pd

from utils.corpus import Corpus
from utils.quotes.accuracy import characters
from utils.quotes.corrections import Correction, Review
from utils.quotes.places import Pieces, in_full, in_one_line
from utils.sentences import joined
from utils.speakers.rules import load_speakers
from utils.speakers.scene import voice_at
from utils.statements.marks import is_name, quotations
from utils.text import sentence_spans

ALIKE = 0.5  # intersection over union of characters from which on a correction is of this statement
_SAME = 0.8  # the same for a statement that a reader struck out: another that only overlaps is judged anew
_CLEARED = {"source": "", "source_start": pd.NA, "source_end": pd.NA}


class Match(NamedTuple):
    """A correction and the number of the row it belongs to; None where nothing like it is found any more."""

    correction: Correction
    row: int | None


def matches(corpus: Corpus, found: pd.DataFrame, reviewed: Review) -> list[Match]:
    """Each correction of a document in `corpus` with its row in `found` (by position), one to one, the most alike first."""
    here = set(corpus.documents["id"])
    by_document: dict[str, list[Correction]] = {}
    for correction in reviewed.corrections:
        if correction.id in here:
            by_document.setdefault(correction.id, []).append(correction)
    rows = found.reset_index(drop=True)
    rows = rows[rows["id"].isin(list(by_document))]
    places = {name: group for name, group in rows.groupby("id", sort=False)}
    out = []
    for name, corrections in by_document.items():
        out += _paired(corpus.text(name), corrections, places.get(name, rows.iloc[:0]))
    return out


def _paired(text: str, corrections: list[Correction], rows: pd.DataFrame) -> list[Match]:
    sets = {r.Index: characters(text, r.pieces) for r in rows.itertuples()}
    options = []
    for number, c in enumerate(corrections):
        wanted = [characters(text, pieces) for pieces in {c.found, c.pieces} if pieces]
        for r in rows.itertuples():
            alike = max(len(w & sets[r.Index]) / max(1, len(w | sets[r.Index])) for w in wanted)
            if alike >= (_SAME if c.verdict == "wrong" else ALIKE):
                other = (r.cue != c.cells["cue"], r.source != c.cells["source"])
                options.append((-alike, *other, number, r.Index))
    taken: dict[int, int] = {}
    for *_, number, row in sorted(options):
        if number not in taken and row not in taken.values():
            taken[number] = row
    return [Match(c, taken.get(number)) for number, c in enumerate(corrections)]


def applied(corpus: Corpus, found: pd.DataFrame, reviewed: Review) -> pd.DataFrame:
    """`found` without what a reader struck out, with what was corrected, and with what was missed.

    The column `review` says of each statement "right", "corrected" or "added"; it is empty where nobody judged it. Numbers
    run anew in the documents that changed.
    """
    found = found.reset_index(drop=True).assign(review="")
    paired = [m for m in matches(corpus, found, reviewed) if m.correction.verdict != "noted"]
    if not paired:
        return found
    voices = _Voices(corpus, found)
    struck = [m.row for m in paired if m.correction.verdict == "wrong" and m.row is not None]
    made = {m.row: _changed(corpus, voices, found.loc[m.row].to_dict(), m.correction)
            for m in paired if m.correction.verdict != "wrong" and m.row is not None}
    new = [_changed(corpus, voices, _blank(corpus, m.correction), m.correction)
           for m in paired if m.correction.verdict != "wrong" and m.row is None]
    kept = found.drop(index=[*struck, *made])
    order = {name: i for i, name in enumerate(corpus.documents["id"])}
    columns = list(found)
    rows = [*kept.itertuples(index=False, name=None), *(tuple(r[c] for c in columns) for r in [*made.values(), *new])]
    at, pieces, number = (columns.index(c) for c in ("id", "pieces", "number"))
    rows.sort(key=lambda row: (order[row[at]], row[pieces], row[number]))
    out = pd.DataFrame(rows, columns=columns).astype(found.dtypes.to_dict())
    changed = out["id"].isin({m.correction.id for m in paired})
    counted = out.groupby("id", sort=False).cumcount() + 1
    out["number"] = out["number"].where(~changed, counted).astype("Int64")
    return out


class _Voices:
    """Kind, country and side of a speaker that a reader names: as speakers.yml has it, else as it was found elsewhere here."""

    def __init__(self, corpus: Corpus, found: pd.DataFrame) -> None:
        self._rules = load_speakers(corpus.settings.get("speakers.yml", ""))
        self._dates = corpus.documents.set_index("id")["date"]
        known = found[found["speaker"] != ""].drop_duplicates("speaker")
        self._known = known.set_index("speaker")[["speaker_kind", "country", "side"]].to_dict("index")

    def of(self, name: str, document: str) -> dict[str, str]:
        members = [self._canonical(part) for part in name.split(";") if part.strip()]
        if not members:
            return {"speaker": "", "speaker_kind": "", "candidates": "", "country": "", "side": ""}
        said = [self._one(member, document) for member in members]
        if len(members) == 1:
            return {"speaker": members[0], "candidates": "", **said[0]}
        shared = {key: said[0][key] if len({s[key] for s in said}) == 1 else "" for key in ("country", "side")}
        return {"speaker": joined(members), "speaker_kind": "group", "candidates": "; ".join(members), **shared}

    def _canonical(self, name: str) -> str:
        entry = self._rules.named(name)
        return entry.name if entry else name.strip()

    def _one(self, name: str, document: str) -> dict[str, str]:
        entry = self._rules.entries.get(name)
        if entry:
            voice = voice_at(entry, self._dates.get(document, ""))
            return {"speaker_kind": voice.kind, "country": voice.country, "side": voice.side}
        described = name[:1].islower() or name.split()[0].casefold() in ("the", "a", "an")
        return dict(self._known.get(name, {"speaker_kind": "described" if described else "person", "country": "", "side": ""}))


def _changed(corpus: Corpus, voices: _Voices, row: dict, correction: Correction) -> dict:
    """A row of the table as a correction has it."""
    text = corpus.text(correction.id)
    if correction.pieces != row["pieces"]:
        row |= {"pieces": correction.pieces, "start": correction.pieces[0][0], "end": correction.pieces[-1][1],
                "content_text": in_full(text, correction.pieces),
                "kind": row["kind"] if row["kind"] == "turn" else kind_of(text, correction.pieces)}
    row |= _CLEARED
    if correction.source:
        row |= {"source": " ".join(text[slice(*correction.source)].split()), "source_start": correction.source[0],
                "source_end": correction.source[1]}
    if correction.speaker not in (row["speaker"], members(row["speaker"], row["speaker_kind"], row["candidates"])):
        row |= voices.of(correction.speaker, correction.id)
    return row | {"review": correction.verdict}


def _blank(corpus: Corpus, correction: Correction) -> dict:
    """A row for a statement that is not found (any more): in the sentence in which its content begins."""
    sentences = sentence_spans(corpus.text(correction.id))
    at = max(0, bisect_right(sentences, (correction.pieces[0][0], 1 << 60)) - 1)
    cells = correction.cells
    return {"id": correction.id, "number": 0, "pieces": (), "start": pd.NA, "end": pd.NA, "content_text": "", **_CLEARED,
            "cue": cells["cue"], "verb": cells["cue"].casefold(), "kind": cells["kind"] if cells["kind"] == "turn" else "",
            "type": "attitude" if cells["type"] == "attitude" else "speech", "speaker": "", "speaker_kind": "",
            "candidates": "", "country": "", "side": "", "sentence_start": sentences[at][0], "sentence_end": sentences[at][1],
            "probability": pd.NA, "review": ""}


def members(speaker: str, kind: str, candidates: str) -> str:
    """A speaker as a table for review has it: of a group its members, parted by "; "."""
    return candidates if kind == "group" else speaker


def kind_of(text: str, pieces: Pieces) -> str:
    """direct, mixed or indirect, by the share of a content's words in quotation marks that are not put round a name."""
    marks = [q for q in quotations(text) if not is_name(text, q)]
    total = sum(len(text[a:b].split()) for a, b in pieces)
    shared = [(max(a, q.start), min(b, q.end)) for q in marks for a, b in pieces if q.start < b and a < q.end]
    quoted = sum(len(text[a:b].split()) for a, b in shared)
    return "direct" if quoted >= 0.9 * total else "mixed" if quoted else "indirect"


def shown(text: str, pieces: Pieces | None) -> str:
    """The words at `pieces` in one line, as a table for review has them."""
    return in_one_line(text, pieces) if pieces else ""
