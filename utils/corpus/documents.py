"""Rows -> the table of documents: names of columns, ids, dates, countries, sides and languages made one.

Comes in: the rows that `utils.corpus.readers.read` gives. Goes out: the DataFrame that is `Corpus.documents`, the texts by
id, and more problems (empty texts, repeated ids, dates that can't be read).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import PurePosixPath

import pandas as pd

from utils import cache
from utils.corpus.dates import PRECISIONS, date_in_name, iso_date
from utils.corpus.readers import stem
from utils.corpus.tables import Problem
from utils.corpus.texts import IN_MEMORY, Texts
from utils.sides import VOICES, country_code, side_label
from utils.text import guess_language
from utils.token_arrays import count_words

COLUMNS = ["id", "path", "date", "precision", "publisher", "country", "voice", "side", "title", "genre", "speaker",
           "lang", "url", "n_words"]
TOKENS = "number of words 1"  # goes up whenever `utils.text.tokens` finds other words in a text
_ALIASES = {
    "doc_id": "id", "document_id": "id", "docid": "id", "source": "publisher", "outlet": "publisher",
    "headline": "title", "language": "lang", "link": "url", "published": "date", "publication_date": "date",
    "pub_date": "date", "datetime": "date", "year": "date", "speaker_of_document": "speaker", "type": "genre",
}
# Languages as people write them whose first two letters are not their code.
_LANGUAGES = {"chinese": "zh", "mandarin": "zh", "chi": "zh", "cn": "zh", "german": "de", "ger": "de", "spanish": "es",
              "japanese": "ja", "jpn": "ja", "persian": "fa", "farsi": "fa", "per": "fa", "kazakh": "kk", "kaz": "kk",
              "kyrgyz": "ky", "kir": "ky", "tajik": "tg", "tgk": "tg", "turkish": "tr", "tur": "tr", "spa": "es", "dutch": "nl",
              "nld": "nl", "dut": "nl", "portuguese": "pt", "por": "pt", "swedish": "sv", "swe": "sv", "rum": "ro", "nb": "no",
              "nn": "no"}


def described(rows: Iterable[dict], problems: list[Problem]) -> tuple[list[dict], Texts]:
    """What is known of each document (strings by column), in the order of `rows`, and the texts by id.

    Parameters
    ----------
    rows : dictionaries with text (UTF-8), _place (file and row) and whatever else is known; each is changed.
    problems : what is found wrong is added here; a document that can't be told from another is left out.
    """
    texts, out = Texts(), []
    variants: dict[str, dict[bytes, int]] = {}  # id -> hashes of its different texts, numbered
    for row in rows:
        text, place = row.pop("text"), row.pop("_place")
        if not text[:200].decode(errors="ignore").strip() and not text.decode().strip():
            problems.append(Problem(*place, "has an empty text"))
            continue
        row = _renamed(row)
        name = row.get("id") or _name_of(place)
        known = variants.setdefault(name, {})
        mark = hashlib.sha256(text).digest()
        if mark in known:
            problems.append(Problem(*place, f"repeats the document {name!r} word for word: the first one is kept"))
            continue
        known[mark] = number = len(known) + 1
        if name in texts:
            new = f"{name}-{number}"
            while new in texts:
                new += "-2"
            problems.append(Problem(*place, f"repeats the id {name!r} with another text: loaded as {new}; "
                                            "give it an id of its own", True))
            name = new
        texts.add(name, text, mark)
        out.append(_described(row | {"id": name}, text, place, problems))
    return out, texts


def documents_table(out: list[dict], texts: Texts) -> pd.DataFrame:
    """One row a document, sorted by date and id (undated last): `COLUMNS`, year (Int64), then the columns that are the user's
    own.
    """
    documents = pd.DataFrame(out, columns=None if out else COLUMNS).fillna("")
    documents["n_words"] = _word_counts(texts, [row["id"] for row in out])
    extra = [c for c in documents if c not in COLUMNS]
    documents = documents.reindex(columns=COLUMNS + extra, fill_value="")
    documents.insert(len(COLUMNS), "year", pd.array(documents["date"].str[:4].replace("", None), dtype="Int64"))
    order = documents.assign(undated=documents["date"] == "").sort_values(["undated", "date", "id"]).index
    return documents.loc[order].reset_index(drop=True)


def _word_counts(texts: Texts, names: list[str]) -> list[int]:
    """Words of each text; of many texts those that were counted before are not counted again."""
    if texts.size <= IN_MEMORY:
        return count_words(texts.text(name) for name in names)
    held = {key: int.from_bytes(value, "little") for key, value in cache.read(TOKENS, map(texts.hash, names))}
    new = [name for name in names if texts.hash(name) not in held]
    counted = {texts.hash(name): n for name, n in zip(new, count_words(map(texts.text, new)), strict=True)}
    cache.write(TOKENS, {key: n.to_bytes(8, "little") for key, n in counted.items()})
    held |= counted
    return [held[texts.hash(name)] for name in names]


def _renamed(row: dict) -> dict:
    for alias, column in _ALIASES.items():
        if alias in row and not row.get(column):
            row[column] = row.pop(alias)
    # Made anew for every document; a user's year beside a date would be a second column of that name.
    row.pop("n_words", None)
    row.pop("year", None)
    return row


def _name_of(place: tuple[str, int | None]) -> str:
    file, row = place
    return f"{stem(file)}-{row}" if row else stem(file)


def _described(row: dict, text: bytes, place: tuple, problems: list[Problem]) -> dict:
    given = row.get("date", "")
    if given.lower() in ("", "none", "null", "nan", "nat"):
        date = date_in_name(PurePosixPath(place[0]).stem) if place[1] is None else ""
    else:
        date = iso_date(given)
        if not date:
            problems.append(Problem(*place, f"the date {given[:40]!r} can't be read: write it as 2020-11-05, 2020-11 or "
                                            "2020 (the document is loaded, undated)", True))
    if row.get("precision") == "year":
        date = date[:4]
    elif row.get("precision") == "month":
        date = date[:7]
    country, voice = country_code(row.get("country", "")), row.get("voice", "")
    voice = next((key for key, name in VOICES.items() if voice.casefold() in (key, name.casefold())), voice)
    lang = row.get("lang", "").lower()
    return row | {
        "date": date, "precision": PRECISIONS.get(len(date), ""), "country": country, "voice": voice,
        "side": row.get("side") or side_label(country, voice),
        "lang": _LANGUAGES.get(lang, lang[:2]) or guess_language(text.decode()),
    }
