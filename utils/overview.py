"""What a corpus holds and what it lacks: documents by year and group, lengths, what is known of them, the list itself.

Comes in: a corpus. Goes out: small tables, of which notebook 01 is made. Nothing here looks into the words: only at the
columns of `Corpus.documents`, and at whether two texts are the same.
"""

from __future__ import annotations

import hashlib

import pandas as pd

from utils.corpus import Corpus

UNKNOWN = "not stated"
MOST_COLUMNS = 32  # of a table by year; longer spans are counted by five years, ten, …
SPACELESS = ("zh", "ja")  # languages whose length is not counted in words
LANGUAGES = {
    "ar": "Arabic", "da": "Danish", "de": "German", "en": "English", "es": "Spanish", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "hi": "Hindi", "hu": "Hungarian", "it": "Italian", "ja": "Japanese", "kk": "Kazakh", "ky": "Kyrgyz",
    "nl": "Dutch", "no": "Norwegian", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "tg": "Tajik",
    "tr": "Turkish", "ur": "Urdu", "uz": "Uzbek", "zh": "Chinese", "und": "undetermined",
}
# Classes of length where documents differ by orders of magnitude; else they are all of one width.
_BOUNDS = [0, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 500_000, 1_000_000, 10_000_000]


def by_year(corpus: Corpus) -> pd.DataFrame:
    """Documents and words of every year from the first to the last, years without documents included.

    Returns
    -------
    DataFrame of year (int), documents, n_words. Undated documents are left out. Where the years span more than 400, only
    those with documents are listed.
    """
    dated = corpus.documents.dropna(subset="year")
    out = dated.groupby("year").agg(documents=("id", "size"), n_words=("n_words", "sum"))
    if len(out) and out.index.max() - out.index.min() <= 400:
        out = out.reindex(range(int(out.index.min()), int(out.index.max()) + 1), fill_value=0)
    out.index.name = "year"
    return out.reset_index().astype({"year": int, "documents": int, "n_words": int})


def by_group(corpus: Corpus, column: str, *, rows: int | None = None) -> pd.DataFrame:
    """Documents of each value of `column`, the largest group first; documents without a value come last.

    Parameters
    ----------
    rows : with more groups than this, the smallest are put into one row, such as "12 others".

    Returns
    -------
    DataFrame of group, documents, share_of_documents (0 to 1), n_words, years (from the first to the last, "2001 to 2025";
    empty where no document of the group is dated), known (False for the row of documents without a value), groups (how
    many a row stands for).
    """
    each = corpus.documents.assign(group=_groups(corpus, column))
    out = each.groupby("group").agg(documents=("id", "size"), n_words=("n_words", "sum"), first=("year", "min"),
                                    last=("year", "max"))
    out = out.reset_index().astype({"first": "Int64", "last": "Int64"})
    out["known"] = out["group"] != UNKNOWN
    out = out.sort_values(["known", "documents", "group"], ascending=[False, False, True], ignore_index=True)
    out["groups"] = 1
    if rows and len(out) > rows:
        out = _pooled(out, rows)
    out["share_of_documents"] = out["documents"] / max(1, len(corpus))
    out["years"] = ["" if pd.isna(a) else str(a) if a == b else f"{a} to {b}" for a, b in zip(out["first"], out["last"])]
    return out[["group", "documents", "share_of_documents", "n_words", "years", "known", "groups"]]


def _groups(corpus: Corpus, column: str) -> pd.Series:
    names = {"": UNKNOWN} | (LANGUAGES if column == "lang" else {})
    return corpus.column(column).astype("str").fillna("").replace(names)


def _pooled(table: pd.DataFrame, rows: int) -> pd.DataFrame:
    known, unknown = table[table["known"]], table[~table["known"]]
    kept, rest = known.iloc[: rows - 1 - len(unknown)], known.iloc[rows - 1 - len(unknown) :]
    if len(rest) < 2:
        return table
    pooled = pd.DataFrame({
        "group": [f"{len(rest)} others"], "documents": [int(rest["documents"].sum())], "n_words": [int(rest["n_words"].sum())],
        "first": pd.array([rest["first"].min()], dtype="Int64"), "last": pd.array([rest["last"].max()], dtype="Int64"),
        "known": [True], "groups": [len(rest)],
    })
    return pd.concat([kept, pooled, unknown], ignore_index=True)


