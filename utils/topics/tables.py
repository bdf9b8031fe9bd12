"""Topics beside what is known of the documents: typical passages, topics over time, by side and by concept, and a map.

Comes in: topics (`utils.topics`) and the corpus they were found in. Goes out: DataFrames. Only stable topics of a clear
clustering are set out.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.linalg import eigh

from utils.concepts import labels, mentions
from utils.corpus import Corpus
from utils.overview import LANGUAGES
from utils.sentences import interval, percent
from utils.text import sentence_spans, tokens
from utils.topics import Topics
from utils.topics.languages import stem
from utils.trends import FEW, exact_interval

SPANS = (1, 5, 10, 20, 25, 50, 100)  # years a period may have
PERIODS = 8  # at most
MOST_SHOWN = 300  # characters of a sentence
MOST_PLACED = 1500  # documents on the map
SHARES = ["topic", "label", "group", "documents", "with_it", "share", "share_low", "share_high", "small"]


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
            sentence = _telling(corpus.text(passage.id)[passage.start : passage.end], score, found.vectors.lang)
            rows.append((topic, passage.id, row["title"] or passage.id, row["date"], row["side"] or row["publisher"] * several,
                         passage.closeness, sentence))
    return pd.DataFrame(rows, columns=["topic", "id", "title", "date", "side", "closeness", "sentence"])


def _telling(passage: str, score: dict[str, float], lang: str) -> str:
    """The sentence whose terms have the highest scores together, each counted once; the first of equals."""
    best, most = "", -1.0
    for start, end in sentence_spans(passage):
        words = [stem(word, lang) for word in tokens(passage[start:end])]
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
    rows = []
    for topic, label in found.named[["topic", "label"]].itertuples(index=False, name=None):
        inside = set(found.passages.loc[found.passages["topic"] == topic, "id"])
        held = known[known["id"].isin(inside)].groupby(by).size()
        for group, n in sizes.items():
            k = int(held.get(group, 0))
            rows.append((topic, label, group, int(n), k, k / n, *exact_interval(k, int(n)), n < FEW))
    return pd.DataFrame(rows, columns=SHARES)


def by_concept(found: Topics, corpus: Corpus, *, most: int = 8) -> pd.DataFrame:
    """In which topics a concept is mentioned.

    Parameters
    ----------
    most : of more concepts, those in most documents.

    Returns
    -------
    As `shares`, with a concept's label as the group: documents that mention it, and with_it, those that mention it in a
    passage of the topic.
    """
    held = mentions(corpus)[["id", "concept", "start"]].astype({"id": object})
    named = labels(corpus)
    # Parts of a concept ("three_forces.label") stand within it.
    held = held[held["concept"].isin([c for c in named if "." not in c])]
    sizes = held.groupby("concept")["id"].nunique().sort_index().sort_values(ascending=False, kind="stable").head(most)
    held = held[held["concept"].isin(sizes.index)]
    # Passages follow each other, so a mention is in the last one that begins before it.
    passages = found.passages.sort_values("start", kind="stable")[["id", "start", "topic"]]
    inside = pd.merge_asof(held.sort_values("start", kind="stable"), passages.astype({"id": object}), on="start", by="id")
    counted = inside.dropna(subset="topic").groupby(["topic", "concept"])["id"].nunique()
    rows = []
    for topic, label in found.named[["topic", "label"]].itertuples(index=False, name=None):
        for concept, n in sizes.items():
            k = int(counted.get((topic, concept), 0))
            rows.append((topic, label, named[concept], int(n), k, k / n, *exact_interval(k, int(n)), n < FEW))
    return pd.DataFrame(rows, columns=SHARES)


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


def share_lines(table: pd.DataFrame, names: dict[int, str], *, most: int = 8, largest: bool = False) -> pd.DataFrame:
    """`shares` as a table to read, each with its interval: a row a topic, a column each of the `most` groups with most documents,
    of those with at least 5; `largest` as for `grid`.
    """
    groups = table[~table["small"].astype(bool)].drop_duplicates("group")
    first = groups.sort_values(["documents", "group"], ascending=[False, True]).head(most)
    shown = (first if largest else groups[groups["group"].isin(first["group"])])["group"].tolist()
    rows = []
    for topic, mine in table[table["group"].isin(shown)].groupby("topic"):
        mine = mine.set_index("group").loc[shown]
        rows.append((names[topic], *(f"{percent(r.share)} {interval(r.share_low, r.share_high)}" for r in mine.itertuples())))
    return pd.DataFrame(rows, columns=["topic", *shown])


def plane(found: Topics, corpus: Corpus) -> tuple[pd.DataFrame, float]:
    """A map: documents in the two dimensions in which they differ most, by singular value decomposition of their centred
    vectors (the sum of their passages', of length 1); the axes have no meaning of their own.

    Returns
    -------
    DataFrame of id, x, y (three decimals; each axis turned so that its longer end is positive), topics (those of which the
    document has a passage, as a tuple), typical (those of which it is one of the typical documents) and letters (that it has
    there, one for each), of documents that hold a term; of more than 1,500 so many drawn at random beside the typical ones.
    And the share of all differences that the plane shows (0 to 1).
    """
    passages = found.passages
    usable = np.unique(passages.loc[passages["terms"] > 0, "document"])
    best = typical(found, corpus)
    best["letter"] = letters(best)
    names = corpus.documents["id"].to_numpy()
    if len(usable) > MOST_PLACED:
        drawn = np.random.default_rng(0).permutation(usable)[:MOST_PLACED]
        usable = np.union1d(drawn, usable[np.isin(names[usable], best["id"].to_numpy())])
    if len(usable) < 3:
        return pd.DataFrame(columns=["id", "x", "y", "topics", "typical", "letters"]), np.nan
    rows = np.flatnonzero(np.isin(passages["document"], usable))
    place = np.searchsorted(usable, passages["document"].to_numpy()[rows])
    add = sparse.csr_matrix((np.ones(len(rows)), (place, np.arange(len(rows)))), shape=(len(usable), len(rows)))
    dense = (add @ found.vectors.weights[rows]).toarray()
    dense /= np.maximum(np.linalg.norm(dense, axis=1, keepdims=True), 1e-12)
    dense -= dense.mean(axis=0)
    # The small square matrix of documents has the same singular vectors and no chance in it.
    square = dense @ dense.T
    values, sides = eigh(square, subset_by_index=[len(usable) - 2, len(usable) - 1])
    at = (sides[:, ::-1] * np.sqrt(np.maximum(values[::-1], 0))).round(3) + 0.0
    at *= np.where(-at.min(axis=0) > at.max(axis=0), -1, 1)
    shown = pd.DataFrame({"id": names[usable], "x": at[:, 0], "y": at[:, 1]})
    held = passages.dropna(subset="topic").groupby("id")["topic"].agg(lambda t: tuple(sorted(set(t))))
    shown["topics"] = [held.get(i, ()) for i in shown["id"]]
    for column, of in (("typical", "topic"), ("letters", "letter")):
        each = best.groupby("id")[of].agg(tuple)
        shown[column] = [each.get(i, ()) for i in shown["id"]]
    return shown, round(float(values.sum() / max(np.trace(square), 1e-12)), 3)


def readable(found: Topics) -> pd.DataFrame:
    """The topics as a table to read, without labels where they are not interpreted."""
    named = set(found.named["topic"])
    labels = [r.label if r.topic in named else "(not interpreted)" for r in found.table.itertuples()]
    shares = [f"{percent(r.share)} {interval(r.share_low, r.share_high)}" for r in found.table.itertuples()]
    out = found.table[["topic", "documents", "stability", "silhouette", "verdict"]].copy()
    for column in ("stability", "silhouette"):
        rounded = out[column].astype(float).round(2) + 0.0  # no "-0.00"
        out[column] = ["" if pd.isna(value) else f"{value:.2f}" for value in rounded]
    out.insert(1, "called", labels)
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
    """`typical` as a table to read: topic (its name at its first document only), document with a letter, date and side,
    sentence.
    """
    letter = letters(table)
    first = ~table["topic"].duplicated()
    about = [" · ".join(filter(None, (r.title, r.date, r.side))) for r in table.itertuples()]
    about = [f"{a} {line}" for a, line in zip(letter, about, strict=True)]
    named = [names[t] if new else "" for t, new in zip(table["topic"], first, strict=True)]
    return pd.DataFrame({"topic": named, "document": about, "sentence": table["sentence"]})


def in_languages(others: dict[str, Topics], corpus: Corpus) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`readable` and `typical_lines` of the topics of several languages (code -> topics), each language's below another's, with
    its name in the first column.
    """
    found = {LANGUAGES[lang]: each for lang, each in others.items() if each.k}
    groups = {name: readable(each) for name, each in found.items()}
    documents = {name: typical_lines(typical(each, corpus), each.names) for name, each in found.items()}
    return _below(groups), _below(documents)


def _below(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    if not tables:
        return pd.DataFrame()
    return pd.concat(tables, names=["language"]).reset_index("language").reset_index(drop=True)


def letters(table: pd.DataFrame) -> list[str]:
    """For each row of `typical` a letter, from a on within each topic; they name the documents on a map."""
    return [chr(ord("a") + n % 26) for n in table.groupby("topic").cumcount()]


def mixture_lines(mixture: pd.DataFrame, found: Topics) -> pd.DataFrame:
    """What `utils.topics.model.assigned` gives as a table to read: a row a topic, a column a document, in per cent."""
    out = (mixture.T * 100).round(0).astype(int).astype(str) + "%"
    out.insert(0, "topic", [found.names[t] for t in found.table["topic"]])
    return out.reset_index(drop=True)
