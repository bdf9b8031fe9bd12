"""Statements -> who is quoted, how, with which words and on what: the tables of the notebook on quotations.

Comes in: the table that `utils.quotes.quotes` gives. Goes out: one row a speaker, side, cue or document; each table says
what it counts in its column names. A group ("A and B") is counted as a speaker of its own.
"""

from __future__ import annotations

import pandas as pd

from utils.corpus import Corpus
from utils.quotes import KINDS
from utils.speakers.names import named_speakers
from utils.speakers.rules import load_speakers
from utils.speakers.scene import voice_at

QUOTED = ["direct", "mixed"]  # kinds with the speaker's own words in quotation marks


def named_voices(statements: pd.DataFrame) -> pd.DataFrame:
    """The statements of persons, bodies and groups with a name; not of those only described ("the report") or unnamed."""
    return statements[statements["speaker_kind"].isin(["person", "body", "group"])]


def by_speaker(statements: pd.DataFrame) -> pd.DataFrame:
    """One row a known speaker, most statements first.

    Returns
    -------
    DataFrame of speaker, speaker_kind, side (the one most of the statements carry), statements, documents, direct, mixed,
    indirect, turn, and quoted_share (0 to 1: direct and mixed of all but turns).
    """
    known = statements[statements["speaker"] != ""]
    out = _counted(known, "speaker")
    for column in ("speaker_kind", "side"):
        out[column] = out["speaker"].map(_most_common(known, column))
    return out[["speaker", "speaker_kind", "side", "statements", "documents", *KINDS, "quoted_share"]]


def _most_common(table: pd.DataFrame, column: str) -> pd.Series:
    """The value of a column that most rows of a speaker have, by speaker; of equals the first in the alphabet."""
    counts = table.groupby(["speaker", column]).size().reset_index(name="n")
    counts = counts.sort_values(["n", column], ascending=[False, True])
    return counts.drop_duplicates("speaker").set_index("speaker")[column]


def by_side(statements: pd.DataFrame) -> pd.DataFrame:
    """One row a side (country and voice) of the speakers, with the same counts and how many speakers; none without a side."""
    known = statements[statements["side"] != ""]
    out = _counted(known, "side")
    out["speakers"] = out["side"].map(known.groupby("side")["speaker"].nunique())
    return out[["side", "statements", "speakers", "documents", *KINDS, "quoted_share"]]


def _counted(statements: pd.DataFrame, by: str) -> pd.DataFrame:
    groups = statements.groupby(by)
    by_kind = pd.crosstab(statements[by], statements["kind"]).reindex(columns=list(KINDS), fill_value=0)
    out = pd.DataFrame({"statements": groups.size(), "documents": groups["id"].nunique()}).join(by_kind)
    out = out.rename_axis(by).reset_index()
    spoken = out["statements"] - out["turn"]
    out["quoted_share"] = ((out["direct"] + out["mixed"]) / spoken.where(spoken > 0)).astype(float)
    return out.sort_values(["statements", by], ascending=[False, True], ignore_index=True)


def kinds(statements: pd.DataFrame) -> pd.DataFrame:
    """How many statements are direct, mixed, indirect or turns: kind, statements, share (0 to 1), documents."""
    out = statements.groupby("kind").agg(statements=("id", "size"), documents=("id", "nunique"))
    out = out.reindex(list(KINDS), fill_value=0).reset_index()
    out.insert(2, "share", out["statements"] / max(1, len(statements)))
    return out


def cue_words(statements: pd.DataFrame) -> pd.DataFrame:
    """The cues by dictionary form: verb, statements, speakers, documents, quoted (direct or mixed); turns have none."""
    spoken = statements[~statements["verb"].isin([":", "—"])]
    known = spoken["speaker"].where(spoken["speaker"] != "")
    out = spoken.assign(quoted=spoken["kind"].isin(QUOTED), known=known).groupby("verb").agg(
        statements=("id", "size"), speakers=("known", "nunique"), documents=("id", "nunique"), quoted=("quoted", "sum"))
    return out.reset_index().sort_values(["statements", "verb"], ascending=[False, True], ignore_index=True)


