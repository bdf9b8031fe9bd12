"""corrections.csv -> what a reader has said of the statements of a corpus, each at its place in today's text.

Comes in: a corpus with a corrections.csv: the table that `sco quotes` writes, with the reader's marks in it. Goes out: a
`Review`. A row is known by its document and the words of its content: it follows them where the text was edited, and is told,
never moved to other words, where they are gone or stand there twice. Nothing here writes that file.
"""

from __future__ import annotations

import csv
import hashlib
import re
from dataclasses import dataclass
from io import StringIO
from typing import NamedTuple

import pandas as pd

from utils.corpus import Corpus, CorpusError
from utils.corpus.tables import clean, short, unix_lines
from utils.quotes.places import Pieces, Words, nearest, the_place

FILE = "corrections.csv"
MARKS = ("right", "content_is", "source_is", "speaker_is", "whole", "note")  # the columns that a reader fills in
_YES = frozenset("yes y 1 true right correct ok ✓ ✔".split())
_NO = frozenset("no n 0 false wrong ✗ ✘".split())
_PLACE = re.compile(r"text ([0-9a-f]{8}): ([\d, -]+?)(?:; source (\d+)-(\d+))?")
# What keeps a spreadsheet from running a cell as a formula, put there when the table was written.
_GUARDED = re.compile(r"'(?=[=+\-@\t\r\n])")


class Correction(NamedTuple):
    """What a reader says of one statement.

    Attributes
    ----------
    row : in the file, its head being row 1.
    verdict : right; wrong (nobody says this there); corrected; added (it was not found); or noted (a remark alone).
    found : the pieces of the content as it was found; None for one that was added.
    pieces : of the content as it is; None where the statement is wrong.
    source : offsets of the words that name who says it; None where nobody is named.
    speaker : its name; "" where it can't be known.
    cells : the row as it stands in the file.
    moved : whether the text was edited since, and the words were found at another place.
    """

    row: int
    id: str
    verdict: str
    found: Pieces | None
    pieces: Pieces | None
    source: tuple[int, int] | None
    speaker: str
    cells: dict[str, str]
    moved: bool = False


@dataclass(frozen=True)
class Review:
    """All that a corrections.csv says.

    Attributes
    ----------
    corrections : those that have a place in today's texts, in the order of the file.
    whole : ids of the documents that were read whole: said so, and each of their rows judged.
    flagged : ids of those of which it is said.
    problems : DataFrame of row, document, reason: what could not be used. `lost` has the cells of these rows.
    """

    corrections: list[Correction]
    whole: frozenset[str]
    flagged: frozenset[str]
    problems: pd.DataFrame
    lost: list[tuple[dict[str, str], str]]


def review(corpus: Corpus) -> Review:
    """What corrections.csv says of the statements of `corpus`; nothing, where it has none.

    Raises
    ------
    CorpusError : the file has not the columns of the table that `sco quotes` writes.
    """
    english = corpus.documents.set_index("id")["lang"].eq("en").to_dict()
    read, problems, lost = [], [], []
    flagged: dict[str, None] = {}
    unjudged: dict[str, int] = {}
    words: dict[str, Words] = {}
    for row, cells in rows_of(corpus.settings.get(FILE, "")):
        name = cells["document"]
        if not any(cells[mark] for mark in MARKS) and (cells["place"] or not cells["content"]):
            if cells["content"]:
                unjudged.setdefault(name, row)
            continue
        reason = _unreadable(cells, english)
        found = None
        if not reason:
            if _is(cells["whole"], _YES):
                flagged.setdefault(name)
            found, reason = _correction(row, cells, words.setdefault(name, Words(corpus.text(name))))
        if found and found.verdict in ("noted", "whole"):
            if cells["content"]:
                unjudged.setdefault(name, row)
        if found and found.verdict != "whole":
            twin = next((other for other in read if _same(found, other)), None)
            if twin is None:
                read.append(found)
            elif (found.verdict == "wrong", found.pieces, found.speaker) != (twin.verdict == "wrong", twin.pieces, twin.speaker):
                reason = f"says otherwise of the same words than row {twin.row}: leave one of them"
        if reason:
            problems.append((row, name, reason))
            lost.append((cells, reason))
            unjudged.setdefault(name, row)
    for name in flagged:
        if name in unjudged and not any(p[0] == unjudged[name] for p in problems):
            reason = "is not judged, so that the document doesn't count as read whole: write yes or no"
            problems.append((unjudged[name], name, reason))
    told = pd.DataFrame(problems, columns=["row", "document", "reason"]).sort_values("row", ignore_index=True)
    return Review(read, frozenset(flagged) - unjudged.keys(), frozenset(flagged), told, lost)


