"""Tables of statements -> sentences: who is quoted, how directly, on what, and what could not be told; true of any corpus.

Comes in: what `utils.quotes` and `utils.quotes.tables` give. Goes out: plain text.
"""

from __future__ import annotations

import pandas as pd

from utils.corpus import Corpus
from utils.quotes.tables import QUOTED
from utils.sentences import count, first_letter_up, joined, of_documents, percent


def headline(speech: pd.DataFrame, speakers: pd.DataFrame, corpus: Corpus) -> tuple[str, str]:
    """The answer in two parts: how many statements, and whose; how many in own words, and how many nobody's."""
    if not len(corpus):
        return "There is no English document here.", "So no statement was looked for."
    if speech.empty:
        searched = count(len(corpus), "English document")
        return f"No reported statement was found in {searched}.", "So nobody is quoted on this page."
    nobody = "Its speaker is not named." if len(speech) == 1 else "None of their speakers is named."
    whose = f" {most(speakers, 'speaker')}" if len(speakers) else f" {nobody}"
    where = of_documents(speech["id"].nunique(), len(corpus)) if len(corpus) > 1 else "one document"
    there = "is" if len(speech) == 1 else "are"
    return (f"There {there} {count(len(speech), 'reported statement')} in {where}.{whose}",
            f"{own_words(speech)} {unknown(speech)}")


def most(table: pd.DataFrame, label: str) -> str:
    """Who stands first in a table, with all that tie: "A and B have the most statements: 12 each." """
    if table.empty:
        return f"No {label} is known here."
    top = int(table["statements"].iloc[0])
    first = table.loc[table["statements"] == top, label].tolist()
    if len(table) == 1:
        return f"The only {label} named is {first[0]}, with {count(top, 'statement')}."
    if len(first) == 1:
        return f"{first_letter_up(first[0])} has the most statements: {top:,}."
    who = joined(map(first_letter_up, first)) if len(first) <= 3 else f"{len(first):,} {label}s"
    return f"{who} have the most statements: {top:,} each."


def own_words(speech: pd.DataFrame) -> str:
    """How many statements quote the speaker in whole or in part, of those that are no turns.

    A retold statement can hold quotation marks all the same, around a name or a term: so nothing is said of the marks.
    """
    spoken = speech[speech["kind"] != "turn"]
    turns = len(speech) - len(spoken)
    are = "is a turn" if turns == 1 else "are turns"
    said = f"Of {count(len(speech), 'statement')} {turns:,} {are} of a transcript." if turns else ""
    if spoken.empty:
        return said
    quoted = int(spoken["kind"].isin(QUOTED).sum())
    share = f" ({percent(quoted / len(spoken))})" if len(spoken) >= 20 else ""
    things = count(len(spoken), "other statement" if turns else "statement")
    if not quoted:
        all_of_them = f"The {things[2:]} is" if len(spoken) == 1 else f"All {things} are"
        return f"{said} {all_of_them} retold and not quoted.".strip()
    if quoted == len(spoken):
        who = f"The {things[2:]} quotes" if quoted == 1 else f"All {things} quote"
    else:
        who = f"{quoted:,} of {things}{share} {'quotes' if quoted == 1 else 'quote'}"
    return f"{said} {who} the speaker, in whole or in part.".strip()


def unknown(speech: pd.DataFrame) -> str:
    """For how many statements it could not be told who speaks, and for how many the text gives no more than a description."""
    lost = int((speech["speaker"] == "").sum())
    vague = int(speech["speaker_kind"].isin(["described", "unnamed"]).sum())
    if not lost and not vague:
        return "For every statement a speaker was found." if len(speech) else ""
    if not lost:
        where = f"For {vague:,} of {count(len(speech), 'statement')} the" if vague < len(speech) else "The"
        return f"{where} text only describes who speaks."
    if lost == len(speech):
        return "It could not be told who speaks." if lost == 1 else f"For none of the {lost:,} could it be told who speaks."
    return f"For {lost:,} of {count(len(speech), 'statement')} it could not be told who speaks."


