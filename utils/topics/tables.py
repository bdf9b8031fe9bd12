"""Topics beside what is known of the documents: typical passages, topics over time and by side, and what they mirror.

Comes in: topics (`utils.topics`) and the corpus they were found in. Goes out: DataFrames. Only stable topics of a clear
clustering are set out; what the whole clustering mirrors is measured over all its passages.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from utils.corpus import Corpus
from utils.sentences import interval, percent
from utils.text import sentence_spans, tokens
from utils.topics import Topics
from utils.topics.factors import shaping
from utils.topics.vectors import stem
from utils.trends import FEW, exact_interval

SPANS = (1, 5, 10, 20, 25, 50, 100)  # years a period may have
PERIODS = 8  # at most
OF_ONE_KIND = 0.75  # share of a topic's documents with one value, from which it is said to be of that value
MOST_SHOWN = 300  # characters of a sentence


def typical(found: Topics, corpus: Corpus, *, n: int = 3) -> pd.DataFrame:
    """The `n` documents with the passage closest to each topic's terms, and the sentence there that holds most of them.

    Returns
    -------
    DataFrame of topic, id, title (the id, where there is none), date, side (or publisher, where there are several),
    closeness, sentence.
    """
    about = corpus.documents.set_index("id")
    several = about["publisher"].nunique() > 1
    rows = []
    for topic in found.named["topic"]:
        inside = found.passages[found.passages["topic"] == topic]
        inside = inside.sort_values(["closeness", "id", "start"], ascending=[False, True, True])
        score = found.terms[found.terms["topic"] == topic].set_index("stem")["score"].to_dict()
        for passage in inside.drop_duplicates("id").head(n).itertuples():
            row = about.loc[passage.id]
            sentence = _telling(corpus.text(passage.id)[passage.start : passage.end], score)
            rows.append((topic, passage.id, row["title"] or passage.id, row["date"], row["side"] or row["publisher"] * several,
                         passage.closeness, sentence))
    return pd.DataFrame(rows, columns=["topic", "id", "title", "date", "side", "closeness", "sentence"])


def _telling(passage: str, score: dict[str, float]) -> str:
    """The sentence whose terms have the highest scores together, each counted once; the first of equals."""
    best, most = "", -1.0
    for start, end in sentence_spans(passage):
        words = [stem(word) for word in tokens(passage[start:end])]
        held = set(words) | {f"{a} {b}" for a, b in zip(words, words[1:], strict=False)}
        worth = round(sum(score.get(term, 0) for term in held), 4)
        if worth > most:
            best, most = " ".join(passage[start:end].split()), worth
    return best if len(best) <= MOST_SHOWN else best[: MOST_SHOWN - 1].rstrip() + "…"


def with_periods(corpus: Corpus) -> Corpus:
    """The corpus with a column `period`: years joined to at most eight periods of equal length, empty where undated.

    Periods of five years are 2001–2005, 2006–2010, and so on.
    """
    years = corpus.documents["year"]
    known = years.dropna().astype(int).to_numpy()
    step = next((s for s in SPANS if len(np.unique((known - 1) // s)) <= PERIODS), SPANS[-1])
    first = (years - 1) // step * step + 1
    names = ["" if pd.isna(y) else str(y) if step == 1 else f"{y}–{y + step - 1}" for y in first]
    return replace(corpus, documents=corpus.documents.assign(period=names))


def shares(found: Topics, corpus: Corpus, *, by: str) -> pd.DataFrame:
    """In how many documents of each group the stable topics are.

    Parameters
    ----------
    by : a column of `corpus.documents`; documents with nothing in it are left out.

    Returns
    -------
    DataFrame of topic, label, group, documents, with_it, share (0 to 1), share_low, share_high (95% exact interval),
    small (under 5 documents).
    """
    known = corpus.documents.loc[corpus.documents[by].notna() & (corpus.documents[by].astype(str) != ""), ["id", by]]
    sizes = known.groupby(by).size()
    columns = ["topic", "label", "group", "documents", "with_it", "share", "share_low", "share_high", "small"]
    rows = []
    for topic, label in found.named[["topic", "label"]].itertuples(index=False, name=None):
        inside = set(found.passages.loc[found.passages["topic"] == topic, "id"])
        held = known[known["id"].isin(inside)].groupby(by).size()
        for group, n in sizes.items():
            k = int(held.get(group, 0))
            rows.append((topic, label, group, int(n), k, k / n, *exact_interval(k, int(n)), n < FEW))
    return pd.DataFrame(rows, columns=columns)


def grid(table: pd.DataFrame, names: dict[int, str], *, most: int = 8, largest: bool = False) -> pd.DataFrame:
    """`shares` as topics x groups in per cent, groups of under 5 documents left out; heads tell the documents.

    `largest` takes the `most` groups with most documents, the largest first; otherwise the order stays.
    """
    enough = table[~table["small"].astype(bool)]
    if enough.empty:
        return pd.DataFrame()
    groups = enough.drop_duplicates("group")
    if largest:
        groups = groups.sort_values(["documents", "group"], ascending=[False, True])
    heads = {r.group: f"{r.group} ({r.documents:,})" for r in groups.head(most).itertuples()}
    out = enough.pivot(index="topic", columns="group", values="share").reindex(columns=list(heads)) * 100
    return out.rename(index=names, columns=heads).round(2)


def mirrored(found: Topics, corpus: Corpus,
             columns: tuple[str, ...] = ("side", "genre", "publisher", "year", "length")) -> pd.DataFrame:
    """How much the topics have in common with what is known of the documents.

    Returns
    -------
    DataFrame of property, values (different ones), passages (that belong to a topic, of documents where the property is
    known), ami: adjusted mutual information, 0 where topics and property have no more in common than chance makes, 1
    where they are the same partition (Vinh, Epps and Bailey 2010); missing where the property has fewer than two values.
    `length` is the document's length in thirds.
    """
    from sklearn.metrics import adjusted_mutual_info_score

    rows = []
    if not found.k:
        return pd.DataFrame(columns=["property", "values", "passages", "ami"])
    inside = found.passages.loc[shaping(found.passages)].dropna(subset="topic")
    about = corpus.documents.assign(length=_thirds(corpus.documents["n_words"]))
    for column in columns:
        value = inside["document"].map(about[column].astype(object)) if column in about else pd.Series(dtype=object)
        known = value.notna() & (value.astype(str) != "")
        value, topic = value[known].astype(str), inside.loc[known, "topic"].astype(int)
        ami = adjusted_mutual_info_score(value, topic) if value.nunique() > 1 else np.nan
        rows.append((column, value.nunique(), len(value), round(float(ami), 3)))
    return pd.DataFrame(rows, columns=["property", "values", "passages", "ami"])


def _thirds(n_words: pd.Series) -> pd.Series:
    ranks = n_words.rank(method="average", pct=True)
    return pd.Series(np.select([ranks <= 1 / 3, ranks <= 2 / 3], ["short", "middling"], "long"), index=n_words.index)


def of_one_kind(found: Topics, corpus: Corpus, columns: tuple[str, ...] = ("publisher", "side", "genre")) -> pd.DataFrame:
    """Stable topics most of whose documents share a publisher, side or genre that is far rarer among all documents.

    Returns
    -------
    DataFrame of topic, label, property, value, with_it (the topic's documents with that value), documents (of the
    topic), share, share_of_all: at least three quarters of the topic's documents, and at least twice the share among all.
    """
    about = corpus.documents.set_index("id")
    rows = []
    for topic, label in found.named[["topic", "label"]].itertuples(index=False, name=None):
        names = found.passages.loc[found.passages["topic"] == topic, "id"].unique()
        for column in columns:
            inside, everywhere = about.loc[names, column], about[column]
            counts = inside[inside != ""].value_counts().sort_index().sort_values(ascending=False, kind="stable")
            if counts.empty:
                continue
            value, k = counts.index[0], int(counts.iloc[0])
            share, among_all = k / len(names), float((everywhere == value).mean())
            if len(names) >= FEW and share >= OF_ONE_KIND and share >= 2 * among_all:
                rows.append((topic, label, column, value, k, len(names), share, among_all))
    return pd.DataFrame(rows, columns=["topic", "label", "property", "value", "with_it", "documents", "share", "share_of_all"])


def plane(found: Topics) -> tuple[pd.DataFrame, float]:
    """A map: passages in the two dimensions in which they differ most, by singular value decomposition of the centred
    vectors; the axes have no meaning of their own.

    Returns
    -------
    DataFrame of id, topic (missing where it belongs to none), x, y (three decimals; each axis turned so that its longer
    end is positive), of the passages that shape the topics; and the share of all differences that the plane shows (0 to 1).
    """
    rows = shaping(found.passages)
    if len(rows) < 3:
        return pd.DataFrame(columns=["id", "topic", "x", "y"]), np.nan
    dense = found.vectors.weights[rows].toarray()
    dense -= dense.mean(axis=0)
    # The small square matrix of passages has the same singular vectors and no chance in it.
    values, sides = np.linalg.eigh(dense @ dense.T)
    at = (sides[:, [-1, -2]] * np.sqrt(np.maximum(values[[-1, -2]], 0))).round(3) + 0.0
    at *= np.where(-at.min(axis=0) > at.max(axis=0), -1, 1)
    shown = found.passages.loc[rows, ["id", "topic"]].assign(x=at[:, 0], y=at[:, 1]).reset_index(drop=True)
    return shown, round(float(values[-2:].sum() / max(values.sum(), 1e-12)), 3)


def readable(found: Topics) -> pd.DataFrame:
    """The topics as a table to read, without labels where they are not interpreted."""
    named = set(found.named["topic"])
    labels = [r.label if r.topic in named else "(not interpreted)" for r in found.table.itertuples()]
    shares = [f"{percent(r.share)} {interval(r.share_low, r.share_high)}" for r in found.table.itertuples()]
    out = found.table[["topic", "documents", "stability", "silhouette", "verdict"]].copy()
    out["silhouette"] = out["silhouette"].mask(out["silhouette"].between(-0.005, 0), 0.0)  # no "-0.00"
    out.insert(1, "set apart by", labels)
    out.insert(3, "share of documents", shares)
    return out


def term_lines(found: Topics, *, n: int = 6) -> pd.DataFrame:
    """For each stable topic its first `n` terms as "term 74% | 8%": share of its passages, share of all others."""
    rows = []
    for topic in found.named["topic"]:
        terms = found.terms[found.terms["topic"] == topic].head(n)
        rows.append((topic, "; ".join(f"{t.term} {percent(t.share)} | {percent(t.share_rest)}" for t in terms.itertuples())))
    return pd.DataFrame(rows, columns=["topic", "terms"])


def typical_lines(table: pd.DataFrame, names: dict[int, str]) -> pd.DataFrame:
    """`typical` as a table to read: topic (its name at its first document only), document with date and side, sentence."""
    first = ~table["topic"].duplicated()
    about = [" · ".join(filter(None, (r.title, r.date, r.side))) for r in table.itertuples()]
    named = [names[t] if new else "" for t, new in zip(table["topic"], first, strict=True)]
    return pd.DataFrame({"topic": named, "document": about, "sentence": table["sentence"]})
