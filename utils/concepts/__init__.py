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
