"""What `sco check` says of a corpus: what is loaded from it, what is not and why.

Comes in: a path. Goes out: lines of text for a terminal, in which nothing of a file's name or text can act, and whether
everything was loaded.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pandas as pd

from utils.concepts.rules import load_concepts
from utils.corpus import SETTINGS, Corpus, CorpusError, load_corpus
from utils.corpus.documents import COLUMNS
from utils.sentences import count, period
from utils.speakers.rules import load_speakers

ALL, PART = 0, 1  # exit status: everything is loaded, or something is not
_MADE = {"path", "precision", "n_words", "year"}  # columns that are worked out, whatever the corpus says


def check(path: str | Path) -> tuple[list[str], int]:
    """Lines on what would be loaded from `path`, and `ALL` or `PART`.

    Raises
    ------
    CorpusError : nothing can be loaded.
    """
    corpus = load_corpus(path)
    lines = [f"{corpus.title}: {count(len(corpus), 'document')}, {count(corpus.n_words, 'word')}, {period(corpus)}",
             f"  nature       {corpus.nature}", f"  fingerprint  {corpus.fingerprint}", *_columns(corpus)]
    settings, faults = _settings(corpus)
    lost, noted = (_problems(corpus.skipped[corpus.skipped["kept"] == kept]) for kept in (False, True))
    lost = faults + lost
    for head, problems in (("Not loaded", lost), ("Loaded, but", noted)):
        if problems:
            lines += [*([] if not settings else settings), f"{head} ({len(problems):,}):", *(f"  {line}" for line in problems)]
            settings = []
    lines += settings + ([] if lost else ["Everything is loaded."])
    return [visible(line) for line in lines], PART if lost else ALL


def visible(text: str) -> str:
    """`text` with every character that is not a mark on paper written as an escape ("\\x1b"), and no line end."""
    return "".join(c if c.isprintable() else " " if unicodedata.category(c) == "Zs" else c.encode("unicode_escape").decode()
                   for c in text)


def _columns(corpus: Corpus) -> list[str]:
    documents = corpus.documents
    dates = documents["precision"].value_counts()
    said = [f"{dates[name]:,} to the {name}" for name in ("day", "month", "year") if name in dates]
    undated = int((documents["date"] == "").sum())
    languages = documents["lang"].value_counts().sort_index()
    known = [c for c in COLUMNS if c not in _MADE and (documents[c] != "").any()]
    own = [c for c in documents if c not in COLUMNS and c not in _MADE]
    return ["  dates        " + ", ".join(said + ([f"{undated:,} undated"] if undated else [])),
            "  languages    " + ", ".join(f"{name} {n:,}" for name, n in languages.items()),
            "  columns      " + ", ".join(known) + (f"; and the corpus's own, kept as they are: {', '.join(own)}" if own else "")]


def _settings(corpus: Corpus) -> tuple[list[str], list[str]]:
    """What stands in the settings, and the faults of those that can't be used."""
    lines, faults = [], []
    for name in SETTINGS:
        if name == "corpus.yml":
            continue
        try:
            said = _counted(name, corpus)
        except CorpusError as error:
            said = "can't be used"
            faults.append(str(error))
        lines.append(f"  {name:<12} {said}, {'its own' if name in corpus.own else 'the shipped one'}")
    none = "none: it counts as source texts; write one to give it title and nature"
    lines.append(f"  corpus.yml   {'its own' if 'corpus.yml' in corpus.own else none}")
    return lines, faults


def _counted(name: str, corpus: Corpus) -> str:
    if name == "concepts.yml":
        return count(len(load_concepts(corpus.settings[name])), "concept")
    if name == "events.csv":
        return count(len(corpus.events()), "event")
    return count(len(load_speakers(corpus.settings[name]).entries), "speaker")


def _problems(problems: pd.DataFrame) -> list[str]:
    return [f"{p.file}{'' if pd.isna(p.row) else f', row {p.row}'}: {p.reason}" for p in problems.itertuples()]