def what_speakers(speech: pd.DataFrame) -> str:
    """What the speakers are: persons, bodies, groups, and those only described."""
    counts = speech.loc[speech["speaker"] != "", "speaker_kind"].value_counts()
    words = {"person": "a person", "body": "a body", "group": "several persons together", "described": "somebody only described",
             "unnamed": "a journalist without a name"}
    parts = [f"{name} for {counts[kind]:,}" for kind, name in words.items() if kind in counts]
    if not parts:
        return "No statement has a known speaker." if len(speech) else ""
    said = f"Who speaks is known for {count(int(counts.sum()), 'statement')}"
    if len(parts) > 1:
        return f"{said}: {joined(parts)}."
    return f"{said}: {parts[0].rpartition(' for ')[0]}{'' if counts.sum() == 1 else ' each time'}."


def attitudes(found: pd.DataFrame) -> str:
    """How many attitudes were found beside statements, which the counts leave out."""
    n = int((found["type"] == "attitude").sum())
    if found.empty:
        return ""
    if not n:
        return "No attitude (somebody believes, wants, backs something) was found beside them."
    were, are = ("was", "is") if n == 1 else ("were", "are")
    return (f"{first_letter_up(count(n, 'attitude'))} (somebody believes, wants, backs something) {were} found as well and {are} "
            "left out of all counts on this page.")


def kinds(table: pd.DataFrame) -> str:
    """A table of kinds in words."""
    total = int(table["statements"].sum())
    if not total:
        return "There is no statement."
    parts = [f"{r.statements:,} {r.kind}{'s' if r.kind == 'turn' and r.statements > 1 else ''}" for r in table.itertuples()
             if r.statements]
    return f"Of {count(total, 'statement')}: {joined(parts)}."


def in_words(table: pd.DataFrame, label: str, value: str = "statements", *, top: int = 5) -> str:
    """The head of a table in words: "A 12, B 9 and C 4", for an alternative text."""
    if table.empty:
        return "Nothing to show."
    shown = table.head(top)
    rest = f"; {len(table) - len(shown):,} more" if len(table) > len(shown) else ""
    return f"{joined(f'{a} {b:,}' for a, b in shown[[label, value]].itertuples(index=False, name=None))}{rest}."


def cues(table: pd.DataFrame) -> str:
    """The most frequent cues, and how few make up half of all."""
    if table.empty:
        return "No statement has a reporting word."
    total = int(table["statements"].sum())
    half = int((table["statements"].cumsum() < total / 2).sum()) + 1
    said = first_letter_up(count(len(table), "different word reports", "different words report"))
    said += f" {count(total, 'statement')}"
    if len(table) < 3 or total < 20:
        return f"{said}: {in_words(table, 'verb')}"
    return f"{said}; {'one of them does' if half == 1 else f'the {half:,} most frequent do'} so for half of them or more."


def named_only(table: pd.DataFrame) -> str:
    """Who is named in documents without being quoted there."""
    if table.empty:
        return "Nobody of speakers.yml is named here."
    never = int((table["quoted"] == 0).sum())
    first = f"{first_letter_up(count(len(table), 'person'))} of speakers.yml {'is' if len(table) == 1 else 'are'} named or quoted"
    if len(table) == 1:
        return f"{first}: {table['speaker'].iloc[0]}, {'never quoted' if never else 'who is quoted'}."
    if not never:
        return f"{first}, and each is quoted at least once."
    return f"{first}; {never:,} of them {'is' if never == 1 else 'are'} only named and never quoted."


def concepts(table: pd.DataFrame, names: dict[str, str]) -> str:
    """The largest cells of the table of speakers and concepts, in words."""
    if table.empty or not int(table.to_numpy().sum()):
        return "No statement of a known speaker mentions a concept."
    cells = table.stack().sort_values(ascending=False, kind="stable")
    cells = cells[cells > 0]
    if len(cells) > 3:  # of equal numbers none is named before the others
        cells, last = cells[cells > cells.iloc[3]].head(3), cells
        if cells.empty:
            k, n = int((last == last.iloc[0]).sum()), int(last.iloc[0])
            return f"No number stands out: {k:,} are the largest, {n:,} each."
    parts = [f"{speaker} on {names.get(concept, concept)} ({n:,})" for (speaker, concept), n in cells.items()]
    return f"The largest {'number is' if len(parts) == 1 else 'numbers are'} {joined(parts)}."


