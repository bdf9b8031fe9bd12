"""Topics -> sentences: what was found, how the number was taken, how far it can be trusted; true of any corpus.

Comes in: what `utils.topics` and `utils.topics.tables` give. Goes out: plain text.
"""

from __future__ import annotations

import pandas as pd

from utils.corpus import Corpus
from utils.overview import LANGUAGES
from utils.sentences import count, first_letter_up, joined, of_documents, percent
from utils.topics import Topics
from utils.topics.choosing import KS, OF_EACH, STABLE, beyond_shuffled, draws
from utils.topics.factors import shaping
from utils.topics.languages import ENOUGH, GROUPED, main_language, other_languages
from utils.trends import FEW


def headline(found: Topics) -> tuple[str, str]:
    """The answer in two sentences: topics, or that there are none."""
    if not found.k:
        return f"No topics could be looked for: {found.reason}.", "The sections below say so where a table or figure would stand."
    if not found.clear:
        said = f"There are no clear topics in {_these(found)}: {_why_unclear(found)}."
        return said, "So no group is named or interpreted here."
    named = found.named
    widest, without = _widest(named, found), _without(found, named["topic"])
    more = "and more" if found.stability > found.chance["stability"].max() else "and no less"
    return (f"By their terms the passages of {_these(found)} fall into {_groups(found)}; {widest}.",
            f"The grouping is more distinct {more} stable than in texts whose words were shuffled, "
            f"{'but' if without >= 0.1 * found.documents else 'and'} {_outside(without, found.documents)} of these topics.")


def _groups(found: Topics) -> str:
    firm = "all" if len(found.named) == found.k else f"{len(found.named)} of them"
    return f"{found.k} groups, {firm} stable enough to be called topics"


def _widest(named: pd.DataFrame, found: Topics) -> str:
    """The topics in most documents, three at most; one that ties with a fourth is not named before it."""
    last = named["documents"].iloc[3] if len(named) > 3 else -1
    shown = named[named["documents"] > last].head(3)
    if shown.empty:
        equal = int((named["documents"] == last).sum())
        return f"{equal} of these are the most widespread, in {_of_all(last, found)} each"
    said = joined(f"“{r.label}” (in {_of_all(r.documents, found)})" for r in shown.itertuples())
    return f"the most widespread of these {'is' if len(shown) == 1 else 'are'} {said}"


def _without(found: Topics, topics: pd.Series) -> int:
    """Documents without a passage that belongs to one of `topics`."""
    return found.documents - found.passages.loc[found.passages["topic"].isin(topics), "document"].nunique()


def _outside(n: int, documents: int) -> str:
    if n == 0:
        return "every document has a passage"
    return f"{of_documents(n, documents)} {'has' if n == 1 else 'have'} no passage"


def _these(found: Topics) -> str:
    return f"{'these ' if found.documents > 1 else 'this '}{found.documents:,} document{'s' if found.documents > 1 else ''}"


def _of_all(documents: int, found: Topics) -> str:
    return f"{count(documents, 'document')}, {percent(documents / found.documents)}"


def _why_unclear(found: Topics) -> str:
    if not found.beyond_chance:
        return "texts whose words were shuffled fall into groups as distinct, or more stable, or as many of them stable"
    stable = int((found.table["verdict"] == "stable").sum())
    return f"of {found.k} groups {'only one' if stable else 'none'} is stable, distinct and in at least {FEW} documents"


def outside(found: Topics) -> str:
    """How many documents have no passage that belongs to a group: the end of a sentence."""
    n = _without(found, found.table["topic"])
    return f"{_outside(n, found.documents)} that belongs {'clearly to one' if n else 'to a'} group."


def chosen(found: Topics) -> str:
    """How the number of topics was taken."""
    if not found.k:
        return f"No number of groups could be tried: {found.reason}."
    if found.scan.empty:
        return f"The number of groups, {found.k}, was given and not looked for."
    tried = found.scan["k"]
    row = found.scan.set_index("k").loc[found.k]
    stable = int(row["stable_groups"])
    numbers = f"{stable} stable in {_draws(found)[0]} draws"
    if len(tried) == 1:
        return f"{found.k} is the only number of groups that could be tried ({numbers}). {_held_together(row)}"
    better = found.scan[beyond_shuffled(found.scan)]
    among = "of all numbers, since none does better than shuffled texts," if better.empty else (
        "of all numbers" if len(better) == len(tried) else f"of the {len(better)} numbers that do better than shuffled texts")
    said = (f"Tried were {tried.min()} to {tried.max()} groups. Taken are {found.k}: {among} it has the largest number of stable "
            f"groups ({numbers})")
    rows = found.scan if better.empty else better
    equals = rows[(rows["stable_groups"] == stable) & (rows["k"] != found.k)]
    if len(equals):
        others = f"{joined(str(k) for k in equals['k'])} {'has' if len(equals) == 1 else 'have'} as many, and "
        here, best = (pd.to_numeric(v).round(2) for v in (row["coherence"], equals["coherence"].astype(float).max()))
        more = pd.notna(here) and not (pd.notna(best) and best >= here)
        said += f"; {others}{'their terms hang together less' if more else 'the smallest is taken'}"
    said += f". {_held_together(row)}"
    if found.k == tried.max():
        limit = "tried" if found.k == max(KS) else "that so few documents allow"
        said += f" This is the largest number {limit}, so there may be finer groups."
    return said