def rows_of(text: str, name: str = FILE) -> list[tuple[int, dict[str, str]]]:
    """Row numbers and cells of a table for review, given as text; columns that are missing are empty.

    Raises
    ------
    CorpusError : it is no CSV, has no column `document` or none for the content, or a row with more cells than columns.
    """
    text = unix_lines(text.lstrip("\ufeff"))
    if not text.strip():
        return []
    reader = csv.reader(StringIO(text), delimiter=max(",;\t", key=text.partition("\n")[0].count))
    try:
        lines = list(reader)
    except csv.Error as error:
        where = f"{name}, line {reader.line_num}"
        raise CorpusError(f"{where}, can't be read ({short(error)}): save the table as CSV again.") from None
    columns = [clean(c).lower() for c in lines[0]]
    if "document" not in columns or not {"content", "content_is"} & set(columns):
        raise CorpusError(f"{name} has no columns document and content: keep the columns of the table that `sco quotes` writes.")
    out = []
    for number, cells in enumerate(lines[1:], 2):
        if len(cells) > len(columns) and any(c.strip() for c in cells[len(columns) :]):
            raise CorpusError(f"{name}, row {number}, has {len(cells)} cells for {len(columns)} columns: put quotation marks "
                              "round cells that hold the separator.")
        given = dict(zip(columns, (clean(_GUARDED.sub("", c, count=1)) for c in cells)))
        if any(given.values()):
            out.append((number, {column: given.get(column, "") for column in (*_KNOWN, *MARKS)}))
    return out


_KNOWN = ("document", "context", "content", "source", "speaker", "cue", "kind", "type", "place")


def text_mark(text: str) -> str:
    """Eight hexadecimal digits that change with a text: offsets count only in the text they were taken from."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _is(cell: str, words: frozenset[str]) -> bool:
    return cell.casefold().rstrip(".!") in words


def _unreadable(cells: dict[str, str], english: dict[str, bool]) -> str:
    """Why a row with a mark can't be used, whatever its content; empty where it can."""
    if cells["document"] not in english:
        return "no document has this id (a spreadsheet may have changed it, as it does with dates and numbers): mend it"
    if not english[cells["document"]]:
        return "the document is not in English, and statements are read in English alone"
    for mark, known in (("right", _YES | _NO), ("whole", _YES | _NO)):
        if cells[mark] and not _is(cells[mark], known):
            return f"{mark} says “{cells[mark][:40]}”: write yes or no"
    return ""


def _correction(row: int, cells: dict[str, str], words: Words) -> tuple[Correction | None, str]:
    """The correction of a row, or None with the reason."""
    name, right, no = cells["document"], _is(cells["right"], _YES), _is(cells["right"], _NO)
    changes = any(cells[mark] for mark in ("content_is", "source_is", "speaker_is"))
    new = not cells["place"] or not cells["content"]
    content = cells["content"] or cells["content_is"]
    if not content:
        if right or no or changes:
            return None, "has no content: paste the words that were said into content_is"
        return Correction(row, name, "whole", None, None, None, "", cells), ""
    kept = _PLACE.fullmatch(cells["place"])
    if kept and not _in_order(kept, words.text):
        kept = None  # somebody wrote into it: only the words count
    same = bool(kept) and kept[1] == text_mark(words.text)
    place, reason = (_pieces(kept[2]), "") if same else the_place(words, content, cells["context"])
    if place is None:
        return None, reason
    moved = bool(kept) and not same and _pieces(kept[2]) != place
    truth = place
    if cells["content_is"] and cells["content"]:
        truth, reason = the_place(words, cells["content_is"], cells["context"], place)
        if truth is None:
            return None, f"content_is: {reason}"
    if no and not changes:
        return Correction(row, name, "wrong", place, None, None, "", cells, moved), ""
    if not (right or no or changes or (new and cells["content"])):
        return Correction(row, name, "noted" if cells["note"] else "whole", place, place, None, "", cells, moved), ""
    source, reason = _source(cells, words, kept, same, place, truth)
    if reason:
        return None, reason
    speaker = cells["speaker_is"] or cells["speaker"]
    verdict = "added" if new else "corrected" if changes else "right"
    speaker = "" if speaker == "?" else speaker
    return Correction(row, name, verdict, None if new else place, truth, source, speaker, cells, moved), ""


def _in_order(kept: re.Match, text: str) -> bool:
    """Whether the offsets of a place are pairs in order, and lie in the text where they are of this one."""
    try:
        ends = [end for piece in _pieces(kept[2]) for end in piece]
    except ValueError:
        return False
    source = [int(end) for end in kept.groups()[2:] if end]
    inside = kept[1] != text_mark(text) or max(ends + source) <= len(text)
    return len(ends) % 2 == 0 and ends == sorted(set(ends)) and source == sorted(set(source)) and inside


def _pieces(written: str) -> Pieces:
    return tuple(tuple(map(int, piece.split("-"))) for piece in written.split(", "))


def _source(cells: dict[str, str], words: Words, kept, same: bool, place: Pieces, truth: Pieces):
    """Offsets of the source, and why there are none although words are given."""
    phrase = cells["source_is"] or cells["source"]
    if phrase in ("", "?"):
        return None, ""
    before = int(kept[3]) if kept and kept[3] else None
    if same and before is not None and clean(words.text[before : int(kept[4])]) == phrase:
        return (before, int(kept[4])), ""
    at = truth[0][0] if before is None else before + place[0][0] - _pieces(kept[2])[0][0]
    spot = nearest(words, phrase, at)
    return spot, "" if spot else f"the source “{phrase[:40]}” does not stand in the text"


def _same(one: Correction, other: Correction) -> bool:
    """Whether two rows are about one statement: the same words, source and cue, as far as they say."""
    cues = {one.cells["cue"], other.cells["cue"]} - {""}
    return ("noted" not in (one.verdict, other.verdict) and one.id == other.id and len(cues) < 2
            and (one.found or one.pieces) == (other.found or other.pieces)
            and (one.source == other.source or "wrong" in (one.verdict, other.verdict)))
