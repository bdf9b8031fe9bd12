"""Concepts -> mentions: what concepts.yml says to track, found in the texts with its place and its words.

Comes in: a corpus and its concepts.yml. Goes out: one row a mention, and from mentions concordance lines and what
stands together. Within one concept the longest wording wins and overlaps count once; different concepts may share words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from itertools import combinations

import pandas as pd

from utils.concepts.rules import Concept, load_concepts
from utils.corpus import Corpus, CorpusError
from utils.text import fold, sentence_spans
from utils.trends import FEW, exact_interval

MENTIONS = ["id", "concept", "start", "end", "wording", "sentence_start", "sentence_end"]


def mentions(corpus: Corpus, concepts: list[str] | None = None) -> pd.DataFrame:
    """All mentions of the concepts named (of all, if none are), in the order of the documents.

    Returns
    -------
    DataFrame of id, concept, start, end, wording (the words of the text between these offsets), sentence_start and
    sentence_end (offsets of the sentence in which the mention begins).

    Raises
    ------
    CorpusError : a concept is not in concepts.yml, or that file has a fault; the message names line or concepts.
    """
    rules = load_concepts(corpus.settings["concepts.yml"])
    wanted = list(rules) if concepts is None else list(concepts)
    unknown = [c for c in wanted if c not in rules]
    if unknown:
        raise CorpusError(f"concepts.yml has no concept {unknown[0]!r}: it has {', '.join(rules)}.")
    needed = dict.fromkeys(part for c in wanted for part in (*rules[c].any_of, c))
    rows = []
    languages = corpus.documents.set_index("id")["lang"]
    for name, text in corpus.texts():
        folded = fold(text)
        found: dict[str, list[tuple[int, int]]] = {}
        for concept in sorted(needed, key=lambda c: bool(rules[c].any_of)):
            found[concept] = _found(rules[concept], folded, languages[name], found)
        spots = sorted((s, e, c) for c in wanted for s, e in found[c])
        sentences = sentence_spans(text) if spots else []
        begins = [s for s, _ in sentences]
        for start, end, concept in spots:
            rows.append((name, concept, start, end, text[start:end], *sentences[max(0, bisect_right(begins, start) - 1)]))
    return pd.DataFrame(rows, columns=MENTIONS).astype({c: "int64" for c in MENTIONS if c.endswith(("start", "end"))})


def _found(concept: Concept, folded: str, lang: str, found: dict[str, list[tuple[int, int]]]) -> list[tuple[int, int]]:
    if concept.any_of:
        return _merged([span for part in concept.any_of for span in found[part]], folded, concept.joined_within)
    spans = [span for rule in concept.rules.get(lang, ()) for span in rule.spans(folded)]
    # Longest first; what overlaps a longer one of the same concept is the same mention.
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(spans), key=lambda s: (s[0] - s[1], s[0])):
        if all(end <= s or start >= e for s, e in kept):
            kept.append((start, end))
    return sorted(kept)


def _merged(spans: list[tuple[int, int]], folded: str, within: int) -> list[tuple[int, int]]:
    """Spans that overlap or stand at most `within` words apart in one sentence, as one."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out:
            between = folded[out[-1][1] : start]
            if start <= out[-1][1] or (not re.search(r"[.!?;]", between) and len(re.findall(r"\w+", between)) <= within):
                out[-1] = (out[-1][0], max(end, out[-1][1]))
                continue
        out.append((start, end))
    return out


def labels(corpus: Corpus) -> dict[str, str]:
    """Concept id -> its readable name, in the order of concepts.yml."""
    return {key: concept.label for key, concept in load_concepts(corpus.settings["concepts.yml"]).items()}


def rules_table(corpus: Corpus, concepts: list[str] | None = None) -> pd.DataFrame:
    """What counts: concept, label, counts (in a sentence), wordings (English)."""
    rules = load_concepts(corpus.settings["concepts.yml"])
    rows = [(key, c.label, c.counts, "; ".join(c.wordings.get("en", c.any_of))) for key, c in rules.items()
            if concepts is None or key in concepts]
    return pd.DataFrame(rows, columns=["concept", "label", "counts", "wordings"])


def wordings(found: pd.DataFrame) -> pd.DataFrame:
    """The wordings of mentions, folded and in one line: concept, wording, mentions, documents, most frequent first."""
    each = found.assign(wording=[" ".join(fold(w).split()) for w in found["wording"]])
    out = each.groupby(["concept", "wording"]).agg(mentions=("id", "size"), documents=("id", "nunique")).reset_index()
    return out.sort_values(["mentions", "documents", "wording"], ascending=[False, False, True], ignore_index=True)


def per_concept(found: pd.DataFrame, corpus: Corpus, concepts: list[str]) -> pd.DataFrame:
    """One row a concept, in the order given: concept, label, mentions, documents, share of documents with its exact 95%
    interval (share_low, share_high; missing where the corpus has under five documents), per_1000_words."""
    names, rows = labels(corpus), []
    for concept in concepts:
        part = found[found["concept"] == concept]
        k, enough = part["id"].nunique(), len(corpus) >= FEW
        shares = (k / len(corpus), *exact_interval(k, len(corpus))) if enough else (float("nan"),) * 3
        rows.append((concept, names[concept], len(part), k, *shares,
                     1000 * len(part) / corpus.n_words if corpus.n_words else float("nan")))
    columns = ["concept", "label", "mentions", "documents", "share", "share_low", "share_high", "per_1000_words"]
    return pd.DataFrame(rows, columns=columns)