def _held_together(row: pd.Series) -> str:
    if pd.isna(row["coherence"]):
        return "There are too few documents to see whether the terms of a group stand together in others."
    by_chance = "" if pd.isna(row["coherence_shuffled"]) else f"; in shuffled texts it is {row['coherence_shuffled']:.2f}"
    few = "" if row["coherence"] >= 0 else (" A pair that never meets counts as -1, so that in so few documents even terms that "
                                            "belong together can have less than 0.")
    return (f"In a fifth of the documents that was held out, the ten terms of each group have a coherence of "
            f"{row['coherence']:.2f} (normalised pointwise mutual information: 1 always together, -1 never){by_chance}.{few}")


def against_chance(found: Topics) -> str:
    """The texts against their shuffled versions."""
    if not found.k:
        return ""
    most = found.chance.astype(float).max()
    where = f"In {count(len(found.chance), 'version')} of the texts with their terms shuffled among the passages"
    end = f"the grouping {'is more than chance makes' if found.beyond_chance else 'is not more than chance makes'}."
    if most.isna().any():
        return f"{where} hardly any groups form: {end}"
    silhouette = f"{most['silhouette']:.3f} (in the texts themselves {_number(found.silhouette, 3)})"
    own = f"{_number(found.stability, 2)} over {_draws(found)[1]} further draws of the texts"
    stability = f"{most['stability']:.2f} over {OF_EACH} draws of each ({own})"
    n = int(most["stable_groups"])
    groups = f"at most {n} of the groups {'is' if n == 1 else 'are'} stable" if n else "none of the groups is stable"
    return f"{where} the silhouette is at most {silhouette}, the stability at most {stability}, and {groups}: {end}"


def _draws(found: Topics) -> tuple[int, int]:
    return draws(len(shaping(found.passages)))


def _number(value: float, digits: int) -> str:
    return "not known" if pd.isna(value) else f"{value:.{digits}f}"


def stabilities(found: Topics) -> str:
    """How many topics come again in resamples."""
    if not found.k:
        return ""
    again = found.table.loc[found.table["stability"] >= STABLE, "stability"]
    how = (f"when four fifths of the documents are drawn anew (mean Jaccard index of at least {STABLE} over {_draws(found)[1]} "
           "further draws")
    span = joined(dict.fromkeys([f"{again.min():.2f}", f"{again.max():.2f}"]), last="to")
    if again.empty:
        said = f"None of the {found.k} groups comes again {how})."
    else:
        number = f"All {found.k} groups" if len(again) == found.k else f"{len(again)} of {found.k} groups"
        said = f"{number} {'comes' if len(again) == 1 else 'come'} again {how}; here {span})."
    if not found.clear:
        return f"{said} As the grouping isn't clear, no group is interpreted."
    why = {"unstable": "unstable", "not distinct": "not distinct from the others", "few documents": f"in under {FEW} documents"}
    kept_back = found.table["verdict"][found.table["verdict"] != "stable"]
    if kept_back.empty:
        return said
    numbers = {verdict: int((kept_back == verdict).sum()) for verdict in why}
    reasons = joined(f"{n} that {'is' if n == 1 else 'are'} {why[verdict]}" for verdict, n in numbers.items() if n)
    return f"{said} Shown but not interpreted {'is' if len(kept_back) == 1 else 'are'} {reasons}."


def material(found: Topics) -> str:
    """What there was to be grouped."""
    passages = found.passages
    without = len(passages) - int((passages["terms"] > 0).sum())
    terms = len(found.vectors.terms)
    of_terms = f", {count(terms, 'term')}" if terms else ""
    said = f"{first_letter_up(count(found.documents, 'document'))}, {count(len(passages), 'passage')}{of_terms}."
    if without and terms:
        said += f" {first_letter_up(count(without, 'passage'))} {'holds' if without == 1 else 'hold'} none of these terms."
    if found.k and len(passages) - without > len(shaping(passages)):
        said += f" The groups are shaped by {len(shaping(passages)):,} of the passages, and the others are assigned to them."
    return said


