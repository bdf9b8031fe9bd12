"""Which words say nothing of a topic: words of grammar, names, offices, words of reporting, of time, and light words.

Comes in: the words of a corpus in reading order. Goes out: for each of them whether it is kept, and a table of what
was left out by which rule. Topics are to be about what is spoken of; without these rules they are about who speaks.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from utils.concepts import labels
from utils.corpus import Corpus
from utils.sides import COUNTRIES
from utils.text import stop_words, tokens
from utils.topics.passages import Pieces

NAME_SHARE = 0.8  # of a word's places inside sentences: written with a capital so often, it counts as a name
OWN_NAME = frozenset("sco shanghai organisation organization organisations organizations".split())
_SHORT_NAMES = frozenset("usa uk uae prc dprk rok drc".split())
_NOT_NAMES = frozenset("united south north nations arab european".split())  # parts of countries' and bodies' names
OFFICES = frozenset("""
president presidents presidential presidency vice-president premier premiers minister ministers ministry ministries ministerial
vice-minister chancellor secretary secretaries secretary-general councillor councilor councillors spokesman spokeswoman
spokesperson ambassador ambassadors envoy adviser advisor advisers chairman chairwoman chairmanship chair chaired head heads
headed leader leaders official officials delegation delegations excellency colleague colleagues commentator correspondent
diplomat diplomats director deputy
""".split())
# Left out where they stand beside an office: "first deputy prime minister", "minister of foreign affairs", "heads of state".
_BESIDE = frozenset("""
first vice deputy prime foreign external internal affairs state states government governments defence defense security national
council general executive acting former special permanent republic economic trade culture of for the and
""".split())
REPORTING = frozenset("""
said say says saying told tell telling stated statement statements spoke speak speaking speech speeches asked answer answered
added adding noted according quoted called wrote written argued argues declared announced explained stressed recalled reported
report reports reporter reporters interview interviews interviewed article articles commentary press news newspaper agency
journalists question questions briefing conference remarks words word view opinion pointed website websites published radio
television channel broadcast video online copy summit summits meeting meetings meet met session sessions sidelines
thanked thank thanks ladies gentlemen dear glad pleased congratulate congratulated congratulations greetings
""".split())
TIMES = frozenset("""
time times year years month months week weeks day days today yesterday tomorrow ago last next previous early earlier late later
recent recently first second third fourth fifth three four five six seven eight nine ten eleven twelve twenty thirty hundred
thousand once twice anniversary century decade decades
""".split())
LIGHT = frozenset("""
put puts putting come comes came coming go goes going went gone take takes took taken taking make makes made making give gives
gave given giving get gets got see sees saw seen seeing know knows knew known think thinks thought want wants wanted let keep
keeps kept bring brings brought set sets hold holds held holding become becomes became seem seems seemed show shows showed shown
need needs needed use uses used using find finds found look looks looked thing things something anything everything way ways
rest back part kind sort lot number place case fact example instance point course sure really actually well even also like
good great important big large small new old whose alike carried carry issued issue
""".split())


def kept_words(pieces: Pieces, corpus: Corpus) -> tuple[np.ndarray, pd.DataFrame]:
    """For each piece whether it is a word that is kept, and what is left out.

    A name is a word that is written with a capital in at least four of five places where no sentence begins, unless it
    is an abbreviation or belongs to the label of a concept that is tracked. Words such as "prime" and "foreign" go
    where they stand beside an office.

    Returns
    -------
    array of booleans, one a piece; DataFrame of rule, words (how many different ones), examples (the six commonest).
    """
    types, of_surface = np.unique(np.array(pieces.words, dtype=str), return_inverse=True)
    kind = of_surface[pieces.ids]
    size = np.bincount(kind, minlength=len(types))
    tracked = frozenset(w for label in labels(corpus).values() for w in tokens(label))
    countries = frozenset(w for code, (name, *_) in COUNTRIES.items() for w in (*tokens(name), code.lower()))
    countries = countries - _NOT_NAMES | _SHORT_NAMES
    names, stop = _names(pieces, of_surface, len(types)), stop_words() | {"us"}
    rules = {
        "words of grammar, numbers, single letters": [t in stop or len(t) < 2 or not any(c.isalpha() for c in t) for t in types],
        "the organisation's own name": [t in OWN_NAME for t in types],
        "countries and bodies": [t in countries for t in types],
        "offices, and words beside them": [t in OFFICES for t in types],
        "words of reporting, meeting and greeting": [t in REPORTING for t in types],
        "words of number and time": [t in TIMES and t not in tracked for t in types],
        "light words": [t in LIGHT for t in types],
        "names, known by their capitals": [bool(name) and t not in tracked for t, name in zip(types, names, strict=True)],
    }
    gone, said = types == "", []
    for rule, hit in rules.items():
        new = np.array(hit, dtype=bool) & ~gone
        said.append((rule, int(new.sum()), ", ".join(types[new][np.lexsort([types[new], -size[new]])][:6])))
        gone |= new
    kept = ~gone[kind] & ~_beside_office(types, kind)
    return kept, pd.DataFrame(said, columns=["rule", "words", "examples"])


_POSSESSIVE = re.compile(r"['’]s?$")
_INSIDE = frozenset(",;()-–—%&/'’")  # marks after which a capital is not that of a sentence's first word


def _names(pieces: Pieces, of_surface: np.ndarray, n: int) -> np.ndarray:
    starts = np.array([not (w or s in _INSIDE) for s, w in zip(pieces.surfaces, pieces.words, strict=True)], dtype=bool)
    capital = np.array([s[:1].isupper() and not _abbreviation(s) for s in pieces.surfaces], dtype=bool)
    if not len(pieces.ids):
        return np.zeros(n, bool)
    inside = np.append(False, ~starts[pieces.ids[:-1]] & (pieces.of_passage[1:] == pieces.of_passage[:-1]))
    kind = of_surface[pieces.ids]
    places = np.bincount(kind[inside], minlength=n)
    capitals = np.bincount(kind[inside & capital[pieces.ids]], minlength=n)
    return (places > 0) & (capitals >= NAME_SHARE * places)


def _abbreviation(surface: str) -> bool:
    bare = _POSSESSIVE.sub("", surface)
    return len(bare) > 1 and bare.isupper()


def _beside_office(types: np.ndarray, kind: np.ndarray) -> np.ndarray:
    before = after = np.array([t in OFFICES for t in types], dtype=bool)[kind]
    beside = np.array([t in _BESIDE for t in types], dtype=bool)[kind]
    out = np.zeros(len(kind), bool)
    for _ in range(4 if len(kind) else 0):
        before, after = beside & np.append(before[1:], False), beside & np.append(False, after[:-1])
        out |= before | after
    return out