def concordance(found: pd.DataFrame, corpus: Corpus, *, width: int = 60) -> pd.DataFrame:
    """Concordance (KWIC) lines of mentions, in the order of the mentions.

    Returns
    -------
    DataFrame of id, date, side (publisher, where no side is known), left, node, right (in one line each, at most
    `width` characters of context on either side), concept, start, end.
    """
    about = corpus.documents.set_index("id")
    rows = []
    for m in found.itertuples():
        text, row = corpus.text(m.id), about.loc[m.id]
        left = " ".join(text[max(0, m.start - width) : m.start].split())
        right = " ".join(text[m.end : m.end + width].split())
        joins = (" " if m.start and text[m.start - 1].isspace() else "", " " if text[m.end : m.end + 1].isspace() else "")
        rows.append((m.id, row["date"], row["side"] or row["publisher"], left + joins[0], " ".join(m.wording.split()),
                     joins[1] + right, m.concept, m.start, m.end))
    return pd.DataFrame(rows, columns=["id", "date", "side", "left", "node", "right", "concept", "start", "end"])


def beside(found: pd.DataFrame, name: str, concepts: list[str], corpus: Corpus) -> pd.DataFrame:
    """How many documents mention each of `concepts`, among those that mention `name` and among the rest.

    Returns
    -------
    DataFrame of concept, label, with_name, documents_with_name, share_with, without_name, documents_without,
    share_without (shares from 0 to 1; missing where there is no document); no row where no document mentions `name`.
    """
    names, ids = labels(corpus), set(found.loc[found["concept"] == name, "id"])
    rest = len(corpus) - len(ids)
    rows = []
    for concept in concepts if ids else ():
        holders = set(found.loc[found["concept"] == concept, "id"])
        both, other = len(holders & ids), len(holders - ids)
        rows.append((concept, names[concept], both, len(ids), both / len(ids),
                     other, rest, other / rest if rest else float("nan")))
    return pd.DataFrame(rows, columns=["concept", "label", "with_name", "documents_with_name", "share_with", "without_name",
                                       "documents_without", "share_without"])


def outside(found: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """The mentions of `found` that share no character with a mention of `spans`."""
    taken: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for name, start, end in spans[["id", "start", "end"]].itertuples(index=False, name=None):
        taken[name].append((start, end))
    keep = [all(end <= s or start >= e for s, e in taken.get(name, ()))
            for name, start, end in found[["id", "start", "end"]].itertuples(index=False, name=None)]
    return found[pd.Series(keep, index=found.index, dtype=bool)]


def spread_over(lines: pd.DataFrame, *, n: int = 25) -> pd.DataFrame:
    """At most `n` rows, taken in turn from every document (`id`), so that no one fills the list; in the order given."""
    turn = lines.groupby("id", sort=False).cumcount()
    return lines.loc[turn.sort_values(kind="stable").index[:n]].sort_index().reset_index(drop=True)


def co_occurrence(found: pd.DataFrame, node: str, *, unit: str = "sentence") -> pd.DataFrame:
    """With which other concepts the concept `node` shares a sentence (or a document).

    Returns
    -------
    DataFrame of concept, together (units that hold both), with_node (units that hold `node`), share_of_node (0 to 1),
    documents (in which they stand together), most frequent first.
    """
    keys = ["id", "sentence_start"] if unit == "sentence" else ["id"]
    units = found[keys + ["concept"]].drop_duplicates()
    inside = units.merge(units.loc[units["concept"] == node, keys], on=keys)
    total = len(inside.loc[inside["concept"] == node])
    others = inside[inside["concept"] != node]
    out = others.groupby("concept").agg(together=("id", "size"), documents=("id", "nunique")).reset_index()
    out["with_node"] = total
    out["share_of_node"] = out["together"] / max(1, total)
    out = out[["concept", "together", "with_node", "share_of_node", "documents"]]
    return out.sort_values(["together", "concept"], ascending=[False, True], ignore_index=True)


def pairs(found: pd.DataFrame, concepts: list[str], *, unit: str = "sentence") -> pd.DataFrame:
    """A square table: how many sentences (or documents) mention both of two concepts; the diagonal counts each alone."""
    keys = ["id", "sentence_start"] if unit == "sentence" else ["id"]
    units: dict[str, set] = defaultdict(set)
    for row in found[keys + ["concept"]].itertuples(index=False, name=None):
        units[row[-1]].add(row[:-1])
    out = pd.DataFrame(0, index=concepts, columns=concepts)
    for a, b in combinations(concepts, 2):
        out.loc[a, b] = out.loc[b, a] = len(units[a] & units[b])
    for a in concepts:
        out.loc[a, a] = len(units[a])
    return out