def of_one(statements: pd.DataFrame, speaker: str) -> str:
    """How one speaker is quoted: statements, documents, own words, and the words that name the speaker."""
    mine = statements[statements["speaker"] == speaker]
    if mine.empty or not speaker:
        return "No statement has a speaker with a name."
    sources = mine["source"].groupby(mine["source"].str.lower()).agg(["first", "size"]).set_index("first")["size"]
    ways = sorted(sources.items(), key=lambda item: (-item[1], item[0]))[:6]
    more = f" and {len(sources) - len(ways):,} more" if len(sources) > len(ways) else ""
    quoted = [f"“{words}” ({n:,})" for words, n in ways]
    named = ", ".join(quoted) + more if more else joined(quoted)
    return (f"{first_letter_up(count(len(mine), 'statement'))} in {count(mine['id'].nunique(), 'document')} "
            f"{'is' if len(mine) == 1 else 'are'} attributed to {speaker}, who appears there as {named}. {own_words(mine)}")


def listed(statements: pd.DataFrame, shown: int) -> str:
    """How many of the statements a table shows."""
    also = ", attitudes included" if (statements["type"] == "attitude").any() else ""
    if len(statements) <= shown:
        return f"All {len(statements):,}{also}, in the order of the documents." if len(statements) > 1 else ""
    return f"{shown:,} of {len(statements):,}{also}, taken in turn from every document."


def years(table: pd.DataFrame) -> str:
    """In which year most statements were found, and in how many years none."""
    held = table[table["statements"] > 0]
    if held.empty:
        return "No statement stands in a dated document."
    top = int(held["statements"].max())
    first = held.loc[held["statements"] == top, "year"].astype(str).tolist()
    none = int((table["statements"] == 0).sum())
    lacking = f" In {count(none, 'year')} with documents there is none." if none else ""
    if len(held) == 1:
        what = "The one dated statement stands in a document" if top == 1 else f"All {top:,} dated statements stand in documents"
        return f"{what} of {first[0]}.{lacking}"
    which = joined(first) if len(first) <= 3 else f"{len(first)} years"
    each = " each" if len(first) > 1 else ""
    return f"Most statements stand in documents of {which}: {top:,}{each}.{lacking}"


def stance(table: pd.DataFrame) -> str:
    """How many of the reporting words are neutral, and which other stance is the commonest."""
    if table.empty:
        return "No statement has a reporting word."
    total = int(table["statements"].sum())
    plain = int(table.loc[table["stance"] == "neutral", "statements"].sum())
    said = f"{plain:,} of {count(total, 'statement with a reporting word', 'statements with a reporting word')}"
    share = f" ({percent(plain / total)})" if total >= 20 else ""
    if plain == total:
        return f"Each of {total:,} statements is reported by a neutral word." if total > 1 else (
            "The one statement with a reporting word has a neutral one.")
    rest = table[~table["stance"].isin(["neutral", "not grouped"])]
    if rest.empty:
        are = "is" if plain == 1 else "are"
        return f"{said}{share} {are} reported by a neutral word, and none by a word of a group that carries a stance."
    top = int(rest["statements"].max())
    first = [f"“{s}”" for s in rest.loc[rest["statements"] == top, "stance"]]
    each = " each" if len(first) > 1 else ""
    return (f"{said}{share} {'is' if plain == 1 else 'are'} reported by a neutral word. Of the groups that carry a stance "
            f"{joined(first)} {'is' if len(first) == 1 else 'are'} the largest: {count(top, 'statement')}{each}.")


def quoted_shares(table: pd.DataFrame) -> str:
    """How many sides have enough documents for an interval of the share in own words, and how wide these are."""
    sure = table.dropna(subset=["low"])
    if table.empty:
        return "No statement has a speaker with a known side."
    if sure.empty:
        return "No side is heard in five documents or more, so no share has an interval."
    wide = sure["high"] - sure["low"]
    if len(sure) == 1:
        return f"One side is heard in five documents or more; its interval is {100 * wide.iloc[0]:.0f} points wide."
    return (f"{len(sure):,} sides are heard in five documents or more; their intervals are {100 * wide.min():.0f} to "
            f"{100 * wide.max():.0f} points wide.")