def quoted_and_named(corpus: Corpus, statements: pd.DataFrame) -> pd.DataFrame:
    """Persons of speakers.yml: in how many documents each is named in full, and in how many of all a statement is theirs.

    Returns
    -------
    DataFrame of speaker, side (as in `by_speaker`; of those without a statement, the one at the dates of most documents that
    name them), named (documents with the full name or an alias), quoted (documents with a statement of theirs, alone or
    together with others), named_only (documents that name but do not quote), those most often named only first.
    """
    rules = load_speakers(corpus.settings.get("speakers.yml", ""))
    places = ((name, entry) for name, text in corpus.texts() for _, _, entry in named_speakers(text, rules))
    seen = {(name, entry.name) for name, entry in places if entry.kind == "person"}
    said = set(statements[["id", "speaker"]].itertuples(index=False, name=None))
    for row in statements.loc[statements["speaker_kind"] == "group", ["id", "candidates"]].itertuples(index=False):
        said |= {(row.id, member) for member in row.candidates.split("; ")}
    said = {(i, s) for i, s in said if s in rules.entries and rules.entries[s].kind == "person"}
    rows = [(s, pair in seen, pair in said, pair in seen and pair not in said) for pair in sorted(seen | said) for s in pair[1:]]
    pairs = pd.DataFrame(rows, columns=["speaker", "named", "quoted", "named_only"])
    out = pairs.groupby("speaker").sum().astype(int).reset_index()
    dates = corpus.documents.set_index("id")["date"]
    then = [(s, voice_at(rules.entries[s], dates[i]).side) for i, s in sorted(seen | said)]
    sides = pd.DataFrame(then, columns=["speaker", "side"])
    own = _most_common(statements[statements["speaker"] != ""], "side")
    out.insert(1, "side", out["speaker"].map(own.combine_first(_most_common(sides, "side"))).astype(str))
    return out.sort_values(["named_only", "named", "speaker"], ascending=[False, False, True], ignore_index=True)


def speaker_by_concept(found: pd.DataFrame, *, speakers: int = 12, concepts: int = 10) -> pd.DataFrame:
    """In how many statements of a speaker's a concept is mentioned: speakers as rows, concept ids as columns.

    `found` has one row for each statement and concept (`utils.quotes.shares.with_concept`). A statement inside another (a report
    in a turn) counts for its own speaker and, as part of the words spoken, for the other. Rows and columns are the most frequent
    ones.
    """
    known = found[found["speaker"] != ""]
    table = pd.crosstab(known["speaker"], known["concept"])
    rows = table.sum(axis=1).sort_values(ascending=False, kind="stable").index[:speakers]
    columns = table.loc[rows].sum().sort_values(ascending=False, kind="stable")
    return table.loc[rows, columns[columns > 0].index[:concepts]]


def unresolved(statements: pd.DataFrame) -> pd.DataFrame:
    """Statements whose speaker is not known, by the words that stand for them: source, statements, documents, example."""
    lost = statements[statements["speaker"] == ""]
    source = lost["source"].str.lower().replace("", "(nobody is named)")
    out = lost.assign(source=source).groupby("source").agg(
        statements=("id", "size"), documents=("id", "nunique"), example=("content_text", "first"))
    out = out.reset_index().sort_values(["statements", "source"], ascending=[False, True], ignore_index=True)
    return out.assign(example=out["example"].map(lambda text: _short(text, 120)))


def listing(corpus: Corpus, statements: pd.DataFrame, *, width: int = 400) -> pd.DataFrame:
    """The statements to be read: id, date, speaker ("? he" where unknown), cue, kind, content (at most `width` long)."""
    dates = corpus.documents.set_index("id")["date"]
    who = statements["speaker"].where(statements["speaker"] != "", "? " + statements["source"])
    content = statements["content_text"].map(lambda text: _short(text, width))
    return pd.DataFrame({"id": statements["id"], "date": statements["id"].map(dates), "speaker": who.str.strip(),
                         "cue": statements["cue"], "kind": statements["kind"], "content": content})


def to_check(corpus: Corpus, statements: pd.DataFrame, *, n: int = 20, seed: int = 0) -> pd.DataFrame:
    """`n` statements drawn at random (all, if there are fewer), turns apart, with the sentence each was read from."""
    spoken = statements[statements["kind"] != "turn"]
    drawn = spoken.sample(min(n, len(spoken)), random_state=seed).sort_index()
    out = listing(corpus, drawn, width=220)[["id", "speaker", "content"]]
    texts = (corpus.text(r.id)[r.sentence_start : r.sentence_end] for r in drawn.itertuples())
    out.insert(1, "sentence", [_short(" ".join(text.split()), 320) for text in texts])
    out.insert(2, "source", drawn["source"])
    return out.reset_index(drop=True)


def best_known(speakers: pd.DataFrame, wanted: str = "") -> str:
    """The speaker to look at: the one wanted, if quoted here, else the person with most statements, else the body; "" if
    there is none.
    """
    if wanted in set(speakers["speaker"]):
        return wanted
    persons = speakers.loc[speakers["speaker_kind"] == "person", "speaker"]
    named = persons if len(persons) else speakers["speaker"]
    return named.iloc[0] if len(named) else ""


def _short(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