def scan_title(found: Topics) -> str:
    """A title for the scan: what was taken, or that it is no better than chance."""
    if not found.clear:
        return "No clear topics: the best grouping isn't stable, or no better than a shuffled one"
    if found.scan.empty:
        return f"{found.k} groups, as given"
    n = int(found.scan.set_index("k").loc[found.k, "stable_groups"])
    if n < found.scan["stable_groups"].max():
        return f"{found.k} groups: {n} of them {'is' if n == 1 else 'are'} stable in {_draws(found)[0]} draws"
    return f"{found.k} groups: in {_draws(found)[0]} draws no other number has more that are stable ({n})"


def sizes_title(found: Topics) -> str:
    """A title for the topics by size."""
    if not found.clear:
        return "Groups by size: none is interpreted"
    stable, top = f"{len(found.named)} of {found.k} groups are stable", found.named["documents"]
    if (top == top.iloc[0]).sum() > 1:
        return f"{stable}; the most widespread of these are in {_of_all(top.iloc[0], found)} each"
    return f"{stable}; “{found.named['label'].iloc[0]}” is the most widespread of these"


def map_title(found: Topics) -> str:
    """A title for the map."""
    return f"Where the {len(found.named)} stable topics lie among all documents"


def languages(corpus: Corpus, grouped: Corpus) -> str:
    """What is not grouped with the others because it is in another language than most, and where it is instead."""
    lang, n = main_language(corpus), len(corpus) - len(grouped)
    if not n:
        return "" if lang == "en" else f"All documents are in {LANGUAGES[lang]}."
    others = corpus.documents.loc[corpus.documents["lang"] != lang, "lang"].replace("", "und").value_counts()
    by_language = joined(f"{LANGUAGES.get(name, name)} {k:,}" for name, k in _ordered(others))
    said = (f"{of_documents(n, len(corpus))} {'is' if n == 1 else 'are'} not in {LANGUAGES[lang]}, as far as can be told, and "
            f"set aside ({by_language}): grouped together, the languages would become the groups.")
    own = other_languages(corpus)
    if own:
        said += f" Topics in {joined(LANGUAGES[name] for name in own)} are looked for apart, under “Other languages”."
    few = [LANGUAGES[name] for name, _ in _ordered(others) if name in GROUPED and name not in own]
    if few:
        said += f" Documents in {joined(few)} are too few for groups of their own, which need {ENOUGH}."
    shut = [LANGUAGES.get(name, name) for name, _ in _ordered(others) if name not in GROUPED and name != "und"]
    if shut:
        said += f" {joined(shut)} can't be grouped here: that needs spaces between words, and lists of stop words and stems."
    return said


def _ordered(sizes: pd.Series) -> list[tuple[str, int]]:
    return sorted(sizes.items(), key=lambda each: (-each[1], each[0]))


def in_languages(others: dict[str, Topics]) -> list[str]:
    """What was found in other languages (code -> topics), a sentence each."""
    said = []
    for lang, found in others.items():
        these = f"{count(found.documents, 'document')} in {LANGUAGES[lang]}"
        if not found.k:
            said.append(f"In the {these} no topics could be looked for: {found.reason}.")
        elif not found.clear:
            said.append(f"In the {these} there are no clear topics: {_why_unclear(found)}.")
        else:
            said.append(f"The passages of the {these} fall into {_groups(found)}.")
    return said or ["No other language has documents enough for topics of its own."]


def remembered(found: Topics, there: bool, kept: bool = False) -> str:
    """Whether topics of an earlier run were found again (`there`), and whether these are `kept` for a later one."""
    if not found.k:
        return ("No topics were found in which the earlier ones could be looked for." if there else
                "No topics were found that could be kept." if kept else "No earlier topics are kept for this corpus.")
    new, changed = found.k - len(found.again), there and (len(found.again) < found.k or found.gone)
    if kept and not changed:  # the same sentence when the same texts come again
        these = f"{count(found.k, 'topic')} {'is' if found.k == 1 else 'are'}"
        return f"{first_letter_up(these)} kept under these names for later runs."
    if not there:
        return "No earlier topics are kept for this corpus, so each is named by its terms."
    one = len(found.again) == 1
    said = f"{len(found.again)} of {count(found.k, 'topic')} {'was' if one else 'were'} there before and "
    said += "keeps its name" if one else "keep their names"
    said += f"; {count(new, 'topic')} {'is' if new == 1 else 'are'} new." if new else "."
    if found.gone:
        said += f" No longer found: {joined(f'“{name}”' for name in found.gone)}."
    return said