def year_by_group(corpus: Corpus, column: str, *, rows: int = 12) -> pd.DataFrame:
    """How many documents of each group fall into each year: a wide table, one row a group, empty where there is none.

    Parameters
    ----------
    rows : at most so many rows; the smallest groups are put into one.

    Returns
    -------
    DataFrame of floats, indexed by group; the columns are years ("2001"), or spans ("2000 to 2004") where years would be
    more than 32. Undated documents are left out.
    """
    dated = corpus.where(year=list(corpus.documents["year"].dropna().unique()))
    if not len(dated):
        return pd.DataFrame()
    groups = by_group(dated, column, rows=rows)
    named = list(groups.loc[groups["groups"] == 1, "group"])
    pooled = groups.loc[groups["groups"] > 1, "group"]
    each = _groups(dated, column)
    each = each.where(each.isin(named), pooled.iloc[0] if len(pooled) else UNKNOWN)
    years = dated.documents["year"].astype(int)
    first, last = int(years.min()), int(years.max())
    step = next((s for s in (1, 5, 10, 20, 50) if last // s - first // s < MOST_COLUMNS), 100)
    spans = range(first // step * step, last + 1, step)
    counted = pd.crosstab(each, years // step * step).reindex(index=groups["group"], columns=spans, fill_value=0)
    counted.columns = [str(y) if step == 1 else f"{y} to {y + step - 1}" for y in spans]
    counted.columns.name = counted.index.name = None
    return counted.astype(float).where(counted > 0)


def coverage(corpus: Corpus) -> pd.DataFrame:
    """Of how many documents each thing is known.

    Returns
    -------
    DataFrame of what (a column of `documents`), documents (that have a value), share_of_documents (0 to 1), values
    (different ones), in the order date, title, side, genre, publisher, speaker, lang, url.
    """
    rows = []
    for column in ("date", "title", "side", "genre", "publisher", "speaker", "lang", "url"):
        given = corpus.documents.loc[corpus.documents[column] != "", column]
        rows.append((column, len(given), len(given) / max(1, len(corpus)), given.nunique()))
    return pd.DataFrame(rows, columns=["what", "documents", "share_of_documents", "values"])


def spaced(corpus: Corpus) -> Corpus:
    """The documents whose length is counted in words: those not in Chinese or Japanese."""
    return corpus.where(lang=[x for x in corpus.documents["lang"].unique() if x not in SPACELESS])


def lengths(corpus: Corpus) -> pd.DataFrame:
    """How long documents are: one row a class of lengths, from the first class that holds a document to the last.

    The classes are of one width where no document has 1,000 words, else they grow with length.

    Returns
    -------
    DataFrame of words (the class, "100 to 199"), documents, share_of_documents, n_words, share_of_words (0 to 1).
    Documents in Chinese or Japanese are left out.
    """
    words = spaced(corpus).documents["n_words"]
    bounds = _BOUNDS
    if len(words) and words.max() < 1000:
        width = next(w for w in (10, 20, 25, 50, 100) if words.max() // w - words.min() // w < 12)
        bounds = list(range(0, int(words.max()) + width + 1, width))
    names = [f"{a:,} to {b - 1:,}" for a, b in zip(bounds, bounds[1:])] + [f"{bounds[-1]:,} or more"]
    kind = pd.cut(words, [*bounds, float("inf")], right=False, labels=names)
    out = words.groupby(kind, observed=False).agg(documents="size", n_words="sum")
    held = out["documents"].to_numpy().nonzero()[0]
    out = out.iloc[held[0] : held[-1] + 1] if len(held) else out.iloc[:0]
    out.index = out.index.astype("str")
    out.index.name = "words"
    out["share_of_documents"] = out["documents"] / max(1, len(words))
    out["share_of_words"] = out["n_words"] / max(1, int(words.sum()))
    return out.reset_index()[["words", "documents", "share_of_documents", "n_words", "share_of_words"]]


def repeats(corpus: Corpus) -> pd.DataFrame:
    """Documents whose text another document before them has already, word for word: id, repeats (that one's id)."""
    first: dict[bytes, str] = {}
    rows = []
    for name, text in corpus.texts():
        key = hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).digest()
        if key in first:
            rows.append((name, first[key]))
        first.setdefault(key, name)
    return pd.DataFrame(rows, columns=["id", "repeats"])


def listing(corpus: Corpus) -> pd.DataFrame:
    """The documents as a table to be read: date, side, genre, title, publisher, n_words, id; without columns that are
    empty for all.
    """
    out = corpus.documents[["date", "side", "genre", "title", "publisher", "n_words", "id"]]
    return out[[c for c in out if c in ("id", "n_words") or (out[c] != "").any()]]
